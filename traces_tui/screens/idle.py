"""Nobody has touched the keyboard for long: warn, then clear."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from traces_tui.i18n import Message, msg
from traces_tui.widgets.desk import desk
from traces_tui.widgets.dialog import Dialog
from traces_tui.widgets.press import Action
from traces_tui.widgets.words import Words, said

_CELLS = 38


class Countdown(Words):
    """A bar that gets shorter, and the seconds; calm screens tell them at few moments only."""

    def __init__(self, seconds: int) -> None:
        super().__init__(id="countdown")
        self._all = seconds
        self._told = seconds
        self.left = seconds

    def tick(self) -> None:
        """A second has passed."""
        self.left = max(0, self.left - 1)
        told = desk(self).comfort.seconds_to_tell(self.left)
        if told is not None:
            self._told = told
            self.refresh()

    @property
    def rest(self) -> Message:
        """How long there is left, as far as it is told."""
        if desk(self).comfort.calm:
            return msg("at most {n} s", n=self._told)
        return msg("{n} s", n=self.left)

    def words(self) -> Content:
        """The bar and the seconds."""
        full = round(_CELLS * self._told / self._all)
        return Content.assemble(
            (desk(self).glyph("line") * full, "$warn"),
            (desk(self).glyph("thin") * (_CELLS - full), "$rule"),
            "  ",
            (said(self, self.rest), "bold"),
        )


class IdleScreen(Dialog[bool]):
    """Answers whether somebody is still there. Any key and any click says yes.

    Args:
        seconds: How long it waits for an answer.
    """

    on_escape = True

    def __init__(self, seconds: int) -> None:
        super().__init__(msg("Are you still there?"), id="idle-screen")
        self._seconds = seconds
        self._until = 0.0

    def body(self) -> ComposeResult:
        """What will happen, how soon, and the two answers."""
        yield Words(
            msg("Without an answer, what you typed is erased to protect your personal data."),
            classes="dialog-text",
        )
        yield Countdown(self._seconds)
        with Horizontal(classes="dialog-actions"):
            yield Action(msg("Continue"), "main", id="stay", classes="-big -safe")
            yield Action(msg("Erase now"), id="erase", classes="-big")
        yield Words((msg("Press any key to continue."), "$muted"))

    def on_mount(self) -> None:
        """Begin to count."""
        self.set_interval(1.0, self.tick)

    def tick(self) -> None:
        """A second has passed."""
        bar = self.query_one(Countdown)
        bar.tick()
        if bar.left == 0:
            self.dismiss(False)

    def on_key(self, event: events.Key) -> None:
        """Any key continues, but Tab, Enter and Space do what they do everywhere."""
        if event.key not in {"tab", "shift+tab", "left", "right", "up", "down"}:
            event.stop()
            event.prevent_default()
            self.dismiss(True)

    @on(Action.Pressed, "#stay")
    def _stay(self) -> None:
        self.dismiss(True)

    @on(Action.Pressed, "#erase")
    def _erase(self) -> None:
        self.dismiss(False)
