"""Mails in a list, and the one under the cursor beside or below it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.message import Message as Event

from traces_tui.i18n import Day, Hour, Message, msg, verbatim
from traces_tui.widgets.keys import key
from traces_tui.widgets.press import Link
from traces_tui.widgets.row_list import Column, Look, RowList
from traces_tui.widgets.words import Heading, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from traces_tui.clock import Clock
    from traces_tui.mail.mailbox_reader import DeliveredMail

_FOLDED_AT = 72
"""Cells at which mails fold their lines (RFC 3676 asks for fewer than 78)."""
_INDENT = "    "
_ROOM_FOR_RECIPIENT = 50


class MailList(RowList["DeliveredMail"]):
    """The list; the newest mail on top."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "open", msg("Open"))]


class MailPane(Container):
    """A list and a mail.

    Args:
        clock: Tells which mails are of today.
    """

    @dataclass
    class Shown(Event):
        """A mail that nobody had read came under somebody's eyes."""

        mail: DeliveredMail

    @dataclass
    class Followed(Event):
        """The link of a mail was pressed."""

        mail: DeliveredMail

    def __init__(self, clock: Clock, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._clock = clock

    def compose(self) -> ComposeResult:
        """The list, the mail, and what stands there while there is none."""
        yield MailList(self._columns(), lambda mail: mail.id, _look_of, id="mail-list")
        with VerticalScroll(id="mail-view", can_focus=False):
            yield Heading(id="mail-subject")
            yield Words(id="mail-from", classes="mail-line")
            yield Words(id="mail-to", classes="mail-line")
            with Vertical(id="mail-text"):
                yield Words(id="mail-before")
                yield Link(verbatim(""), id="mail-link")
                yield Words(id="mail-after")
        yield Words(
            msg("No message. Register an account to receive one."), glyph="info", id="mail-none"
        )

    def on_mount(self) -> None:
        """Nothing has come yet."""
        self.show(())

    def _columns(self) -> tuple[Column[DeliveredMail], ...]:
        return (
            Column(msg("Date"), lambda mail: self._short_date(mail.at)),
            Column(msg("To"), lambda mail: verbatim(mail.to), share=4, above=_ROOM_FOR_RECIPIENT),
            Column(msg("Subject"), lambda mail: verbatim(mail.subject), share=5),
        )

    def _short_date(self, at: datetime) -> Message:
        today = self._clock().astimezone().date()
        return verbatim(Hour(at) if at.astimezone().date() == today else Day(at))

    @property
    def _list(self) -> MailList:
        return self.query_one(MailList)

    def focus_list(self) -> None:
        """Give the focus to the list."""
        self._list.focus()

    def show(self, mails: Sequence[DeliveredMail]) -> None:
        """Show what has come; the cursor stays on its mail."""
        self._list.show(mails)
        empty = not mails
        self._list.set_class(empty, "-empty")
        self.query_one("#mail-view").display = not empty
        self.query_one("#mail-none").display = empty

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        mail = self._list.current
        if mail is None:
            return
        self._draw(mail)
        if mail.unread:
            self.post_message(self.Shown(mail))

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.query_one("#mail-link").focus()

    @on(Link.Pressed, "#mail-link")
    def _pressed(self, event: Link.Pressed) -> None:
        event.stop()
        if (mail := self._list.current) is not None:
            self.post_message(self.Followed(mail))

    def _draw(self, mail: DeliveredMail) -> None:
        self.query_one("#mail-subject", Heading).say((verbatim(mail.subject), "bold $link"))
        self.query_one("#mail-from", Words).say(
            (verbatim(mail.at), "$muted"), (msg("From: {sender}", sender=mail.sender), "$muted")
        )
        self.query_one("#mail-to", Words).say((msg("To: {recipient}", recipient=mail.to), "$muted"))
        before, after = _parted(unfolded(mail.text), mail.code)
        self.query_one("#mail-before", Words).say(verbatim(before))
        self.query_one("#mail-after", Words).say(verbatim(after))
        self.query_one("#mail-link", Link).say(_link_words(mail))
        self.query_one("#mail-view", VerticalScroll).scroll_home(animate=False)


def _look_of(mail: DeliveredMail) -> Look:
    return Look("current" if mail.unread else "")


def _link_words(mail: DeliveredMail) -> Message:
    if mail.code is None:
        return msg("Open the sign-in page")
    if mail.code_kind == "confirmation":
        return msg("{code}: confirm with this code", code=mail.code)
    return msg("{code}: sign in with it", code=mail.code)


def _parted(text: str, code: str | None) -> tuple[str, str]:
    """What stands before and after the line of the link.

    That line is the one with the code, else the command that opens the program; a mail without
    either has its link at the end.
    """
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if line == f"{_INDENT}{code}":
            return "\n".join(lines[:at]), "\n".join(lines[at + 1 :])
        if code is None and line.startswith(_INDENT):
            return "\n".join(lines[: at + 1]), "\n".join(lines[at + 1 :])
    return text, ""


def unfolded(text: str) -> str:
    """A mail's text with the line ends gone that only its width has put in.

    A line was folded when the next one's first word would not have fitted on it.
    """
    lines: list[str] = []
    former = ""
    for line in text.split("\n"):
        first, _, _ = line.partition(" ")
        folded = first and former and len(former) + 1 + len(first) > _FOLDED_AT
        if (
            folded
            and not former.startswith((" ", ">", "-"))
            and not line.startswith((" ", ">", "-"))
        ):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
        former = line
    return "\n".join(lines)
