"""A long list with aligned columns: drawn row by row, marked with Space, moved in like a pager."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.message import Message as Event
from textual.scroll_view import ScrollView
from textual.strip import Strip

from traces_tui.i18n import Message, msg
from traces_tui.widgets.columns import GAP, Column, fit, lay_out
from traces_tui.widgets.desk import Speaking, desk
from traces_tui.widgets.keys import key
from traces_tui.widgets.words import said

__all__ = ["GUTTER", "Column", "Look", "RowList"]

T = TypeVar("T")

GUTTER = 4
"""Cells before the first column: cursor, mark and sign of the row."""
_NEAR_END = 20


@dataclass(frozen=True, slots=True)
class Look:
    """How a row differs from the others."""

    sign: str = ""
    """Name of a sign that stands before it."""
    done: bool = False
    """Whether it is only still there to be seen: dimmed, can't be marked."""


class RowList(ScrollView, Speaking, Generic[T], can_focus=True):
    """Rows in columns, of which only those on the screen are drawn.

    The cursor holds on to its row by key: showing other rows leaves it where it is, and where its
    row is gone it stays at the same place of the list, on the next case.

    Args:
        columns: What is shown of a row.
        key_of: A row's key.
        look_of: How a row differs.
        marks: Whether rows can be marked.
    """

    DEFAULT_CSS = """
    RowList {
        scrollbar-size-vertical: 1;
        overflow-x: hidden;
        & > .row-list--head { background: $strip; color: $ink; text-style: bold; }
        & > .row-list--row { background: $page; color: $ink; }
        & > .row-list--cursor { background: $cursor; color: $on-cursor; text-style: bold; }
        & > .row-list--resting { background: $strip; color: $ink; text-style: bold; }
        & > .row-list--done { background: $page; color: $muted; text-style: italic; }
        & > .row-list--sign { color: $warn; }
        & > .row-list--mark { color: $good; }
        &:ansi > .row-list--cursor { text-style: none; }
        &:nocolor > .row-list--head { text-style: bold underline; }
        &:nocolor > .row-list--cursor { text-style: reverse; }
        &:nocolor > .row-list--resting { text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--head",
        "row-list--row",
        "row-list--cursor",
        "row-list--resting",
        "row-list--done",
        "row-list--sign",
        "row-list--mark",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "open", msg("Actions")),
        key("space", "mark", msg("Mark"), show=False),
        key("up,k", "move(-1)", msg("Up"), show=False),
        key("down,j", "move(1)", msg("Down"), show=False),
        key("pageup", "page(-1)", msg("One page up"), show=False),
        key("pagedown", "page(1)", msg("One page down"), show=False),
        key("home,g", "first", msg("First"), show=False),
        key("end,G", "last", msg("Last"), show=False),
    ]

    @dataclass
    class Said(Event):
        """Something about the list; the kinds are below."""

        rows: RowList[Any]

        @property
        def control(self) -> RowList[Any]:
            """The list."""
            return self.rows

    class Moved(Said):
        """The cursor stands on another row, or there is none any more."""

    class Opened(Said):
        """Enter or a double click on a row."""

    class MarksChanged(Said):
        """Rows were marked or unmarked."""

    class NearEnd(Said):
        """The last rows come into view: more may be needed."""

    def __init__(
        self,
        columns: Sequence[Column[T]],
        key_of: Callable[[T], str],
        look_of: Callable[[T], Look] = lambda _row: Look(),
        *,
        marks: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._key_of = key_of
        self._look_of = look_of
        self._can_mark = marks
        self._rows: tuple[T, ...] = ()
        self._empty: Message | None = None
        self._at = 0
        self._told: str | None = None
        self._marks: set[str] = set()
        self._widths: dict[int, list[tuple[Column[T], int]]] = {}

    # --- what is in it --------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[T, ...]:
        """The rows, in order."""
        return self._rows

    @property
    def current(self) -> T | None:
        """The row of the cursor."""
        return self._rows[self._at] if self._rows else None

    @property
    def index(self) -> int:
        """Where the cursor stands, from 0."""
        return self._at

    @property
    def marked(self) -> tuple[str, ...]:
        """Keys of the marked rows, in the order of the list."""
        return tuple(k for row in self._rows if (k := self._key_of(row)) in self._marks)

    def show(
        self,
        rows: Sequence[T],
        *,
        columns: Sequence[Column[T]] | None = None,
        at: str | None = None,
    ) -> None:
        """Show other rows; the cursor and the marks stay with their rows.

        Args:
            rows: The rows.
            columns: Other columns, too.
            at: Key of the row to put the cursor on.
        """
        if columns is not None and tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self._forget_widths()
        new = tuple(rows)
        if new != self._rows:
            kept = at or (self._key_of(self._rows[self._at]) if self._rows else None)
            places = {self._key_of(row): place for place, row in enumerate(new)}
            self._at = max(0, min(places.get(kept or "", self._at), len(new) - 1))
            self._rows = new
            open_rows = {self._key_of(row) for row in new if not self._look_of(row).done}
            self.unmark(self._marks - open_rows)
            self._forget_widths()
            self._measure()
            self._see_cursor()
        elif at is not None:
            self.go(next((i for i, row in enumerate(new) if self._key_of(row) == at), self._at))
        self._tell()

    def explain(self, empty: Message | None) -> None:
        """Say why there are no rows, and what next; shown in their place."""
        if empty != self._empty:
            self._empty = empty
            self.refresh()

    def unmark(self, keys: set[str] | None = None) -> None:
        """Take marks away.

        Args:
            keys: From these rows; from all if None.
        """
        gone = self._marks if keys is None else self._marks & keys
        if gone:
            self._marks = self._marks - gone
            self._marks_changed()

    def go(self, index: int) -> None:
        """Put the cursor on a row; past an end, on the last one there."""
        index = max(0, min(index, len(self._rows) - 1))
        if index != self._at:
            before, self._at = self._at, index
            self._see_cursor()
            self._refresh_rows(before, index)
        self._tell()

    def _tell(self) -> None:
        now = self._key_of(self._rows[self._at]) if self._rows else None
        if now != self._told:
            self._told = now
            self.post_message(self.Moved(self))
        self._look_ahead()

    def _look_ahead(self) -> None:
        if self._rows and max(self._at, self._bottom) >= len(self._rows) - _NEAR_END:
            self.post_message(self.NearEnd(self))

    # --- keys and mouse -------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Marks are offered where there are some."""
        return self._can_mark if action == "mark" else True

    def action_open(self) -> None:
        """Say that the row was opened."""
        if self._rows:
            self.post_message(self.Opened(self))

    def action_mark(self) -> None:
        """Mark the row, or unmark it, and go on to the next."""
        self._toggle(self._at)
        self.go(self._at + 1)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.go(self._at + by)

    def action_page(self, by: int) -> None:
        """Move the cursor by a page."""
        self.go(self._at + by * max(1, self.scrollable_content_region.height - 2))

    def action_first(self) -> None:
        """Go to the first row."""
        self.go(0)

    def action_last(self) -> None:
        """Go to the last row that is loaded."""
        self.go(len(self._rows) - 1)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; in front of the row it marks; a second one opens."""
        if event.y < 1:
            return
        index = int(self.scroll_offset.y) + event.y - 1
        if index >= len(self._rows):
            return
        event.stop()
        self.go(index)
        if event.x < GUTTER:
            self._toggle(index)
        elif event.chain == 2:  # noqa: PLR2004 - a double click
            self.action_open()

    def _toggle(self, index: int) -> None:
        if not (self._can_mark and self._rows) or self._look_of(self._rows[index]).done:
            return
        self._marks = self._marks ^ {self._key_of(self._rows[index])}
        self._marks_changed()

    def _marks_changed(self) -> None:
        self.refresh()
        self.post_message(self.MarksChanged(self))

    # --- drawing --------------------------------------------------------------------------------

    def relabel(self) -> None:
        """Draw in the present language."""
        self._forget_widths()
        self.refresh()

    def on_resize(self) -> None:
        """Other widths; the cursor stays in view."""
        self._measure()
        self._see_cursor()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Wheel and scrollbar may come near the end as well."""
        super().watch_scroll_y(old_value, new_value)
        self._look_ahead()

    @property
    def _bottom(self) -> int:
        return int(self.scroll_offset.y) + max(0, self.scrollable_content_region.height - 2)

    def _measure(self) -> None:
        width = self.scrollable_content_region.width or self.size.width
        self.virtual_size = Size(width, len(self._rows) + 1)
        self.refresh()

    def _see_cursor(self) -> None:
        room = self.scrollable_content_region.height - 1
        top = int(self.scroll_offset.y)
        if room < 1:
            return
        wanted = min(max(top, self._at - room + 1), self._at)
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, immediate=True)

    def _refresh_rows(self, *indexes: int) -> None:
        top = int(self.scroll_offset.y)
        lines = (index - top + 1 for index in indexes)
        width = self.size.width
        self.refresh(*(Region(0, y, width, 1) for y in lines if 0 < y < self.size.height))

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the row of the cursor begins on the screen, for the terminal's own cursor."""
        down = self._at - int(self.scroll_offset.y) + 1 if self._rows else 0
        return self.content_region.offset + Offset(0, down)

    def _forget_widths(self) -> None:
        self._widths.clear()
        self.refresh()

    def _cells(self, width: int, say: Callable[[Column[T]], Message]) -> str:
        """The texts of a row in their columns."""
        laid = self._widths.get(width)
        if laid is None:
            room = width - GUTTER - 1
            laid = lay_out(self._columns, self._rows, room, lambda words: said(self, words))
            self._widths = {width: laid}
        return GAP.join(fit(said(self, say(column)), cells, column.right) for column, cells in laid)

    def render_line(self, y: int) -> Strip:
        """The head, or a row."""
        width = self.scrollable_content_region.width
        if y == 0:
            return self._head(width)
        index = int(self.scroll_offset.y) + y - 1
        if index < len(self._rows):
            return self._row(index, width)
        style = self.get_component_rich_style("row-list--row")
        if self._empty is not None and not self._rows:
            lines = Content(said(self, self._empty)).wrap(max(1, width - 2 * GUTTER))
            if 0 <= (line := y - 2) < len(lines):
                return _strip([Segment(" " * GUTTER + lines[line].plain, style)], width, style)
        return Strip.blank(width, style)

    def _head(self, width: int) -> Strip:
        style = self.get_component_rich_style("row-list--head")
        cells = self._cells(width, lambda column: column.title)
        return _strip([Segment(" " * GUTTER + cells, style)], width, style)

    def _row(self, index: int, width: int) -> Strip:
        row = self._rows[index]
        look = self._look_of(row)
        here = index == self._at
        kind = "row"
        if here:
            kind = "cursor" if self.has_focus else "resting"
        elif look.done:
            kind = "done"
        style = self.get_component_rich_style(f"row-list--{kind}")
        glyph = desk(self).glyph
        marked = self._key_of(row) in self._marks
        cells = self._cells(width, lambda column: column.cell(row))
        segments = [
            Segment(glyph("next") if here else " ", style),
            Segment(glyph("current") if marked else " ", self._over(style, "mark", here)),
            Segment(glyph(look.sign) if look.sign else " ", self._over(style, "sign", here)),
            Segment(f" {cells}", style),
        ]
        return _strip(segments, width, style)

    def _over(self, style: Style, part: str, here: bool) -> Style:
        """The colour of a sign, which under the cursor is the cursor's own."""
        if here:
            return style
        return style + Style(color=self.get_component_rich_style(f"row-list--{part}").color)


def _strip(segments: list[Segment], width: int, style: Style) -> Strip:
    return Strip(segments).adjust_cell_length(width, style)
