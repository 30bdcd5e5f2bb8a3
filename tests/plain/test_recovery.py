"""Forgotten password line by line (notice, § Mot de passe oublié)."""

from __future__ import annotations

import pytest

from tests.offices import (
    AGENT,
    AGENT_PASSWORD,
    ANSWER,
    NEW_PASSWORD,
    OPERATOR,
    PASSWORD,
    MovableClock,
    agent,
    code_of,
    mails,
    temporary_password,
    valid_operator,
)
from tests.plain.conversation import Desk, wide
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account, Session
from traces_tui.workflow import accounts

__all__ = ["wide"]


@pytest.fixture(autouse=True)
def _valid(desk: Desk) -> None:
    """Marie's account is valid."""
    valid_operator(desk.office)


def nobody_is_signed_in(desk: Desk) -> bool:
    """Whether every session of Marie has ended."""
    with desk.office.connected():
        living = (
            Session.select()
            .join(Account)
            .where((Account.email == OPERATOR) & Session.ended_at.is_null())
        )
        return not living.exists()


class TestAsking:
    @pytest.mark.parametrize("email", [OPERATOR, "nobody@ferme.example"])
    def test_never_tells_whether_there_is_an_account(self, desk: Desk, email: str) -> None:
        text = desk.hear("4", email, "0").text
        assert f"If {email} has an account, a message leaves within minutes." in text
        assert "TR\u00a01234" in text

    def test_an_address_that_is_none_is_asked_again(self, desk: Desk) -> None:
        spoken = desk.hear("4", "marie", OPERATOR, "0")
        assert spoken.errors == ["Enter an address like name@example.com"]
        assert "E-mail address [marie]:" in spoken.text
        assert len(mails(desk.office, MailKind.TEMPORARY_PASSWORD, OPERATOR)) == 1

    def test_back_asks_for_nothing(self, desk: Desk) -> None:
        desk.hear("4", "<", "0")
        assert mails(desk.office, MailKind.TEMPORARY_PASSWORD, OPERATOR) == []


class TestChoosing:
    def arrived(self, desk: Desk) -> tuple[str, str, str]:
        """Sign in with a temporary password."""
        return "1", OPERATOR, temporary_password(desk.office)

    def test_the_answer_leads_to_a_new_password_and_in(self, desk: Desk) -> None:
        spoken = desk.hear(*self.arrived(desk), ANSWER, NEW_PASSWORD, NEW_PASSWORD, "0", "0")
        assert spoken.errors == []
        assert "What is the name of your first school?" in spoken.text
        assert "Good day, Marie Dupont" in spoken.text
        for secret in (ANSWER, NEW_PASSWORD):
            assert secret not in spoken.text
        assert nobody_is_signed_in(desk)
        assert "Good day" in desk.hear("1", OPERATOR, NEW_PASSWORD, "0", "0").text

    def test_wrong_answers_are_counted_but_not_the_same_one_twice(self, desk: Desk) -> None:
        spoken = desk.hear(*self.arrived(desk), "ecole", "ecole", "école", ANSWER)
        assert [error.split(". ")[-1] for error in spoken.errors] == [
            "4 tries are left.",
            "4 tries are left.",
            "3 tries are left.",
        ]

    def test_the_last_wrong_one_names_who_helps(self, desk: Desk) -> None:
        spoken = desk.hear(*self.arrived(desk), "a", "b", "c", "d", "e", "0")
        assert spoken.errors[-1].startswith("Too many wrong answers")
        assert "Whom to call: DDPP du Bas-Rhin" in spoken.text
        assert "Goodbye." in spoken.text
        assert nobody_is_signed_in(desk)

    def test_help_at_the_answer_names_who_helps_and_costs_nothing(self, desk: Desk) -> None:
        text = desk.hear(*self.arrived(desk), "?").text
        assert "Only your authority can help with a forgotten answer" in text
        with desk.office.connected():
            assert Account.get(Account.email == OPERATOR).answer_failures == 0

    @pytest.mark.parametrize("sign", ["<", "!"])
    def test_giving_up_is_asked_about(self, desk: Desk, sign: str) -> None:
        text = desk.hear(*self.arrived(desk), sign, "1", sign, "2", "0").text
        assert text.count("Your temporary password is used up.") == 2
        assert text.count("What is the name of your first school?") == 2
        assert "You are signed out." in text
        assert nobody_is_signed_in(desk)

    def test_the_end_of_the_input_ends_the_session(self, desk: Desk) -> None:
        desk.hear(*self.arrived(desk))
        assert nobody_is_signed_in(desk)

    def test_after_a_reset_a_question_is_chosen_first(self, desk: Desk) -> None:
        keller = agent(desk.office)
        number = accounts.find(desk.office, keller.key, "dupont").rows[0].number
        accounts.reset_question(desk.office, keller.key, number)
        spoken = desk.hear(*self.arrived(desk), "7", "Rex", NEW_PASSWORD, NEW_PASSWORD, "0", "0")
        assert "Choose a new secret question" in spoken.text
        assert "Good day, Marie Dupont" in spoken.text

    def test_a_bad_password_is_told_rule_by_rule(self, desk: Desk) -> None:
        spoken = desk.hear(*self.arrived(desk), ANSWER, "dupont", "Marie-Dupont-1", PASSWORD)
        assert spoken.errors[0] == "Use at least 10 characters"
        assert "dupont" in spoken.errors[1]

    def test_took_too_long(self, desk: Desk, clock: MovableClock) -> None:
        def late() -> str:
            clock.move(hours=2)
            return ANSWER

        spoken = desk.hear(*self.arrived(desk), late, "0")
        assert spoken.errors == ["Your session has ended. Sign in again."]

    def test_a_new_agent_chooses_question_and_password(self, desk: Desk) -> None:
        accounts.add_agent(
            desk.office, "neu@ddpp67.example", "FR-67", first_name="Neu", last_name="Agent"
        )
        code = code_of(desk.office, MailKind.TEMPORARY_PASSWORD, "neu@ddpp67.example")
        text = desk.hear(
            "1", "neu@ddpp67.example", code, "7", "Rex", AGENT_PASSWORD, AGENT_PASSWORD, "0", "0"
        ).text
        assert "Competent authority: DDPP du Bas-Rhin" in text
        assert AGENT not in text
