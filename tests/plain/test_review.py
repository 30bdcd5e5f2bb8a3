"""An agent's lists and files, read out and decided line by line (notice, § I.5 and I.6)."""

from __future__ import annotations

import pytest

from tests.offices import (
    AGENT,
    AGENT_PASSWORD,
    IN_COLMAR,
    OPERATOR,
    MovableClock,
    agent,
    confirmed,
    mails,
    registered,
    valid_operator,
)
from tests.plain.conversation import Desk, wide
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Request, Session
from traces_tui.workflow import review
from traces_tui.workflow.several import MOST_WITHOUT_TYPING
from traces_tui.workflow.views import MailState, Status

__all__ = ["wide"]

IN = ("1", AGENT, AGENT_PASSWORD)
QUEUE = (*IN, "1")


@pytest.fixture(autouse=True)
def _agent(desk: Desk) -> None:
    """Beate Keller is an agent of the Bas-Rhin."""
    agent(desk.office)


def people(desk: Desk, count: int) -> list[str]:
    """Confirmed requests of so many people, the oldest first; their numbers."""
    return [
        confirmed(
            desk.office,
            f"p{number}@ferme.example",
            last_name=f"Person{number:02}",
            organisation_name=f"Ferme {number}",
        ).progress.number
        for number in range(1, count + 1)
    ]


def status_of(desk: Desk, number: str) -> str:
    """Where a request stands."""
    with desk.office.connected():
        return str(Request.get(Request.number == number).status)


class TestLists:
    def test_counts_stand_in_the_menu(self, desk: Desk, clock: MovableClock) -> None:
        people(desk, 2)
        registered(desk.office)
        clock.move(days=9)
        text = desk.hear(*IN, "0", "0").text
        assert "1  To validate: 2, 2 of them for more than 7 days" in text
        assert "2  New: 1" in text
        assert "3  Valid: 0" in text

    def test_rows_are_numbered_and_continued(self, desk: Desk) -> None:
        people(desk, 11)
        text = desk.hear(*QUEUE, "", "", "<", "0", "0").text
        assert text.count("1  Person01 Marie, Ferme 1, 67600, since today") == 2
        assert "1  Person10 Marie" in text
        assert "2  Person11 Marie" in text
        assert "Number to open, letters to search, Enter for more:" in text

    def test_letters_search_and_back_shows_all_again(self, desk: Desk) -> None:
        people(desk, 3)
        spoken = desk.hear(*QUEUE, "person03", "zzz", "<", "<", "0", "0")
        assert "1  Person03 Marie" in spoken.text
        assert "No result for “zzz”. Try fewer letters." in spoken.text
        assert spoken.text.count("1  Person01") == 2

    @pytest.mark.parametrize("number", ["1", "2", "3", "4"])
    def test_an_empty_list_says_why(self, desk: Desk, number: str) -> None:
        text = desk.hear(*IN, number, "0", "0").text
        assert any(
            words in text
            for words in ("No request to validate", "No applicant", "No account", "Nothing was")
        )

    def test_a_number_beyond_the_list_is_told(self, desk: Desk) -> None:
        people(desk, 1)
        assert desk.hear(*QUEUE, "5", "<", "0", "0").errors == ["Type one of the numbers"]

    def test_an_overdue_one_is_marked(self, desk: Desk, clock: MovableClock) -> None:
        people(desk, 1)
        clock.move(days=8)
        assert "for 8 days (overdue)" in desk.hear(*QUEUE, "<", "0", "0").text

    def test_bytes_that_are_no_text_only_find_nothing(self, desk: Desk) -> None:
        people(desk, 1)
        assert "No result" in desk.hear(*QUEUE, "a\udcffb", "<", "<", "0", "0").text


class TestFile:
    def test_is_read_out_with_its_checks(self, desk: Desk) -> None:
        confirmed(desk.office, more_information="Ligne [/x]")
        text = desk.hear(*QUEUE, "1", "0", "<", "0", "0").text
        for line in (
            "Marie Dupont, 2026-000001, confirmed, to validate",
            f"E-mail address: {OPERATOR}",
            "Telephone: +33 3 88 12 34 56",
            "More information: Ligne [/x]",
            "Organisation: SARL Ferme du Ried, 12 rue des Cigognes, 67600 Sélestat",
            "-  ok: Address confirmed on 02/03/2026",
            "-  02/03/2026 10:00: request sent",
        ):
            assert line in text
        assert "Fax" not in text

    def test_of_another_area_never_appears(self, desk: Desk) -> None:
        confirmed(desk.office, **IN_COLMAR)
        assert "No request to validate" in desk.hear(*QUEUE, "0", "0").text

    def test_the_next_one_follows_to_the_end_of_the_list(self, desk: Desk) -> None:
        people(desk, 11)
        text = desk.hear(*QUEUE, "9", "4", "4", "4", "0", "0").text
        for number in ("09", "10", "11"):
            assert f"Marie Person{number}, 2026-0000" in text
        assert "There is no other request in this list." in text

    def test_a_decided_one_offers_no_decision(self, desk: Desk) -> None:
        (number,) = people(desk, 1)
        review.validate(desk.office, agent(desk.office).key, [number])
        text = desk.hear(*IN, "3", "1", "0", "<", "0", "0").text
        assert "valid, by Beate Keller on 02/03/2026" in text
        assert "1  Validate" not in text


class TestDecision:
    def test_validating_asks_once_and_names_the_warnings(self, desk: Desk) -> None:
        first, second = people(desk, 2)
        text = desk.hear(*QUEUE, "1", "1", "1", "1", "2", "4", "0", "<", "0", "0").text
        assert text.count("Validate Marie Person01?") == 2
        assert "Marie Person01 is valid." in text
        assert text.index("is valid.") < text.index("Marie Person02, 2026")
        assert (status_of(desk, first), status_of(desk, second)) == (
            Status.VALID,
            Status.CONFIRMED,
        )

    def test_is_taken_back(self, desk: Desk) -> None:
        (number,) = people(desk, 1)
        text = desk.hear(*QUEUE, "1", "1", "2", "5", "0", "<", "0", "0").text
        assert "5  Take the validation back, within 10 seconds" in text
        assert "1 validation taken back: the request waits again." in text
        assert status_of(desk, number) == Status.CONFIRMED
        assert mails(desk.office, MailKind.ACTIVATED)[0].state == MailState.CANCELLED

    def test_too_late_to_take_back_is_told(self, desk: Desk, clock: MovableClock) -> None:
        def late() -> str:
            clock.move(seconds=11)
            return "5"

        (number,) = people(desk, 1)
        spoken = desk.hear(*QUEUE, "1", "1", "2", late, "0", "0", "0")
        assert spoken.errors == ["Too late to undo: the applicant has been told."]
        assert status_of(desk, number) == Status.VALID

    def test_refusing_asks_the_reason_and_once_more(self, desk: Desk) -> None:
        (number,) = people(desk, 1)
        spoken = desk.hear(*QUEUE, "1", "2", "6", "", "<b>Non</b>", "2", "0", "0", "0")
        assert spoken.errors == ["Write the reason"]
        assert "receives the reason in this language: Français." in spoken.text
        assert "The request of Marie Person01 is refused." in spoken.text
        assert status_of(desk, number) == Status.REFUSED

    def test_a_refusal_that_is_not_confirmed_refuses_nobody(self, desk: Desk) -> None:
        (number,) = people(desk, 1)
        desk.hear(*QUEUE, "1", "2", "4", "", "1", "0", "<", "0", "0")
        assert status_of(desk, number) == Status.CONFIRMED

    def test_back_from_the_reason_leads_to_the_file(self, desk: Desk) -> None:
        (number,) = people(desk, 1)
        spoken = desk.hear(*QUEUE, "1", "2", "<", "0", "<", "0", "0")
        assert (spoken.errors, status_of(desk, number)) == ([], Status.CONFIRMED)

    @pytest.mark.parametrize("act", [("1", "2"), ("2", "4", "", "2")], ids=["validate", "refuse"])
    def test_another_agent_was_faster(self, desk: Desk, act: tuple[str, ...]) -> None:
        (number,) = people(desk, 1)
        other = agent(desk.office, "c.muller@ddpp67.example", name="Claire Muller")

        def meanwhile() -> str:
            review.validate(desk.office, other.key, [number])
            return act[-1]

        spoken = desk.hear(*QUEUE, "1", *act[:-1], meanwhile, "0", "0", "0")
        assert spoken.errors == ["Marie Person01 was already handled by Claire Muller: valid."]

    def test_the_last_one_leaves_an_empty_list(self, desk: Desk) -> None:
        people(desk, 1)
        text = desk.hear(*QUEUE, "1", "1", "2", "4", "0", "0").text
        assert "There is no other request in this list." in text
        assert "No request to validate; looked at 10:00." in text

    def test_a_file_is_linked_to_an_organisation_of_the_directory(self, desk: Desk) -> None:
        review.validate(
            desk.office, agent(desk.office).key, [confirmed(desk.office).progress.number]
        )
        twin = confirmed(desk.office, "jean@ferme.example", first_name="Jean")
        text = desk.hear(*QUEUE, "1", "3", "1", "1", "2", "0", "0", "0").text
        assert "1  SARL Ferme du Ried (in the directory), 12 rue des Cigognes" in text
        assert "Will be linked to SARL Ferme du Ried, in the directory" in text
        assert status_of(desk, twin.progress.number) == Status.VALID
        with desk.office.connected():
            rows = list(Request.select())
            accounts = {row.account.organisation_id for row in rows}
        assert len(accounts) == 1

    def test_or_to_any_other_that_is_searched_in_the_directory(self, desk: Desk) -> None:
        far = confirmed(desk.office, "far@ferme.example", organisation_name="Autre nom")
        review.validate(desk.office, agent(desk.office).key, [far.progress.number])
        (number,) = people(desk, 1)
        text = desk.hear(*QUEUE, "1", "3", "2", "autre", "1", "1", "2", "0", "0", "0").text
        assert "2  Another one, of the directory" in text
        assert "Number to take, letters to search:" in text
        assert "Will be linked to Autre nom, in the directory" in text
        assert status_of(desk, number) == Status.VALID
        with desk.office.connected():
            assert len({row.account.organisation_id for row in Request.select()}) == 1

    def test_but_not_to_one_of_another_area(self, desk: Desk) -> None:
        valid_operator(desk.office, "colmar@ferme.example", **IN_COLMAR)
        people(desk, 1)
        spoken = desk.hear(*QUEUE, "1", "3", "2", "ferme", "1", "<", "<", "<", "0", "<", "0", "0")
        assert spoken.errors == ["This organisation lies in another area: DDETSPP du Haut-Rhin."]

    def test_an_ended_session_leads_to_the_first_menu(self, desk: Desk) -> None:
        def ended() -> str:
            with desk.office.connected():
                Session.delete().execute()
            return "1"

        people(desk, 1)
        spoken = desk.hear(*QUEUE, ended, "0")
        assert spoken.errors == ["Your session has ended. Sign in again."]
        assert spoken.text.endswith("Goodbye.\n")


class TestSeveral:
    """“To process all”, and several numbers at once (notice, § I.5)."""

    def test_numbers_are_decided_together_and_taken_back(self, desk: Desk) -> None:
        numbers = people(desk, 4)
        text = desk.hear(*QUEUE, "1 3-4", "1", "2", "5", "<", "0", "0").text
        assert "-  Person01 Marie, Ferme 1" in text
        assert "Person02 Marie, Ferme 2\n1  Validate 3" not in text
        assert "Validate 3 requests?" in text
        assert "3 requests validated." in text
        assert "3 validations taken back: the requests wait again." in text
        assert {status_of(desk, number) for number in numbers} == {Status.CONFIRMED}

    @pytest.mark.parametrize("typed", ["1, 2", "2 1", "1-2", "2;1", "1 2 1"])
    def test_however_they_are_typed(self, desk: Desk, typed: str) -> None:
        numbers = people(desk, 3)
        desk.hear(*QUEUE, typed, "1", "2", "0", "<", "0", "0")
        statuses = [status_of(desk, number) for number in numbers]
        assert statuses == [Status.VALID, Status.VALID, Status.CONFIRMED]

    def test_enter_takes_the_safe_answer(self, desk: Desk) -> None:
        numbers = people(desk, 2)
        desk.hear(*QUEUE, "1 2", "1", "", "<", "0", "0")
        assert {status_of(desk, number) for number in numbers} == {Status.CONFIRMED}

    def test_refusing_several_asks_one_reason(self, desk: Desk) -> None:
        numbers = people(desk, 2)
        text = desk.hear(*QUEUE, "1 2", "2", "4", "", "2", "0", "0").text
        assert "Each applicant receives the reason in the language of the account" in text
        assert "2 requests refused." in text
        assert {status_of(desk, number) for number in numbers} == {Status.REFUSED}

    def test_all_asks_for_their_number_where_they_are_many(self, desk: Desk) -> None:
        numbers = people(desk, MOST_WITHOUT_TYPING + 1)
        spoken = desk.hear(*QUEUE, "*", "10", "1 1", "0", "0")
        assert spoken.errors == ["This is not the number 11"]
        assert "Type 11 to confirm, or Enter to cancel:" in spoken.text
        assert "11 requests validated." in spoken.text
        assert {status_of(desk, number) for number in numbers} == {Status.VALID}

    @pytest.mark.parametrize("answer", ["", "<"])
    def test_many_are_not_validated_by_one_key_too_much(self, desk: Desk, answer: str) -> None:
        numbers = people(desk, MOST_WITHOUT_TYPING + 1)
        desk.hear(*QUEUE, "*", answer, "<", "0", "0")
        assert {status_of(desk, number) for number in numbers} == {Status.CONFIRMED}

    def test_what_others_had_decided_is_named(self, desk: Desk) -> None:
        numbers = people(desk, 2)
        other = agent(desk.office, "c.muller@ddpp67.example", name="Claire Muller")

        def meanwhile() -> str:
            review.validate(desk.office, other.key, numbers[:1])
            return "2"

        text = desk.hear(*QUEUE, "1 2", "1", meanwhile, "0", "0", "0").text
        assert "1 request validated." in text
        assert "1 request was already handled" in text
        assert "-  Marie Person01: already handled by Claire Muller, valid" in text

    def test_decided_lists_open_one_at_a_time(self, desk: Desk) -> None:
        review.validate(desk.office, agent(desk.office).key, people(desk, 2))
        text = desk.hear(*IN, "3", "1 2", "<", "<", "0", "0").text
        assert "No result for “1 2”." in text
