"""Ctrl+C: nobody means to lose what was typed, so it asks; and nobody is kept who wants to go."""

from __future__ import annotations

from enum import StrEnum

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from traces_tui.i18n import Message, msg
from traces_tui.widgets.dialog import Dialog
from traces_tui.widgets.press import Action
from traces_tui.widgets.words import Words


class Way(StrEnum):
    """What somebody wants who presses Ctrl+C."""

    CLEAR = "clear"
    LEAVE = "leave"


class ClearDialog(Dialog[Way | None]):
    """Asks before everything is cleared. Esc and the first button go on as if nothing had been.

    Args:
        signed_in: Whether a person is signed in, who would be signed out.
        may_leave: Whether the program may end here: not at a counter, but in the demonstration
            and over SSH.
    """

    def __init__(self, *, signed_in: bool, may_leave: bool) -> None:
        super().__init__(
            msg("Sign out?") if signed_in else msg("Clear and begin again?"), id="clear-screen"
        )
        self._signed_in = signed_in
        self._may_leave = may_leave

    def body(self) -> ComposeResult:
        """What would be lost, and the ways on."""
        text: Message = (
            msg("You will be signed out; what was not sent yet will be lost.")
            if self._signed_in
            else msg("What you have typed will be erased, and the sign-in page opens.")
        )
        yield Words(text, classes="dialog-text")
        with Horizontal(classes="dialog-actions"):
            yield Action(msg("Go on"), id="go-on", classes="-big -safe")
            yield Action(
                msg("Sign out") if self._signed_in else msg("Clear"),
                "danger",
                id=Way.CLEAR,
                classes="-big",
            )
            if self._may_leave:
                yield Action(msg("Leave the program"), id=Way.LEAVE, classes="-big")

    @on(Action.Pressed)
    def _pressed(self, event: Action.Pressed) -> None:
        event.stop()
        self.dismiss(next((way for way in Way if way == event.pressed.id), None))
