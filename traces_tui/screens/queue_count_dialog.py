"""Asks before an act on many rows: their number has to be typed."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from traces_tui.i18n import msg
from traces_tui.screens.confirm_dialog import ConfirmDialog
from traces_tui.widgets.dialog import Dialog
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.press import Action
from traces_tui.widgets.words import Words
from traces_tui.workflow.several import Question


def before_many(question: Question) -> Dialog[bool]:
    """What asks before an act on several files."""
    if question.typed:
        return CountDialog(question)
    return ConfirmDialog(question.title, question.text, yes=question.yes)


class CountDialog(Dialog[bool]):
    """Nobody acts on many by one key too much.

    Args:
        question: What is asked.
    """

    on_escape = False

    def __init__(self, question: Question) -> None:
        super().__init__(question.title, id="count-dialog")
        self._question = question

    def body(self) -> ComposeResult:
        """The text, the line for the number, the two answers."""
        yield Words(self._question.text, classes="dialog-text")
        yield Words((self._question.how, "bold"))
        yield Entry(id="count", most=6)
        yield Words(id="count-wrong")
        with Horizontal(classes="dialog-actions"):
            yield Action(self._question.yes, "good", id="yes", classes="-big")
            yield Action(msg("Cancel"), "main", id="no", classes="-big")

    def start_focus(self) -> None:
        """In the line."""
        self.query_one(Entry).focus()

    @on(Entry.Submitted, "#count")
    @on(Action.Pressed, "#yes")
    def _confirm(self) -> None:
        entry = self.query_one(Entry)
        if self._question.answers(entry.value):
            self.dismiss(True)
            return
        self.query_one("#count-wrong", Words).say(
            (self._question.wrong, "$bad"),
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
