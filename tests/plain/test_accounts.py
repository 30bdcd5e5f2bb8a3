"""The accounts of an area, line by line: why one is locked, and its question reset."""

from __future__ import annotations

import pytest

from tests.offices import (
    AGENT,
    AGENT_PASSWORD,
    IN_COLMAR,
    OPERATOR,
    MovableClock,
    agent,
    mails,
    registered,
    valid_operator,
)
from tests.plain.conversation import Desk, wide
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account
from traces_tui.refusal import Refused
from traces_tui.workflow.activity_words import AGES, WEEKS
from traces_tui.workflow.sign_in import sign_in

__all__ = ["wide"]

LIST = ("1", AGENT, AGENT_PASSWORD, "5")
OUT = ("<", "0", "0")


@pytest.fixture(autouse=True)
def _agent(desk: Desk) -> None:
    """Beate Keller is an agent of the Bas-Rhin."""
    agent(desk.office)


def wrong_tries(desk: Desk, count: int) -> None:
    """Somebody guesses Marie's password."""
    for _ in range(count):
        with pytest.raises(Refused):
            sign_in(desk.office, OPERATOR, "Wrong-pass-1")


def test_are_searched_and_opened(desk: Desk) -> None:
    valid_operator(desk.office)
    registered(desk.office, "jean@ferme.example", last_name="Weber")
    spoken = desk.hear(*LIST, "weber", "1", "0", "<", *OUT)
    assert "Accounts of your area" in spoken.text
    assert "1  Weber Marie, SARL Ferme du Ried, new" in spoken.text
    assert "E-mail address: jean@ferme.example" in spoken.text
    assert "Not valid yet: it can't sign in." in spoken.text
    assert spoken.errors == []


def test_of_another_area_never_appear(desk: Desk) -> None:
    valid_operator(desk.office, **IN_COLMAR)
    assert "No account in your area yet." in desk.hear(*LIST, "0", "0").text


def test_the_cause_of_a_lock_is_said(desk: Desk) -> None:
    valid_operator(desk.office)
    wrong_tries(desk, 5)
    text = desk.hear(*LIST, "1", "0", *OUT).text
    assert "Dupont Marie, SARL Ferme du Ried, locked: tries" in text
    assert "Locked after 5 wrong tries. A new password" in text
    assert "Secret question chosen." in text
    assert "Has not signed in yet." in text


def test_three_months_without_sign_in_are_another_cause(desk: Desk, clock: MovableClock) -> None:
    valid_operator(desk.office)
    clock.move(days=100)
    with desk.office.connected():
        Account.update(lock_cause="inactivity").where(Account.email == OPERATOR).execute()
        Account.update(active_since=clock(), last_sign_in_at=clock()).where(
            Account.email == AGENT
        ).execute()
    assert "Locked after 3 months without sign-in." in desk.hear(*LIST, "1", "0", *OUT).text


def test_a_question_is_reset_once_the_agent_is_sure(desk: Desk) -> None:
    valid_operator(desk.office)
    text = desk.hear(*LIST, "1", "1", "", "1", "2", "0", *OUT).text
    assert text.count("Reset the secret question of Dupont Marie?") == 2
    assert text.count("The secret question of Dupont Marie is reset.") == 1
    assert "Secret question to choose: at the next request for a password." in text
    assert len(mails(desk.office, MailKind.QUESTION_RESET)) == 1


def test_the_question_of_a_new_account_is_not_offered(desk: Desk) -> None:
    registered(desk.office)
    spoken = desk.hear(*LIST, "1", "1", "0", *OUT)
    assert spoken.errors == ["Type one of the numbers"]
    assert "1  Reset the question" not in spoken.text


def test_figures_are_sentences(desk: Desk) -> None:
    registered(desk.office)
    text = desk.hear("1", AGENT, AGENT_PASSWORD, "6", "0", "0").text
    assert f"{desk.say(AGES)}:\n-  " in text
    assert f"{desk.say(WEEKS)}:\n-  " in text
    assert "requests 1, validations 0, refusals 0" in text
