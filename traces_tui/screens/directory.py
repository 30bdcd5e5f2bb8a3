"""The directory of organisations: open to everybody, thin data, no people."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from traces_tui.forms.directory import directory_form, long_enough
from traces_tui.i18n import CountryName, msg, plural, verbatim
from traces_tui.paths import styles_dir
from traces_tui.refusal import Refused
from traces_tui.screens.base import DeskScreen
from traces_tui.text import folded
from traces_tui.widgets.alert import Alert
from traces_tui.widgets.facts import Facts
from traces_tui.widgets.field import FormField
from traces_tui.widgets.keys import key
from traces_tui.widgets.press import Action
from traces_tui.widgets.row_list import Column, RowList
from traces_tui.widgets.words import Words
from traces_tui.workflow.views import DirectoryRow, Page
from traces_tui.workflow.wording import NO_ORGANISATION, facts_of, no_organisation

PAUSE = 0.3
"""Seconds without a key after which the search begins."""

_COLUMNS: tuple[Column[DirectoryRow], ...] = (
    Column(msg("Organisation"), lambda row: verbatim(row.name), share=5),
    Column(msg("Commune"), lambda row: verbatim(row.commune), share=3),
    Column(msg("Postal code"), lambda row: verbatim(row.postal_code)),
    Column(msg("Country"), lambda row: verbatim(CountryName(row.country)), above=100),
)


class DirectoryList(RowList[DirectoryRow]):
    """The organisations; Up on the first of them leads back to the line."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "open", msg("Open"), show=False)]

    def __init__(self) -> None:
        super().__init__(_COLUMNS, lambda row: str(row.id), id="directory-list")

    def action_move(self, by: int) -> None:
        """Move the cursor, or leave the list at its top."""
        if by < 0 and self.index == 0:
            self.screen.focus_previous()
        else:
            super().action_move(by)


class DirectoryScreen(DeskScreen):
    """Search as one types; what is known of the organisation under the cursor stands beside."""

    CSS_PATH = styles_dir() / "directory.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [key("slash", "search", msg("Search"))]
    context = directory_form().title
    help_text = msg(
        "Type at least two letters of the name, the commune or the postal code. The directory "
        "shows the organisations that an authority has validated, and no people."
    )

    def __init__(self) -> None:
        super().__init__()
        self._pause: Timer | None = None
        self._wanted = ""
        """The search whose answer is shown or on its way, folded."""
        self._after: str | None = None

    def body(self) -> ComposeResult:
        """The line, the list, what is known of one, the way back."""
        yield FormField(directory_form().by_name["search"])
        yield Words(id="directory-count")
        with Horizontal(id="directory-columns"):
            yield DirectoryList()
            with Vertical(id="directory-card"):
                yield Words(id="directory-name")
                yield Facts((), id="directory-facts")
        with Vertical(id="directory-nothing"):
            yield Alert(directory_form().title, id="directory-note")
        with Horizontal(classes="actions"):
            yield Action(msg("Back"), id="directory-back")

    def on_mount(self) -> None:
        """Nothing is searched yet."""
        self._fill((), None)
        self._say_why_empty("")

    def start_focus(self) -> None:
        """In the line."""
        self._field.target.focus()

    @property
    def _field(self) -> FormField:
        return self.query_one(FormField)

    @property
    def _list(self) -> DirectoryList:
        return self.query_one(DirectoryList)

    @on(FormField.Changed)
    def _typed(self) -> None:
        """Search when the typing pauses."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._search_typed)

    @on(FormField.Entered)
    def _entered(self) -> None:
        """Enter searches at once, or goes into the list."""
        if folded(self._field.value) == self._wanted and self._list.rows:
            self._list.focus()
        else:
            self._search_typed()

    def _search_typed(self) -> None:
        typed = self._field.value
        wanted = folded(typed)
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if not long_enough(typed):
            self.workers.cancel_group(self, "directory")
            self._fill((), None)
            self._say_why_empty(typed)
        else:
            self._search(typed)

    def renew(self) -> None:
        """Search again for the same words."""
        self._wanted = ""
        self._search_typed()

    @work(exclusive=True, group="directory", exit_on_error=False, description="search")
    async def _search(self, typed: str) -> None:
        from traces_tui.workflow import organisations

        page = await self.ask(organisations.directory, typed)
        self._show(page, typed)

    def _show(self, page: Page[DirectoryRow], typed: str) -> None:
        self._fill(page.rows, page.after)
        if not page.rows:
            self._say_why_empty(typed)

    def _fill(self, rows: tuple[DirectoryRow, ...], after: str | None) -> None:
        self._after = after
        self._list.show(rows)
        self.query_one("#directory-columns").display = bool(rows)
        self.query_one("#directory-nothing").display = not rows
        count = self.query_one("#directory-count", Words)
        if not rows:
            count.say()
        elif after is None:
            count.say((plural("{n} organisation", "{n} organisations", len(rows)), "$muted"))
        else:
            more = plural(
                "The first {n} organisation; more come as you go down",
                "The first {n} organisations; more come as you go down",
                len(rows),
            )
            count.say((more, "$muted"))

    @on(RowList.NearEnd)
    def _near_end(self) -> None:
        if self._after is not None:
            self._more(self._wanted, self._after)

    @work(exclusive=True, group="directory", exit_on_error=False, description="search on")
    async def _more(self, wanted: str, after: str) -> None:
        """The next part of the list, below what is there."""
        from traces_tui.workflow import organisations

        self._after = None
        page = await self.ask(organisations.directory, wanted, after)
        if wanted == self._wanted:
            self._fill((*self._list.rows, *page.rows), page.after)

    def _say_why_empty(self, typed: str) -> None:
        """Why nothing is shown, and what to do next."""
        note = self.query_one("#directory-note", Alert)
        if not long_enough(typed):
            note.tell(
                msg("Type at least two letters"),
                msg("The search begins by itself. Capitals and accents do not matter."),
                "info",
            )
        else:
            note.tell(
                no_organisation(typed),
                NO_ORGANISATION,
                "info",
            )

    def handle(self, refused: Refused) -> None:
        """A search that was refused says so in place of the list; what was typed stays."""
        self._wanted = ""
        self._fill((), None)
        self.query_one("#directory-note", Alert).tell(refused.message, None, "warning")

    @on(RowList.Moved)
    async def _moved(self) -> None:
        row = self._list.current
        if row is not None:
            self.query_one("#directory-name", Words).say((verbatim(row.name), "bold"))
            await self.query_one(Facts).show(facts_of(row))

    def on_key(self, event: events.Key) -> None:
        """Down leads from the line into the list."""
        if event.key == "down" and self._field.target.has_focus and self._list.rows:
            event.stop()
            self._list.focus()

    def action_search(self) -> None:
        """Go to the line."""
        self._field.target.focus()

    @on(Action.Pressed, "#directory-back")
    def _back(self) -> None:
        self.action_back()
