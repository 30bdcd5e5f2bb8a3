"""What stands where in the agent's queue: tabs and search, the list, the file, its buttons."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical

from traces_tui.screens.queue_reading import COLUMNS, TABS, look_of, look_while_waiting
from traces_tui.screens.signed_in import SignedInScreen
from traces_tui.widgets.count_tabs import CountTabs
from traces_tui.widgets.decision_bar import DecisionBar
from traces_tui.widgets.file_card import FileCard
from traces_tui.widgets.row_list import Look, RowList
from traces_tui.widgets.search_line import SearchLine
from traces_tui.workflow.views import File, QueueRow, Tab

_DETAIL_ROWS, _CARD_ROWS = 13, 11
"""Rows of the file's part on a usual screen, and of the file in it (queue.tcss)."""
_MOST_MORE = 3
_HIGH = 36
"""Rows from which there is an empty row around the file."""


class QueueLayout(SignedInScreen):
    """Composes the queue and names its parts; what is in them is filled by others."""

    _wanted_rows = 0

    def body(self) -> ComposeResult:
        """Tabs and search, the list, the file and its buttons."""
        with Horizontal(id="queue-top"):
            yield CountTabs(TABS, id="queue-tabs")
            yield SearchLine(id="queue-search")
        with Container(id="queue-panes"):
            yield RowList[QueueRow](
                COLUMNS[Tab.TO_VALIDATE],
                lambda row: row.number,
                self._look,
                marks=True,
                id="queue-list",
            )
            with Vertical(id="queue-detail"):
                yield FileCard(id="queue-card")
                yield DecisionBar(id="queue-bar")

    @on(events.Resize)
    def _resized(self, event: events.Resize) -> None:
        """More room, higher buttons."""
        self.set_class(event.size.height >= _HIGH, "-high")
        self.call_after_refresh(self._share_rows)

    @on(FileCard.Wants)
    def _make_room(self, event: FileCard.Wants) -> None:
        event.stop()
        self._wanted_rows = event.rows
        self._share_rows()

    def _share_rows(self) -> None:
        """A long file takes a few rows from the list, where they lie one above the other."""
        over = min(self._wanted_rows - _CARD_ROWS, _MOST_MORE)
        beside = self.has_class("-wide") or self.has_class("-tall")
        detail = self.query_one("#queue-detail")
        detail.styles.height = None if beside or over <= 0 else _DETAIL_ROWS + over

    def start_focus(self) -> None:
        """In the list."""
        self.rows.focus()

    @property
    def rows(self) -> RowList[QueueRow]:
        """The list."""
        return self.query_one("#queue-list", RowList)

    @property
    def card(self) -> FileCard:
        """The file."""
        return self.query_one(FileCard)

    @property
    def bar(self) -> DecisionBar:
        """The buttons."""
        return self.query_one(DecisionBar)

    @property
    def tab(self) -> Tab:
        """Which list is in front."""
        return Tab(self.query_one(CountTabs).value)

    def _look(self, row: QueueRow) -> Look:
        return look_while_waiting(row) if self.tab is Tab.TO_VALIDATE else look_of(row)

    def shown_file(self) -> File | None:
        """The file on the card."""
        return self.card.file
