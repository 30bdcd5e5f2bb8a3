"""What the pages about a request share: its number on top, its receipt, and an early end."""

from __future__ import annotations

import time
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll

from traces_tui.i18n import Message, msg, plural, verbatim
from traces_tui.paths import styles_dir
from traces_tui.receipt.paper import Request, lines
from traces_tui.receipt.printer import NotPrinted, Printer, has_printer
from traces_tui.screens.base import DeskScreen
from traces_tui.widgets.keys import key
from traces_tui.widgets.paper import Paper
from traces_tui.widgets.press import Action
from traces_tui.widgets.words import Words
from traces_tui.workflow.views import Status

TIGHT = 23
"""Rows below which every empty row is given up."""
AIRY = 36
"""Rows from which there is room for margins."""
ROOM_FOR_BOTH = (116, 36)
"""Columns and rows from which the receipt stands beside the page."""
AIRY_WITH_BOTH = 40
"""Rows from which there is room for margins when both stand there."""
PAUSE = 5.0
"""Seconds after a receipt was printed in which no other one is."""


class Head(Vertical):
    """What happened, and number and status of the request."""

    def __init__(self, title: Message, number: str, status: Status, kind: str = "success") -> None:
        super().__init__(id="receipt-head")
        self._first = (title, number, status, kind)

    def compose(self) -> ComposeResult:
        """Two rows."""
        yield Words(id="receipt-title")
        yield Words(id="receipt-number", gap="   ")

    def on_mount(self) -> None:
        """Say it."""
        self.tell(*self._first)

    def tell(self, title: Message, number: str, status: Status, kind: str = "success") -> None:
        """Say something else.

        Args:
            title: What happened.
            number: The request's number.
            status: Where it stands.
            kind: ``success`` or ``info``; nothing here is an error of the person.
        """
        style, glyph = ("bold $good", "ok") if kind == "success" else ("bold $link", "info")
        self.set_class(kind == "info", "-info")
        self.query_one("#receipt-title", Words).say((title, style), glyph=glyph, glyph_style=style)
        self.query_one("#receipt-number", Words).say(
            msg("Number of the request"),
            (verbatim(number), "bold"),
            msg("Status"),
            (status.word, "bold"),
        )


class ReceiptScreen(DeskScreen):
    """A page with a receipt, which clears itself when nobody touches the keyboard."""

    CSS_PATH = styles_dir() / "receipt.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("p", "print", msg("Print")),
        key("p", "receipt", msg("Receipt")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.printed_at = -PAUSE
        """When the last receipt was printed, in seconds of the monotonic clock."""
        self._printer = Printer()
        self._printing = False
        self._ends = False
        """Whether the person wanted to end while the printer was at work."""

    @property
    def request(self) -> Request:
        """What the receipt is about."""
        raise NotImplementedError

    def finish_row(self, *others: Action) -> ComposeResult:
        """The way out, the receipt, other actions, and how long the page stays."""
        with Horizontal(classes="actions", id="receipt-actions"):
            yield Action(msg("Finish and clear"), "main", id="finish")
            if self._prints:
                yield Action(msg("Print"), id="print")
            yield Action(msg("Receipt"), id="receipt-open")
            yield from others
        yield Words(id="receipt-countdown", classes="muted")

    def paper(self) -> ComposeResult:
        """The receipt itself, which stands beside the page where there is room for both."""
        with Vertical(id="receipt-aside"):
            yield Paper(self.request, self.desk.office.clock())

    # --- sizes ----------------------------------------------------------------------------------

    @on(events.Resize)
    def _breathe(self, event: events.Resize) -> None:
        width, height = event.size
        both = width >= ROOM_FOR_BOTH[0] and height >= ROOM_FOR_BOTH[1]
        self.set_class(both, "-both")
        self.set_class(height >= (AIRY_WITH_BOTH if both else AIRY), "-airy")
        self.fit()

    def relabel(self) -> None:
        """Words of another language are longer or shorter."""
        self.fit()

    def fit(self) -> None:
        """Give up every empty row where the page would scroll otherwise."""
        self.set_class(self.app.size.height < TIGHT, "-tight")
        self.call_after_refresh(self._tighten)

    def _tighten(self) -> None:
        page = self.query_one("#receipt", VerticalScroll)
        if page.max_scroll_y > 0 and not self.has_class("-both"):
            self.add_class("-tight")

    # --- the receipt ----------------------------------------------------------------------------

    @property
    def _prints(self) -> bool:
        return has_printer(self.desk.office)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """P prints where there is a printer, else it shows."""
        if action in {"print", "receipt"}:
            return action == ("print" if self._prints else "receipt")
        return super().check_action(action, parameters)

    @on(Action.Pressed, "#print")
    def action_print(self) -> None:
        """Print, once: whoever leans on the key gets one sheet."""
        if not self._printing and time.monotonic() - self.printed_at >= PAUSE:
            self._printing = True
            self.query_one("#print", Action).busy(msg("Printing…"))
            self._print()

    @work(exclusive=True, group="print", exit_on_error=False, description="print the receipt")
    async def _print(self) -> None:
        sheet = lines(self.request, self.desk.tr, at=self.desk.office.clock())
        try:
            await self.ask(self._printer.print, sheet)
        except NotPrinted as refused:
            self._ends = False
            self.show_receipt(refused.message)
        else:
            self.printed_at = time.monotonic()
            self.desk.toast(msg("Receipt printed: take it with you."))
        finally:
            self._printing = False
            for button in self.query("#print").results(Action):  # the page may be gone by now
                button.ready()
        if self._ends:
            self.finish()

    @on(Action.Pressed, "#receipt-open")
    def action_receipt(self) -> None:
        """Show the receipt."""
        self.show_receipt()

    def show_receipt(self, trouble: Message | None = None) -> None:
        """Show the receipt over the page.

        Args:
            trouble: Why it was not printed.
        """
        from traces_tui.screens.receipt_dialog import ReceiptDialog

        at = self.desk.office.clock()
        self.app.push_screen(
            ReceiptDialog(self.request, at, printer=self._prints, trouble=trouble),
            lambda again: self.action_print() if again else None,
        )

    # --- the end --------------------------------------------------------------------------------

    @on(events.Mount)
    def _begin_to_count(self) -> None:
        """Count down where screens are cleared at all."""
        self.desk.idle.touch()
        if self._clears:
            self.tick()
            self.set_interval(1.0, self.tick)

    @property
    def _clears(self) -> bool:
        return self.desk.demo is None and self.desk.office.settings.idle.enabled

    def tick(self) -> None:
        """A second has passed. Every key begins the count again."""
        comfort = self.desk.comfort
        limit = self.desk.office.settings.idle.receipt_seconds * comfort.pace
        left = limit - int(self.desk.idle.seconds)
        if left <= 0:
            self.finish()
        elif left == limit or comfort.seconds_to_tell(left) is not None:
            self.query_one("#receipt-countdown", Words).say(
                plural(
                    "This page clears itself in {n} second; any key keeps it.",
                    "This page clears itself in {n} seconds; any key keeps it.",
                    left,
                )
            )

    def finish(self) -> None:
        """Leave nothing behind."""
        self._printer.stop()
        self.desk.leave()

    @on(events.Unmount)
    def _stop_printing(self) -> None:
        """However the page ends: the receipt of a person does not outlive it in this process."""
        self._printer.stop()

    @on(Action.Pressed, "#finish")
    def _finish(self) -> None:
        """End; a receipt that was asked for comes out first."""
        if self._printing:
            self._ends = True
        else:
            self.finish()

    def leave(self) -> None:
        """Esc ends as the button does: what is on the page is a person's."""
        self._finish()
