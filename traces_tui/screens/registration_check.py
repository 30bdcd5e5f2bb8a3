"""The last page of the registration: everything that was typed, before it is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message as Event
from textual.widgets import Static

from traces_tui.forms.definition import Values
from traces_tui.forms.password import registration_words
from traces_tui.forms.registration import RegistrationForm, competence
from traces_tui.forms.strength import STRENGTHS, strength
from traces_tui.i18n import CountryName, Message, msg, verbatim
from traces_tui.widgets.alert import Alert
from traces_tui.widgets.desk import desk
from traces_tui.widgets.facts import Fact, Facts
from traces_tui.widgets.press import Inline, Pressable
from traces_tui.widgets.reading_page import ReadingPage
from traces_tui.widgets.words import Heading, Words
from traces_tui.workflow.views import AuthorityView

DOTS = 10
"""Dots for every secret: their number tells nothing."""


class CheckPage(ReadingPage):
    """Shows each section with the way back to it.

    Args:
        form: The form.
    """

    @dataclass
    class Change(Event):
        """The person wants to change a section."""

        step: int
        """Index of the form's step."""

    def __init__(self, form: RegistrationForm) -> None:
        super().__init__(id="check-page")
        self._form = form
        self._strength: Message | None = None

    def compose(self) -> ComposeResult:
        """The heading and one section for each step."""
        alert = Alert(msg("Error"), id="check-alert")
        alert.display = False
        yield alert
        yield Heading((msg("Check your answers before they are sent"), "bold"), id="check-title")
        for index, step in enumerate(self._form.steps):
            yield Static(classes="check-gap")  # as much room as there is to spare
            with Vertical(classes="check-section"):
                with Horizontal(classes="check-head"):
                    yield Words((step.title, "bold $link"), classes="check-name")
                    yield Inline(msg("Change"), id=f"change-{index}")
                if step.name == "question":
                    yield Words(id="check-question")
                else:
                    yield Facts((), id=f"facts-{step.name}")

    async def show(self, values: Values) -> None:
        """Show what was typed.

        Args:
            values: Uncleaned values without errors.
        """
        clean = self._form.cleaned(values)
        self._strength = None
        await self._fill(clean)
        self._measure(clean)

    async def _fill(self, clean: Values) -> None:
        for step in self._form.steps:
            if step.name == "question":
                # Some questions are as long as a row: they have one to themselves. The answer is
                # not repeated, not even as dots, because it tells nothing.
                question = self._chosen("question", clean)
                self.query_one("#check-question", Words).say(question)
            else:
                rows = tuple(self._rows(step.name, clean))
                await self.query_one(f"#facts-{step.name}", Facts).show(rows)

    def tell(self, message: Message | None) -> None:
        """Say what went wrong with the request as a whole, or take that away."""
        alert = self.query_one("#check-alert", Alert)
        alert.display = message is not None
        if message is not None:
            alert.tell(message)
            self.scroll_home(animate=False)

    def _rows(self, step: str, clean: Values) -> Iterable[Fact]:
        match step:
            case "account":
                yield self._label("email"), verbatim(clean["email"])
                yield self._label("password"), self._password()
            case "organisation":
                yield self._label("organisation_name"), verbatim(clean["organisation_name"])
                yield self._label("address"), self._place(clean)
                yield msg("Competent authority"), _authority(clean)
            case _:
                yield (
                    msg("First and last name"),
                    msg("{first} {last}", first=clean["first_name"], last=clean["last_name"]),
                )
                yield (
                    msg("Language / notification"),
                    _pair(self._chosen("language", clean), self._chosen("notification", clean)),
                )
                yield (
                    msg("Telephone / fax"),
                    _pair(_given(clean["phone"]), _given(clean["fax"]))
                    if clean["phone"] or clean["fax"]
                    else None,
                )
                more = clean["more_information"]
                yield msg("Other information"), verbatim(more) if more else None

    def _label(self, name: str) -> Message:
        return self._form.by_name[name].label

    def _chosen(self, name: str, clean: Values) -> Message:
        choices = self._form.by_name[name].choices
        offered = choices(clean) if choices is not None else ()
        return next((one.label for one in offered if one.value == clean[name]), verbatim(""))

    def _place(self, clean: Values) -> Message:
        choices = self._form.by_name["commune"].choices
        offered = choices(clean) if choices is not None else ()
        town = next(
            (one.label for one in offered if one.value == clean["commune"]),
            verbatim(clean["commune"]),
        )
        return msg(
            "{street}, {postal_code} {town}, {country}",
            street=clean["address"],
            postal_code=clean["postal_code"],
            town=town,
            country=CountryName(clean["country"]),
        )

    def _password(self) -> Message:
        dots = _dots(self)
        return (
            dots
            if self._strength is None
            else msg("{dots}  {strength}", dots=dots, strength=self._strength)
        )

    @work(exclusive=True, group="strength", exit_on_error=False, description="strength")
    async def _measure(self, clean: Values) -> None:
        words = registration_words(clean)
        score = await asyncio.to_thread(strength, clean["password"], words)
        self._strength = STRENGTHS[score]
        await self.query_one("#facts-account", Facts).show(tuple(self._rows("account", clean)))

    @on(Pressable.Pressed)
    def _pressed(self, event: Pressable.Pressed) -> None:
        event.stop()
        step = int((event.control.id or "").removeprefix("change-"))
        self.post_message(self.Change(step))


def _dots(page: CheckPage) -> Message:
    return verbatim(desk(page).glyph("secret") * DOTS)


def _given(text: str) -> Message:
    return verbatim(text) if text else msg("not given")


def _pair(first: Message, second: Message) -> Message:
    return msg("{first} / {second}", first=first, second=second)


def _authority(clean: Values) -> Message | None:
    found = competence(clean)
    if found is None:
        return None
    record = found.authority
    name = record.name if record.department else ""
    return AuthorityView(record.code, record.country, name, "", "", "").name
