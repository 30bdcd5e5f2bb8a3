"""Going from page to page of the registration; who sends it is :mod:`.registration`."""

from __future__ import annotations

import asyncio
import time
from typing import TypeAlias

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from traces_tui.forms.definition import Errors, Step
from traces_tui.forms.registration import DEFAULTS, RegistrationForm, registration_form
from traces_tui.i18n import msg, plural
from traces_tui.screens.base import DeskScreen
from traces_tui.screens.registration_account import AccountPage
from traces_tui.screens.registration_asides import aside_of
from traces_tui.screens.registration_check import CheckPage
from traces_tui.screens.registration_place import PlacePage
from traces_tui.screens.registration_start import MINUTES, StartPage
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.press import Action
from traces_tui.widgets.steps import Stepper, StepRail

START = -1
"""Index of the page before the first step."""
_KINDS: dict[str, type[FormPage]] = {"account": AccountPage, "organisation": PlacePage}
_ROWS: dict[str, tuple[tuple[str, ...], ...]] = {
    "organisation": (("country", "postal_code"),),
    "you": (("first_name", "last_name"), ("language", "notification"), ("phone", "fax")),
}

Page: TypeAlias = StartPage | FormPage | CheckPage


class StepsScreen(DeskScreen):
    """A start page, the steps of the form, and the page to check them.

    Pages are made when they are first reached and stay, so that going back loses nothing.

    Args:
        email: What stands in the first field, for somebody who asks again.
    """

    def __init__(self, email: str = "") -> None:
        super().__init__()
        self.values = {**DEFAULTS, "email": email}
        """What was typed, of all pages that were reached."""
        self.form: RegistrationForm
        """The form with the numbers of the office."""
        self.at = START
        """Index of the page that is shown; the check page comes after the last step."""
        self.shown_at = 0.0
        """When that page appeared, in seconds of a clock that only goes forward."""
        self._returning = False
        """Whether a step was opened from the check page and leads straight back there."""
        self._moving = asyncio.Lock()

    def body(self) -> ComposeResult:
        """Rail, stepper, pages, buttons."""
        self.form = registration_form(self.desk.office.settings)
        titles = [step.title for step in self.form.steps] + [msg("Verification")]
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
        self.values["language"] = self.desk.tr.speaks
        await self.go(START)

    @property
    def last(self) -> int:
        """Index of the check page."""
        return len(self.form.steps)

    def page(self, index: int) -> Page | None:
        """A page, if it was made already."""
        if index == START:
            return self.query_one(StartPage)
        if index == self.last:
            return next(iter(self.query(CheckPage)), None)
        step = self.form.steps[index]
        return next((page for page in self.query(FormPage) if page.step is step), None)

    async def _made(self, index: int) -> Page:
        page = self.page(index)
        if page is None:
            page = CheckPage(self.form) if index == self.last else self._new(self.form.steps[index])
            await self.query_one("#registration-pages").mount(page)
        elif isinstance(page, FormPage):
            own = page.values()
            page.set_values({name: v for name, v in self.values.items() if name not in own})
        return page

    def _new(self, step: Step) -> FormPage:
        return _KINDS.get(step.name, FormPage)(
            self.form,
            step,
            rows=_ROWS.get(step.name, ()),
            aside=aside_of(step, self.desk.office.settings),
            values=self.values,
            id=f"page-{step.name}",
        )

    async def go(self, index: int) -> None:
        """Show a page and give it the focus. A key and a button may ask at once: one by one."""
        async with self._moving:
            self.gather()
            page = await self._made(index)
            self.at = index
            self._show_parts(page)
            if isinstance(page, CheckPage):
                self._returning = False
                page.tell(None)
                await page.show(self.values)
                self.query_one("#send").focus()
            elif isinstance(page, FormPage):
                page.focus_first()
            else:
                self.query_one("#begin").focus()
            self.shown_at = time.monotonic()
            self.refresh_bindings()

    def _show_parts(self, page: Page) -> None:
        index = self.at
        for child in self.query_one("#registration-pages").children:
            child.display = child is page
        stepper = self.query_one(Stepper)
        stepper.display = index != START
        stepper.go(max(index, 0))
        self.query_one(StepRail).go(index)
        self.query_one("#begin").display = index == START
        self.query_one("#continue").display = START < index < self.last
        self.query_one("#send").display = index == self.last
        self.query_one("#backward").display = index != START

    def gather(self) -> None:
        """Take in what stands in the fields."""
        for page in self.query(FormPage):
            self.values |= page.values()

    async def onwards(self) -> None:
        """The next page; the check page only when the whole form is right."""
        following = self.last if self._returning else self.at + 1
        if following == self.last and (errors := self.form.errors(self.values)):
            self._returning = True
            await self.show_errors(errors)
        else:
            await self.go(following)

    @on(CheckPage.Change)
    async def _change(self, event: CheckPage.Change) -> None:
        event.stop()
        if not self.query_one("#send", Action).disabled:
            await self.go(event.step)
            self._returning = True

    async def show_errors(self, errors: Errors) -> None:
        """Lead to the step of the first error; what is no field's matter stands on top."""
        index = next(
            (
                number
                for number, step in enumerate(self.form.steps)
                if any(field.name in errors for field in step.fields)
            ),
            self.at,
        )
        from_the_end = self._returning or self.at == self.last
        if index != self.at:
            await self.go(index)
        page = self.page(index)
        if isinstance(page, CheckPage):
            page.tell(next(iter(errors.values())))
            self.query_one("#send").focus()
        elif isinstance(page, FormPage):
            self._returning = from_the_end
            here = {field.name for field in page.step.fields} | {""}
            page.show_errors({name: error for name, error in errors.items() if name in here})
