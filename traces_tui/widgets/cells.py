"""How many cells a letter takes: as terminals count, so that no column shifts."""

from __future__ import annotations

import unicodedata
from functools import cache

import rich.cells
from rich._unicode_data import load as load_cell_table
from rich.cells import CellTable

_FIRST, _LAST = 0x0900, 0x11FFF
"""All spacing marks but a few of musical notation."""


def count_spacing_marks() -> None:
    """Give the vowel signs of Bengali and its relatives the cell that most terminals give them.

    Rich gives them none; xterm, VTE, tmux and the C library count one (Unicode category Mc).
    """
    rich.cells.load_cell_table = table  # type: ignore[attr-defined]  # where Rich looks it up
    rich.cells.get_character_cell_size.cache_clear()
    rich.cells.cached_cell_len.cache_clear()


@cache
def table(unicode_version: str = "auto") -> CellTable:
    """Rich's table of widths without the spacing marks: what it does not name takes one cell."""
    loaded = load_cell_table(unicode_version)
    widths: list[tuple[int, int, int]] = []
    for start, end, width in loaded.widths:
        if width or start < _FIRST or end > _LAST:
            widths.append((start, end, width))
            continue
        first = start
        for code in range(start, end + 1):
            if unicodedata.category(chr(code)) == "Mc":
                if first < code:
                    widths.append((first, code - 1, width))
                first = code + 1
        if first <= end:
            widths.append((first, end, width))
    return loaded._replace(widths=widths)
