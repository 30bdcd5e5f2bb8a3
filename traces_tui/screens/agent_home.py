"""What an agent finds after signing in: what waits, and where to go."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll

from traces_tui.i18n import Message, msg, plural, verbatim
from traces_tui.paths import styles_dir
from traces_tui.refusal import Refused, Unavailable
from traces_tui.screens.signed_in import SignedInScreen
from traces_tui.widgets.alert import Alert
from traces_tui.widgets.keys import key
from traces_tui.widgets.menu import Entry, Menu, MenuLine
from traces_tui.widgets.words import Part, Words
from traces_tui.workflow.views import OwnAccount, Person, Tab, Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from traces_tui.screens.own_account import OwnAccountScreen

LOOK_EVERY = 30.0
"""Seconds after which the counts are asked for again."""


class AgentHomeScreen(SignedInScreen):
    """Greeting, numbered menu with counts, last sign-in."""

    CSS_PATH = styles_dir() / "agent_home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [key("q", "leave_desk", msg("Sign out"))]
    context = msg("Menu")
    help_text = msg("Type a number, or choose a line with the arrows and press Enter.")

    def body(self) -> ComposeResult:
        """Greeting, what failed, menu, last sign-in."""
        person = self.desk.person
        with VerticalScroll(id="agent-page", can_focus=False):
            yield Words(*_greeting(person), gap=", ", id="agent-greeting")
            yield Alert(msg("Error"), id="agent-alert")
            yield Menu(self._entries(), id="agent-menu")
            with Vertical(id="agent-last"):
                for part in _last_sign_in(person):
                    yield Words(part)

    def _entries(self) -> list[Entry]:
        entries = [
            Entry("1", "agent-queue", msg("Requests to validate"), msg("one moment…")),
            Entry("2", "agent-directory", msg("Organisations"), msg("search the directory")),
            Entry("3", "agent-accounts", msg("Accounts"), msg("search, reset the secret question")),
        ]
        if self.desk.demo is not None:
            entries.append(
                Entry(
                    "4",
                    "agent-messages",
                    msg("Messages (demonstration)"),
                    msg("the mails of everybody"),
                )
            )
        entries += [
            Entry("5", "agent-data", msg("My data"), msg("name, telephone, fax")),
            Entry("6", "agent-password", msg("Password"), msg("change it")),
        ]
        if self.desk.office.settings.secret_question:
            entries.append(Entry("7", "agent-question", msg("Secret question"), msg("change it")))
        return [
            *entries,
            Entry("8", "agent-preferences", msg("Language and notification")),
            Entry("0", "agent-sign-out", msg("Sign out")),
        ]

    def on_mount(self) -> None:
        """Count, now and from time to time."""
        self.query_one("#agent-alert").display = False
        person = self.desk.person
        if person is not None and person.authority is not None:
            self.tell_context(
                msg("{authority}  ·  {agent}", authority=person.authority.name, agent=person.name)
            )
        self.set_interval(LOOK_EVERY, self._look_by_itself)

    def start_focus(self) -> None:
        """On the first line."""
        self.query(MenuLine).first().focus()

    def on_screen_resume(self) -> None:
        """Count again whenever one comes back here."""
        self.renew()

    def _look_by_itself(self) -> None:
        if self.is_current:
            self.renew()

    def on_key(self, event: events.Key) -> None:
        """A digit presses its line."""
        if self.query_one(Menu).press(event.character):
            event.stop()

    def renew(self) -> None:
        """Ask what waits."""
        self._count()

    @work(exclusive=True, group="work", exit_on_error=False, description="count what waits")
    async def _count(self) -> None:
        from traces_tui.workflow import files

        self._show(await self.ask(files.work, self.key))

    def _show(self, found: Work) -> None:
        self.query_one("#agent-alert").display = False
        waiting = found.counts[Tab.TO_VALIDATE]
        self.query_one("#agent-queue", MenuLine).tell(
            _waiting(waiting, found.overdue, self.desk.office.settings.registration.overdue_days)
        )
        self.query_one("#agent-directory", MenuLine).tell(
            plural(
                "{n} in your area; search the directory",
                "{n} in your area; search the directory",
                found.organisations,
            )
        )
        self.query_one("#agent-accounts", MenuLine).tell(
            plural(
                "{n} in your area; reset the question",
                "{n} in your area; reset the question",
                found.accounts,
            )
        )

    def handle(self, refused: Refused) -> None:
        """Counts that can't be read are told above the menu; the menu stays."""
        if isinstance(refused, Unavailable):
            self.query_one("#agent-alert", Alert).tell(refused.message)
        else:
            super().handle(refused)

    @on(MenuLine.Pressed, "#agent-queue")
    def _queue(self) -> None:
        from traces_tui.screens.queue import QueueScreen

        self.app.push_screen(QueueScreen())

    @on(MenuLine.Pressed, "#agent-directory")
    def _directory(self) -> None:
        from traces_tui.screens.directory import DirectoryScreen

        self.app.push_screen(DirectoryScreen())

    @on(MenuLine.Pressed, "#agent-accounts")
    def _accounts(self) -> None:
        from traces_tui.screens.accounts import AccountsScreen

        self.app.push_screen(AccountsScreen())

    @on(MenuLine.Pressed, "#agent-messages")
    def _messages(self) -> None:
        self.desk.open_messages()

    @on(MenuLine.Pressed, "#agent-data")
    def _data(self) -> None:
        from traces_tui.screens.own_data import OwnDataScreen

        self._open(OwnDataScreen)

    @on(MenuLine.Pressed, "#agent-password")
    def _password(self) -> None:
        from traces_tui.screens.change_password import ChangePasswordScreen

        self._open(ChangePasswordScreen)

    @on(MenuLine.Pressed, "#agent-question")
    def _question(self) -> None:
        from traces_tui.screens.change_question import ChangeQuestionScreen

        self._open(ChangeQuestionScreen)

    @on(MenuLine.Pressed, "#agent-preferences")
    def _preferences(self) -> None:
        from traces_tui.screens.preferences import PreferencesScreen

        self._open(PreferencesScreen)

    @work(exclusive=True, group="open", exit_on_error=False, description="open one's own account")
    async def _open(self, screen: Callable[[OwnAccount], OwnAccountScreen]) -> None:
        from traces_tui.workflow import accounts

        own = await self.ask(accounts.own, self.key)
        if self.is_current:
            self.app.push_screen(screen(own))

    @on(MenuLine.Pressed, "#agent-sign-out")
    def _sign_out_pressed(self) -> None:
        self.action_leave_desk()

    def action_leave_desk(self) -> None:
        """Sign out."""
        self.sign_out()


def _greeting(person: Person | None) -> tuple[Part, ...]:
    """Whom one greets, and whose desk this is."""
    if person is None:
        return ()
    hello: Part = (msg("Good day, {name}", name=person.name), "bold $link")
    return (hello, (person.authority.name, "bold")) if person.authority is not None else (hello,)


def _waiting(count: int, overdue: int, days: int) -> Message:
    """How many wait, and how many of them for long."""
    if not count:
        return msg("none")
    if not overdue:
        return verbatim(count)
    return plural(
        "{count}, {n} of them for more than {days} days",
        "{count}, {n} of them for more than {days} days",
        overdue,
        count=count,
        days=days,
    )


def _last_sign_in(person: Person | None) -> tuple[Part, ...]:
    """The sign-in before this one, and whether somebody failed since."""
    if person is None:
        return ()
    if person.last_sign_in_at is None:
        first: Part = (msg("This is your first sign-in."), "$muted")
    else:
        first = (msg("Last sign-in: {moment}.", moment=person.last_sign_in_at), "$muted")
    if not person.failures_since:
        return (first,)
    failed = plural(
        "{n} failed try since. If it was not you, change your password.",
        "{n} failed tries since. If it was not you, change your password.",
        person.failures_since,
    )
    return (first, (failed, "bold $warn"))
