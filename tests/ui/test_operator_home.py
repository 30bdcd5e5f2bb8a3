"""What an operator finds after signing in."""

from __future__ import annotations

import pytest

from tests.offices import (
    OPERATOR,
    PASSWORD,
    MovableClock,
    make_office,
    signed_in,
    valid_operator,
)
from tests.ui.at_the_desk import (
    HOSTILE,
    SIZES,
    WIDE,
    broken,
    desk_app,
    entered,
    misfits,
    misfits_in_all_languages,
    press,
    settled,
    until,
    words_on,
)
from traces_tui.office import Office
from traces_tui.screens.change_password import ChangePasswordScreen
from traces_tui.screens.change_question import ChangeQuestionScreen
from traces_tui.screens.login import LoginScreen
from traces_tui.screens.operator_home import OperatorHomeScreen
from traces_tui.screens.own_data import OwnDataScreen
from traces_tui.screens.preferences import PreferencesScreen
from traces_tui.way_out import RESTART
from traces_tui.widgets.menu import MenuLine
from traces_tui.workflow import accounts, sign_in
from traces_tui.workflow.refusals import SessionOver, SignInRefused


def failed(office: Office, times: int) -> None:
    """Somebody types wrong passwords."""
    for _ in range(times):
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, "wrong")


async def test_status_authority_organisation_and_lock_day(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, signed_in(office))
        text = words_on(app)
        assert "Good day, Marie Dupont" in text
        assert "This is your first sign-in." in text
        assert "since 02/03/2026, validated by DDPP du Bas-Rhin" in text
        assert "SARL Ferme du Ried, 67600 Sélestat" in text
        assert "02/06/2026, unless you sign in before (3 months)" in text
        assert "certificates are made in TRACES NT: https://webgate.ec.europa.eu/tracesnt" in text
        assert app.screen.focused is app.screen.query_one("#home-data")


@pytest.mark.parametrize(
    ("times", "words"), [(1, "1 failed try since."), (2, "2 failed tries since.")]
)
async def test_last_sign_in_and_failures_since(
    office: Office, clock: MovableClock, times: int, words: str
) -> None:
    valid_operator(office)
    signed_in(office)
    clock.move(days=3)
    failed(office, times)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, signed_in(office))
        text = words_on(app)
        assert "Last sign-in: 02/03/2026 10:00." in text
        assert words in text


async def test_no_failures_no_warning(office: Office) -> None:
    valid_operator(office)
    signed_in(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, signed_in(office))
        assert "failed" not in words_on(app)


@pytest.mark.parametrize(
    ("digit", "line", "screen"),
    [
        ("1", "#home-data", OwnDataScreen),
        ("2", "#home-password", ChangePasswordScreen),
        ("3", "#home-question", ChangeQuestionScreen),
        ("4", "#home-preferences", PreferencesScreen),
    ],
)
async def test_digit_enter_and_mouse_open_the_same(
    office: Office, digit: str, line: str, screen: type[object]
) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, signed_in(office))
        await pilot.press(digit)
        await settled(pilot)
        assert isinstance(app.screen, screen)
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen.focused is app.screen.query_one(line)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, screen)
        await pilot.press("escape")
        await settled(pilot)
        await pilot.click(line)
        await settled(pilot)
        assert isinstance(app.screen, screen)


async def test_no_question_and_no_hole_in_the_menu_where_the_setting_is_off(
    office: Office,
) -> None:
    valid_operator(office)
    plain = make_office(office.settings.data_path(), office.clock, secret_question=False)
    app = desk_app(plain)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, signed_in(plain))
        assert "secret question" not in words_on(app)
        assert [line.digit for line in app.screen.query(MenuLine)] == ["1", "2", "3", "0"]
        await pilot.press("4")
        await settled(pilot)
        assert isinstance(app.screen, OperatorHomeScreen)
        await pilot.press("3")
        await settled(pilot)
        assert isinstance(app.screen, PreferencesScreen)


@pytest.mark.parametrize("way", ["0", "q", "#home-sign-out"])
async def test_signing_out_ends_the_session_and_the_program(office: Office, way: str) -> None:
    valid_operator(office)
    person = signed_in(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, person)
        if way.startswith("#"):
            await pilot.click(way)
        else:
            await pilot.press(way)
        await until(pilot, lambda: app.return_code is not None)
    assert app.return_code == RESTART
    with pytest.raises(SessionOver):
        accounts.own(office, person.key)


async def test_in_the_demonstration_signing_out_leads_to_the_sign_in_page(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office, demo=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, signed_in(office))
        await press(pilot, "#home-sign-out")
        assert isinstance(app.screen, LoginScreen)
        assert app.person is None


async def test_one_can_leave_although_the_database_is_gone(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, signed_in(office))
        broken(office)
        await pilot.press("0")
        await until(pilot, lambda: app.return_code is not None)
    assert app.return_code == RESTART


async def test_session_that_is_over_leads_to_the_sign_in_page(office: Office) -> None:
    valid_operator(office)
    person = signed_in(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, person)
        sign_in.sign_out(office, person.key)
        await pilot.press("1")
        await settled(pilot)
        assert isinstance(app.screen, LoginScreen)
        assert "Your session has ended." in words_on(app)


async def test_esc_leads_nowhere_from_home(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, signed_in(office))
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, OperatorHomeScreen)


@pytest.mark.parametrize("name", ["[/x][@click=app.quit]x[/]", WIDE, "A" * 80])
async def test_names_stay_text(office: Office, name: str) -> None:
    valid_operator(office, organisation_name=name)
    person = signed_in(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, person)
        assert name in words_on(app).replace(" ", "") or name in words_on(app)
        assert not misfits(app)


async def test_hostile_text_is_not_taken_for_a_name(office: Office) -> None:
    """What the forms refuse can't come here; the screen would not run it either."""
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, signed_in(office))
        screen = app.screen
        assert isinstance(screen, OperatorHomeScreen)
        screen._greet(HOSTILE)
        await settled(pilot)
        text = words_on(app)
        assert "[/x][@click=app.quit]now[/]" in text
        assert "\u202e" not in text
        assert "\x1b" not in text


async def test_language_switch_keeps_the_focus(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, signed_in(office))
        await pilot.press("down", "down")
        before = app.screen.focused
        app.speak("fr")
        await settled(pilot)
        assert app.screen.focused is before
        text = words_on(app)
        assert "Bonjour Marie Dupont" in text
        assert "02/06/2026, sauf connexion d'ici là (3 mois)" in text


@pytest.mark.parametrize("size", [*SIZES, (120, 24)])
async def test_home_fits(office: Office, clock: MovableClock, size: tuple[int, int]) -> None:
    valid_operator(office, "a@b.fr", postal_code="04000", commune="04070")
    sign_in.sign_in(office, "a@b.fr", PASSWORD)
    clock.move(days=1)
    with pytest.raises(SignInRefused):
        sign_in.sign_in(office, "a@b.fr", "wrong")
    app = desk_app(office)
    async with app.run_test(size=size) as pilot:
        await entered(pilot, signed_in(office, "a@b.fr"))
        assert "Digne-les-Bains" in words_on(app)
        assert not await misfits_in_all_languages(pilot)
