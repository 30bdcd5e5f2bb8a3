"""What an agent finds after signing in: what waits, and where to go."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll

from traces_tui.i18n import DayAndMonth, Message, msg, plural, verbatim
from traces_tui.paths import styles_dir
from traces_tui.refusal import Refused, Unavailable
from traces_tui.screens.home import HomeScreen
from traces_tui.widgets.alert import Alert
from traces_tui.widgets.bars import Bar, Bars, Row
from traces_tui.widgets.menu import Entry, Menu, MenuLine
from traces_tui.widgets.words import Part, Words
from traces_tui.workflow.activity_words import (
    AGES,
    KINDS,
    NONE_WAITS,
    QUIET_WEEKS,
    WEEK_OF,
    WEEKS,
    age_of,
    figures_of,
)
from traces_tui.workflow.views import Person, Tab, Work

LOOK_EVERY = 30.0
"""Seconds after which the counts are asked for again."""


class AgentHomeScreen(HomeScreen):
    """Greeting, last sign-in, numbered menu with counts, charts of the queue and the last weeks."""

    CSS_PATH = styles_dir() / "agent_home.tcss"
    context = msg("Menu")
    help_text = msg("Type a number, or choose a line with the arrows and press Enter.")

    def body(self) -> ComposeResult:
        """Greeting, last sign-in, what failed, menu, charts."""
        person = self.desk.person
        with VerticalScroll(id="agent-page", can_focus=False):
            yield Words(*_greeting(person), gap=", ", id="agent-greeting")
            yield from self.tell_sign_ins()
            yield Alert(msg("Error"), id="agent-alert")
            with Container(id="agent-desk"):
                yield Menu(
                    self._entries(), Entry("agent-sign-out", msg("Sign out")), id="agent-menu"
                )
                with Container(id="agent-charts"):
                    yield Bars(AGES, id="agent-ages")
                    yield Bars(WEEKS, (WEEK_OF, *KINDS), shorten=True, id="agent-weeks")

    def _entries(self) -> list[Entry]:
        entries = [
            Entry("agent-queue", msg("Requests to validate"), msg("one moment…")),
            Entry("agent-directory", msg("Organisations"), msg("search the directory")),
            Entry("agent-accounts", msg("Accounts"), msg("search, reset the secret question")),
            Entry("agent-data", msg("My data"), msg("name, telephone, fax")),
            Entry("agent-password", msg("Password"), msg("your other sessions end")),
        ]
        if self.desk.office.settings.secret_question:
            asked = msg("asked if you forget your password")
            entries.append(Entry("agent-question", msg("Secret question"), asked))
        mails = msg("of the mails you receive")
        entries.append(Entry("agent-preferences", msg("Language and notification"), mails))
        if self.desk.demo is not None:
            all_mails = msg("the mails of everybody")
            entries.append(Entry("agent-messages", msg("Messages (demonstration)"), all_mails))
        return entries

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

    def _look_by_itself(self) -> None:
        if self.is_current:
            self.renew()

    def renew(self) -> None:
        """Ask what waits."""
        self._count()

    @work(exclusive=True, group="work", exit_on_error=False, description="count what waits")
    async def _count(self) -> None:
        from traces_tui.workflow import files

        self._show(await self.ask(files.work, self.key))

    def _show(self, found: Work) -> None:
        self.query_one("#agent-alert").display = False
        count, days = found.counts[Tab.TO_VALIDATE], self._overdue_days
        self.query_one("#agent-queue", MenuLine).tell(
            _waiting(count, found.overdue, days),
            verbatim(count),
            "$warn" if found.overdue else "bold" if count else "$muted",
        )
        self.query_one("#agent-directory", MenuLine).tell(
            plural(
                "{n} in your area; search the directory",
                "{n} in your area; search the directory",
                found.organisations,
            ),
            verbatim(found.organisations),
        )
        self.query_one("#agent-accounts", MenuLine).tell(
            plural(
                "{n} in your area; reset the question",
                "{n} in your area; reset the question",
                found.accounts,
            ),
            verbatim(found.accounts),
        )
        self.query_one("#agent-ages", Bars).show(_ages(found) if count else (), NONE_WAITS)
        self.query_one("#agent-weeks", Bars).show(_weeks(found), QUIET_WEEKS)

    @property
    def _overdue_days(self) -> int:
        return self.desk.office.settings.registration.overdue_days

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


def _ages(found: Work) -> list[Row]:
    """The queue by age; the overdue ones have a sign besides their colour."""
    return [
        Row(
            age_of(band),
            (Bar(band.count, "$warn" if band.overdue else "$link"),),
            sign="warn" if band.overdue and band.count else "",
        )
        for band in found.waiting
    ]


def _weeks(found: Work) -> list[Row]:
    """The last weeks, the present one standing out; nothing where nothing has happened."""
    if all(week.quiet for week in found.weeks):
        return []
    *_, present = found.weeks
    return [
        Row(
            verbatim(DayAndMonth(week.begins)),
            tuple(map(Bar, figures_of(week), ("$link", "$good", "$bad"))),
            style="bold" if week is present else "",
        )
        for week in found.weeks
    ]
