"""From a temporary password to a new one: the forced way."""

from __future__ import annotations

import msgspec
import pytest
from textual.pilot import Pilot

from tests.offices import (
    ANSWER,
    NEW_PASSWORD,
    OPERATOR,
    PASSWORD,
    agent,
    make_office,
    signed_in,
    valid_operator,
)
from tests.ui.at_the_desk import (
    HOSTILE,
    SIZES,
    SlowFlow,
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
from traces_tui.office import Office
from traces_tui.screens.forgotten_answer import ForgottenAnswerScreen, QuestionLockedScreen
from traces_tui.screens.login import LoginScreen
from traces_tui.screens.operator_home import OperatorHomeScreen
from traces_tui.screens.recovery import RecoveryScreen
from traces_tui.screens.recovery_pages import AnswerPage, QuestionPage, SecretPage
from traces_tui.way_out import RESTART
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.pick_button import PickButton
from traces_tui.widgets.steps import Stepper
from traces_tui.workflow import accounts, recovery, sign_in
from traces_tui.workflow.refusals import SessionOver, SignInRefused
from traces_tui.workflow.views import RecoveryStep, SessionKind


async def answered(pilot: Pilot[int], answer: str = ANSWER) -> None:
    """Answer the secret question."""
    await typed(pilot, answer, "answer")
    await pilot.press("enter")
    await settled(pilot)


async def test_answer_then_password_leads_home(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, recovering(office))
        text = words_on(app)
        assert "Step 1 of 2" in text
        assert "What is the name of your first school?" in text
        assert "5 tries are left." in text
        assert app.screen.query_one(FormPage).field("answer").target.has_focus
        await answered(pilot)
        assert "Step 2 of 2" in words_on(app)
        await typed(pilot, NEW_PASSWORD, "password")
        await typed(pilot, NEW_PASSWORD, "password_again")
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, OperatorHomeScreen)
        assert app.person is not None
        assert app.person.kind is SessionKind.FULL
    with pytest.raises(SignInRefused):
        sign_in.sign_in(office, OPERATOR, PASSWORD)
    assert signed_in(office, password=NEW_PASSWORD).email == OPERATOR


async def test_answer_stands_in_clear_and_can_be_hidden(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, recovering(office))
        await typed(pilot, "À demi", "answer")
        assert "À demi" in words_on(app)
        await pilot.click(".field-toggle")
        await pilot.pause()
        assert "À demi" not in words_on(app)
        assert value(pilot, "answer") == "À demi"


async def test_each_wrong_answer_counts_once(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        person = recovering(office)
        await entered(pilot, person)
        await answered(pilot, "là-bas, école")
        assert "This is not the answer you gave." in words_on(app)
        assert "4 tries are left." in words_on(app)
        assert value(pilot, "answer") == "là-bas, école"
        # The very same answer again is refused without spending a try.
        await pilot.press("enter")
        await settled(pilot)
        assert recovery.state(office, person.key).tries_left == 4
        await answered(pilot, "Là-bas")
        assert recovery.state(office, person.key).tries_left == 3
        assert not misfits(app)
        await answered(pilot)
        assert isinstance(app.screen.query_one("RecoveryPage"), SecretPage)


async def test_a_second_enter_while_it_is_judged_spends_no_try(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    valid_operator(office)
    slow = SlowFlow(recovery.answer)
    monkeypatch.setattr(recovery, "answer", slow)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        person = recovering(office)
        await entered(pilot, person)
        await typed(pilot, "faux", "answer")
        await pilot.press("enter")
        await until(pilot, lambda: slow.asked)
        await pilot.press("enter", "enter")
        slow.goes_on.set()
        await settled(pilot)
        assert slow.asked == 1
        assert recovery.state(office, person.key).tries_left == 4


async def test_last_wrong_answer_leads_to_the_authority(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office, demo=True)
    async with app.run_test(size=(80, 24)) as pilot:
        person = recovering(office)
        await entered(pilot, person)
        for number in range(5):
            await answered(pilot, f"faux {number}")
        assert isinstance(app.screen, QuestionLockedScreen)
        text = words_on(app)
        assert "your secret question is locked" in text
        assert "DDPP du Bas-Rhin" in text
        with pytest.raises(SessionOver):
            recovery.state(office, person.key)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, LoginScreen)
        assert app.person is None


async def test_forgotten_answer_tells_whom_to_call_and_leads_back(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, recovering(office))
        await typed(pilot, "à moitié", "answer")
        await press(pilot, "#recovery-lost")
        assert isinstance(app.screen, ForgottenAnswerScreen)
        text = words_on(app)
        assert "DDPP du Bas-Rhin" in text
        assert "Strasbourg" in text
        assert not misfits(app)
        await press(pilot, "#lost-back")
        assert isinstance(app.screen, RecoveryScreen)
        assert value(pilot, "answer") == "à moitié"


async def test_after_a_reset_a_new_question_comes_first(office: Office) -> None:
    receipt = valid_operator(office)
    accounts.reset_question(office, agent(office).key, receipt.progress.number)
    person = recovering(office)
    assert person.next_step is RecoveryStep.NEW_QUESTION
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, person)
        assert isinstance(app.screen.query_one("RecoveryPage"), QuestionPage)
        assert not misfits(app)
        await press(pilot, "#recovery-continue")
        assert "There are 2 problems to correct" in words_on(app)
        assert not misfits(app)
        app.screen.query_one(PickButton).put("favourite_team")
        await typed(pilot, "Racing", "answer")
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen.query_one("RecoveryPage"), SecretPage)
    assert recovery.state(office, person.key).step is RecoveryStep.NEW_PASSWORD


async def test_password_rules_show_at_their_fields(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, recovering(office))
        await answered(pilot)
        await typed(pilot, "cigogne", "password")
        assert "✓ one capital letter" not in words_on(app)
        await typed(pilot, "Cigogne", "password")
        assert "✓ one capital letter" in words_on(app)
        await press(pilot, "#recovery-continue")
        text = words_on(app)
        assert "Use at least 10 characters" in text
        assert "Type the password a second time" in text
        assert not misfits(app)


async def test_what_only_the_workflow_knows_lands_on_the_field(office: Office) -> None:
    valid_operator(office, organisation_name="Kochersberg")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, recovering(office))
        await answered(pilot)
        await typed(pilot, "Kochersberg-1", "password")
        await typed(pilot, "Kochersberg-1", "password_again")
        await pilot.press("enter")
        await settled(pilot)
        assert "Too easy to guess" in words_on(app)
        assert value(pilot, "password") == "Kochersberg-1"
        assert app.screen.query_one(FormPage).field("password").target.has_focus
        await typed(pilot, NEW_PASSWORD, "password")
        await typed(pilot, NEW_PASSWORD, "password_again")
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, OperatorHomeScreen)


async def test_no_question_where_the_setting_is_off(office: Office) -> None:
    valid_operator(office)
    plain = make_office(office.settings.data_path(), office.clock, secret_question=False)
    app = desk_app(plain)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, recovering(plain))
        assert isinstance(app.screen.query_one("RecoveryPage"), SecretPage)
        assert not app.screen.query(Stepper)


async def test_esc_asks_and_never_leaves_by_itself(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        person = recovering(office)
        await entered(pilot, person)
        await typed(pilot, "à moitié", "answer")
        await pilot.press("escape")
        await until(pilot, lambda: "Sign out now?" in words_on(app))
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, RecoveryScreen)
        assert value(pilot, "answer") == "à moitié"
        assert recovery.state(office, person.key).step is RecoveryStep.ANSWER


async def test_signing_out_ends_the_session_and_the_program(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        person = recovering(office)
        await entered(pilot, person)
        app.screen.query_one("#recovery-sign-out").focus()
        await pilot.press("enter")
        await until(pilot, lambda: "Sign out now?" in words_on(app))
        await pilot.click("#yes")
        await until(pilot, lambda: app.return_code is not None)
    assert app.return_code == RESTART
    with pytest.raises(SessionOver):
        recovery.state(office, person.key)


async def test_session_that_is_over_leads_to_the_sign_in_page(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        person = recovering(office)
        await entered(pilot, person)
        sign_in.sign_out(office, person.key)
        await answered(pilot)
        assert isinstance(app.screen, LoginScreen)
        assert "Your session has ended." in words_on(app)


async def test_hostile_answers_stay_text(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, recovering(office))
        for hostile in (HOSTILE, "김" * 40, "e\u0301" * 60):
            await answered(pilot, hostile)
            assert isinstance(app.screen, RecoveryScreen)
            assert isinstance(app.screen.query_one("RecoveryPage"), AnswerPage)


async def test_language_switch_keeps_answer_and_focus(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, recovering(office))
        await answered(pilot, "faux")
        before = app.screen.focused
        app.speak("fr")
        await settled(pilot)
        assert value(pilot, "answer") == "faux"
        assert app.screen.focused is before
        text = words_on(app)
        assert "Quel est le nom de votre première école ?" in text
        assert "Ce n'est pas la réponse que vous aviez donnée." in text
        assert "Il reste 4 essais." in text


async def test_refreshing_keeps_what_was_typed(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, recovering(office))
        await typed(pilot, "à moitié", "answer")
        await pilot.press("f5")
        await settled(pilot)
        assert value(pilot, "answer") == "à moitié"


@pytest.mark.parametrize("size", SIZES)
async def test_every_page_fits(office: Office, size: tuple[int, int]) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=size) as pilot:
        await entered(pilot, recovering(office))
        assert not await misfits_in_all_languages(pilot)
        await answered(pilot, "faux")
        assert not await misfits_in_all_languages(pilot)
        await press(pilot, "#recovery-lost")
        assert not await misfits_in_all_languages(pilot)
        await press(pilot, "#lost-back")
        await answered(pilot)
        await typed(pilot, "x", "password")
        await press(pilot, "#recovery-continue")
        assert not await misfits_in_all_languages(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_locked_page_fits(office: Office, size: tuple[int, int]) -> None:
    valid_operator(office)
    limits = msgspec.structs.replace(office.settings.password, answer_tries=1)
    strict = make_office(office.settings.data_path(), office.clock, password=limits)
    app = desk_app(strict)
    async with app.run_test(size=size) as pilot:
        await entered(pilot, recovering(strict))
        await answered(pilot, "faux")
        assert isinstance(app.screen, QuestionLockedScreen)
        assert not await misfits_in_all_languages(pilot)
