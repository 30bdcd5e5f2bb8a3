"""The accounts of an agent's area: find one, see why it is locked, reset its question."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.timer import Timer

from traces_tui.i18n import Day, Message, msg, verbatim
from traces_tui.paths import styles_dir
from traces_tui.screens.signed_in import SignedInScreen
from traces_tui.widgets.account_card import AccountCard
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.keys import key
from traces_tui.widgets.press import Action
from traces_tui.widgets.row_list import Column, Look, RowList
from traces_tui.widgets.search_line import SearchLine
from traces_tui.workflow.account_words import after_reset, badge_of, before_reset, why_no_accounts
from traces_tui.workflow.views import AccountRow, Page, Status

PAUSE = 0.3
"""Seconds without a key after which a search begins."""


def _last(row: AccountRow) -> Message:
    return verbatim("") if row.last_sign_in_at is None else verbatim(Day(row.last_sign_in_at))


_COLUMNS: tuple[Column[AccountRow], ...] = (
    Column(msg("Name"), lambda row: verbatim(row.name), share=9),
    Column(msg("Organisation"), lambda row: verbatim(row.organisation), share=11),
    Column(msg("State"), badge_of),
    Column(msg("Last sign-in"), _last, above=90),
)


def _look(row: AccountRow) -> Look:
    return Look(sign="warn" if row.lock is not None or row.question_locked else "")


class AccountsScreen(SignedInScreen):
    """Searches the operators of the area; the agent never sees or sets a password."""

    CSS_PATH = styles_dir() / "accounts.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("r", "reset", msg("Reset the question")),
        key("slash", "search", msg("Search")),
    ]
    context = msg("Accounts of your area")
    help_text = msg(
        "A locked account is unlocked by its owner, who asks for a new password at the sign-in "
        "page. Whoever has forgotten the answer to the secret question as well needs you: reset "
        "it here."
    )

    def __init__(self) -> None:
        super().__init__()
        self._search = ""
        self._after: str | None = None
        self._pause: Timer | None = None
        self._loading_more = False
        self._turn = 0

    def body(self) -> ComposeResult:
        """Search, list, account, button."""
        with Horizontal(id="accounts-top"):
            yield SearchLine(id="accounts-search")
        with Container(id="accounts-panes"):
            yield RowList[AccountRow](_COLUMNS, lambda row: row.number, _look, id="accounts-list")
            with Vertical(id="accounts-detail"):
                yield AccountCard(self.desk.office.settings.lock, id="accounts-card")
                with Horizontal(id="accounts-actions"):
                    yield Action(msg("Reset the secret question…"), "main", id="reset")
                    yield Action(msg("Back"), id="accounts-back")

    def on_mount(self) -> None:
        """Read the newest accounts."""
        self.query_one("#reset", Action).disabled = True
        self.renew()

    def start_focus(self) -> None:
        """In the list."""
        self.rows.focus()

    @property
    def rows(self) -> RowList[AccountRow]:
        """The list."""
        return self.query_one("#accounts-list", RowList)

    def renew(self) -> None:
        """Read the list again."""
        self._read()

    @work(exclusive=True, group="read", exit_on_error=False, description="find accounts")
    async def _read(self, *, anew: bool = False) -> None:
        from traces_tui.workflow import accounts

        self._turn += 1
        page: Page[AccountRow] = await self.ask(
            accounts.find,
            self.key,
            self._search,
            limit=max(accounts.PAGE, len(self.rows.rows)),
        )
        self._after = page.after
        self.rows.explain(why_no_accounts(self._search))
        self.rows.show(page.rows, at=page.rows[0].number if anew and page.rows else None)
        self._show_account()

    @on(RowList.NearEnd, "#accounts-list")
    def _near_end(self) -> None:
        if self._after is not None and not self._loading_more:
            self._loading_more = True
            self._load_more(self._after)

    @work(group="more", exit_on_error=False, description="find more accounts")
    async def _load_more(self, after: str) -> None:
        from traces_tui.workflow import accounts

        turn = self._turn
        try:
            page = await self.ask(accounts.find, self.key, self._search, after)
        finally:
            self._loading_more = False
        if turn == self._turn:
            self._after = page.after
            self.rows.show((*self.rows.rows, *page.rows))

    @on(RowList.Moved, "#accounts-list")
    def _show_account(self) -> None:
        row = self.rows.current
        self.query_one(AccountCard).show(row)
        self.query_one("#reset", Action).disabled = row is None or row.status is not Status.VALID
        self.refresh_bindings()

    @on(Entry.Changed, "#accounts-search")
    def _typed(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._search_typed)

    @on(Entry.Submitted, "#accounts-search")
    def _entered(self) -> None:
        self._search_typed()
        self.rows.focus()

    def _search_typed(self) -> None:
        typed = self.query_one(Entry).value.strip()
        if typed != self._search:
            self._search = typed
            self._read(anew=True)

    def on_key(self, event: events.Key) -> None:
        """Down leads from the search line into the list."""
        if event.key == "down" and self.query_one(Entry).has_focus:
            event.stop()
            self.rows.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters work in the list only."""
        if action in {"reset", "search"} and isinstance(self.focused, Entry | Action):
            return False
        if action == "reset" and self.is_mounted:
            return not self.query_one("#reset", Action).disabled
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """Esc leaves the search, then the screen."""
        entry = self.query_one(Entry)
        if entry.value or entry.has_focus:
            entry.put("")
            self._search_typed()
            self.rows.focus()
        else:
            super().action_back()

    def action_search(self) -> None:
        """Go to the search line."""
        self.query_one(Entry).focus()

    @on(Action.Pressed, "#accounts-back")
    def _back_pressed(self) -> None:
        self.leave()

    @on(Action.Pressed, "#reset")
    @on(RowList.Opened, "#accounts-list")
    def _reset_pressed(self) -> None:
        self.action_reset()

    def action_reset(self) -> None:
        """Reset the secret question of the account."""
        row = self.rows.current
        if row is not None and row.status is Status.VALID:
            self._reset(row)

    @work(exclusive=True, group="dialog", exit_on_error=False, description="reset a question")
    async def _reset(self, row: AccountRow) -> None:
        from traces_tui.screens.confirm_dialog import ConfirmDialog
        from traces_tui.workflow import accounts

        title, text, act = before_reset(row.name)
        if await self.app.push_screen_wait(ConfirmDialog(title, text, yes=act)):
            await self.ask(accounts.reset_question, self.key, row.number)
            self.desk.toast(after_reset(row.name))
            self._read()
