"""Finding a file in the agent's four lists, and reading it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on, work
from textual.timer import Timer
from textual.worker import WorkerState

from traces_tui.i18n import msg
from traces_tui.screens.queue_layout import QueueLayout
from traces_tui.screens.queue_reading import COLUMNS, Reading, read, why_empty
from traces_tui.widgets.count_tabs import CountTabs
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.row_list import RowList
from traces_tui.workflow.views import File, QueueRow, Status, Tab

LOOK_EVERY = 20.0
"""Seconds after which the list looks again by itself."""
PAUSE = 0.3
"""Seconds without a key after which a search begins."""


class FindingScreen(QueueLayout):
    """Finds files by tab and search, and reads the one under the cursor.

    The list looks again by itself; cursor, marks and focus stay where they are.
    """

    def __init__(self) -> None:
        super().__init__()
        self._after: str | None = None
        self._search = ""
        self._pause: Timer | None = None
        self._turn = 0
        """Counts readings, so that a late answer does not undo a newer one."""
        self._loading_more = False
        self._allowed: tuple[bool, bool, bool, int] | None = None
        """What the buttons show as possible, and the number of marks."""
        self._wanted: str | None = None
        """Number of the file that the card should show."""

    def on_mount(self) -> None:
        """Say whose queue it is, and read it."""
        person = self.desk.person
        if person is not None and person.authority is not None:
            self.tell_context(
                msg("{authority}  ·  {agent}", authority=person.authority.name, agent=person.name)
            )
        self._allow()
        self.set_interval(LOOK_EVERY, self._look_by_itself)
        self._read()

    def on_screen_resume(self) -> None:
        """Look again when one comes back here."""
        self.look_again()

    def targets(self) -> tuple[str, ...]:
        """The marked files, else the current one where it waits for a decision."""
        if self.tab is not Tab.TO_VALIDATE:
            return ()
        row = self.rows.current
        current = (row.number,) if row is not None and row.status is Status.CONFIRMED else ()
        return self.rows.marked or current

    # --- reading --------------------------------------------------------------------------------

    def renew(self) -> None:
        """F5: as if one came here anew; what others handled leaves the list."""
        self._read(forget=True)

    def look_again(self, at: str | None = None) -> None:
        """Read again; cursor, marks and focus stay."""
        self._read(at)

    def _look_by_itself(self) -> None:
        if self.is_current and not self.bar.asking:
            self._read()

    def decided(self, numbers: Sequence[str]) -> None:
        """Take rows off the list; the cursor stays where it was, on the next case."""
        gone = set(numbers)
        self.rows.show([row for row in self.rows.rows if row.number not in gone])

    @work(exclusive=True, group="read", exit_on_error=False, description="read the queue")
    async def _read(
        self, at: str | None = None, *, forget: bool = False, anew: bool = False
    ) -> None:
        self._turn += 1
        tab, search = self.tab, self._search
        shown = () if forget else self.rows.rows
        least = 0 if forget else sum(self._waits(row) for row in shown)
        reading = await self.ask(read, self.key, tab, search, least, shown)
        gone = {row.number for row in shown} - {row.number for row in self.rows.rows}
        if gone:  # decided here while the reading was under way
            rows = tuple(row for row in reading.rows if row.number not in gone)
            reading = Reading(reading.counts, rows, reading.after)
        if anew and reading.rows:
            at = reading.rows[0].number
        self._show(reading, at)

    def _waits(self, row: QueueRow) -> bool:
        return self.tab is not Tab.TO_VALIDATE or row.status is Status.CONFIRMED

    def _show(self, reading: Reading, at: str | None) -> None:
        self._after = reading.after
        self.query_one(CountTabs).count({tab.value: n for tab, n in reading.counts.items()})
        self.rows.explain(
            None if reading.rows else why_empty(self.tab, self._search, self.desk.office.clock())
        )
        self.rows.show(reading.rows, columns=COLUMNS[self.tab], at=at)
        self._want_file()

    @on(RowList.NearEnd, "#queue-list")
    def _near_end(self) -> None:
        if self._after is not None and not self._loading_more:
            self._loading_more = True
            self._load_more(self._after)

    @work(group="more", exit_on_error=False, description="read more of the queue")
    async def _load_more(self, after: str) -> None:
        from traces_tui.workflow import files

        turn = self._turn
        try:
            page = await self.ask(files.queue, self.key, self.tab, self._search, after)
        finally:
            self._loading_more = False
        if turn == self._turn:
            self._after = page.after
            self.rows.show((*self.rows.rows, *page.rows))

    # --- the file -------------------------------------------------------------------------------

    @on(RowList.Moved, "#queue-list")
    def _moved(self) -> None:
        self.bar.remark(None)
        self.drop_question()
        self._want_file()

    def _want_file(self) -> None:
        """Show the file of the cursor; while one is being read, only the newest wish counts."""
        row = self.rows.current
        self._wanted = row.number if row is not None else None
        if row is None:
            self.card.show(None)
        elif not any(
            worker.group == "file" and worker.state in {WorkerState.PENDING, WorkerState.RUNNING}
            for worker in self.workers
        ):
            self._read_file()
        self._allow()

    def drop_question(self) -> None:
        """Bring the buttons back in place of a question."""
        if self.bar.asking:
            self.bar.drop_question()

    def as_read(self, file: File) -> File:
        """A file as it is shown; the decisions add what was chosen for it."""
        return file

    @work(group="file", exit_on_error=False, description="read a file")
    async def _read_file(self) -> None:
        from traces_tui.workflow import files

        number = None
        while (wanted := self._wanted) is not None and wanted != number:
            number = wanted
            file = await self.ask(files.file, self.key, number)
            if number == self._wanted:
                self.card.show(self.as_read(file))
        self._allow()

    def _allow(self) -> None:
        """Switch off what makes no sense for this row."""
        targets, file = self.targets(), self.card.file
        row = self.rows.current
        here = file is not None and row is not None and file.number == row.number
        link = here and file is not None and file.status is Status.CONFIRMED
        allowed = (
            bool(targets),
            link and len(targets) == 1,
            row is not None,
            len(self.rows.marked),
        )
        if allowed != self._allowed:
            self._allowed = allowed
            decide, link, more, marked = allowed
            self.bar.allow(decide=decide, link=link, more=more)
            self.bar.count(marked)
            self.refresh_bindings()

    @on(RowList.MarksChanged, "#queue-list")
    def _marks_changed(self) -> None:
        self.drop_question()
        self._allow()

    # --- search and tabs ------------------------------------------------------------------------

    @on(CountTabs.Chosen)
    def _tab_chosen(self) -> None:
        self._start_list()

    def action_tab(self, number: int) -> None:
        """Put a list in front."""
        self.query_one(CountTabs).choose_number(number)

    def action_search(self) -> None:
        """Go to the search line."""
        self.query_one(Entry).focus()

    @on(Entry.Changed, "#queue-search")
    def _typed(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._search_typed)

    @on(Entry.Submitted, "#queue-search")
    def _entered(self) -> None:
        self._search_typed()
        self.rows.focus()

    def _search_typed(self) -> None:
        typed = self.query_one(Entry).value.strip()
        if typed != self._search:
            self._search = typed
            self._start_list()

    def _start_list(self) -> None:
        self.drop_question()
        self.bar.remark(None)
        self._read(forget=True, anew=True)

    def on_key(self, event: events.Key) -> None:
        """Down leads from the search line into the list."""
        if event.key == "down" and self.query_one(Entry).has_focus:
            event.stop()
            self.rows.focus()
