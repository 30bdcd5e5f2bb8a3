"""Choosing an organisation of the directory while registering (notice: Sélectionner)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from traces_tui.forms.directory import directory_form, long_enough
from traces_tui.i18n import CountryName, Message, msg, plural
from traces_tui.paths import styles_dir
from traces_tui.refusal import Refused
from traces_tui.text import printable
from traces_tui.widgets.dialog import Dialog
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.press import Action
from traces_tui.widgets.words import Words
from traces_tui.workflow.views import DirectoryRow, Page

if TYPE_CHECKING:
    from traces_tui.app import DeskApp

PAUSE = 0.3
"""Seconds without a key after which the directory is asked."""
_SEARCH = directory_form().by_name["search"]


class OrganisationPicker(Dialog[DirectoryRow | None]):
    """Searches the directory as one types. Answers the chosen row, or None.

    Args:
        typed: What to search for at first.
    """

    CSS_PATH = styles_dir() / "organisation_picker.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "move(8)", show=False),
        Binding("pageup", "move(-8)", show=False),
    ]

    def __init__(self, typed: str = "") -> None:
        super().__init__(directory_form().title)
        self._typed = typed
        self._found: Page[DirectoryRow] = Page((), None)
        self._searched = ""
        self._refusal: Message | None = None
        self._pause: Timer | None = None

    def body(self) -> ComposeResult:
        """The line to type into, the list, and what it says."""
        yield Words((_SEARCH.label, "bold"))
        yield Entry(id="directory-search", most=_SEARCH.max_length)
        rows = OptionList(id="directory-rows", markup=False)
        rows.can_focus = False
        yield rows
        yield Words(id="directory-state")
        with Horizontal(classes="dialog-actions"):
            yield Action(msg("Take this one"), "main", id="directory-take")
            yield Action(msg("Close"), id="directory-close")

    def on_mount(self) -> None:
        """Search for what the form holds already."""
        self._show()
        if self._typed:
            self.query_one(Entry).put(self._typed)

    def start_focus(self) -> None:
        """In the line."""
        self.query_one(Entry).focus()

    def relabel(self) -> None:
        """Write the list in the present language."""
        at = self.query_one(OptionList).highlighted
        self._show()
        self.query_one(OptionList).highlighted = at

    @on(Entry.Changed, "#directory-search")
    def _changed(self, event: Entry.Changed) -> None:
        event.stop()
        self._typed = event.value
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, lambda: self._search(event.value))

    @work(exclusive=True, group="search", exit_on_error=False, description="search the directory")
    async def _search(self, typed: str) -> None:
        from traces_tui.workflow.organisations import directory

        self._refusal = None
        try:
            self._found = await cast("DeskApp", self.app).ask(directory, typed)
        except Refused as refused:
            self._found, self._refusal = Page((), None), refused.message
        self._searched = typed
        self._show()

    def _show(self) -> None:
        rows = self.query_one(OptionList)
        rows.clear_options()
        rows.add_options([Option(self._line(row)) for row in self._found.rows])
        rows.display = bool(self._found.rows)
        if self._found.rows:
            rows.highlighted = 0
        self.query_one("#directory-take", Action).disabled = not self._found.rows
        self.query_one("#directory-state", Words).say((self._state(), "$muted"))

    def _line(self, row: DirectoryRow) -> Content:
        """Name, then place; text of people, never read as markup."""
        place = self.say(
            msg(
                "{postal_code} {town}, {country}",
                postal_code=row.postal_code,
                town=row.commune,
                country=CountryName(row.country),
            )
        )
        return Content.assemble(
            Content.styled(printable(row.name), "bold"), "  ", Content(printable(place))
        )

    def _state(self) -> Message:
        if self._refusal is not None:
            return self._refusal
        if not long_enough(self._searched):
            return msg("Type two letters or more.")
        if not self._found.rows:
            return msg(
                "No organisation fits “{search}”. Type fewer letters, or fill the form by hand.",
                search=self._searched,
            )
        if self._found.after is not None:
            return plural(
                "The first one is shown: type more letters.",
                "The first {n} are shown: type more letters.",
                len(self._found.rows),
            )
        return plural("{n} organisation", "{n} organisations", len(self._found.rows))

    @on(Entry.Submitted, "#directory-search")
    @on(Action.Pressed, "#directory-take")
    def _take(self) -> None:
        self.query_one(OptionList).action_select()

    @on(Action.Pressed, "#directory-close")
    def _close(self) -> None:
        self.action_close()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._found.rows[event.option_index])

    def action_move(self, rows: int) -> None:
        """Move the mark of the list while the focus stays in the line."""
        options = self.query_one(OptionList)
        if options.option_count:
            at = options.highlighted if options.highlighted is not None else -1
            options.highlighted = min(max(at + rows, 0), options.option_count - 1)
