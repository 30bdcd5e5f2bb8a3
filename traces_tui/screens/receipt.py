"""What the pages about a request share: its number on top, its three steps, and an early end."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from traces_tui.i18n import Message, msg, plural, verbatim
from traces_tui.paths import styles_dir
from traces_tui.screens.base import DeskScreen
from traces_tui.widgets.press import Action
from traces_tui.widgets.words import Words
from traces_tui.workflow.views import Status

AIRY = 36
"""Rows from which there is room for margins."""


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
    """A page that clears itself when nobody touches the keyboard."""

    CSS_PATH = styles_dir() / "receipt.tcss"

    def finish_row(self, *others: Action) -> ComposeResult:
        """The way out, other actions, and how long the page stays."""
        with Horizontal(classes="actions", id="receipt-actions"):
            yield Action(msg("Finish and clear"), "main", id="finish")
            yield from others
        yield Words(id="receipt-countdown", classes="muted")

    @on(events.Mount)
    def _begin_to_count(self) -> None:
        """Count down where screens are cleared at all."""
        self.desk.idle.touch()
        if self._clears:
            self.tick()
            self.set_interval(1.0, self.tick)

    @on(events.Resize)
    def _breathe(self, event: events.Resize) -> None:
        self.set_class(event.size.height >= AIRY, "-airy")

    @property
    def _clears(self) -> bool:
        return self.desk.demo is None and self.desk.office.settings.idle.enabled

    def tick(self) -> None:
        """A second has passed. Every key begins the count again."""
        limit = self.desk.office.settings.idle.receipt_seconds
        left = limit - int(self.desk.idle.seconds)
        if left <= 0:
            self.finish()
            return
        self.query_one("#receipt-countdown", Words).say(
            plural(
                "This page clears itself in {n} second; any key keeps it.",
                "This page clears itself in {n} seconds; any key keeps it.",
                left,
            )
        )

    def finish(self) -> None:
        """Leave nothing behind."""
        self.desk.leave()

    @on(Action.Pressed, "#finish")
    def _finish(self) -> None:
        self.finish()

    def leave(self) -> None:
        """Esc ends as the button does: what is on the page is a person's."""
        self.finish()
