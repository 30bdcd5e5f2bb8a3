"""Signing in, one's own account, and how a conversation ends."""

from __future__ import annotations

import pytest

from tests.hostile import HARMLESS
from tests.offices import (
    ANSWER,
    NEW_PASSWORD,
    OPERATOR,
    PASSWORD,
    MovableClock,
    agent,
    valid_operator,
)
from tests.plain.conversation import Desk, wide
from traces_tui.i18n import msg
from traces_tui.models.tables import Account, Session
from traces_tui.plain import start
from traces_tui.plain.handle import Gone
from traces_tui.plain.terminal import Terminal

__all__ = ["wide"]

IN = ("1", OPERATOR, PASSWORD)


@pytest.fixture(autouse=True)
def _valid(desk: Desk) -> None:
    """Marie's account is valid."""
    valid_operator(desk.office)
    with desk.office.connected():
        Session.delete().execute()


def account(desk: Desk) -> Account:
    """Marie's row."""
    with desk.office.connected():
        row: Account = Account.get(Account.email == OPERATOR)
        return row


def open_sessions(desk: Desk) -> int:
    """Sessions that have not ended."""
    with desk.office.connected():
        return int(Session.select().where(Session.ended_at.is_null()).count())


class TestSignIn:
    def test_a_wrong_one_says_nothing_of_which_half_and_keeps_the_address(self, desk: Desk) -> None:
        spoken = desk.hear("1", OPERATOR, "Wrong-pass-1", "", PASSWORD, "0", "0")
        assert len(spoken.errors) == 1
        assert spoken.errors[0].startswith("Address or password wrong, or account locked.")
        assert f"E-mail address [{OPERATOR}]:" in spoken.text
        assert "Password [" not in spoken.text
        assert "Good day, Marie Dupont" in spoken.text
        assert "1 failed try since." in spoken.text

    def test_the_first_time_is_told(self, desk: Desk) -> None:
        assert "This is your first sign-in." in desk.hear(*IN, "0", "0").text
        assert "Last sign-in: 02/03/2026 10:00." in desk.hear(*IN, "0", "0").text

    def test_too_many_tries_are_told(self, desk: Desk) -> None:
        import msgspec

        limits = msgspec.structs.replace(desk.office.settings.limits, sign_ins_per_source=1)
        desk.office.settings = msgspec.structs.replace(desk.office.settings, limits=limits)
        spoken = desk.hear("1", OPERATOR, "Wrong-1", "", "Wrong-2", "<", "<", "0")
        assert spoken.errors[-1].startswith("Too many tries. Try again at")
        assert spoken.status == 0

    def test_nothing_of_a_password_is_written(self, desk: Desk) -> None:
        assert PASSWORD not in desk.hear(*IN, "0", "0").text

    def test_a_pipe_is_warned_of_once(self, desk: Desk) -> None:
        text = desk.hear("1", OPERATOR, "Wrong-pass-1", "", PASSWORD, "0", "0").text
        assert text.count("Passwords can't be hidden here") == 1


class TestEnd:
    @pytest.mark.parametrize("way", [("0", "0"), ("!", "0"), ("!", "!"), (), ("2", "!", "0")])
    def test_every_way_ends_the_session(self, desk: Desk, way: tuple[str, ...]) -> None:
        assert desk.hear(*IN, *way).status == 0
        assert open_sessions(desk) == 0

    @pytest.mark.parametrize("lines", [(), ("1", OPERATOR), IN, (*IN, "3", PASSWORD)], ids=len)
    def test_an_interruption_is_a_sentence_and_its_status(
        self, desk: Desk, lines: tuple[str, ...]
    ) -> None:
        def interrupted() -> str:
            raise KeyboardInterrupt

        spoken = desk.hear(*lines, interrupted)
        assert spoken.status == start.INTERRUPTED == 130
        assert spoken.text.endswith("Interrupted. What was not sent is not kept.\n")
        assert open_sessions(desk) == 0

    def test_a_reader_who_vanished_is_no_error(self, desk: Desk) -> None:
        class Deaf(Terminal):
            def write(self, text: str = "") -> None:
                raise Gone

        assert start.run(desk.office, terminal=Deaf(), language="en") == 0

    def test_an_unforeseen_error_ends_the_session_too(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from traces_tui.workflow import accounts

        def broken(*_given: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(accounts, "own", broken)
        with pytest.raises(ZeroDivisionError):
            desk.hear(*IN)
        assert open_sessions(desk) == 0

    def test_the_first_menu_stays_at_back_and_at_nonsense(self, desk: Desk) -> None:
        spoken = desk.hear("<", "9", "?", "0")
        assert spoken.errors == ["Type one of the numbers"]
        assert "Goodbye." in spoken.text

    def test_a_remark_comes_first(self, desk: Desk) -> None:
        assert desk.hear("0", remark=msg("Please note")).text.startswith("Please note\n")


class TestOwnAccount:
    def test_the_state_is_told_and_told_again(self, desk: Desk) -> None:
        text = desk.hear(*IN, "1", "0", "0").text
        assert text.count("3  valid: done on 02/03/2026") == 2
        assert text.count("Organisation: SARL Ferme du Ried, 67600 Sélestat") == 2
        assert "Locked on: 02/06/2026, unless you sign in before (3 months)" in text

    def test_data(self, desk: Desk) -> None:
        text = desk.hear(*IN, "2", "Marie-Claude", "", "", "", "-", "", "", "0", "0").text
        assert f"E-mail address (fixed user id): {OPERATOR}" in text
        assert "Telephone (optional) [+33 3 88 12 34 56]:" in text
        assert "Your data are saved" in text
        assert (account(desk).first_name, account(desk).phone) == ("Marie-Claude", "")

    def test_leaving_changed_data_is_asked_about(self, desk: Desk) -> None:
        text = desk.hear(*IN, "2", "Marie-Claude", "<", "<", "2", "0", "0").text
        assert "What you have typed here will be lost." in text
        assert account(desk).first_name == "Marie"

    def test_password(self, desk: Desk) -> None:
        spoken = desk.hear(*IN, "3", "Wrong-pass-1", NEW_PASSWORD, NEW_PASSWORD, PASSWORD, "0", "0")
        assert spoken.errors == ["This is not your present password"]
        assert "Your password is changed" in spoken.text
        assert "Good day" in desk.hear("1", OPERATOR, NEW_PASSWORD, "0", "0").text

    def test_question(self, desk: Desk) -> None:
        text = desk.hear(*IN, "4", PASSWORD, "7", "Rex", "0", "0").text
        assert "At present: What is the name of your first school?" in text
        assert "Your secret question is changed" in text
        assert account(desk).question == "pet_name"
        assert ANSWER not in text

    def test_preferences_change_the_language_here_too(self, desk: Desk) -> None:
        text = desk.hear(*IN, "5", "en", "2", "0", "0").text
        assert "Language and notification are saved" in text
        text = desk.hear(*IN, "5", "français", "", "0", "0").text
        assert "Langue\u00a0: Français" in text
        assert "Vous êtes déconnecté(e)." in text

    def test_without_the_question_it_is_not_offered(self, desk: Desk) -> None:
        import msgspec

        desk.office.settings = msgspec.structs.replace(desk.office.settings, secret_question=False)
        assert "Change the secret question" not in desk.hear(*IN, "0", "0").text

    @pytest.mark.parametrize("number", ["1", "2", "3", "4", "5"])
    def test_an_ended_session_leads_to_the_first_menu(
        self, desk: Desk, clock: MovableClock, number: str
    ) -> None:
        def late() -> str:
            clock.move(hours=1)
            return number

        spoken = desk.hear(*IN, late, "0")
        assert spoken.errors == ["Your session has ended. Sign in again."]
        assert spoken.text.endswith("Goodbye.\n")

    @pytest.mark.parametrize("name", HARMLESS.values(), ids=HARMLESS)
    def test_a_strange_name_is_text(self, desk: Desk, name: str) -> None:
        text = desk.hear(*IN, "2", name[:80], "", "", "", "", "", "", "0", "0").text
        assert "Your data are saved" in text
        assert "Good day" in desk.hear(*IN, "0", "0").text


def test_a_database_that_fails_at_home_is_told_and_the_menu_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from traces_tui.refusal import Unavailable
    from traces_tui.workflow import files

    def busy(*_given: object) -> None:
        raise Unavailable(msg("The database file is damaged. Call the administrator."))

    agent(desk.office)
    monkeypatch.setattr(files, "work", busy)
    spoken = desk.hear("1", "b.keller@ddpp67.example", "Zut-alors-42!", "0", "0")
    assert spoken.errors == ["The database file is damaged. Call the administrator."]
    assert "1  To validate\n" in spoken.text


def test_every_flow_pokes_who_sends_mails(desk: Desk) -> None:
    from traces_tui.plain.talk import Talk
    from traces_tui.workflow import authorities

    poked: list[int] = []
    talk = Talk(desk.office, Terminal(), "en", lambda: poked.append(1))
    talk.do(authorities.contact, "FR-67")
    assert poked == [1]
