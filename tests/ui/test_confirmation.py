"""Typing the code of the message without signing in."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.offices import OPERATOR, MovableClock, code_of, registered
from tests.ui.at_the_desk import (
    HOSTILE,
    LANGUAGES,
    SIZES,
    desk_app,
    misfits,
    typed,
    until,
    value,
    words_on,
)
from tests.ui.registering import calm, hit
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account
from traces_tui.office import Office
from traces_tui.screens.confirmation import ConfirmationScreen, ConfirmedScreen
from traces_tui.screens.login import LoginScreen
from traces_tui.way_out import RESTART
from traces_tui.workflow import confirmation
from traces_tui.workflow.views import Status


async def opened(pilot: Pilot[int], code: str = "") -> None:
    """The screen over the sign-in page."""
    await pilot.pause()
    await pilot.app.push_screen(ConfirmationScreen(code=code))
    await calm(pilot)


async def test_code_from_the_sign_in_page_confirms_the_address(office: Office) -> None:
    registered(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await calm(pilot)
        await hit(pilot, "#code")
        assert isinstance(app.screen, ConfirmationScreen)
        await typed(pilot, code_of(office, MailKind.CONFIRMATION).replace("-", " ").lower())
        await pilot.press("enter")
        await calm(pilot)
        assert isinstance(app.screen, ConfirmedScreen)
        text = words_on(app)
        assert "Your user registration request has been confirmed successfully" in text
        assert "The request will now be validated by your Local Authority." in text
        assert "2026-000001 Status confirmed" in text
        assert "The DDPP du Bas-Rhin verifies your request." in text
        assert OPERATOR not in text
        assert app.screen.focused is app.screen.query_one("#finish")
        await pilot.press("enter")
        await pilot.pause()
    assert app.return_code == RESTART
    with office.connected():
        assert Account.get().status == Status.CONFIRMED


async def test_given_code_stands_in_the_field_and_waits_for_the_person(office: Office) -> None:
    registered(office)
    code = code_of(office, MailKind.CONFIRMATION)
    app = desk_app(office, demo=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, code)
        assert value(pilot, "code") == code
        with office.connected():
            assert Account.get().status == Status.NEW
        await pilot.press("enter")
        await calm(pilot)
        assert isinstance(app.screen, ConfirmedScreen)
        await hit(pilot, "#finish")
        await until(pilot, lambda: isinstance(app.screen, LoginScreen))


async def test_every_code_that_opens_nothing_says_why(office: Office, clock: MovableClock) -> None:
    receipt = registered(office)
    first = code_of(office, MailKind.CONFIRMATION)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)

        async def refused(code: str) -> str:
            await typed(pilot, code, "code")
            await hit(pilot, "#confirm")
            assert isinstance(app.screen, ConfirmationScreen)
            assert value(pilot, "code") == code
            assert not app.screen.query_one("#confirm").disabled
            return words_on(app)

        assert "Enter the code of the message" in await refused("")
        assert "Enter a code like 7K2M-Q9XD-4TFH" in await refused("[/x][@click=app.quit]")
        assert "This code does not exist." in await refused("0000-0000-0000")
        clock.move(minutes=2)
        confirmation.resend(office, receipt.key)
        assert "A newer message was sent" in await refused(first)
        second = code_of(office, MailKind.CONFIRMATION)
        confirmation.confirm(office, second)
        assert "This code has been used: the address is confirmed already." in await refused(second)


async def test_expired_code_says_how_to_get_another_one(
    office: Office, clock: MovableClock
) -> None:
    registered(office)
    code = code_of(office, MailKind.CONFIRMATION)
    clock.move(days=8)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, code)
        await pilot.press("enter")
        await calm(pilot)
        text = words_on(app)
        assert "This code has expired: it lived 7 days." in text
        assert "Sign in with your address and your password" in text
        assert misfits(app) == []


async def test_enter_twice_confirms_once(office: Office) -> None:
    registered(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, code_of(office, MailKind.CONFIRMATION))
        await pilot.press("enter", "enter")
        await calm(pilot)
        assert "confirmed successfully" in words_on(app)


async def test_hostile_code_is_shown_as_text_and_back_leads_back(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, HOSTILE)
        await hit(pilot, "#confirm")
        assert "Enter a code like" in words_on(app)
        await hit(pilot, "#confirmation-back")
        await until(pilot, lambda: isinstance(app.screen, LoginScreen))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
async def test_pages_fit(office: Office, size: tuple[int, int], language: str) -> None:
    registered(office)
    app = desk_app(office, language)
    async with app.run_test(size=size) as pilot:
        await opened(pilot, "0000-0000-0000")
        assert misfits(app) == []
        await pilot.press("enter")
        await calm(pilot)
        assert misfits(app) == []
        await typed(pilot, code_of(office, MailKind.CONFIRMATION), "code")
        app.speak("fr" if language == "en" else "en")
        await pilot.press("enter")
        await calm(pilot)
        assert isinstance(app.screen, ConfirmedScreen)
        assert misfits(app) == []
