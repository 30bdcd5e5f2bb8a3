"""Fields and pages of a form: what is typed, judged, shown and never lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from textual import events
from textual.app import ComposeResult
from textual.pilot import Pilot

from tests.offices import PASSWORD
from tests.ui.at_the_desk import desk_app, misfits, screen_text, settled, shown, typed, value
from traces_tui.forms.definition import Choice, Field, Form, Step, Values
from traces_tui.forms.registration import DEFAULTS, registration_form
from traces_tui.i18n import msg, verbatim
from traces_tui.office import Office
from traces_tui.screens.base import DeskScreen
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.error_summary import ErrorLine, ErrorSummary
from traces_tui.widgets.field import FormField
from traces_tui.widgets.field_parts import Note
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.pick import PickDialog
from traces_tui.widgets.pick_button import PickButton
from traces_tui.widgets.press import Action
from traces_tui.widgets.words import Words


def fruit(_values: Values) -> tuple[Choice, ...]:
    """A short list."""
    return tuple(Choice(name, verbatim(name.title())) for name in ("apple", "pear", "plum"))


def many_fields() -> Form[dict[str, str]]:
    """Six fields that must be filled, one that need not."""
    fields = tuple(
        Field(f"f{n}", verbatim(f"Field {n}"), missing=msg("Enter the answer"), max_length=20)
        for n in range(6)
    )
    optional = Field("note", verbatim("Note"), "long_text", max_length=30)
    return Form(
        "many", verbatim("Many"), (Step("one", verbatim("One"), (*fields, optional)),), dict
    )


def pick_form() -> Form[dict[str, str]]:
    """One field of each kind of list, and a secret."""
    fields = (
        Field("fruit", verbatim("Fruit"), "choice", missing=msg("Choose a type"), choices=fruit),
        Field("answer", verbatim("Answer"), "answer", missing=msg("Enter the answer")),
        Field("password", verbatim("Password"), "password", missing=msg("Enter your password")),
    )
    return Form("pick", verbatim("Pick"), (Step("one", verbatim("One"), fields),), dict)


class PageScreen(DeskScreen):
    """Shows one page of a form and keeps what was submitted."""

    def __init__(
        self, form: Form[Any], step: Step | None = None, values: Mapping[str, str] | None = None
    ) -> None:
        super().__init__()
        self.page = FormPage(form, step, values=values)
        self.submitted: list[dict[str, str]] = []

    def body(self) -> ComposeResult:
        """The page and a button."""
        yield self.page
        yield Action(msg("Continue"), "main", id="continue")

    def on_form_page_submitted(self, event: FormPage.Submitted) -> None:
        """Keep it."""
        self.submitted.append(event.values)


def page_screen(pilot: Pilot[int]) -> PageScreen:
    """The screen under test."""
    screen = pilot.app.screen_stack[-1]
    assert isinstance(screen, PageScreen)
    return screen


def note(pilot: Pilot[int], field: str) -> str:
    """What stands under a field."""
    return pilot.app.screen.query_one(f"#field-{field} Note", Note).words().plain


def line(pilot: Pilot[int], field: str) -> Entry:
    """The line of a field."""
    return pilot.app.screen.query_one(f"#field-{field} Entry", Entry)


async def test_enter_goes_on_and_submits_in_the_last_field(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 40)) as pilot:
        await shown(pilot, PageScreen(many_fields()))
        for n in range(6):
            await pilot.press(str(n), "enter")
        await pilot.press("enter")
        await settled(pilot)
        assert page_screen(pilot).submitted == [{f"f{n}": str(n) for n in range(6)} | {"note": ""}]


async def test_arrows_move_between_fields_and_out_of_the_page(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, PageScreen(pick_form()))
        await pilot.press("down", "down")
        assert app.screen.focused is line(pilot, "password")
        await pilot.press("up")
        assert app.screen.focused is line(pilot, "answer")
        await pilot.press("down", "down")
        assert app.screen.focused is app.screen.query_one("#continue")


async def test_no_errors_before_the_first_submit(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, PageScreen(registration_form(office.settings)))
        await typed(pilot, "no address", "email")
        await pilot.press("tab", "tab", "tab")
        assert not app.screen.query(ErrorSummary)
        assert all(not field.error for field in app.screen.query(FormField))


async def test_submit_counts_lists_and_focuses_the_first(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, PageScreen(many_fields()))
        page_screen(pilot).page.submit()
        await settled(pilot)
        text = screen_text(app)
        assert "There are 6 problems to correct" in text
        assert "1 Field 0: Enter the answer" in text
        assert "… and 3 others" in text
        assert app.screen.focused is line(pilot, "f0")


async def test_digits_and_clicks_of_the_summary_lead_to_the_field(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 40)) as pilot:
        await shown(pilot, PageScreen(many_fields()))
        page_screen(pilot).page.submit()
        await settled(pilot)
        app.screen.query_one(ErrorSummary).focus()
        await pilot.press("2")
        await settled(pilot)
        assert app.screen.focused is line(pilot, "f1")
        await pilot.click(list(app.screen.query(ErrorLine))[2])
        await settled(pilot)
        assert app.screen.focused is line(pilot, "f2")


async def test_errors_go_as_they_are_corrected(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 40)) as pilot:
        await shown(pilot, PageScreen(many_fields()))
        page_screen(pilot).page.set_values({f"f{n}": "x" for n in range(4)})
        page_screen(pilot).page.submit()
        await settled(pilot)
        assert "There are 2 problems" in screen_text(app)
        await pilot.press("a")
        await settled(pilot)
        assert "There is 1 problem to correct" in screen_text(app)
        assert note(pilot, "f4").startswith("▔")
        await pilot.press("enter", "b")
        await settled(pilot)
        assert "✓ All is corrected" in screen_text(app)
        assert value(pilot, "f4") == "a"


async def test_an_error_of_the_workflow_goes_when_its_field_changes(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 40)) as pilot:
        await shown(pilot, PageScreen(many_fields()))
        page = page_screen(pilot).page
        page.set_values({f"f{n}": "x" for n in range(6)})
        page.show_errors({"f1": msg("Choose a type"), "": msg("Cancel")})
        await settled(pilot)
        assert app.screen.focused is line(pilot, "f1")
        assert "✗ Cancel" in screen_text(app)
        await typed(pilot, "y", "f0")
        assert note(pilot, "f1") == "✗ Choose a type"
        await typed(pilot, "y", "f1")
        assert note(pilot, "f1").startswith("▔")


async def test_repetition_is_praised_only_when_it_is_the_same(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, PageScreen(registration_form(office.settings)))
        await typed(pilot, PASSWORD, "password")
        await typed(pilot, PASSWORD[:-1], "password_again")
        assert note(pilot, "password_again").startswith("▔")
        await pilot.press(PASSWORD[-1])
        assert note(pilot, "password_again") == "✓ The two entries are the same"


async def test_control_characters_and_line_ends_stay_outside(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 40)) as pilot:
        await shown(pilot, PageScreen(many_fields()))
        line(pilot, "f0").post_message(events.Paste("a\x1b[31mb\u202ec\r\n"))
        await settled(pilot)
        assert value(pilot, "f0") == "a[31mbc"
        assert "Control characters were left out" in note(pilot, "f0")


async def test_long_pastes_are_cut_aloud_or_refused_if_secret(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 40)) as pilot:
        await shown(pilot, PageScreen(many_fields()))
        line(pilot, "f0").post_message(events.Paste("x" * 1_000_000))
        await settled(pilot)
        assert value(pilot, "f0") == "x" * 20
        assert "At most 20 characters" in note(pilot, "f0")
        await pilot.press("y")
        assert value(pilot, "f0") == "x" * 20
        app.pop_screen()
        await shown(pilot, PageScreen(pick_form()))
        line(pilot, "password").post_message(events.Paste("x" * 101 + "\n"))
        await settled(pilot)
        assert value(pilot, "password") == ""
        assert "nothing was pasted" in note(pilot, "password")


@pytest.mark.parametrize("keys", [("ctrl+c", "escape"), ("ctrl+x",)])
async def test_nothing_reaches_a_clipboard(office: Office, keys: tuple[str, ...]) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, PageScreen(pick_form()))
        await typed(pilot, "Secret-1", "password")
        await pilot.press("shift+home", *keys)
        assert app.clipboard == ""
        await pilot.press("end", "ctrl+v")
        assert value(pilot, "password") == "Secret-1"


async def test_passwords_are_hidden_until_shown_and_hidden_again(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, PageScreen(pick_form()))
        await typed(pilot, "Secret-1", "password")
        assert "Secret-1" not in screen_text(app)
        await pilot.press("tab", "enter")
        assert "Secret-1" in screen_text(app)
        page_screen(pilot).page.submit()
        await settled(pilot)
        assert "Secret-1" not in screen_text(app)


async def test_answers_are_shown_until_hidden(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, PageScreen(pick_form()))
        await typed(pilot, "École", "answer")
        assert "École" in screen_text(app)
        await pilot.press("tab", "space")
        assert "École" not in screen_text(app)


async def test_short_list_is_picked_by_digit_or_arrows(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, PageScreen(pick_form()))
        button = app.screen.query_one(PickButton)
        assert app.screen.focused is button
        await pilot.press("enter")
        await pilot.press("2")
        await settled(pilot)
        assert button.value == "pear"
        assert "Pear" in screen_text(app)
        assert app.screen.focused is button
        await pilot.press("space")
        await pilot.press("down", "enter")
        await settled(pilot)
        assert button.value == "plum"


@pytest.mark.parametrize(
    ("typing", "code"), [("allem", "DE"), ("germ", "DE"), ("deuts", None), ("espag", "ES")]
)
async def test_countries_are_found_in_both_languages(
    office: Office, typing: str, code: str | None
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        form = registration_form(office.settings)
        step = next(step for step in form.steps if step.name == "organisation")
        await shown(pilot, PageScreen(form, step, DEFAULTS))
        button = app.screen.query_one("#field-country PickButton", PickButton)
        button.focus()
        await pilot.press(*typing)
        await settled(pilot)
        assert isinstance(app.screen, PickDialog)
        if code is None:
            assert "Nothing fits" in screen_text(app)
        await pilot.press("enter" if code else "escape")
        await settled(pilot)
        assert button.value == (code or "FR")


async def test_postal_code_brings_the_communes(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 30)) as pilot:
        form = registration_form(office.settings)
        step = next(step for step in form.steps if step.name == "organisation")
        await shown(pilot, PageScreen(form, step, DEFAULTS))
        commune = page_screen(pilot).page.field("commune")
        assert isinstance(commune.target, Entry)
        await typed(pilot, "67600", "postal_code")
        await settled(pilot)
        assert isinstance(commune.target, PickButton)
        assert commune.value == ""
        await typed(pilot, "67170", "postal_code")
        await typed(pilot, "00000", "postal_code")
        await settled(pilot)
        assert isinstance(commune.target, Entry)


async def test_language_switch_keeps_values_cursor_focus_and_errors(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, PageScreen(registration_form(office.settings)))
        page_screen(pilot).page.submit()
        await typed(pilot, "marie", "email")
        line(pilot, "email").cursor_position = 3
        await settled(pilot)
        english = note(pilot, "password")
        app.speak("fr")
        await settled(pilot)
        assert "Courrier électronique" in screen_text(app)
        assert note(pilot, "password") != english
        assert line(pilot, "email").value == "marie"
        assert line(pilot, "email").cursor_position == 3
        assert app.screen.focused is line(pilot, "email")


async def test_leaving_asks_only_when_something_was_typed(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, PageScreen(pick_form()))
        await pilot.press("escape")
        await settled(pilot)
        assert len(app.screen_stack) == 1
        await shown(pilot, PageScreen(pick_form()))
        await typed(pilot, "x", "answer")
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen.query_one("#no", Action).has_focus
        await pilot.press("enter")
        await settled(pilot)
        assert value(pilot, "answer") == "x"
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("left", "enter")
        await settled(pilot)
        assert len(app.screen_stack) == 1


@pytest.mark.parametrize("size", [(64, 20), (80, 24), (120, 40)])
async def test_rules_are_as_long_as_their_fields(office: Office, size: tuple[int, int]) -> None:
    app = desk_app(office)
    async with app.run_test(size=size) as pilot:
        await shown(pilot, PageScreen(pick_form()))
        assert misfits(app) == []
        rules = re.findall("▔+", screen_text(app))
        widths = {field.content_size.width for field in app.screen.query(FormField)}
        assert {len(rule) for rule in rules} <= widths
        await pilot.resize_terminal(size[0] + 10, size[1])
        await settled(pilot)
        widths = {field.content_size.width for field in app.screen.query(FormField)}
        assert {len(rule) for rule in re.findall("▔+", screen_text(app))} <= widths


async def test_hostile_labels_and_values_are_plain_text(office: Office) -> None:
    hostile = "[/x][@click=app.quit]x[/]\u202e\x1b]52;c;eA==\x07"
    form: Form[dict[str, str]] = Form(
        "h",
        verbatim(hostile),
        (Step("one", verbatim("x"), (Field("a", verbatim(hostile), missing=verbatim(hostile)),)),),
        dict,
    )
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, PageScreen(form))
        page_screen(pilot).page.submit()
        await settled(pilot)
        app.screen.mount(Words(verbatim(hostile)))
        await settled(pilot)
        text = screen_text(app)
        assert "[@click=app.quit]x" in text
        assert not set(text) & {"\x1b", "\x07", "\u202e"}
