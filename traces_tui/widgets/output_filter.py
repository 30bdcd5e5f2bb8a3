"""The last barrier before the terminal: no control character of any text gets through."""

from __future__ import annotations

from rich.cells import get_character_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from traces_tui.text import is_unsafe, printable


class RowFilter(LineFilter):
    """Looks at every segment of a row before it goes to the terminal."""

    def changed(self, segment: Segment) -> Segment:
        """The segment as it may be sent; the same one where nothing is to be done."""
        raise NotImplementedError

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Filter one row.

        Args:
            segments: The row.
            background: Not needed.
        """
        return [segment if segment.control else self.changed(segment) for segment in segments]


class OutputFilter(RowFilter):
    """Replaces what a terminal must not be sent; the width of the row stays."""

    def changed(self, segment: Segment) -> Segment:
        """Leave the usual text alone: it is most of it."""
        text = segment.text
        if text.isascii() and text.isprintable():
            return segment
        return Segment(_safe(text), segment.style, None)


def _safe(text: str) -> str:
    """Characters without width vanish, because the row was laid out without them."""
    return printable(
        "".join(c for c in text if not (is_unsafe(c) and get_character_cell_size(c) == 0))
    )
