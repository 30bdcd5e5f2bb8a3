"""Text on the screen: messages, said when they are drawn."""

from __future__ import annotations

import re
from typing import TypeAlias

import rich._wrap
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from traces_tui.i18n import Message
from traces_tui.text import printable
from traces_tui.widgets.desk import Speaking, desk

Part: TypeAlias = "Message | tuple[Message, str]"
"""A message, or a message and its style (``"bold"``, ``"$muted"``, ``"bold $link"``)."""


class Words(Widget, Speaking):
    """Messages in a row, drawn as plain text in the reader's language.

    Nothing in them is ever read as markup, and a switch of language needs no more than
    :meth:`relabel`, because the words are looked up when they are drawn.

    Args:
        parts: Messages, each with or without a style.
        glyph: Name of a sign to put in front.
        glyph_style: Style of that sign.
        gap: What stands between the parts.
    """

    DEFAULT_CSS = """
    Words { height: auto; }
    """

    def __init__(
        self,
        *parts: Part,
        glyph: str | None = None,
        glyph_style: str = "",
        gap: str = "  ",
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._parts = parts
        self._glyph = (glyph, glyph_style)
        self._gap = gap

    def say(self, *parts: Part, glyph: str | None = None, glyph_style: str = "") -> None:
        """Say something else."""
        if (parts, (glyph, glyph_style)) == (self._parts, self._glyph):
            return
        self._parts = parts
        self._glyph = (glyph, glyph_style)
        self.relabel()

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is being said."""
        return self._parts

    @property
    def plain(self) -> str:
        """The words as they stand on the screen."""
        return self.words().plain

    def words(self) -> Content:
        """The content in the present language."""
        glyph, glyph_style = self._glyph
        pairs = (part if isinstance(part, tuple) else (part, "") for part in self._parts)
        shown = [styled(said(self, message), style) for message, style in pairs]
        line = Content(self._gap).join(shown)
        if glyph is None:
            return line
        return Content.assemble((desk(self).glyph(glyph), glyph_style), " ", line)

    def render(self) -> Content:
        """Draw the words."""
        return self.words()

    def relabel(self) -> None:
        """Look the words up again."""
        self.refresh(layout=True)


class OneLine(Words):
    """Words in one row whose content depends on the room there is."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row, whatever the words."""
        return 1

    def on_resize(self) -> None:
        """There is another room now."""
        self.refresh()


class Longest(OneLine):
    """The first of its parts that fits in the row: put the longest first."""

    def words(self) -> Content:
        """One part, whole; the last one where none fits."""
        pairs = (part if isinstance(part, tuple) else (part, "") for part in self.parts)
        shown = [styled(said(self, message), style) for message, style in pairs]
        room = self.content_size.width
        return next((words for words in shown if words.cell_length <= room), shown[-1])


class Heading(Words):
    """A title."""


def styled(text: str, style: str) -> Content:
    """Plain text in one style."""
    return Content.styled(text, style) if style else Content(text)


def said(node: Widget, message: Message) -> str:
    """A message in the reader's language, safe for a terminal."""
    return printable(desk(node).tr.say(message), line_breaks=True)


def keep_no_break_spaces() -> None:
    """Let no line break at a no-break space, which Rich takes for any other space.

    French sets one before ``: ; ? !`` and inside « »: no line may begin with a colon.
    """
    rich._wrap.re_word = re.compile(r"[^\S\u00a0\u202f]*[\S\u00a0\u202f]+[^\S\u00a0\u202f]*")
