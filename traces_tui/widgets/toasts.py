"""A few words in passing, bottom right, with the way to take an act back."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer

from traces_tui.i18n import Message, msg
from traces_tui.widgets.press import Action, Pressable
from traces_tui.widgets.words import Words

SECONDS = 6.0
SECONDS_WITH_UNDO = 10.0
_LOOKS = {"success": ("ok", "$good"), "warning": ("warn", "$warn"), "info": ("info", "$link")}


class Toast(Horizontal):
    """One message that goes away by itself; it stays while its button has the focus.

    Args:
        message: What happened.
        kind: ``success``, ``warning`` or ``info``.
        undo: Takes the act back.
        seconds: How long it stays.
    """

    def __init__(
        self,
        message: Message,
        kind: str = "success",
        *,
        undo: Callable[[], object] | None = None,
        seconds: float | None = None,
    ) -> None:
        super().__init__(id="toast", classes=f"-{kind}")
        self._message = message
        self._look = _LOOKS[kind]
        self._undo = undo
        self._seconds = seconds or (SECONDS if undo is None else SECONDS_WITH_UNDO)
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Sign, words and button."""
        glyph, style = self._look
        yield Words(self._message, glyph=glyph, glyph_style=style, id="toast-words")
        if self._undo is not None:
            yield Action(msg("Undo"), id="toast-undo")

    def on_mount(self) -> None:
        """Stand bottom right, and begin to count."""
        self.place()
        self._timer = self.set_timer(self._seconds, self.remove)

    def place(self) -> None:
        """As wide as the words and the button, and at the right edge."""
        parts = self.query(Words).results(Words)
        wanted = sum(max(len(line) for line in part.plain.split("\n")) + 6 for part in parts) + 2
        width = min(wanted, self.app.size.width - 4)
        self.styles.width = width
        self.styles.offset = (self.app.size.width - width - 2, 0)

    def on_descendant_focus(self) -> None:
        """Wait while the button has the focus."""
        if self._timer is not None:
            self._timer.pause()

    def on_descendant_blur(self) -> None:
        """Count on."""
        if self._timer is not None:
            self._timer.resume()

    @on(Pressable.Pressed, "#toast-undo")
    def _pressed(self, event: Pressable.Pressed) -> None:
        event.stop()
        if self._undo is not None:
            self._undo()
        self.remove()
