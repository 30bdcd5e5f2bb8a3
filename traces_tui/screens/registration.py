"""Registration in steps, with a page that is checked before anything is sent (notice, § I.2)."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import ClassVar

from textual import events, on, work
from textual.binding import BindingType

from traces_tui.i18n import msg
from traces_tui.paths import styles_dir
from traces_tui.refusal import Refused
from traces_tui.screens.registration_place import PlacePage
from traces_tui.screens.registration_steps import START, StepsScreen
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.keys import key
from traces_tui.widgets.press import Action, Link

DOUBLE_STRIKE = 0.5
"""Seconds without a press after which the check page can be sent: a held key sends nothing."""


class RegistrationScreen(StepsScreen):
    """Asks for everything, step by step. Nothing is written before the last page is sent.

    Args:
        email: What stands in the first field, for somebody who asks again.
    """

    CSS_PATH = styles_dir() / "registration.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        # First, because Textual gives every line page keys of its own that do nothing.
        replace(key("pagedown", "forward", msg("Continue")), priority=True),
        replace(key("pageup", "backward", msg("Back"), show=False), priority=True),
        key("escape", "back", msg("Cancel")),
    ]
    context = msg("Register a new user account")
    help_text = msg(
        "Fill the steps one by one. Page Down continues, Page Up goes back, nothing that you typed "
        "is lost. Your request leaves only when you send it on the last page."
    )

    def __init__(self, email: str = "") -> None:
        super().__init__(email)
        self._sending = False
        self._free_address = ""
        """The address that was last found free: it is not asked about twice."""
        self._known_address = ""
        """An address that has an account, on the way to the sign-in page with it."""

    @on(events.Mount)
    def _prepare(self) -> None:
        """The first page is read for a while: time to load what judges the next ones."""
        self.desk.prepare("email_validator", "phonenumbers", "zxcvbn")

    @on(Action.Pressed, "#begin")
    @on(Action.Pressed, "#continue")
    async def action_forward(self) -> None:
        """Begin, or judge the page and continue."""
        if self.at == START:
            await self.go(0)
        elif isinstance(page := self.page(self.at), FormPage):
            page.submit()

    @on(Action.Pressed, "#backward")
    async def action_backward(self) -> None:
        """Go one page back; nothing is judged and nothing is lost."""
        if not self._sending and self.at > START:
            await self.go(self.at - 1)

    @on(FormPage.Submitted)
    async def _submitted(self, event: FormPage.Submitted) -> None:
        event.stop()
        button = self.query_one("#continue", Action)
        if button.disabled or event.page is not self.page(self.at):
            return  # a second Enter on a page that is being left
        self.gather()
        email = self.form.cleaned(self.values)["email"]
        if event.page.step.name == "account" and email != self._free_address:
            button.busy(msg("One moment…"))
            self._ask_address(email, self.at)
        else:
            await self.onwards()

    @work(exclusive=True, group="ask", exit_on_error=False, description="is the address free")
    async def _ask_address(self, email: str, at: int) -> None:
        from traces_tui.workflow import registration
        from traces_tui.workflow.refusals import AddressTaken

        try:
            if not await self.ask(registration.address_is_free, email):
                raise AddressTaken
        finally:
            self.query_one("#continue", Action).ready()
        self._free_address = email
        if self.at == at:
            await self.onwards()

    @on(Action.Pressed, "#send")
    def _press_send(self) -> None:
        if self._sending:
            return
        now = time.monotonic()
        if now - self.shown_at < DOUBLE_STRIKE:
            self.shown_at = now  # a key that is held goes on counting as one
            return
        self._sending = True
        self.query_one("#send", Action).busy(msg("Sending…"))
        self._send()

    @work(exclusive=True, group="ask", exit_on_error=False, description="send the request")
    async def _send(self) -> None:
        from traces_tui.screens.progress import ProgressScreen
        from traces_tui.workflow import registration

        chosen = next((page.chosen for page in self.query(PlacePage)), None)
        try:
            receipt = await self.ask(registration.register, dict(self.values), chosen)
        finally:
            self._sending = False
            self.query_one("#send", Action).ready()
        self.app.switch_screen(ProgressScreen(receipt.key, receipt.progress, registered=True))

    def handle(self, refused: Refused) -> None:
        """Show it where it belongs: on another step, on a field, or on top of the page."""
        self.call_later(self.show_errors, refused.errors)

    # --- leaving --------------------------------------------------------------------------------

    @on(Action.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """Leave; not while the request is on its way, because nobody would see its number."""
        if not self._sending:
            self._known_address = ""
            super().action_back()

    @on(Link.Pressed, "#to-sign-in")
    def _to_sign_in(self) -> None:
        self.gather()
        self._known_address = self.values["email"]
        super().action_back()

    def leave(self) -> None:
        """Back to the sign-in page, with the address where it has an account."""
        if self._known_address:
            self.desk.sign_in_again(None, {"email": self._known_address})
        else:
            super().leave()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show a key only where it does something; sending is worth a button of its own."""
        if action == "forward":
            return self.at < self.last
        if action == "backward":
            return self.at > START
        return super().check_action(action, parameters)
