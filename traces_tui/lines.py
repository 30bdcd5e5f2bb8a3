"""Text in lines of a width, counted in the cells that letters take on a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_WIDE = frozenset("WF")
_NO_CELL = frozenset({"Mn", "Me", "Cf"})


def cells(text: str) -> int:
    """How many cells the text takes."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(char: str) -> int:
    if unicodedata.category(char) in _NO_CELL:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines no wider than that; no-break spaces hold together, line breaks stay.

    Args:
        text: What to wrap.
        width: In cells.
    """
    return [line for part in text.split("\n") for line in _one(part, width)]


def _one(text: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for word in _words(text, width):
        taken = cells(word)
        if line and used + 1 + taken > width:
            yield line
            line, used = word, taken
        else:
            line, used = (f"{line} {word}", used + 1 + taken) if line else (word, taken)
    yield line


def _words(text: str, width: int) -> Iterator[str]:
    """The words; one that is wider than a line comes in pieces."""
    for word in text.split(" "):
        if cells(word) <= width:
            yield word
            continue
        piece, used = "", 0
        for char in word:
            taken = _cells_of(char)
            if piece and used + taken > width:
                yield piece
                piece, used = "", 0
            piece, used = piece + char, used + taken
        yield piece
