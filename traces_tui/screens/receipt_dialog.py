"""The receipt of a request on the screen, also where the printer did not take it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from traces_tui.i18n import Message, msg
from traces_tui.receipt.paper import Request
from traces_tui.widgets.alert import Alert
from traces_tui.widgets.dialog import Dialog
from traces_tui.widgets.keys import key
from traces_tui.widgets.paper import Paper
from traces_tui.widgets.press import Action
from traces_tui.widgets.reading_page import ReadingPage


class ReceiptDialog(Dialog[bool]):
    """Shows the receipt; answers whether it shall be printed.

    Args:
        request: What it is about.
        at: When it is issued.
        printer: Whether there is a printer.
        trouble: Why it was not printed, when it was tried.
    """

    BINDINGS: ClassVar[list[BindingType]] = [key("p", "print", msg("Print"))]
    on_escape = False

    def __init__(
        self, request: Request, at: datetime, *, printer: bool, trouble: Message | None = None
    ) -> None:
        super().__init__(msg("Receipt"), id="receipt-dialog")
        self._request: Request = request
        self._at = at
        self._printer = printer
        self._trouble = trouble

    def body(self) -> ComposeResult:
        """What went wrong, the receipt, the ways on."""
        with ReadingPage(id="receipt-page"):
            if self._trouble is not None:
                yield Alert(self._trouble, kind="warning", id="receipt-trouble")
            yield Paper(self._request, self._at)
        with Horizontal(classes="dialog-actions"):
            if self._printer:
                label = msg("Print") if self._trouble is None else msg("Try again")
                yield Action(label, id="receipt-print")
            yield Action(msg("Close"), "main", id="receipt-close", classes="-safe")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is printed where there is no printer."""
        if action == "print":
            return self._printer
        return super().check_action(action, parameters)

    @on(Action.Pressed, "#receipt-print")
    def action_print(self) -> None:
        """Let the page print it: it is there that one reads what came of it."""
        self.dismiss(True)

    @on(Action.Pressed, "#receipt-close")
    def _close_pressed(self) -> None:
        self.dismiss(False)
