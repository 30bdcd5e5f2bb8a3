"""Each page of the registration: errors, what stands beside the fields, sizes, hostile text."""

from __future__ import annotations

import pytest
from textual import events

from tests.offices import (
    IN_COLMAR,
    OPERATOR,
    PASSWORD,
    MovableClock,
    make_office,
    typed_registration,
    valid_operator,
)
from tests.ui.at_the_desk import (
    HOSTILE,
    LANGUAGES,
    SIZES,
    WIDE,
    desk_app,
    misfits,
    screen_text,
    typed,
    until,
    value,
    words_on,
)
from tests.ui.registering import (
    CHECK,
    STEPS,
    begun,
    calm,
    fill,
    hit,
    onwards,
    page_of,
    screen_of,
    send,
)
from traces_tui.models.tables import Organisation, Request
from traces_tui.office import Office
from traces_tui.screens.organisation_picker import OrganisationPicker
from traces_tui.screens.registration import RegistrationScreen
from traces_tui.screens.registration_steps import START
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.error_summary import ErrorSummary
from traces_tui.workflow import accounts


async def test_errors_come_on_continue_and_go_as_they_are_corrected(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await typed(pilot, "marie", "email")
        await pilot.press("tab")
        await calm(pilot)
        assert not app.screen.query(ErrorSummary)
        await typed(pilot, "Cigogne", "password")
        await onwards(pilot)
        text = words_on(app)
        assert "There are 3 problems to correct" in text
        assert "Enter an address like name@example.com" in text
        page = page_of(pilot, "account")
        assert page.field("email").has_focus_within
        await typed(pilot, OPERATOR, "email")
        await calm(pilot)
        assert page.field("email").error is None
        assert "There are 2 problems to correct" in words_on(app)
        await fill(pilot, "account")
        assert "All is corrected" in words_on(app)


async def test_password_is_compared_with_the_rule_while_it_is_typed(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await typed(pilot, "cigogne 67", "password")
        await calm(pilot)
        text = screen_text(app)
        assert "✓ one digit" in text
        assert "○ one capital letter" in text
        await typed(pilot, PASSWORD, "password")
        await calm(pilot)
        assert "✓ one capital letter" in screen_text(app)
        assert "Very good" in screen_text(app)


@pytest.mark.parametrize("way", ["key", "link"])
async def test_frequent_slip_of_the_address_is_corrected_at_once(office: Office, way: str) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await typed(pilot, "Marie.Dupont@gmial.com", "email")
        assert "gmail.com" not in screen_text(app)
        await pilot.press("tab")
        await calm(pilot)
        assert "Did you mean gmail.com?" in screen_text(app)
        assert "F6" in screen_text(app)
        if way == "key":
            await pilot.press("f6")
        else:
            await hit(pilot, "#take-suggestion")
        await calm(pilot)
        assert value(pilot, "email") == "marie.dupont@gmail.com"
        assert page_of(pilot, "account").field("password").has_focus_within
        assert "Did you mean" not in screen_text(app)
        assert "F6" not in screen_text(app)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "✓ DDPP du Bas-Rhin"),
        (IN_COLMAR, "✓ DDETSPP du Haut-Rhin"),
        # The code is a neighbour's: the commune decides.
        ({"postal_code": "42620", "commune": "03250"}, "✓ DDETSPP de l'Allier"),
        ({"postal_code": "67070", "commune": "Strasbourg CEDEX"}, "▲ DDPP du Bas-Rhin"),
        ({"country": "DE", "postal_code": "10115", "commune": "Berlin"}, "authority of Germany"),
    ],
)
async def test_competent_authority_is_found_while_one_types(
    office: Office, values: dict[str, str], sentence: str
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(120, 40)) as pilot:
        await begun(pilot, "organisation")
        assert "The postal code and the commune lead to it." in words_on(app)
        await fill(pilot, "organisation", **values)
        assert sentence in words_on(app)


async def test_authority_comes_with_the_way_to_reach_it(office: Office) -> None:
    accounts.set_contact(office, "FR-67", phone="03 88 00 00 00", email="ddpp67@example.fr")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, "organisation")
        await fill(pilot, "organisation")
        text = words_on(app)
        assert "Contact: +33 3 88 00 00 00," in text
        assert "ddpp67@example.fr" in text


async def test_authority_stays_named_when_its_contact_can_not_be_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from traces_tui.i18n import msg
    from traces_tui.refusal import Unavailable
    from traces_tui.workflow import authorities

    def unavailable(*_: object) -> None:
        raise Unavailable(msg("The database can't be reached. Try again; nothing was lost here."))

    monkeypatch.setattr(authorities, "contact", unavailable)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, "organisation")
        await fill(pilot, "organisation")
        assert "DDPP du Bas-Rhin" in words_on(app)
        assert "The database" not in words_on(app)


@pytest.fixture
def with_organisation(office: Office) -> Office:
    valid_operator(office, "other@ferme-ried.fr", organisation_name="Ferme du Ried [/x]")
    return office


async def test_organisation_of_the_directory_fills_the_form_and_is_sent(
    with_organisation: Office,
) -> None:
    app = desk_app(with_organisation)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, "organisation")
        await hit(pilot, "#select-organisation")
        assert isinstance(app.screen, OrganisationPicker)
        await until(pilot, lambda: isinstance(app.screen.focused, Entry))
        await typed(pilot, "ried 67600", None)
        await until(pilot, lambda: "Ferme du Ried [/x]" in screen_text(app))
        assert misfits(app) == []
        await pilot.press("enter")
        await calm(pilot)
        page = page_of(pilot, "organisation")
        assert page.values() == {
            "organisation_name": "Ferme du Ried [/x]",
            "address": "",
            "country": "FR",
            "postal_code": "67600",
            "commune": "67462",
        }
        assert page.field("address").has_focus_within
        assert "Taken from the directory" in words_on(app)
        await typed(pilot, "12 rue des Cigognes", "address")
        await onwards(pilot)
        await fill(pilot, "you")
        await onwards(pilot)
        await send(pilot)
    with with_organisation.connected():
        request = Request.select().order_by(Request.id.desc()).get()
        assert request.chosen_organisation == Organisation.get(Organisation.valid)


@pytest.mark.parametrize(
    "edited",
    [
        {"organisation_name": "Another farm"},
        {"organisation_name": "Ferme du Ried [/x]", "postal_code": "67000", "commune": "67482"},
    ],
)
async def test_edited_organisation_is_no_longer_the_one_of_the_directory(
    with_organisation: Office, edited: dict[str, str]
) -> None:
    app = desk_app(with_organisation)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, "organisation")
        await typed(pilot, "ried", "organisation_name")
        await hit(pilot, "#select-organisation")
        await until(pilot, lambda: "Ferme du Ried [/x]" in screen_text(app))
        await hit(pilot, "#directory-take")
        assert "Taken from the directory" in words_on(app)
        await fill(pilot, "organisation", **edited)
        assert "Taken from the directory" not in words_on(app)
        await onwards(pilot)
        await fill(pilot, "you")
        await onwards(pilot)
        await send(pilot)
    with with_organisation.connected():
        request = Request.select().order_by(Request.id.desc()).get()
        assert request.chosen_organisation is None


async def test_clear_empties_the_organisation_and_nothing_else(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, "organisation")
        await fill(pilot, "organisation")
        await hit(pilot, "#clear-organisation")
        page = page_of(pilot, "organisation")
        assert page.values() == {
            "organisation_name": "",
            "address": "",
            "country": "FR",
            "postal_code": "",
            "commune": "",
        }
        assert page.field("organisation_name").has_focus_within
        assert "DDPP" not in words_on(app)
        assert screen_of(pilot).values["email"] == OPERATOR


async def test_search_that_finds_nothing_says_what_to_do(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, "organisation")
        await hit(pilot, "#select-organisation")
        await until(pilot, lambda: isinstance(app.screen.focused, Entry))
        assert "Type two letters or more." in words_on(app)
        await typed(pilot, "[/x]zz", None)
        await until(pilot, lambda: "No organisation fits “[/x]zz”." in words_on(app))
        await pilot.press("enter")
        await pilot.press("escape")
        await calm(pilot)
        assert isinstance(app.screen, RegistrationScreen)
        assert app.screen.focused is app.screen.query_one("#select-organisation")


async def test_switch_of_language_keeps_values_focus_and_errors(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, "organisation")
        await fill(pilot, "organisation", address="")
        await onwards(pilot)
        focused = app.screen.focused
        before = page_of(pilot, "organisation").values()
        app.speak("fr")
        await calm(pilot)
        text = words_on(app)
        assert "Étape 3 sur 5" in text
        assert "Saisissez l'adresse" in text
        assert "Autorité compétente" in text
        assert page_of(pilot, "organisation").values() == before
        assert app.screen.focused is focused
        await fill(pilot, "organisation")
        await onwards(pilot)
        await fill(pilot, "you")
        await onwards(pilot)
        assert "Vérifiez vos réponses avant l'envoi" in words_on(app)
        app.speak("en")
        await calm(pilot)
        assert "Check your answers before they are sent" in words_on(app)


async def test_hostile_text_is_refused_or_shown_as_it_is(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, "organisation")
        await fill(pilot, "organisation", organisation_name=HOSTILE, address=WIDE)
        assert "\x1b" not in value(pilot, "organisation_name")
        await onwards(pilot)
        await fill(pilot, "you", first_name="[@click=app.quit]", last_name="[/x]")
        await onwards(pilot)
        text = words_on(app)
        assert "[@click=app.quit] [/x]" in text
        assert "[/x][@click=app.quit]now[/]" in text
        assert WIDE in text
        await send(pilot)
        assert "Your request is registered" in words_on(app)


async def test_huge_paste_is_cut_with_a_word_and_costs_no_form(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, "organisation")
        line = app.screen.query_one("#field-organisation_name Entry", Entry)
        line.focus()
        await pilot.pause()
        app.post_message(events.Paste("x" * 1_000_000))
        await calm(pilot)
        assert len(line.value) == 120
        assert "At most 120 characters" in words_on(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
async def test_every_page_fits(office: Office, size: tuple[int, int], language: str) -> None:
    app = desk_app(office, language)
    async with app.run_test(size=size) as pilot:
        await begun(pilot, START)
        assert misfits(app) == []
        await pilot.press("enter")
        await calm(pilot)
        for step in STEPS:
            assert misfits(app) == [], step
            await onwards(pilot)
            assert page_of(pilot, step).query_one(ErrorSummary).display
            assert misfits(app) == [], f"{step} with errors"
            await fill(pilot, step, question="first_car")
            assert misfits(app) == [], f"{step} filled"
            await onwards(pilot)
        assert app.screen.query_one("#check-page").region
        assert misfits(app) == []


async def test_small_window_reaches_everything_by_keyboard(office: Office) -> None:
    app = desk_app(office, "fr")
    async with app.run_test(size=(64, 20)) as pilot:
        await begun(pilot, START)
        start = app.screen.query_one("#start-page")
        assert start.can_focus == (start.max_scroll_y > 0)
        screen_of(pilot).values |= typed_registration()
        await screen_of(pilot).go(CHECK)
        await calm(pilot)
        check = app.screen.query_one("#check-page")
        assert check.can_focus
        check.focus()
        await pilot.press("end")
        await calm(pilot)
        assert "Autres informations" in words_on(app)


async def test_resize_in_the_middle_keeps_everything(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(120, 40)) as pilot:
        await begun(pilot, "organisation")
        await fill(pilot, "organisation")
        page = page_of(pilot, "organisation")
        before, focused = page.values(), app.screen.focused
        for size in ((80, 24), (40, 10), (200, 50), (64, 20)):
            await pilot.resize_terminal(*size)
            await calm(pilot)
        assert page.values() == before
        assert app.screen.focused is focused


async def test_conceals_taken_addresses_where_it_is_told_to(
    tmp_path_factory: pytest.TempPathFactory, clock: MovableClock
) -> None:
    from traces_tui.settings import Registration

    office = make_office(
        tmp_path_factory.mktemp("ssh"),
        clock,
        registration=Registration(conceal_taken_addresses=True),
    )
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, CHECK)
        await send(pilot)
        text = words_on(app)
        assert "Your request is registered" in text
        assert "m•••••t@ferme-ried.fr" in text
