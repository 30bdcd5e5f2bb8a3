"""Asks before an act on many rows: their number has to be typed."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from traces_tui.i18n import Message, msg, plural
from traces_tui.screens.confirm_dialog import ConfirmDialog
from traces_tui.widgets.dialog import Dialog
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.press import Action
from traces_tui.widgets.words import Words

MOST_WITHOUT_TYPING = 10
"""Files of one act above which their number is typed."""


def before_many(count: int, more: int, seconds: int) -> Dialog[bool]:
    """The question before several files are validated.

    Args:
        count: How many.
        more: How many wait beyond what one decision takes.
        seconds: How long it can be taken back.
    """
    title = plural("Validate {n} request?", "Validate {n} requests?", count)
    yes = plural("Validate {n} request", "Validate {n} requests", count)
    text = plural(
        "Those with a warning too. Every applicant is told by mail. You can undo it for {n} "
        "second.",
        "Those with a warning too. Every applicant is told by mail. You can undo it for {n} "
        "seconds.",
        seconds,
    )
    if more:
        text = plural(
            "{text} These are the oldest; {n} more waits.",
            "{text} These are the oldest; {n} more wait.",
            more,
            text=text,
        )
    if count > MOST_WITHOUT_TYPING:
        return CountDialog(title, text, yes=yes, count=count)
    return ConfirmDialog(title, text, yes=yes)


class CountDialog(Dialog[bool]):
    """Nobody acts on many by one key too much.

    Args:
        title: The question, with the number.
        text: What would happen.
        yes: A verb and its object.
        count: The number to type.
    """

    on_escape = False

    def __init__(self, title: Message, text: Message, *, yes: Message, count: int) -> None:
        super().__init__(title, id="count-dialog")
        self._text = text
        self._yes = yes
        self._count = count

    def body(self) -> ComposeResult:
        """The text, the line for the number, the two answers."""
        yield Words(self._text, classes="dialog-text")
        yield Words((msg("Type {n} to confirm", n=self._count), "bold"))
        yield Entry(id="count", most=6)
        yield Words(id="count-wrong")
        with Horizontal(classes="dialog-actions"):
            yield Action(self._yes, "good", id="yes", classes="-big")
            yield Action(msg("Cancel"), "main", id="no", classes="-big")

    def start_focus(self) -> None:
        """In the line."""
        self.query_one(Entry).focus()

    @on(Entry.Submitted, "#count")
    @on(Action.Pressed, "#yes")
    def _confirm(self) -> None:
        entry = self.query_one(Entry)
        if "".join(entry.value.split()) == str(self._count):
            self.dismiss(True)
            return
        self.query_one("#count-wrong", Words).say(
            (msg("This is not the number {n}", n=self._count), "$bad"),
            glyph="bad",
            glyph_style="bold $bad",
        )
        entry.focus()

    @on(Entry.Changed, "#count")
    def _typed(self) -> None:
        self.query_one("#count-wrong", Words).say()

    @on(Action.Pressed, "#no")
    def _cancelled(self) -> None:
        self.dismiss(False)
