"""Columns of a list: what they show, and how many cells each of them gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from textual.content import Content

from traces_tui.i18n import Message

T = TypeVar("T")

GAP = "  "
"""What stands between two columns."""
_MOST_FIXED = 20


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column.

    A column without a share is as wide as its widest text; the others divide what is left.
    """

    title: Message
    cell: Callable[[T], Message]
    share: int = 0
    right: bool = False
    above: int = 0
    """Shown only in lists wider than this, in cells."""


def lay_out(
    columns: Sequence[Column[T]], rows: Sequence[T], room: int, say: Callable[[Message], str]
) -> list[tuple[Column[T], int]]:
    """The columns that are shown, each with its cells.

    Args:
        columns: All columns.
        rows: What is in them.
        room: Cells for all together.
        say: Says a message in the reader's language.
    """
    shown = [column for column in columns if room > column.above]
    fixed = {
        id(column): min(_MOST_FIXED, _widest(column, rows, say))
        for column in shown
        if not column.share
    }
    free = room - len(GAP) * (len(shown) - 1) - sum(fixed.values())
    shares = sum(column.share for column in shown)
    return [
        (column, fixed.get(id(column)) or max(1, free * column.share // max(1, shares)))
        for column in shown
    ]


def _widest(column: Column[T], rows: Sequence[T], say: Callable[[Message], str]) -> int:
    texts = {say(column.title), *(say(column.cell(row)) for row in rows)}
    return max(Content(text).cell_length for text in texts)


def fit(text: str, width: int, right: bool = False) -> str:
    """A text in exactly so many cells, wide letters counted as two.

    Args:
        text: Any text.
        width: In cells; what is longer is cut with an ellipsis.
        right: Whether it stands at the right.
    """
    content = Content(text.replace("\n", " ")).truncate(width, ellipsis=True)
    missing = " " * (width - content.cell_length)
    return missing + content.plain if right else content.plain + missing
