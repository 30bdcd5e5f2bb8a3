"""Asking for a temporary password."""

from __future__ import annotations

import msgspec
import pytest
from textual import events

from tests.offices import OPERATOR, WIDE, mails, make_office, registered, valid_operator
from tests.ui.at_the_desk import (
    HOSTILE,
    SIZES,
    SlowFlow,
    desk_app,
    misfits,
    misfits_in_all_languages,
    press,
    settled,
    shown,
    typed,
    until,
    value,
    words_on,
)
from traces_tui.mail.kinds import MailKind
from traces_tui.office import Office
from traces_tui.screens.forgotten import ForgottenScreen
from traces_tui.screens.login import LoginScreen
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.press import Action
from traces_tui.workflow import recovery


async def test_known_address_gets_a_mail_and_the_page_says_what_is_next(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, ForgottenScreen(OPERATOR))
        assert value(pilot, "email") == OPERATOR
        await pilot.press("enter")
        await settled(pilot)
        text = words_on(app)
        assert f"If {OPERATOR} has an account, a message leaves within minutes." in text
        assert "TR 1234 5678 9012" in text
        assert "good for 60 minutes" in text
        assert app.screen.focused is app.screen.query_one("#forgotten-sign-in")
    assert len(mails(office, MailKind.TEMPORARY_PASSWORD, OPERATOR)) == 1


@pytest.mark.parametrize("state", ["valid", "new", "unknown"])
async def test_page_is_the_same_whatever_the_address(office: Office, state: str) -> None:
    if state == "valid":
        valid_operator(office)
    elif state == "new":
        registered(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, ForgottenScreen(OPERATOR))
        await press(pilot, "#forgotten-send")
        assert words_on(app) == await _page_for_nobody(make_office_beside(office))


def make_office_beside(office: Office) -> Office:
    """Another office with nobody in it."""
    return make_office(office.settings.data_path().parent / "beside")


async def _page_for_nobody(office: Office) -> str:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, ForgottenScreen(OPERATOR))
        await press(pilot, "#forgotten-send")
        assert not mails(office)
        return words_on(app)


async def test_what_is_no_address_is_refused_at_its_field(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, ForgottenScreen())
        await typed(pilot, "marie")
        await pilot.press("enter")
        await settled(pilot)
        assert "Enter an address like name@example.com" in words_on(app)
        assert value(pilot, "email") == "marie"
        assert not misfits(app)


async def test_too_many_questions_are_refused_and_the_address_stays(office: Office) -> None:
    limits = msgspec.structs.replace(WIDE, codes_per_source=1)
    small = make_office(office.settings.data_path(), source="tty9", limits=limits)
    app = desk_app(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, ForgottenScreen(OPERATOR))
        await press(pilot, "#forgotten-send")
        await press(pilot, "#forgotten-again")
        await press(pilot, "#forgotten-send")
        assert "Too many tries." in words_on(app)
        assert value(pilot, "email") == OPERATOR
        assert not app.screen.query_one("#forgotten-send", Action).disabled
        assert app.screen.query_one("#forgotten-send").has_focus
        assert not misfits(app)


async def test_asking_again_keeps_the_address_and_sends_another(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, ForgottenScreen(OPERATOR))
        await press(pilot, "#forgotten-send")
        await press(pilot, "#forgotten-again")
        assert value(pilot, "email") == OPERATOR
        assert app.screen.query_one(FormPage).field("email").target.has_focus
        await pilot.press("enter")
        await settled(pilot)
    assert len(mails(office, MailKind.TEMPORARY_PASSWORD, OPERATOR)) == 2


async def test_sign_in_button_leads_back_without_a_question(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, ForgottenScreen())
        await typed(pilot, OPERATOR)
        await press(pilot, "#forgotten-send")
        await press(pilot, "#forgotten-sign-in")
        assert isinstance(app.screen, LoginScreen)


async def test_esc_leads_back_without_a_question_once_it_is_sent(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, ForgottenScreen())
        await typed(pilot, OPERATOR)
        await press(pilot, "#forgotten-send")
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, LoginScreen)


async def test_leaving_asks_when_an_address_was_typed(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, ForgottenScreen())
        await typed(pilot, OPERATOR)
        await pilot.press("escape")
        await pilot.pause()
        assert "Leave this page?" in words_on(app)
        await pilot.press("escape")
        await pilot.pause()
        assert value(pilot, "email") == OPERATOR


async def test_a_second_enter_while_it_is_being_sent_is_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowFlow(recovery.request_password)
    monkeypatch.setattr(recovery, "request_password", slow)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, ForgottenScreen(OPERATOR))
        await pilot.press("enter")
        await until(pilot, lambda: slow.asked)
        await pilot.press("enter", "enter")
        slow.goes_on.set()
        await settled(pilot)
        assert slow.asked == 1
        assert app.screen.query_one("#forgotten-sign-in").has_focus


async def test_hostile_and_endless_text_stays_text(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, ForgottenScreen(HOSTILE))
        await pilot.press("enter")
        await settled(pilot)
        assert "[/x][@click=app.quit]now[/]" in words_on(app)
        app.screen.focused.post_message(events.Paste("x" * 1_000_000))  # type: ignore[union-attr]
        await settled(pilot)
        assert len(value(pilot, "email")) <= 254
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, ForgottenScreen)


async def test_language_switch_keeps_value_and_focus(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, ForgottenScreen())
        await typed(pilot, OPERATOR)
        before = app.screen.focused
        app.speak("fr")
        await settled(pilot)
        assert value(pilot, "email") == OPERATOR
        assert app.screen.focused is before
        assert "Mot de passe oublié" in words_on(app)
        await pilot.press("enter")
        await settled(pilot)
        assert "un message part dans les minutes qui suivent" in words_on(app)


@pytest.mark.parametrize("size", SIZES)
async def test_both_pages_fit(office: Office, size: tuple[int, int]) -> None:
    app = desk_app(office)
    async with app.run_test(size=size) as pilot:
        await shown(pilot, ForgottenScreen(OPERATOR))
        assert not await misfits_in_all_languages(pilot)
        await press(pilot, "#forgotten-send")
        assert not await misfits_in_all_languages(pilot)


async def test_a_slip_in_the_address_is_told_before_anything_is_sent(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, ForgottenScreen())
        await typed(pilot, "marie@gmial.com", "email")
        await pilot.press("enter")
        await settled(pilot)
        assert "Did you mean gmail.com?" in words_on(app)
        assert "F6 Take it" in words_on(app)
        assert app.screen.query_one("#forgotten-ask").display
        await pilot.press("f6")
        await settled(pilot)
        assert value(pilot, "email") == "marie@gmail.com"
        assert "Did you mean" not in words_on(app)
        await pilot.press("enter")
        await settled(pilot)
        assert "If marie@gmail.com has an account" in words_on(app)


async def test_who_means_it_asks_again(office: Office) -> None:
    """Leaving the line tells of the slip; the button comes after that."""
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, ForgottenScreen())
        await typed(pilot, "marie@gmial.com", "email")
        await press(pilot, "#forgotten-send")
        assert "If marie@gmial.com has an account" in words_on(app)
