"""Correcting a mistyped address before it is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal

from traces_tui.forms.confirmation import correction_form
from traces_tui.i18n import msg
from traces_tui.refusal import Refused
from traces_tui.widgets.dialog import Dialog
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.press import Action
from traces_tui.widgets.words import Words
from traces_tui.workflow.views import Progress

if TYPE_CHECKING:
    from traces_tui.app import DeskApp


class CorrectAddressDialog(Dialog[Progress | None]):
    """Asks for the right address. Answers where the request stands then, or None.

    Args:
        key: Key of the pending session.
    """

    def __init__(self, key: str) -> None:
        super().__init__(msg("Correct the address"), id="correct-address")
        self._key = key

    def body(self) -> ComposeResult:
        """What happens, the field, the answers."""
        yield Words(
            msg("A new message with a new code goes to this address; the older code dies."),
            classes="dialog-text",
        )
        yield FormPage(correction_form(), summary=False)
        with Horizontal(classes="dialog-actions"):
            yield Action(msg("Send there"), "main", id="correct-send", classes="-big")
            yield Action(msg("Cancel"), id="correct-cancel", classes="-big")

    @on(Action.Pressed, "#correct-send")
    def _press(self) -> None:
        self.query_one(FormPage).submit()

    @on(Action.Pressed, "#correct-cancel")
    def _cancel(self) -> None:
        self.action_close()

    @on(FormPage.Submitted)
    def _submitted(self, event: FormPage.Submitted) -> None:
        event.stop()
        button = self.query_one("#correct-send", Action)
        if not button.disabled:
            button.busy(msg("Sending…"))
            self._send(event.values["email"])

    @work(exclusive=True, group="correct", exit_on_error=False, description="correct the address")
    async def _send(self, email: str) -> None:
        from traces_tui.workflow.confirmation import correct_address
        from traces_tui.workflow.refusals import SessionOver

        desk = cast("DeskApp", self.app)
        try:
            progress = await desk.ask(correct_address, self._key, email)
        except SessionOver as refused:
            desk.sign_in_again(refused.message)
        except Refused as refused:
            self.query_one("#correct-send", Action).ready()
            self.query_one(FormPage).show_errors(refused.errors)
        else:
            self.dismiss(progress)
