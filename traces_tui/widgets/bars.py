"""A small chart: rows of a label, figures, and a bar beside each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from traces_tui.i18n import Message, msg, verbatim
from traces_tui.widgets.desk import Speaking, desk
from traces_tui.widgets.words import said, styled

_GAPS = (2, 1)
"""Cells between two columns; the smaller one where the larger leaves no room for a bar."""
_LONGEST = 24
"""Cells of the longest bar: a longer one says no more."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure of a row."""

    count: int
    style: str = "$link"


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its figures."""

    label: Message
    bars: tuple[Bar, ...]
    style: str = ""
    """Of the label."""
    sign: str = ""
    """Name of a sign in front, in the style of the first bar: colour alone tells nothing."""


class _Measures(NamedTuple):
    """How many cells everything has."""

    sign: int
    label: int
    gap: int
    figures: list[int]
    bar: int
    columns: list[int]


class Bars(Widget, Speaking):
    """Shows figures with bars, all on one scale.

    The longest bar takes the room there is; what is not zero has a cell at least, and a zero has
    none. Only lines and figures are drawn, so that it reads on a console and without colour.

    Args:
        title: What is counted.
        heads: What stands over the label and over each figure; nothing for a single figure.
        shorten: Where rows are too few for the room, whether the last ones are shown alone;
            else nothing is.
    """

    DEFAULT_CSS = """
    Bars { height: auto; }
    """

    def __init__(
        self,
        title: Message,
        heads: Sequence[Message] = (),
        *,
        shorten: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._title = title
        self._heads = tuple(heads)
        self._shorten = shorten
        self._rows: tuple[Row, ...] = ()
        self._note = msg("one moment…")

    def show(self, rows: Sequence[Row], note: Message) -> None:
        """Show other figures; nothing is drawn again when they are the same.

        Args:
            rows: One for each label.
            note: What is said where there is none.
        """
        if (tuple(rows), note) != (self._rows, self._note):
            self._rows, self._note = tuple(rows), note
            self.relabel()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Title, heads and rows; or the note in as many lines as it needs."""
        if self._rows:
            return len(self._rows) + self._above
        return 1 + len(self._note_lines(width))

    @property
    def _above(self) -> int:
        return 2 if self._heads else 1

    def _note_lines(self, width: int) -> list[Content]:
        return Content(said(self, self._note)).wrap(max(1, width))

    def render(self) -> Content:
        """Draw as much as there is room for."""
        width, height = self.content_size
        title = styled(said(self, self._title), "bold $link")
        if not self._rows:
            note = [line.stylize("$muted") for line in self._note_lines(width)]
            return Content("\n").join([title, *note]) if height > len(note) else Content("")
        room = height - self._above
        if room < len(self._rows) and not (self._shorten and room > 1):
            return Content("")
        rows = self._rows[-room:]
        cells = self._measure(rows, width)
        if cells is None:
            return Content("")
        heads = [self._draw_heads(cells)] if self._heads else []
        lines = [title, *heads, *(self._draw(row, cells) for row in rows)]
        return Content("\n").join(line.truncate(width, ellipsis=True) for line in lines)

    def _measure(self, rows: Sequence[Row], width: int) -> _Measures | None:
        """Give the bars as many cells as there are; None where there is none for them."""
        names = [*self._heads[:1], *(row.label for row in rows)]
        label = max(self._cells(name) for name in names)
        sign = 2 if any(row.sign for row in self._rows) else 0
        figures = [
            max(self._cells(verbatim(bar.count)) for bar in column)
            for column in zip(*(row.bars for row in rows), strict=True)
        ]
        heads = [self._cells(head) for head in self._heads[1:]] or [0]
        for gap, bar in product(_GAPS, range(_LONGEST, 0, -1)):
            columns = [
                max(head, figure + 1 + bar) for head, figure in zip(heads, figures, strict=True)
            ]
            if sign + label + gap * len(columns) + sum(columns) <= width:
                return _Measures(sign, label, gap, figures, bar, columns)
        return None

    def _cells(self, message: Message) -> int:
        return Content(said(self, message)).cell_length

    def _draw_heads(self, cells: _Measures) -> Content:
        widths = [cells.sign + cells.label, *cells.columns]
        heads = [
            Content(said(self, head)).pad_right(width - self._cells(head))
            for head, width in zip(self._heads, widths, strict=True)
        ]
        return Content(" " * cells.gap).join(heads).stylize("$muted")

    def _draw(self, row: Row, cells: _Measures) -> Content:
        most = max(bar.count for one in self._rows for bar in one.bars)
        label = styled(said(self, row.label), row.style)
        parts = [label.pad_right(cells.label - label.cell_length)]
        for bar, figure, column in zip(row.bars, cells.figures, cells.columns, strict=True):
            number = said(self, verbatim(bar.count)).rjust(figure)
            length = max(1, round(bar.count * cells.bar / most)) if bar.count else 0
            drawn = Content.assemble(
                styled(number, "bold" if bar.count else "$muted"),
                " ",
                styled(desk(self).glyph("line") * length, bar.style),
            )
            parts.append(drawn.pad_right(column - drawn.cell_length))
        line = Content(" " * cells.gap).join(parts)
        if not cells.sign:
            return line
        sign = styled(desk(self).glyph(row.sign), row.bars[0].style) if row.sign else Content(" ")
        return Content.assemble(sign, " ", line)

    def relabel(self) -> None:
        """Look the words up again."""
        self.refresh(layout=True)

    def on_resize(self) -> None:
        """There is another room now."""
        self.refresh()
