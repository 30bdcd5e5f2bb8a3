"""Typing the code of the confirmation mail without signing in (notice, § I.3 and I.4)."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll

from traces_tui.forms.confirmation import confirmation_form
from traces_tui.i18n import msg
from traces_tui.paths import styles_dir
from traces_tui.screens.base import DeskScreen
from traces_tui.screens.receipt import Head, ReceiptScreen
from traces_tui.screens.request_words import heading_of, note_of, steps_of_confirmed
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.press import Action
from traces_tui.widgets.timeline import Timeline
from traces_tui.widgets.words import Heading, Words
from traces_tui.workflow.views import Confirmed, Status
from traces_tui.workflow.wording import CONFIRMED, title_of


class ConfirmationScreen(DeskScreen):
    """Asks for the code of the message and nothing else.

    Args:
        code: What stands in the field; it is sent only when the person says so.
    """

    CSS_PATH = styles_dir() / "confirmation.tcss"
    context = msg("Confirm your address")
    help_text = msg(
        "The code stands in the message that you received after your registration: three groups "
        "of four signs."
    )

    def __init__(self, code: str = "") -> None:
        super().__init__()
        self._code = code

    def body(self) -> ComposeResult:
        """A card with the field."""
        with VerticalScroll(id="confirmation", can_focus=False), Vertical(id="confirmation-card"):
            yield Heading((msg("Confirm your address"), "bold $link"))
            yield Words(
                msg("Type the code of the message that you received after your registration."),
                classes="confirmation-text",
            )
            yield FormPage(confirmation_form(), values={"code": self._code}, summary=False)
            with Horizontal(classes="actions"):
                yield Action(msg("Confirm"), "main", id="confirm")
                yield Action(msg("Back"), id="confirmation-back")
            yield Words(
                (
                    msg(
                        "No message, or an expired code? Sign in with your address and your "
                        "password: the page of your request opens, and sends a new one."
                    ),
                    "$muted",
                ),
                classes="confirmation-text",
            )

    def dirty(self) -> bool:
        """A code can be typed again: nothing is lost."""
        return False

    @on(Action.Pressed, "#confirm")
    def _press(self) -> None:
        self.query_one(FormPage).submit()

    @on(Action.Pressed, "#confirmation-back")
    def _back(self) -> None:
        self.action_back()

    @on(FormPage.Submitted)
    def _submitted(self, event: FormPage.Submitted) -> None:
        event.stop()
        button = self.query_one("#confirm", Action)
        if not button.disabled:
            button.busy(msg("One moment…"))
            self._confirm(event.values["code"])

    @work(exclusive=True, group="confirm", exit_on_error=False, description="confirm")
    async def _confirm(self, code: str) -> None:
        from traces_tui.workflow.confirmation import confirm

        try:
            done = await self.ask(confirm, code)
        finally:
            self.query_one("#confirm", Action).ready()
        self.app.switch_screen(ConfirmedScreen(done))


class ConfirmedScreen(ReceiptScreen):
    """The page of the notice after the code was accepted.

    Args:
        done: What was confirmed.
    """

    context = ConfirmationScreen.context
    help_text = msg("Your address is proved. Your competent authority has your request now.")

    def __init__(self, done: Confirmed) -> None:
        super().__init__()
        self.add_class("-without-code")
        self._done = done

    @property
    def request(self) -> Confirmed:
        """What was confirmed."""
        return self._done

    def body(self) -> ComposeResult:
        """Head, timeline, the sentences of the notice."""
        done, status = self._done, Status.CONFIRMED
        words, sign, style = note_of(status)
        with VerticalScroll(id="receipt", can_focus=False):
            yield Head(title_of(status), done.number, status)
            with Horizontal(id="receipt-columns"):
                with Vertical(id="receipt-card"):
                    yield Words((heading_of(status), "bold"), id="receipt-heading")
                    yield Timeline(steps_of_confirmed(done))
                    yield Words(CONFIRMED, id="receipt-words")
                    yield Words(words, glyph=sign, glyph_style=style, id="receipt-note")
                    yield from self.finish_row()
                yield from self.paper()

    def start_focus(self) -> None:
        """At the way out."""
        self.query_one("#finish").focus()
