"""Changing one's own account: data, password, question, language and notification."""

from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot

from tests.offices import NEW_PASSWORD, OPERATOR, PASSWORD, mails, signed_in, valid_operator
from tests.ui.at_the_desk import (
    HOSTILE,
    SIZES,
    WIDE,
    SlowFlow,
    broken,
    desk_app,
    entered,
    misfits,
    misfits_in_all_languages,
    press,
    recovering,
    settled,
    typed,
    until,
    value,
    words_on,
)
from traces_tui.app import DeskApp
from traces_tui.mail.kinds import MailKind
from traces_tui.office import Office
from traces_tui.screens.help import HelpScreen
from traces_tui.screens.login import LoginScreen
from traces_tui.screens.operator_home import OperatorHomeScreen
from traces_tui.screens.own_account import OwnAccountScreen
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.pick_button import PickButton
from traces_tui.workflow import accounts, recovery, sign_in
from traces_tui.workflow.refusals import SignInRefused
from traces_tui.workflow.views import Person

DATA, WORD, QUESTION, PREFERENCES = "1234"


async def opened(pilot: Pilot[int], office: Office, digit: str) -> Person:
    """Sign in and choose a line of the menu."""
    person = signed_in(office)
    await entered(pilot, person)
    await pilot.press(digit)
    await settled(pilot)
    assert isinstance(pilot.app.screen, OwnAccountScreen)
    return person


def chosen(app: DeskApp, field: str) -> PickButton:
    """The list of a field."""
    return app.screen.query_one(f"#field-{field} PickButton", PickButton)


async def test_data_are_saved_and_home_shows_them(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        person = await opened(pilot, office, DATA)
        assert OPERATOR in words_on(app)
        assert value(pilot, "first_name") == "Marie"
        assert app.screen.query_one(FormPage).field("first_name").target.has_focus
        await typed(pilot, "Maria", "first_name")
        await typed(pilot, "03 88 00 00 00", "fax")
        await press(pilot, "#own-save")
        assert isinstance(app.screen, OperatorHomeScreen)
        text = words_on(app)
        assert "Your data are saved" in text
        assert "Good day, Maria Dupont" in text
    own = accounts.own(office, person.key)
    assert (own.first_name, own.fax) == ("Maria", "+33 3 88 00 00 00")


async def test_wrong_data_show_at_their_fields_and_stay(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        person = await opened(pilot, office, DATA)
        await typed(pilot, "", "last_name")
        await typed(pilot, "call me", "phone")
        await press(pilot, "#own-save")
        text = words_on(app)
        assert "There are 2 problems to correct" in text
        assert "Enter your last name" in text
        assert value(pilot, "phone") == "call me"
        assert app.screen.query_one(FormPage).field("last_name").target.has_focus
    assert accounts.own(office, person.key).last_name == "Dupont"


async def test_esc_asks_before_changes_are_lost(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, office, DATA)
        await typed(pilot, "Maria", "first_name")
        await pilot.press("escape")
        await until(pilot, lambda: "Leave this page?" in words_on(app))
        await pilot.press("escape")
        await settled(pilot)
        assert value(pilot, "first_name") == "Maria"
        await pilot.press("escape")
        await until(pilot, lambda: "Leave this page?" in words_on(app))
        await pilot.click("#yes")
        await settled(pilot)
        assert isinstance(app.screen, OperatorHomeScreen)


@pytest.mark.parametrize("name", ["[/x][@click=app.quit]", WIDE])
async def test_odd_names_are_kept_literally(office: Office, name: str) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        person = await opened(pilot, office, DATA)
        await typed(pilot, name, "first_name")
        await press(pilot, "#own-save")
        assert f"Good day, {name}" in words_on(app)
    assert accounts.own(office, person.key).first_name == name


async def test_endless_and_hostile_text_never_crashes(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        person = await opened(pilot, office, DATA)
        await typed(pilot, HOSTILE, "more_information")
        line = app.screen.focused
        assert line is not None
        line.post_message(events.Paste("x" * 1_000_000))
        await settled(pilot)
        await press(pilot, "#own-save")
        assert isinstance(app.screen, OperatorHomeScreen)
    kept = accounts.own(office, person.key).more_information
    assert len(kept) <= 500
    assert "\x1b" not in kept
    assert "\u202e" not in kept


async def test_password_is_changed_and_told_by_mail(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, office, WORD)
        await typed(pilot, PASSWORD, "current")
        await typed(pilot, NEW_PASSWORD, "password")
        assert "✓ one capital letter" in words_on(app)
        assert NEW_PASSWORD not in words_on(app)
        await typed(pilot, NEW_PASSWORD, "password_again")
        await pilot.press("enter")
        await settled(pilot)
        assert "Your password is changed" in words_on(app)
    assert mails(office, MailKind.PASSWORD_CHANGED, OPERATOR)
    assert signed_in(office, password=NEW_PASSWORD).email == OPERATOR
    with pytest.raises(SignInRefused):
        sign_in.sign_in(office, OPERATOR, PASSWORD)


async def test_wrong_present_password_shows_at_its_field(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, office, WORD)
        await typed(pilot, "Not-that-1", "current")
        await typed(pilot, NEW_PASSWORD, "password")
        await typed(pilot, NEW_PASSWORD, "password_again")
        await pilot.press("enter")
        await settled(pilot)
        assert "This is not your present password" in words_on(app)
        assert value(pilot, "password") == NEW_PASSWORD
        assert app.screen.query_one(FormPage).field("current").target.has_focus
        assert not misfits(app)
    assert signed_in(office).email == OPERATOR


def never(*_: object) -> None:
    """A flow that must not be asked."""
    raise AssertionError


async def test_own_words_are_refused_before_the_workflow_is_asked(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "change_password", never)
    valid_operator(office, organisation_name="Kochersberg")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, office, WORD)
        await typed(pilot, PASSWORD, "current")
        await typed(pilot, "Kochersberg-1", "password")
        await typed(pilot, "Kochersberg-1", "password_again")
        await pilot.press("enter")
        await settled(pilot)
        assert "Too easy to guess" in words_on(app)


async def test_question_is_changed(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, office, QUESTION)
        assert "What is the name of your first school?" in words_on(app)
        await typed(pilot, PASSWORD, "current")
        chosen(app, "question").put("favourite_team")
        await typed(pilot, "Racing", "answer")
        await pilot.press("enter")
        await settled(pilot)
        assert "Your secret question is changed" in words_on(app)
    person = recovering(office)
    assert recovery.state(office, person.key).question == "favourite_team"
    assert recovery.answer(office, person.key, "Racing").tries_left == 5


async def test_question_asks_for_everything(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, office, QUESTION)
        await press(pilot, "#own-save")
        text = words_on(app)
        assert "There are 3 problems to correct" in text
        assert not misfits(app)


async def test_preferences_switch_the_screens_too(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        person = await opened(pilot, office, PREFERENCES)
        chosen(app, "language").put("fr")
        chosen(app, "notification").put("text")
        await press(pilot, "#own-save")
        text = words_on(app)
        assert "Langue et notification enregistrées" in text
        assert "Bonjour Marie Dupont" in text
        assert "Français, texte simple" in text
    own = accounts.own(office, person.key)
    assert (own.language, own.notification) == ("fr", "text")


async def test_language_without_catalogue_leaves_the_screens_alone(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        person = await opened(pilot, office, PREFERENCES)
        chosen(app, "language").put("bg")
        await press(pilot, "#own-save")
        assert app.tr.code == "en"
        assert "Български" in words_on(app)
    assert accounts.own(office, person.key).language == "bg"


@pytest.mark.parametrize("digit", "1234")
async def test_session_that_is_over_leads_to_the_sign_in_page(office: Office, digit: str) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        person = await opened(pilot, office, digit)
        if digit == WORD:
            await typed(pilot, PASSWORD, "current")
            await typed(pilot, NEW_PASSWORD, "password")
            await typed(pilot, NEW_PASSWORD, "password_again")
        if digit == QUESTION:
            await typed(pilot, PASSWORD, "current")
            chosen(app, "question").put("favourite_team")
            await typed(pilot, "Racing", "answer")
        sign_in.sign_out(office, person.key)
        await press(pilot, "#own-save")
        assert isinstance(app.screen, LoginScreen)
        assert "Your session has ended." in words_on(app)


async def test_a_broken_database_keeps_what_was_typed(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, office, DATA)
        await typed(pilot, "Maria", "first_name")
        broken(office)
        await press(pilot, "#own-save")
        assert "The database is empty." in words_on(app)
        assert value(pilot, "first_name") == "Maria"
        assert app.screen.query_one("#own-save").has_focus
        assert not misfits(app)


async def test_help_opened_while_saving_does_not_stay_behind(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    valid_operator(office)
    slow = SlowFlow(accounts.change_profile)
    monkeypatch.setattr(accounts, "change_profile", slow)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, office, DATA)
        app.screen.query_one("#own-save").focus()
        await pilot.press("enter")
        await until(pilot, lambda: slow.asked)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        slow.goes_on.set()
        await until(pilot, lambda: isinstance(app.screen, OperatorHomeScreen))
        assert len(app.screen_stack) == 1


@pytest.mark.parametrize("digit", "1234")
async def test_language_switch_keeps_values_and_focus(office: Office, digit: str) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, office, digit)
        page = app.screen.query_one(FormPage)
        page.submit()
        await settled(pilot)
        if isinstance(app.screen, OperatorHomeScreen):
            return
        before, focused = page.values(), app.screen.focused
        app.speak("fr")
        await settled(pilot)
        assert page.values() == before
        assert app.screen.focused is focused


@pytest.mark.parametrize("size", SIZES)
async def test_forms_fit_with_and_without_errors(office: Office, size: tuple[int, int]) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=size) as pilot:
        await entered(pilot, signed_in(office))
        for digit in "1234":
            await pilot.press(digit)
            await settled(pilot)
            assert not await misfits_in_all_languages(pilot)
            if digit == DATA:
                for name in ("first_name", "last_name"):
                    await typed(pilot, "", name)
                for name in ("phone", "fax"):
                    await typed(pilot, "x", name)
            if digit != PREFERENCES:
                await press(pilot, "#own-save")
                assert app.screen.query("ErrorSummary")
                assert not await misfits_in_all_languages(pilot)
            app.pop_screen()
            await settled(pilot)
