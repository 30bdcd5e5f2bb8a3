"""The last barrier before the terminal: no control character of any text gets through."""

from __future__ import annotations

from rich.cells import get_character_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from traces_tui.text import is_unsafe, printable


class OutputFilter(LineFilter):
    """Replaces what a terminal must not be sent; the width of the row stays."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Filter one row.

        Args:
            segments: The row.
            background: Not needed.
        """
        return [
            segment
            if segment.control or (segment.text.isascii() and segment.text.isprintable())
            else Segment(_safe(segment.text), segment.style, None)
            for segment in segments
        ]


def _safe(text: str) -> str:
    """Characters without width vanish, because the row was laid out without them."""
    return printable(
        "".join(c for c in text if not (is_unsafe(c) and get_character_cell_size(c) == 0))
    )
