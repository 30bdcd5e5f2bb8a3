"""What an operator finds after signing in: the state of the account, and what may be done here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll

from traces_tui.forms.registration import notification_choices
from traces_tui.i18n import Day, LanguageName, Message, msg, plural
from traces_tui.paths import styles_dir
from traces_tui.screens.authority_words import how_to_reach
from traces_tui.screens.signed_in import SignedInScreen
from traces_tui.screens.traces_nt import ADDRESS
from traces_tui.widgets.facts import Fact, Facts
from traces_tui.widgets.keys import key
from traces_tui.widgets.menu import Entry, Menu, MenuLine
from traces_tui.widgets.timeline import Moment, Timeline, moments_of
from traces_tui.widgets.words import Words
from traces_tui.workflow.views import OwnAccount, Person, Progress, Status

if TYPE_CHECKING:
    from traces_tui.screens.own_account import OwnAccountScreen

    OpenScreen = Callable[[OwnAccount], OwnAccountScreen]


class OperatorHomeScreen(SignedInScreen):
    """Greeting, menu, status, and where certifying is done (not here)."""

    CSS_PATH = styles_dir() / "operator_home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [key("q", "leave_desk", msg("Sign out"))]
    context = msg("My account")
    help_text = msg(
        "This desk is about your account. Type a number, or choose a line and press Enter."
    )

    def body(self) -> ComposeResult:
        """Greeting, menu, status, what is done elsewhere."""
        person = self.desk.person
        calm = person is not None and not person.failures_since
        with VerticalScroll(id="home-page", can_focus=False, classes="-calm" if calm else ""):
            yield Words(id="home-greeting")
            if person is not None:
                yield from _last_sign_in(person)
            with Vertical(id="home-columns"):
                with Vertical(id="home-acts"):
                    yield Menu(self._entries(), id="home-menu")
                    yield Words(
                        (
                            msg(
                                "Only your account is managed here; certificates are made in "
                                "TRACES NT: {address}",
                                address=ADDRESS,
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
            Entry("1", "home-data", msg("My data"), msg("name, telephone, fax")),
            Entry("2", "home-password", msg("Change the password"), msg("your other sessions end")),
            Entry(
                "3",
                "home-question",
                msg("Change the secret question"),
                msg("asked if you forget your password"),
            ),
            Entry("4", "home-preferences", msg("Language and notification")),
            Entry("0", "home-sign-out", msg("Sign out")),
        ]
        if not self.desk.office.settings.secret_question:
            return [entry for entry in entries if entry.name != "home-question"]
        return entries

    def on_mount(self) -> None:
        """Greet."""
        if self.desk.person is not None:
            self._greet(self.desk.person.name)

    def on_screen_resume(self) -> None:
        """Look again whenever one comes back here."""
        self.renew()

    def on_key(self, event: events.Key) -> None:
        """A digit presses its line."""
        if self.query_one(Menu).press(event.character):
            event.stop()

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

    @on(MenuLine.Pressed, "#home-data")
    def _data(self) -> None:
        from traces_tui.screens.own_data import OwnDataScreen

        self._open(OwnDataScreen)

    @on(MenuLine.Pressed, "#home-password")
    def _password(self) -> None:
        from traces_tui.screens.change_password import ChangePasswordScreen

        self._open(ChangePasswordScreen)

    @on(MenuLine.Pressed, "#home-question")
    def _question(self) -> None:
        from traces_tui.screens.change_question import ChangeQuestionScreen

        self._open(ChangeQuestionScreen)

    @on(MenuLine.Pressed, "#home-preferences")
    def _preferences(self) -> None:
        from traces_tui.screens.preferences import PreferencesScreen

        self._open(PreferencesScreen)

    @work(exclusive=True, group="open", exit_on_error=False, description="open one's own account")
    async def _open(self, screen: OpenScreen) -> None:
        """Open a form on the account as it stands now."""
        from traces_tui.workflow import accounts

        own = await self.ask(accounts.own, self.key)
        if self.is_current:
            self.app.push_screen(screen(own))

    @on(MenuLine.Pressed, "#home-sign-out")
    def _sign_out_pressed(self) -> None:
        self.action_leave_desk()

    def action_leave_desk(self) -> None:
        """Sign out."""
        self.sign_out()


def _last_sign_in(person: Person) -> ComposeResult:
    """The sign-in before this one, and whether somebody failed since."""
    if person.last_sign_in_at is None:
        yield Words((msg("This is your first sign-in."), "$muted"))
    else:
        yield Words((msg("Last sign-in: {moment}.", moment=person.last_sign_in_at), "$muted"))
    if person.failures_since:
        failed = plural(
            "{n} failed try since. Not you? Change your password.",
            "{n} failed tries since. Not you? Change your password.",
            person.failures_since,
        )
        yield Words((failed, "$warn"), glyph="warn", glyph_style="$warn", id="home-failures")


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
