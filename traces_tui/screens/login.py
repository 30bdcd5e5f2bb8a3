"""The sign-in page, which a kiosk also shows to nobody (notice, § I.1)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical

from traces_tui.forms.sign_in import sign_in_form
from traces_tui.i18n import Message, msg, verbatim
from traces_tui.refusal import Refused
from traces_tui.screens.base import DeskScreen
from traces_tui.screens.login_notice import LoginNotice
from traces_tui.widgets.alert import Alert, AlertKind
from traces_tui.widgets.brand_panel import BrandPanel
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.header import HeaderBar
from traces_tui.widgets.keys import key
from traces_tui.widgets.language_bar import LanguageBar
from traces_tui.widgets.press import Action, Inline, Link
from traces_tui.widgets.words import Heading, Words

_HIGH = 35
"""Rows from which the cards below the form stand apart."""
_ROOMY = 39
"""Rows from which there is room within the form too, or for an alert above it."""
_BROAD = 118
"""Columns from which there is room beside them."""


class Box(Vertical):
    """One of the boxes beside the form: a heading, sometimes a remark, and links."""

    def __init__(self, heading: Message, *links: Link, remark: Message | None = None) -> None:
        parts = [(heading, "bold $link")] + ([(remark, "$muted")] if remark else [])
        super().__init__(Words(*parts, gap=" "), *links, classes="login-box")


class LoginScreen(DeskScreen):
    """Sign in, register, ask for a password, look into the directory, find TRACES NT.

    Args:
        message: What to say on top, such as that a session has ended.
        values: What stands in the fields at first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "leave_program", msg("Leave"))]
    page_title = msg("Sign in to the system")
    help_text = msg("Enter your address and your password, then press Enter.")

    def __init__(
        self, message: Message | None = None, values: Mapping[str, str] | None = None
    ) -> None:
        super().__init__()
        self._message = message
        self._values = values

    @property
    def untouched(self) -> bool:
        """Whether nobody has typed anything here."""
        return not self.dirty() and self._message is None

    @cached_property
    def page(self) -> FormPage:
        """The form."""
        return self.query_one(FormPage)

    def compose(self) -> ComposeResult:
        """The frame, with the bar of languages under the bar on top."""
        self._take_room()
        for part in super().compose():
            yield part
            if isinstance(part, HeaderBar):
                yield LanguageBar()

    def body(self) -> ComposeResult:
        """The panel of wide screens, the form, the boxes, and the line on privacy."""
        parts = Vertical(id="login-parts")
        with Horizontal(id="login-columns"):
            yield BrandPanel(parts, id="login-brand")
            with Vertical(id="login-main"):
                with Vertical(id="login-middle"), parts, Container(id="login-panes"):
                    with Vertical(id="login-card"):
                        yield Heading((msg("Sign in to the system"), "bold"), id="login-title")
                        yield FormPage(
                            sign_in_form(), values=self._values, summary=False, eager=True
                        )
                        yield Action(msg("Sign in"), "main", id="sign-in", classes="-big")
                    with Vertical(id="login-boxes"):
                        yield from self._boxes()
                with Horizontal(id="login-foot"):
                    yield LoginNotice()

    def _boxes(self) -> ComposeResult:
        yield Box(
            msg("No account yet?"),
            Link(msg("Register a new account"), id="register"),
            Link(msg("I have received a code"), id="code"),
        )
        yield Box(msg("Forgotten password?"), Link(msg("Ask for a password"), id="forgotten"))
        yield Box(msg("Organisations"), Link(msg("Search the directory"), id="directory"))
        yield Box(
            verbatim("TRACES NT"),
            Link(msg("Address of TRACES NT"), id="traces-nt"),
            remark=verbatim("COI CHED-PP FLEGT"),
        )

    @on(events.ScreenResume)
    def _tell_limits(self) -> None:
        """The display panel may have changed them."""
        for notice in self.query(LoginNotice):
            notice.tell()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc leaves the program, where one may."""
        if action == "leave_program":
            return self.desk.way_out.may_leave
        return super().check_action(action, parameters)

    def action_leave_program(self) -> None:
        """Ask whether to leave."""
        self.desk.way_out.ask()

    @on(Inline.Pressed, "#leave-program")
    def _leave_pressed(self) -> None:
        self.action_leave_program()

    def on_resize(self, event: events.Resize) -> None:
        """High windows put the boxes below the form."""
        self._take_room()

    def _take_room(self) -> None:
        """Know how much room there is."""
        width, height = self.app.size
        self.set_class(width >= _BROAD, "-broad")
        alerted = self.has_class("-alerted")
        self.set_class(height >= (_ROOMY if alerted else _HIGH), "-high")
        self.set_class(height >= _ROOMY and not alerted, "-roomy")

    def on_mount(self) -> None:
        """Say why the person is here again, if there is a reason."""
        if self._message is not None:
            self._tell(self._message, "info")

    def _tell(self, message: Message, kind: AlertKind = "error", *, again: bool = False) -> None:
        """Say something above the fields, with or without the way to a new password."""
        row = next(iter(self.query("#login-trouble")), None)
        link = next(iter(self.query("#alert-forgotten")), None)
        new = [Action(msg("Ask for a password"), id="alert-forgotten")] * (again and link is None)
        if link is not None:
            link.display = again
        if row is None:
            alert = Alert(message, kind=kind, id="login-alert")
            row = Horizontal(alert, *new, id="login-trouble")
            self.query_one("#login-parts").mount(row, before=0)
            self.add_class("-alerted")
            self._take_room()
        else:
            self.query_one("#login-alert", Alert).tell(message, kind=kind)
            row.mount_all(new)

    @on(LanguageBar.Chosen)
    def _language_chosen(self, event: LanguageBar.Chosen) -> None:
        if event.code:
            self.desk.speak(event.code)
        else:
            self.action_language()

    @on(Action.Pressed, "#sign-in")
    def _press(self) -> None:
        self.page.submit()

    @on(FormPage.Submitted)
    def _submitted(self, event: FormPage.Submitted) -> None:
        self.query_one("#sign-in", Action).busy(msg("Signing in…"))
        self._sign_in(event.values["email"], event.values["password"])

    @work(exclusive=True, group="sign-in", exit_on_error=False, description="sign in")
    async def _sign_in(self, email: str, password: str) -> None:
        from traces_tui.workflow.sign_in import sign_in

        try:
            person = await self.ask(sign_in, email, password)
        finally:
            self.query_one("#sign-in", Action).ready()
        self.page.clear()
        self.desk.enter(person)

    def handle(self, refused: Refused) -> None:
        """One alert above the fields; the password goes, the address stays."""
        from traces_tui.workflow.refusals import NotYetValid, QuestionLocked, SignInRefused

        if isinstance(refused, NotYetValid):
            from traces_tui.screens.progress import ProgressScreen

            self.page.clear()
            self.app.push_screen(ProgressScreen(refused.key, refused.progress))
            return
        if isinstance(refused, QuestionLocked):
            from traces_tui.screens.forgotten_answer import QuestionLockedScreen

            self.page.clear()
            self.app.push_screen(QuestionLockedScreen(refused.authority))
            return
        wrong = isinstance(refused, SignInRefused)
        self._tell(refused.message, again=wrong)
        password = self.page.field("password")
        if wrong:
            password.value = ""
        password.target.focus()

    @on(Link.Pressed, "#register")
    def _register(self) -> None:
        from traces_tui.screens.registration import RegistrationScreen

        self.app.push_screen(RegistrationScreen())

    @on(Link.Pressed, "#code")
    def _code(self) -> None:
        from traces_tui.screens.confirmation import ConfirmationScreen

        self.app.push_screen(ConfirmationScreen())

    @on(Link.Pressed, "#forgotten")
    @on(Action.Pressed, "#alert-forgotten")
    def _forgotten(self) -> None:
        from traces_tui.screens.forgotten import ForgottenScreen

        email = self.page.field("email").value
        self.app.push_screen(ForgottenScreen(email, self._take_address))

    def _take_address(self, email: str, asked: bool) -> None:
        """Go on with the address of another page; a password that was asked for comes next."""
        self.page.field("email").value = email
        if asked:
            self.call_after_refresh(self.page.field("password").target.focus)

    @on(Link.Pressed, "#directory")
    def _directory(self) -> None:
        from traces_tui.screens.directory import DirectoryScreen

        self.app.push_screen(DirectoryScreen())

    @on(Link.Pressed, "#traces-nt")
    def _traces_nt(self) -> None:
        from traces_tui.screens.traces_nt import TracesNtScreen

        self.app.push_screen(TracesNtScreen())

    @on(Inline.Pressed, "#privacy")
    def _privacy(self) -> None:
        from traces_tui.screens.privacy import PrivacyScreen

        self.app.push_screen(PrivacyScreen())
