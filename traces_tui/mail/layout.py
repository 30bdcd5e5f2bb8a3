"""Lays a letter out as text and as HTML: one frame for each, no words of its own."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from traces_tui.i18n import Translator, msg
from traces_tui.languages import language
from traces_tui.mail.letter import Block, Code, Command, Contact, Entries, Letter, Paragraph, Quote
from traces_tui.text import printable

if TYPE_CHECKING:
    from jinja2 import Environment

CODE_INDENT = "    "
"""Before codes and commands in the text: what a reader of mails finds them by."""

_TEMPLATES = Path(__file__).with_name("templates")
_WIDTH = 72
_LONGEST_NAME = 80
_LONGEST_QUOTE = 4000
_LINK = re.compile(r"[/:@]|\w\.\w|www", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A block in words."""

    kind: str
    """``paragraph``, ``code``, ``command``, ``entries``, ``quote`` or ``contact``."""
    lines: tuple[str, ...]

    @property
    def line(self) -> str:
        """The only line of a part of one line."""
        return self.lines[0]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole letter in words: what both frames show."""

    lang: str
    """Language tag (BCP 47)."""
    subject: str
    greeting: str
    parts: tuple[Part, ...]
    closing: str
    notes: tuple[str, ...]
    """The small print."""


def page(letter: Letter, name: str, contact: str, translator: Translator) -> Page:
    """Put a letter into words.

    Args:
        letter: The letter.
        name: The reader's name as typed, or empty.
        contact: The address for questions.
        translator: Speaks the reader's language.
    """
    say = translator.say
    shown = greeted(name)
    return Page(
        lang=language(translator.speaks).cldr.replace("_", "-"),
        subject=printable(say(letter.subject)),
        greeting=say(msg("Hi {name},", name=shown) if shown else msg("Hi,")),
        parts=tuple(_part(block, translator) for block in letter.blocks),
        closing=say(msg("The TRACES application.")),
        notes=(
            say(msg("This is an automatically generated email. Please do not reply.")),
            say(
                msg(
                    "To contact the TRACES team, please use the following address: {address}",
                    address=contact,
                )
            ),
        ),
    )


def greeted(name: str) -> str:
    """A name to greet by; empty where it could lead somewhere.

    Whoever types a stranger's address into a registration chooses the name too: it must not become
    a link in the stranger's mail.
    """
    shown = " ".join(printable(name).replace("\ufffd", "").split())
    return "" if _LINK.search(shown) else shown[:_LONGEST_NAME].strip()


def text(page: Page) -> str:
    """The letter as text, its lines short."""
    return _environment().get_template("frame.txt").render(page=page, indent=CODE_INDENT)


def html(page: Page) -> str:
    """The letter as HTML; every word is escaped."""
    return _environment().get_template("frame.html").render(page=page)


def _part(block: Block, translator: Translator) -> Part:
    match block:
        case Paragraph(words):
            return Part("paragraph", (printable(translator.say(words)),))
        case Code(code):
            return Part("code", (printable(code),))
        case Command(command):
            return Part("command", (printable(command),))
        case Entries(items):
            return Part("entries", tuple(printable(translator.say(item)) for item in items))
        case Quote(words):
            kept = printable(words[:_LONGEST_QUOTE].replace("\r\n", "\n"), line_breaks=True)
            return Part("quote", tuple(line.strip() for line in kept.strip().split("\n")))
        case Contact(authority):
            lines = (
                translator.say(authority.name),
                authority.seat,
                authority.phone,
                authority.email,
            )
            return Part("contact", tuple(printable(line) for line in lines if line))


def _wrapped(line: str, first: str = "", others: str = "") -> str:
    """A line in several short ones; words, addresses and codes stay whole."""
    return textwrap.fill(
        line,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters["wrapped"] = _wrapped
    return environment
