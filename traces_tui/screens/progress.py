"""Where a request stands, and what the applicant can do about it (notice, § I.3 to I.6)."""

from __future__ import annotations

from dataclasses import replace

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll

from traces_tui.forms.confirmation import confirmation_form
from traces_tui.i18n import Message, msg, verbatim
from traces_tui.refusal import Refused, Unavailable
from traces_tui.screens.correct_address import CorrectAddressDialog
from traces_tui.screens.receipt import Head, ReceiptScreen
from traces_tui.screens.request_words import heading_of, mail_words, note_of, steps_of
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.paper import Paper
from traces_tui.widgets.press import Action, Link
from traces_tui.widgets.timeline import Timeline
from traces_tui.widgets.words import Words
from traces_tui.workflow.views import MailProgress, Progress, Status
from traces_tui.workflow.wording import CONFIRMED, title_of

LOOK_AGAIN = 4.0
"""Seconds between two looks at the request while the page is being read."""


class ProgressScreen(ReceiptScreen):
    """The three steps of a request, with the code of the message to type right there.

    Args:
        key: Key of the pending session.
        progress: Where the request stands.
        registered: Whether it was sent just now.
    """

    context = msg("Your request")
    help_text = msg(
        "Your account goes through three steps. Type the code of the message here; then your "
        "competent authority validates the account. You can't sign in before."
    )

    def __init__(self, key: str, progress: Progress, *, registered: bool = False) -> None:
        super().__init__()
        self._key = key
        self._progress = progress
        self._registered = registered
        self._told: MailProgress | None = None
        """The state of the mail that was last put into words."""
        self._acts = 0
        """Counts what was done here, so that a look that began before is not shown after it."""

    @property
    def request(self) -> Progress:
        """Where the request stands."""
        return self._progress

    def body(self) -> ComposeResult:
        """Head, timeline, code and mail, warning, buttons, receipt."""
        now = self._progress
        with VerticalScroll(id="receipt", can_focus=False):
            yield Head(self._title, now.number, now.status, self._kind)
            with Horizontal(id="receipt-columns"):
                with Vertical(id="receipt-card"):
                    yield Words(id="receipt-heading")
                    yield Timeline(steps_of(now))
                    yield from self._code_row()
                    yield Words(id="receipt-words")
                    yield Words(id="receipt-quote")
                    yield Words(id="receipt-note")
                    yield from self.finish_row(Action(msg("Ask again"), id="ask-again"))
                yield from self.paper()

    def _code_row(self) -> ComposeResult:
        """The field of the code, and what can be done about its message."""
        with Horizontal(id="code-row"):
            with Horizontal(id="code-line"):
                yield FormPage(confirmation_form(), summary=False, id="code-page")
                yield Action(msg("Confirm"), "main", id="confirm")
            with Vertical(id="mail-box"):
                yield Words(id="mail-state")
                with Horizontal(id="mail-links"):
                    yield Link(msg("Send the message again"), id="resend")
                    yield Link(msg("Correct the address"), id="correct")

    def start_focus(self) -> None:
        """The code first, while it is awaited; else the way out."""
        if self._progress.status is Status.NEW:
            self.query_one(FormPage).focus_first()
        else:
            self.query_one("#finish").focus()

    @on(events.Mount)
    async def _begin(self) -> None:
        """Show it, and look again from time to time."""
        await self._show(self._progress)
        self.set_interval(LOOK_AGAIN, self._look)

    # --- what is shown --------------------------------------------------------------------------

    async def _show(self, progress: Progress) -> None:
        moved = progress.status is not self._progress.status
        self._progress = progress
        status = progress.status
        new = status is Status.NEW
        self.query_one(Head).tell(self._title, progress.number, status, self._kind)
        self.query_one("#receipt-heading", Words).say((heading_of(status), "bold"))
        await self.query_one(Timeline).show(steps_of(progress))
        self.query_one(Paper).show(progress, self.desk.office.clock())
        self.query_one("#code-row").display = new
        self.set_class(not new, "-without-code")
        self.query_one("#ask-again").display = status is Status.REFUSED
        self._say_mail()
        self._say_note()
        self.fit()
        if moved or (self.focused is not None and not self.focused.display):
            self.start_focus()

    @property
    def _title(self) -> Message:
        return title_of(self._progress.status, just_sent=self._registered)

    @property
    def _kind(self) -> str:
        status = self._progress.status
        good = status in {Status.CONFIRMED, Status.VALID} or self._registered
        return "success" if good and status is not Status.REFUSED else "info"

    def _say_mail(self) -> None:
        """How far the mail has come; what came of a button stays until there is news."""
        mail = self._progress.mail
        if mail is not None and mail != self._told:
            self._told = mail
            words, sign, style = mail_words(mail)
            self.query_one("#mail-state", Words).say((words, style), glyph=sign, glyph_style=style)

    def _say_note(self) -> None:
        now = self._progress
        words, note = (
            self.query_one("#receipt-words", Words),
            self.query_one("#receipt-note", Words),
        )
        quote = self.query_one("#receipt-quote", Words)
        quote.say(verbatim(now.refusal_words))
        quote.display = bool(now.refusal_words)
        words.display = now.status is Status.CONFIRMED or now.refusal is not None
        if now.refusal is not None:
            words.say((msg("Reason: {reason}.", reason=now.refusal), "bold"))
        else:
            words.say(CONFIRMED)
        told, sign, style = note_of(now.status)
        note.say(told, glyph=sign, glyph_style=style)

    # --- what the person does -------------------------------------------------------------------

    @on(Action.Pressed, "#confirm")
    def _press(self) -> None:
        self.query_one(FormPage).submit()

    @on(FormPage.Submitted)
    def _submitted(self, event: FormPage.Submitted) -> None:
        event.stop()
        button = self.query_one("#confirm", Action)
        if not button.disabled:
            button.busy(msg("One moment…"))
            self._confirm(event.values["code"])

    @work(exclusive=True, group="act", exit_on_error=False, description="confirm")
    async def _confirm(self, code: str) -> None:
        from traces_tui.workflow.confirmation import confirm

        self._acts += 1
        try:
            done = await self.ask(confirm, code, self._key)
        finally:
            self.query_one("#confirm", Action).ready()
        await self._show(
            replace(
                self._progress,
                status=Status.CONFIRMED,
                confirmed_at=done.at,
                code_expires_at=None,
                mail=None,
                resend_at=None,
            )
        )

    @on(Link.Pressed, "#resend")
    @work(exclusive=True, group="act", exit_on_error=False, description="send again")
    async def _resend(self) -> None:
        from traces_tui.workflow.confirmation import resend

        self._acts += 1
        progress = await self.ask(resend, self._key)
        await self._show_done(progress, msg("A new message is on its way; the older code is dead."))

    def handle(self, refused: Refused) -> None:
        """What is no matter of the code stands beside it, where the mail is spoken of."""
        from traces_tui.workflow.refusals import SessionOver

        if isinstance(refused, SessionOver):
            # A decision ends it as well: whoever signs in again sees what was decided.
            self.desk.sign_in_again(msg("Sign in to see where your request stands."))
        elif refused.field == "code":
            super().handle(refused)
            self.fit()
        else:
            self._answer(refused.message, "warn", "$warn")

    @on(Link.Pressed, "#correct")
    def _correct(self) -> None:
        self.app.push_screen(CorrectAddressDialog(self._key), self._corrected)

    async def _corrected(self, progress: Progress | None) -> None:
        if progress is not None:
            self._acts += 1
            await self._show_done(
                progress, msg("A new message is on its way to the right address.")
            )

    @on(Action.Pressed, "#ask-again")
    def _ask_again(self) -> None:
        from traces_tui.screens.registration import RegistrationScreen

        self.app.switch_screen(RegistrationScreen(self._progress.email))

    async def _show_done(self, progress: Progress, words: Message) -> None:
        self._told = progress.mail
        self._answer(words, "ok", "$good")
        await self._show(progress)

    def _answer(self, words: Message, sign: str, style: str) -> None:
        """Say what came of a button, in place of the state of the mail."""
        self.query_one("#mail-state", Words).say((words, style), glyph=sign, glyph_style=style)

    # --- looking again --------------------------------------------------------------------------

    def renew(self) -> None:
        """Look again now."""
        self._look()

    def _look(self) -> None:
        if self.is_current and self._progress.status in {Status.NEW, Status.CONFIRMED}:
            self._ask_progress(self._acts)

    @work(exclusive=True, group="look", exit_on_error=False, description="look again")
    async def _ask_progress(self, acts: int) -> None:
        from traces_tui.workflow.confirmation import progress

        try:
            now = await self.desk.ask(progress, self._key)
        except Unavailable:
            return  # what stands here stays true; the next look may succeed
        if acts == self._acts:
            await self._show(now)
