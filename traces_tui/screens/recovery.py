"""After a temporary password: the answer, a new question where one is due, a new password."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from traces_tui.i18n import msg
from traces_tui.paths import styles_dir
from traces_tui.refusal import Refused
from traces_tui.screens.recovery_pages import AnswerPage, QuestionPage, RecoveryPage, SecretPage
from traces_tui.screens.signed_in import SignedInScreen
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.keys import key
from traces_tui.widgets.press import Action
from traces_tui.widgets.steps import Stepper
from traces_tui.workflow.views import Person, Recovery, RecoveryStep

_STEPS = (msg("Secret question"), msg("New password"))


class RecoveryScreen(SignedInScreen):
    """Leads from a temporary password to a new one; the only other way out is to sign out.

    Args:
        person: Holds a recovery session.
    """

    CSS_PATH = styles_dir() / "recovery.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "give_up", msg("Sign out"))]
    context = msg("Choose a new password")
    help_text = msg(
        "The temporary password is used up. Choose a new password now; if you sign out before, "
        "ask for another message."
    )

    def __init__(self, person: Person) -> None:
        super().__init__()
        self._person = person
        self._state: Recovery | None = None
        self._refused = ""
        """The last wrong answer: sending it once more would cost a try for nothing."""

    @property
    def key(self) -> str:
        """The recovery session's key."""
        return self._person.key

    def body(self) -> ComposeResult:
        """The steps, and room for the page of each."""
        if self.desk.office.settings.secret_question:
            yield Stepper(_STEPS, id="recovery-steps")
        yield VerticalScroll(id="recovery-room", can_focus=False)

    def on_mount(self) -> None:
        """Ask what is due."""
        self.renew()

    def renew(self) -> None:
        """Ask again what is due; a page that is still right keeps what was typed in it."""
        self._load()

    @work(exclusive=True, group="recovery", exit_on_error=False, description="state of recovery")
    async def _load(self) -> None:
        from traces_tui.workflow import recovery

        await self._show(await self.ask(recovery.state, self.key))

    async def _show(self, state: Recovery) -> None:
        before, self._state = self._state, state
        for stepper in self.query(Stepper):
            stepper.go(1 if state.step is RecoveryStep.NEW_PASSWORD else 0)
        if before is not None and before.step is state.step:
            self._page.tell(state)
            return
        room = self.query_one("#recovery-room")
        page = self._new_page(state)
        async with self.batch():
            await room.remove_children()
            await room.mount(page)
        page.form.focus_first()

    def _new_page(self, state: Recovery) -> RecoveryPage:
        settings = self.desk.office.settings
        match state.step:
            case RecoveryStep.ANSWER:
                return AnswerPage(state)
            case RecoveryStep.NEW_QUESTION:
                return QuestionPage()
            case RecoveryStep.NEW_PASSWORD:
                return SecretPage(settings, self._person)

    @property
    def _page(self) -> RecoveryPage:
        return self.query_one(RecoveryPage)

    @on(Action.Pressed, "#recovery-continue")
    def _continue(self) -> None:
        self._page.form.submit()

    @on(FormPage.Submitted)
    def _submitted(self, event: FormPage.Submitted) -> None:
        page = self._page
        if page.button.disabled:
            return
        if isinstance(page, AnswerPage) and event.values["answer"] == self._refused:
            page.say_again()
            return
        page.button.busy(msg("One moment…"))
        self._go_on(event.values)

    @work(exclusive=True, group="recovery", exit_on_error=False, description="one step on")
    async def _go_on(self, values: dict[str, str]) -> None:
        from traces_tui.workflow import recovery

        page = self._page
        try:
            if isinstance(page, AnswerPage):
                await self._show(await self.ask(recovery.answer, self.key, values["answer"]))
            elif isinstance(page, QuestionPage):
                await self._show(await self.ask(recovery.choose_question, self.key, values))
            else:
                self.desk.enter(await self.ask(recovery.choose_password, self.key, values))
        except Refused:
            self._refused = values.get("answer", "")
            page.button.ready()
            raise

    def handle(self, refused: Refused) -> None:
        """Count the answers that are left; the last one ends the session."""
        from traces_tui.screens.forgotten_answer import QuestionLockedScreen
        from traces_tui.workflow.refusals import QuestionLocked, SignInRefused, WrongAnswer

        match refused:
            case QuestionLocked(authority=authority):
                self.come_to_front()
                self.app.switch_screen(QuestionLockedScreen(authority))
            case SignInRefused():
                self.desk.sign_in_again(refused.message)
            case WrongAnswer():
                super().handle(refused)
                self.renew()
            case _:
                super().handle(refused)

    @on(Action.Pressed, "#recovery-lost")
    def _lost(self) -> None:
        from traces_tui.screens.forgotten_answer import ForgottenAnswerScreen

        self.app.push_screen(ForgottenAnswerScreen(self._state.authority if self._state else None))

    @on(Action.Pressed, "#recovery-sign-out")
    def _sign_out_pressed(self) -> None:
        self.action_give_up()

    @work(exclusive=True, group="give-up", exit_on_error=False, description="ask before giving up")
    async def action_give_up(self) -> None:
        """Sign out, after telling that the temporary password is used up."""
        from traces_tui.screens.confirm_dialog import ConfirmDialog

        if await self.app.push_screen_wait(
            ConfirmDialog(
                msg("Sign out now?"),
                msg(
                    "Your temporary password is used up. To come back you will have to ask for "
                    "another message."
                ),
                yes=msg("Sign out"),
                no=msg("Stay here"),
            )
        ):
            self.sign_out()
