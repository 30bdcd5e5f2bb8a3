"""What of a decision on several files others had decided before."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from traces_tui.i18n import Message, msg
from traces_tui.widgets.dialog import Dialog
from traces_tui.widgets.press import Action
from traces_tui.widgets.signed_lines import Line, SignedLines
from traces_tui.widgets.words import Words
from traces_tui.workflow.several import fate_of, overtaken
from traces_tui.workflow.views import Lost


class LostDialog(Dialog[None]):
    """Says what was done, and names each file that was not.

    Args:
        done: What was done.
        lost: The files on which others were faster.
    """

    DEFAULT_CSS = """
    LostDialog #lost-list { height: auto; max-height: 10; }
    """

    def __init__(self, done: Message, lost: Sequence[Lost]) -> None:
        super().__init__(
            overtaken(len(lost)),
            id="lost-dialog",
        )
        self._done = done
        self._lost = tuple(lost)

    def body(self) -> ComposeResult:
        """What was done, the list, the way out."""
        yield Words(self._done, glyph="ok", glyph_style="$good", classes="dialog-text")
        with VerticalScroll(id="lost-list", can_focus=len(self._lost) > 8):  # noqa: PLR2004 - rows that fit a small screen
            yield SignedLines(
                [Line(fate_of(one), sign="warn", sign_style="$warn") for one in self._lost]
            )
        with Horizontal(classes="dialog-actions"):
            yield Action(msg("Close"), "main", id="close", classes="-big -safe")

    @on(Action.Pressed, "#close")
    def _close_pressed(self) -> None:
        self.dismiss(None)
