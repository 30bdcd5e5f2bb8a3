"""Registration in steps, with a page that is checked before anything is sent (notice, § I.2)."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from traces_tui.forms.definition import Errors, Step
from traces_tui.forms.registration import DEFAULTS, RegistrationForm, registration_form
from traces_tui.i18n import msg, plural
from traces_tui.paths import styles_dir
from traces_tui.refusal import Refused
from traces_tui.screens.base import DeskScreen
from traces_tui.screens.registration_account import AccountPage
from traces_tui.screens.registration_asides import aside_of
from traces_tui.screens.registration_check import CheckPage
from traces_tui.screens.registration_place import PlacePage
from traces_tui.screens.registration_start import MINUTES, StartPage
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.keys import key
from traces_tui.widgets.press import Action, Link
from traces_tui.widgets.steps import Stepper, StepRail

DOUBLE_STRIKE = 0.5
"""Seconds after a page appeared in which nothing is sent: a key held down sends nothing."""
START = -1
"""Index of the page before the first step."""
_KINDS: dict[str, type[FormPage]] = {"account": AccountPage, "organisation": PlacePage}
_ROWS: dict[str, tuple[tuple[str, ...], ...]] = {
    "organisation": (("country", "postal_code"),),
    "you": (("first_name", "last_name"), ("language", "notification"), ("phone", "fax")),
}


class RegistrationScreen(DeskScreen):
    """A start page, the steps of the form, and the page to check them.

    Pages are made when they are first reached and stay, so that going back loses nothing. Nothing
    is written before the last page is sent.

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
        super().__init__()
        self._values = {**DEFAULTS, "email": email}
        self._form: RegistrationForm
        self._at = START
        self._returning = False
        """Whether a step was opened from the check page and leads straight back there."""
        self._sending = False
        self._shown_at = 0.0
        self._free_address = ""
        """The address that was last found free: it is not asked about twice."""

    def body(self) -> ComposeResult:
        """Rail, stepper, pages, buttons."""
        self._form = registration_form(self.desk.office.settings)
        titles = [step.title for step in self._form.steps] + [msg("Verification")]
        notes = (
            plural("About {n} minute.", "About {n} minutes.", MINUTES),
            msg("Nothing is sent before the last one."),
        )
        with Horizontal(id="registration"):
            yield StepRail(msg("Your request"), titles, notes)
            with Vertical(id="registration-main"):
                yield Stepper(titles)
                with Vertical(id="registration-pages"):
                    yield StartPage(len(titles))
                with Horizontal(classes="actions", id="registration-actions"):
                    yield Action(msg("Begin"), "main", id="begin")
                    yield Action(msg("Continue"), "main", id="continue")
                    yield Action(msg("Send the request"), "main", id="send")
                    yield Action(msg("Back"), id="backward")
                    yield Action(msg("Cancel"), id="cancel")

    def start_focus(self) -> None:
        """Each page says where the focus begins."""

    @on(events.Mount)
    async def _begin(self) -> None:
        """Begin before the first step."""
        self._values["language"] = self.desk.tr.speaks
        await self._go(START)

    # --- from page to page ----------------------------------------------------------------------

    @property
    def _last(self) -> int:
        """Index of the check page."""
        return len(self._form.steps)

    async def _page(self, index: int) -> StartPage | FormPage | CheckPage:
        """A page, made at the first visit."""
        if index == START:
            return self.query_one(StartPage)
        pages = self.query_one("#registration-pages")
        if index == self._last:
            if not (checks := self.query(CheckPage)):
                await pages.mount(CheckPage(self._form))
            return self.query_one(CheckPage) if not checks else checks.first()
        step = self._form.steps[index]
        for page in self.query(FormPage):
            if page.step is step:
                page.set_values({n: v for n, v in self._values.items() if n not in page.values()})
                return page
        made = self._made(step)
        await pages.mount(made)
        return made

    def _made(self, step: Step) -> FormPage:
        return _KINDS.get(step.name, FormPage)(
            self._form,
            step,
            rows=_ROWS.get(step.name, ()),
            aside=aside_of(step, self.desk.office.settings),
            values=self._values,
            id=f"page-{step.name}",
        )

    async def _go(self, index: int) -> None:
        """Show a page and give it the focus."""
        self._gather()
        page = await self._page(index)
        self._at = index
        for child in self.query_one("#registration-pages").children:
            child.display = child is page
        stepper = self.query_one(Stepper)
        stepper.display = index != START
        stepper.go(max(index, 0))
        self.query_one(StepRail).go(index)
        check = index == self._last
        self.query_one("#begin").display = index == START
        self.query_one("#continue").display = START < index < self._last
        self.query_one("#send").display = check
        self.query_one("#backward").display = index != START
        if isinstance(page, CheckPage):
            self._returning = False
            page.tell(None)
            await page.show(self._values)
            self.query_one("#send").focus()
        elif isinstance(page, FormPage):
            page.focus_first()
        else:
            self.query_one("#begin").focus()
        self._shown_at = time.monotonic()
        self.refresh_bindings()

    def _gather(self) -> None:
        for page in self.query(FormPage):
            self._values |= page.values()

    @on(Action.Pressed, "#begin")
    @on(Action.Pressed, "#continue")
    @on(Action.Pressed, "#send")
    async def action_forward(self) -> None:
        """Begin, continue, or send."""
        if self._sending:
            return
        if self._at == START:
            await self._go(0)
        elif self._at < self._last:
            page = await self._page(self._at)
            if isinstance(page, FormPage):
                page.submit()
        elif time.monotonic() - self._shown_at >= DOUBLE_STRIKE:
            self._sending = True
            self._gather()
            self.query_one("#send", Action).busy(msg("Sending…"))
            self._send()

    @on(Action.Pressed, "#backward")
    async def action_backward(self) -> None:
        """Go one page back; nothing is judged and nothing is lost."""
        if not self._sending and self._at > START:
            await self._go(self._at - 1)

    @on(Action.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """Leave; not while the request is on its way, because nobody would see its number."""
        if not self._sending:
            super().action_back()

    @on(FormPage.Submitted)
    async def _submitted(self, event: FormPage.Submitted) -> None:
        event.stop()
        self._gather()
        email = self._form.cleaned(self._values)["email"]
        if event.page.step.name == "account" and email != self._free_address:
            self._ask_address(email)
        else:
            await self._onwards()

    async def _onwards(self) -> None:
        """The next page; the check page only when the whole form is right."""
        following = self._last if self._returning else self._at + 1
        if following == self._last and (errors := self._form.errors(self._values)):
            await self._show_errors(errors)
        else:
            await self._go(following)

    @on(CheckPage.Change)
    async def _change(self, event: CheckPage.Change) -> None:
        event.stop()
        if not self._sending:
            self._returning = True
            await self._go(event.step)

    # --- asking the workflow --------------------------------------------------------------------

    @work(exclusive=True, group="ask", exit_on_error=False, description="is the address free")
    async def _ask_address(self, email: str) -> None:
        from traces_tui.workflow import registration
        from traces_tui.workflow.refusals import AddressTaken

        if not await self.ask(registration.address_is_free, email):
            raise AddressTaken
        self._free_address = email
        await self._onwards()

    @work(exclusive=True, group="ask", exit_on_error=False, description="send the request")
    async def _send(self) -> None:
        from traces_tui.screens.progress import ProgressScreen
        from traces_tui.workflow import registration

        chosen = next((page.chosen for page in self.query(PlacePage)), None)
        try:
            receipt = await self.ask(registration.register, dict(self._values), chosen)
        finally:
            self._sending = False
            self.query_one("#send", Action).ready()
        self.app.switch_screen(ProgressScreen(receipt.key, receipt.progress, registered=True))

    def handle(self, refused: Refused) -> None:
        """Lead to the step of the first error; what is no field's matter stands on top."""
        self.call_later(self._show_errors, refused.errors)

    async def _show_errors(self, errors: Errors) -> None:
        index = next(
            (
                number
                for number, step in enumerate(self._form.steps)
                if any(field.name in errors for field in step.fields)
            ),
            self._at,
        )
        if index == self._last:
            self.query_one(CheckPage).tell(next(iter(errors.values())))
            self.query_one("#send").focus()
            return
        self._returning = self._returning or self._at == self._last
        if index != self._at:
            await self._go(index)
        page = await self._page(index)
        if isinstance(page, FormPage):
            here = {field.name for field in page.step.fields} | {""}
            page.show_errors({name: error for name, error in errors.items() if name in here})

    @on(Link.Pressed, "#to-sign-in")
    def _to_sign_in(self) -> None:
        self.action_back()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show a key only where it does something."""
        if action == "forward":
            return self._at < self._last  # sending is worth a button of its own
        if action == "backward":
            return self._at > START
        return super().check_action(action, parameters)
