"""The mails of the demonstration as they were delivered, and who lives in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from traces_tui.i18n import msg
from traces_tui.paths import styles_dir
from traces_tui.screens.base import DeskScreen
from traces_tui.screens.mail_pane import MailPane
from traces_tui.screens.people import PeoplePane
from traces_tui.widgets.count_tabs import CountTabs
from traces_tui.widgets.keys import key
from traces_tui.widgets.press import Inline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from traces_tui.demo import DemoDesk
    from traces_tui.mail.mailbox_reader import DeliveredMail
    from traces_tui.office import Office

_LOOK_EVERY = 1.0
"""Seconds between two looks into the mail folder."""
MAILS = "mails"
PEOPLE = "people"


class MessagesScreen(DeskScreen):
    """Reads the mails of everybody; a code in a mail opens the screen it is for."""

    CSS_PATH = styles_dir() / "messages.tcss"
    context = msg("Messages")
    help_text = msg(
        "In the demonstration every message arrives here. Enter opens one and leads to its link: "
        "a code confirms the address, a temporary password signs in. The second list shows the "
        "people: Enter fills in the sign-in page."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        key("1", "tab(1)", msg("Messages")),
        key("2", "tab(2)", msg("People")),
    ]

    def __init__(self, tab: str = MAILS) -> None:
        super().__init__()
        self._first_tab = tab
        self._reading = False
        self._names: frozenset[str] = frozenset()
        """The files that the folder held at the last look."""

    def body(self) -> ComposeResult:
        """Two lists, one behind the other."""
        with Horizontal(id="messages-tabs"):
            yield CountTabs([(MAILS, msg("Messages")), (PEOPLE, msg("People"))], id="tabs")
            yield Inline(msg("Back"), id="messages-back")
        yield MailPane(self.desk.office.clock, id="mails")
        yield PeoplePane(self._demo.people if self._demo else (), id="people")

    @property
    def _demo(self) -> DemoDesk | None:
        return cast("DemoDesk | None", self.desk.demo)

    def on_mount(self) -> None:
        """Look into the folder now and every second while the screen is shown."""
        self.query_one(CountTabs).choose(self._first_tab)
        self._turn(self._first_tab)
        self.renew()
        self.set_interval(_LOOK_EVERY, self._look)

    def on_screen_resume(self) -> None:
        """Something may have come while another screen was in front."""
        self._look()

    def renew(self) -> None:
        """Look into the folder again."""
        self._names = frozenset()
        self._look()

    def _look(self) -> None:
        """Look, unless somebody is looking already or the screen is not in front."""
        if self._demo is not None and not self._reading and self.is_current:
            self._reading = True
            self._read(self._demo)

    @work(group="mails", exit_on_error=False, description="read the mail folder")
    async def _read(self, demo: DemoDesk) -> None:
        try:
            found = await self.ask(_delivered, demo, self._names)
        finally:
            self._reading = False
        if found is not None:
            self._names, mails = found
            self.query_one(MailPane).show(mails)
            self._count(mails)

    def _count(self, mails: Sequence[DeliveredMail]) -> None:
        people = len(self._demo.people) if self._demo else 0
        self.query_one(CountTabs).count({MAILS: len(mails), PEOPLE: people})

    @work(group="mail-read", exit_on_error=False, description="mark a mail as read")
    async def _mark_read(self, mail: DeliveredMail) -> None:
        if self._demo is None:
            return
        await self.ask(_mark, self._demo, mail)
        self._look()

    @on(Inline.Pressed, "#messages-back")
    def _back_pressed(self) -> None:
        self.action_back()

    def action_tab(self, number: int) -> None:
        """Show one of the two lists."""
        self.query_one(CountTabs).choose_number(number)
        self._focus_list()

    @on(CountTabs.Chosen)
    def _tab_chosen(self, event: CountTabs.Chosen) -> None:
        self._turn(event.value)

    def _turn(self, tab: str) -> None:
        for name in (MAILS, PEOPLE):
            self.query_one(f"#{name}").display = name == tab
        if self.focused is None or not self.focused.display:
            self._focus_list()

    def _focus_list(self) -> None:
        if self.query_one(CountTabs).value == PEOPLE:
            self.query_one(PeoplePane).focus_list()
        else:
            self.query_one(MailPane).focus_list()

    @on(MailPane.Shown)
    def _shown(self, event: MailPane.Shown) -> None:
        self._mark_read(event.mail)

    @on(MailPane.Followed)
    def _followed(self, event: MailPane.Followed) -> None:
        mail = event.mail
        if mail.code_kind == "confirmation" and mail.code is not None:
            from traces_tui.screens.confirmation import ConfirmationScreen

            self.app.push_screen(ConfirmationScreen(code=mail.code))
        else:
            self._sign_in(mail.to, mail.code)

    @on(PeoplePane.Chosen)
    def _person_chosen(self, event: PeoplePane.Chosen) -> None:
        self._sign_in(event.person.email, event.person.password)

    def _sign_in(self, email: str, password: str | None) -> None:
        """Go to the sign-in page with the fields filled; the password stays hidden."""
        self.desk.sign_in_again(None, {"email": email, "password": password or ""})


def _delivered(
    _office: Office, demo: DemoDesk, known: frozenset[str]
) -> tuple[frozenset[str], list[DeliveredMail]] | None:
    """The mails; None when nothing has changed."""
    from traces_tui.mail.mailbox_reader import messages, names

    now = names(demo.mail_folder)
    return None if known and now == known else (now, messages(demo.mail_folder))


def _mark(_office: Office, demo: DemoDesk, mail: DeliveredMail) -> None:
    from traces_tui.mail.mailbox_reader import mark_read

    mark_read(demo.mail_folder, mail.id)
