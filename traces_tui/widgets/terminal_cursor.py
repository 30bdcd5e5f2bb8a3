"""The terminal's own cursor: hidden, or on the focus, where magnifiers and braille lines look."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.geometry import Offset

if TYPE_CHECKING:
    from textual.app import App

SHOW = "\x1b[?25h"
HIDE = "\x1b[?25l"


class TerminalCursor:
    """Follows the focus once it is shown.

    Args:
        app: The program.
        write: Sends a control sequence to the terminal.
    """

    def __init__(self, app: App[int], write: Callable[[str], object]) -> None:
        self._app = app
        self._write = write
        self._awaited = False
        self.shown = False

    def show(self, shown: bool) -> None:
        """Show it or hide it."""
        self.shown = shown
        self._write(SHOW if shown else HIDE)

    @property
    def position(self) -> Offset:
        """Where the focus is."""
        focused = self._app.screen.focused
        if focused is None:
            return Offset(0, 0)
        place: Offset = getattr(focused, "cursor_screen_offset", focused.content_region.offset)
        return self._app.screen.outer_size.clamp_offset(place)

    def drawn(self) -> None:
        """Look again when all that was drawn has its place: the focus may come late."""
        if self.shown and not self._awaited:
            self._awaited = True
            self._app.call_after_refresh(self._place)

    def _place(self) -> None:
        self._awaited = False
        position = self.position
        # What Textual itself sent with its last drawing.
        if position != self._app._previous_cursor_position:
            self._app._previous_cursor_position = position
            self._write(f"\x1b[{position.y + 1};{position.x + 1}H")
