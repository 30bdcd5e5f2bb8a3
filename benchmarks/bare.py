"""The baseline of the terminal's benchmarks: a bare Textual program with as many widgets.

Started as ``python -m benchmarks.bare WIDGETS``. It has two lines to type into, three buttons, and
plain texts for the rest; the last text holds the word that the benchmark waits for.
"""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Input, Static

_BESIDE_THE_TEXTS = 6


class Bare(App[None]):
    """So many widgets and nothing else."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widgets: int) -> None:
        super().__init__()
        self.animation_level = "none"
        self._texts = max(1, widgets - _BESIDE_THE_TEXTS)

    def compose(self) -> ComposeResult:
        """Lines, buttons and texts."""
        with Vertical():
            for _ in range(2):
                line = Input(compact=True, select_on_focus=False)
                line.cursor_blink = False
                yield line
            for number in range(3):
                yield Button(f"Button {number}", compact=True)
            yield Static("Connexion")
            for number in range(1, self._texts):
                yield Static(f"Text {number}")


if __name__ == "__main__":
    Bare(int(sys.argv[1])).run()
