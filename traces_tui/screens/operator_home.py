"""What an operator finds after signing in: the state of the account, and what may be done here."""

from __future__ import annotations

from dataclasses import replace

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from traces_tui.forms.registration import notification_choices
from traces_tui.i18n import Day, LanguageName, Message, msg, plural
from traces_tui.paths import styles_dir
from traces_tui.screens.authority_words import how_to_reach
from traces_tui.screens.home import HomeScreen
from traces_tui.widgets.facts import Fact, Facts
from traces_tui.widgets.menu import Entry, Menu, MenuLine
from traces_tui.widgets.timeline import Moment, Timeline, moments_of
from traces_tui.widgets.words import Words
from traces_tui.workflow.pages import SUCCESSOR_ADDRESS
from traces_tui.workflow.views import OwnAccount, Progress, Status


class OperatorHomeScreen(HomeScreen):
    """Greeting, menu, status, and where certifying is done (not here)."""

    CSS_PATH = styles_dir() / "operator_home.tcss"
    context = msg("My account")
    help_text = msg(
        "This desk is about your account. Type a number, or choose a line and press Enter."
    )

    def body(self) -> ComposeResult:
        """Greeting, menu, status, what is done elsewhere."""
        person = self.desk.person
        calm = person is not None and not person.failures_since
        mood = "-calm" if calm else "-alarmed"
        with VerticalScroll(id="home-page", can_focus=False, classes=mood):
            yield Words(id="home-greeting")
            yield from self.tell_sign_ins()
            with Vertical(id="home-columns"):
                with Vertical(id="home-acts"):
                    yield Menu(
                        self._entries(), Entry("home-sign-out", msg("Sign out")), id="home-menu"
                    )
                    yield Words(
                        (
                            msg(
                                "Only your account is managed here; certificates are made in "
                                "TRACES NT: {address}",
                                address=SUCCESSOR_ADDRESS,
                            ),
                            "$muted",
                        ),
                        id="home-elsewhere",
                    )
                with Vertical(id="home-card"):
                    yield Words((msg("Your account"), "bold $link"), id="home-status-title")
                    yield Timeline((), id="home-timeline")
                    yield Facts((), id="home-facts")

    def _entries(self) -> list[Entry]:
        entries = [
            Entry("home-data", msg("My data"), msg("name, telephone, fax")),
            Entry("home-password", msg("Change the password"), msg("your other sessions end")),
        ]
        if self.desk.office.settings.secret_question:
            asked = msg("asked if you forget your password")
            entries.append(Entry("home-question", msg("Change the secret question"), asked))
        return [*entries, Entry("home-preferences", msg("Language and notification"))]

    def on_mount(self) -> None:
        """Greet."""
        if self.desk.person is not None:
            self._greet(self.desk.person.name)

    def _greet(self, name: str) -> None:
        self.query_one("#home-greeting", Words).say((msg("Good day, {name}", name=name), "bold"))

    def renew(self) -> None:
        """Ask how the account stands."""
        self._load()

    @work(exclusive=True, group="own", exit_on_error=False, description="own account")
    async def _load(self) -> None:
        from traces_tui.workflow import accounts

        await self._show(await self.ask(accounts.own, self.key))

    async def _show(self, own: OwnAccount) -> None:
        self._greet(f"{own.first_name} {own.last_name}".strip() or own.email)
        self.query_one("#home-preferences", MenuLine).tell(
            msg(
                "{language}, {notification}",
                language=LanguageName(own.language),
                notification=_notification(own.notification),
            )
        )
        if own.progress is not None:
            await self.query_one(Timeline).show(_moments(own.progress))
        months = self.desk.office.settings.lock.months
        await self.query_one(Facts).show(_facts(own, months))
        self.query_one("#home-page").scroll_home(animate=False)


def _notification(value: str) -> Message:
    """What a type of notification is called."""
    return next(choice.label for choice in notification_choices({}) if choice.value == value)


def _moments(progress: Progress) -> tuple[Moment, ...]:
    """The steps of the request; the last one tells who validated."""
    *before, last = moments_of(progress)
    if progress.status is Status.VALID and progress.decided_at is not None:
        since = msg(
            "since {day}, validated by {authority}",
            day=Day(progress.decided_at),
            authority=progress.authority.name,
        )
        last = replace(last, lines=(since,))
    return (*before, last)


def _facts(own: OwnAccount, months: int) -> list[Fact]:
    """Organisation, authority, and until when the account stays open without a sign-in."""
    rows: list[Fact] = []
    place, authority = own.organisation, own.authority
    if place is not None:
        rows.append(
            (
                msg("Organisation"),
                msg(
                    "{name}, {postal_code} {commune}",
                    name=place.name,
                    postal_code=place.postal_code,
                    commune=place.commune,
                ),
            )
        )
    if authority is not None:
        reach = how_to_reach(authority)
        name = authority.name
        whole = name if reach is None else msg("{name}. {reach}", name=name, reach=reach)
        rows.append((msg("Competent authority"), whole))
    rows.append(
        (
            msg("Locked on"),
            plural(
                "{day}, unless you sign in before ({n} month)",
                "{day}, unless you sign in before ({n} months)",
                months,
                day=Day(own.locks_at),
            ),
        )
    )
    return rows
