"""Registering line by line, and staying with the request (notice, § I)."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from tests.offices import (
    ANSWER,
    NEW_PASSWORD,
    OPERATOR,
    PASSWORD,
    WIDE,
    MovableClock,
    code_of,
    confirmed,
    mails,
    make_office,
    refused_operator,
    registered,
    valid_operator,
)
from tests.plain.conversation import Desk, wide
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account, Request, Session
from traces_tui.office import Office
from traces_tui.settings import Smtp
from traces_tui.workflow import confirmation
from traces_tui.workflow.views import Status

__all__ = ["wide"]

ACCOUNT = (OPERATOR, PASSWORD, PASSWORD)
QUESTION = ("8", ANSWER)
PLACE = ("SARL Ferme du Ried", "12 rue des Cigognes", "", "67 600", "selestat")
PERSON = ("Marie", "Dupont", "fr", "", "03 88 12 34 56", "", "")
FORM = ("2", *ACCOUNT, *QUESTION, *PLACE, *PERSON)
"""From the first menu to the check page."""


def requests(office: Office) -> list[Request]:
    """What was written."""
    with office.connected():
        return list(Request.select())


def open_sessions(office: Office) -> int:
    """Sessions that have not ended."""
    with office.connected():
        return int(Session.select().where(Session.ended_at.is_null()).count())


class TestSteps:
    def test_every_step_is_counted_and_the_request_leaves(self, desk: Desk) -> None:
        spoken = desk.hear(*FORM, "0", "0", "0")
        assert [line for line in spoken.text.split("\n") if line.startswith("Step ")] == [
            "Step 1 of 5. Your account",
            "Step 2 of 5. Secret question",
            "Step 3 of 5. Your organisation",
            "Step 4 of 5. About you",
            "Step 5 of 5. Check your answers before they are sent",
        ]
        assert spoken.errors == []
        (request,) = requests(desk.office)
        assert f"Number of the request: {request.number}" in spoken.text
        assert "m•••••t@ferme-ried.fr" in spoken.text
        assert "Competent authority: DDPP du Bas-Rhin" in spoken.text
        assert (spoken.status, spoken.text.split("\n")[-2]) == (0, "Goodbye.")
        assert len(mails(desk.office, MailKind.CONFIRMATION)) == 1

    def test_no_secret_is_read_out(self, desk: Desk) -> None:
        text = desk.hear(*FORM, "0", "0", "0").text
        assert PASSWORD not in text
        assert ANSWER not in text
        assert text.count("typed, not shown") == 2

    def test_nothing_is_written_before_the_end(self, desk: Desk) -> None:
        spoken = desk.hear(*FORM)
        assert (spoken.status, requests(desk.office)) == (0, [])
        assert "The input has ended. What was not sent is not kept." in spoken.text

    def test_what_a_password_misses_is_told_and_how_strong_the_right_one_is(
        self, desk: Desk
    ) -> None:
        text = desk.hear("2", OPERATOR, "cigogne", "Cigogne 6", "Cigogne-ried", PASSWORD).text
        first, second, third = text.split("Error: ")[1:]
        assert first.startswith("Use at least 10 characters\nStill missing:\n-  10 characters")
        assert "-  one digit" in first
        assert "-  one special character" in first
        assert "Still missing" not in second
        assert third.startswith("Add a digit\nPassword: ")
        assert "Strength: Very good" in third
        assert "cigogne" not in text.casefold().replace("cigogne-67", "")

    def test_the_rule_of_the_password_is_told_before(self, desk: Desk) -> None:
        text = desk.hear("2", OPERATOR).text
        assert text.index("-  one capital letter") < text.index("Password:")

    def test_back_leads_through_the_steps_and_loses_nothing(self, desk: Desk) -> None:
        there_and_back = ("<", "<", "<", "", "", "")
        lines = ("2", *ACCOUNT, *QUESTION, *there_and_back, *PLACE, *PERSON)
        spoken = desk.hear(*lines, "0", "0", "0")
        assert "Secret question [What is the name of your first school?]:" in spoken.text
        assert "Password (confirmation) [typed, not shown]:" in spoken.text
        assert len(requests(desk.office)) == 1

    def test_without_the_question_there_are_four(self, desk: Desk) -> None:
        import msgspec

        desk.office.settings = msgspec.structs.replace(desk.office.settings, secret_question=False)
        assert "Step 1 of 4." in desk.hear("2", "!", "0").text

    def test_a_commune_of_another_code_is_asked_again(self, desk: Desk) -> None:
        """Going back to the code empties nothing silently: the list is read out anew."""
        lines = ("2", *ACCOUNT, *QUESTION, *PLACE, "<", "<", "68000", "colmar", *PERSON)
        text = desk.hear(*lines, "0", "0", "0").text
        assert "Commune: Colmar (68)" in text
        assert requests(desk.office)[0].authority_id == "FR-68"

    @pytest.mark.parametrize("signs", [("<", "<"), ("!",)], ids=str)
    def test_leaving_is_asked_about(self, desk: Desk, signs: tuple[str, ...]) -> None:
        text = desk.hear("2", OPERATOR, *signs, "1", "!", "2", "0").text
        assert text.count("Leave this page?") == 2
        assert f"[{OPERATOR}]:" in text
        assert "Goodbye." in text

    def test_a_town_abroad_is_typed(self, desk: Desk) -> None:
        place = ("Metzgerei Müller", "Hauptstraße 1", "allemagne", "77694", "Kehl")
        desk.hear("2", *ACCOUNT, *QUESTION, *place, *PERSON, "0", "0", "0")
        assert requests(desk.office)[0].authority_id == "DE"


class TestTakenAddress:
    def test_is_told_after_the_first_step(self, desk: Desk) -> None:
        registered(desk.office)
        spoken = desk.hear("2", *ACCOUNT, "jean@ferme-ried.fr", "!", "2", "0")
        assert spoken.errors == ["This address already has an account: sign in with it"]
        assert f"E-mail address (user id) [{OPERATOR}]:" in spoken.text
        assert "Step 2 of 5." in spoken.text

    def test_that_was_taken_meanwhile_is_told_at_the_end(self, desk: Desk) -> None:
        def meanwhile() -> str:
            registered(desk.office)
            return "0"

        spoken = desk.hear(*FORM, meanwhile, "jean@ferme-ried.fr", "0", "0", "0")
        assert spoken.errors == ["This address already has an account: sign in with it"]
        assert len(requests(desk.office)) == 2


class TestDirectory:
    """The step of the organisation opens the directory (notice: Sélectionner)."""

    PICKED = ("2", *ACCOUNT, *QUESTION, "/", "ried", "1", "12 rue des Cigognes", "", "", "")

    @pytest.fixture(autouse=True)
    def _valid(self, office: Office) -> None:
        valid_operator(office, "jean@ferme.example")

    def test_an_organisation_is_chosen_and_fills_the_step(self, desk: Desk) -> None:
        text = desk.hear(*self.PICKED, *PERSON, "0", "0", "0").text
        assert "Type / (slash) to choose it in the directory" in text
        assert "1  SARL Ferme du Ried, 67600 Sélestat, France" in text
        assert "Name of the organisation: SARL Ferme du Ried" in text
        assert "Postal code [67600]:" in text
        assert "Commune [Sélestat (67)]:" in text
        request = requests(desk.office)[-1]
        with desk.office.connected():
            picked = request.chosen_organisation
            assert picked is not None
            assert picked.name == "SARL Ferme du Ried"

    def test_another_name_makes_it_another_organisation(self, desk: Desk) -> None:
        desk.hear(*self.PICKED, *PERSON, "5", "Ferme du Bruch", "0", "0", "0")
        request = requests(desk.office)[-1]
        with desk.office.connected():
            assert request.chosen_organisation is None
            assert request.organisation.name == "Ferme du Bruch"

    def test_back_leads_to_the_field(self, desk: Desk) -> None:
        spoken = desk.hear(*self.PICKED[:6], "/", "<", *PLACE, *PERSON, "0", "0", "0")
        assert spoken.errors == []
        request = requests(desk.office)[-1]
        with desk.office.connected():
            assert request.chosen_organisation is None

    def test_too_many_searches_are_told_and_nothing_typed_is_lost(
        self, tmp_path: Path, clock: MovableClock
    ) -> None:
        few = structs.replace(WIDE, directory_per_source=1)
        office = make_office(tmp_path / "few", clock, limits=few, smtp=Smtp(send_from_kiosk=False))
        start = self.PICKED[:6]
        spoken = Desk(office).hear(*start, "/", "ri", "<", "<", "/", "ri", *PLACE, *PERSON, "0")
        assert len(spoken.errors) == 1
        assert len(requests(office)) == 1


class TestCheckPage:
    def test_a_number_changes_an_answer(self, desk: Desk) -> None:
        text = desk.hear(*FORM, "11", "Dupond", "", "0", "0", "0").text
        before, _, after = text.partition("Last name [Dupont]:")
        assert "11  Last name: Dupont" in before
        assert "\nLast name: Dupond" in after
        assert after.count("11  Last name: Dupond") == 1  # only where it was asked for
        with desk.office.connected():
            assert Account.get().last_name == "Dupond"

    def test_another_country_asks_code_and_town_again(self, desk: Desk) -> None:
        text = desk.hear(*FORM, "7", "belgique", "4000", "Liège", "0", "0", "0").text
        assert "Country: Belgium" in text
        assert "Postal code [" not in text
        assert requests(desk.office)[0].authority_id == "BE"

    def test_another_question_asks_its_answer_again(self, desk: Desk) -> None:
        text = desk.hear(*FORM, "3", "1", "Au bal", "0", "0", "0").text
        assert "again) [typed, not shown]" not in text
        with desk.office.connected():
            assert Account.get().question == "spouse_met"

    def test_another_password_is_typed_twice(self, desk: Desk) -> None:
        text = desk.hear(*FORM, "2", NEW_PASSWORD, PASSWORD, NEW_PASSWORD, "0", "0", "0").text
        assert "Error: The two entries differ" in text
        assert len(requests(desk.office)) == 1

    def test_back_from_a_change_changes_nothing(self, desk: Desk) -> None:
        desk.hear(*FORM, "11", "<", "0", "0", "0")
        with desk.office.connected():
            assert Account.get().last_name == "Dupont"

    def test_a_number_that_is_none_sends_nothing(self, desk: Desk) -> None:
        spoken = desk.hear(*FORM, "", "99")
        assert spoken.errors == ["Type one of the numbers"]
        assert requests(desk.office) == []

    def test_a_database_that_fails_loses_nothing(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from traces_tui.i18n import msg
        from traces_tui.refusal import Unavailable
        from traces_tui.workflow import registration

        register = registration.register
        tries: list[int] = []

        def busy(*given: object) -> object:
            tries.append(1)
            if len(tries) == 1:
                raise Unavailable(msg("The database file can't be opened. Call the administrator."))
            return register(*given)  # type: ignore[arg-type]  # handed on as they are

        monkeypatch.setattr(registration, "register", busy)
        spoken = desk.hear(*FORM, "0", "0", "0", "0")
        assert spoken.errors == ["The database file can't be opened. Call the administrator."]
        assert len(requests(desk.office)) == 1


class TestFollowing:
    def code(self, desk: Desk) -> str:
        """The code of the newest mail, as somebody copies it."""
        return code_of(desk.office, MailKind.CONFIRMATION).lower().replace("-", " ")

    def test_the_code_is_typed_right_there(self, desk: Desk) -> None:
        spoken = desk.hear(*FORM, "0", "1", "AAAA-AAAA-AAAA", lambda: self.code(desk), "0", "0")
        assert spoken.errors == [
            "This code does not exist. Compare it with the message, sign by sign."
        ]
        assert "Your user registration request has been confirmed successfully" in spoken.text
        assert requests(desk.office)[0].status == Status.CONFIRMED
        assert open_sessions(desk.office) == 0

    def test_or_later_from_the_first_menu(self, desk: Desk) -> None:
        registered(desk.office)
        text = desk.hear("3", "?", lambda: self.code(desk), "0").text
        assert "No message, or an expired code?" in text
        assert "The DDPP du Bas-Rhin verifies your request." in text
        assert requests(desk.office)[0].status == Status.CONFIRMED

    def test_the_message_is_sent_again_but_not_at_once(
        self, desk: Desk, clock: MovableClock
    ) -> None:
        def later() -> str:
            clock.move(minutes=2)
            return "2"

        spoken = desk.hear(*FORM, "0", "2", later, "0", "0")
        assert spoken.errors == ["A message has just left. You can ask again in 60 seconds."]
        assert "A new message is on its way; the older code is dead." in spoken.text

    def test_the_address_is_corrected(self, desk: Desk) -> None:
        spoken = desk.hear(*FORM, "0", "3", "marie", "marie@ferme-ried.fr", "0", "0")
        assert spoken.errors == ["Enter an address like name@example.com"]
        assert "A new message is on its way to the right address." in spoken.text
        assert len(mails(desk.office, MailKind.CONFIRMATION, "marie@ferme-ried.fr")) == 1

    def test_back_from_the_code_leads_to_the_request(self, desk: Desk) -> None:
        assert "Finish" in desk.hear(*FORM, "0", "1", "<", "3", "<", "<", "0", "0").text
        assert open_sessions(desk.office) == 0

    def test_another_look_tells_what_was_done_elsewhere(self, desk: Desk) -> None:
        def confirmed_elsewhere() -> str:
            confirmation.confirm(desk.office, self.code(desk))
            return "4"

        text = desk.hear(*FORM, "0", confirmed_elsewhere, "0", "0").text
        assert text.index("Status: new") < text.index("Status: confirmed")

    def test_a_right_password_leads_to_it_before_it_is_valid(self, desk: Desk) -> None:
        confirmed(desk.office)
        text = desk.hear("1", OPERATOR, PASSWORD, "0", "0").text
        assert "Status: confirmed" in text
        assert "You can't sign in before step 3." in text

    def test_a_refused_one_may_ask_again(self, desk: Desk) -> None:
        refused_operator(desk.office)
        text = desk.hear("1", OPERATOR, PASSWORD, "5", "", "<", "<", "0").text
        assert "Reason: The data are incomplete or contradict each other." in text
        assert f"E-mail address (user id) [{OPERATOR}]:" in text

    def test_an_ended_session_leads_to_the_first_menu(
        self, desk: Desk, clock: MovableClock
    ) -> None:
        def much_later() -> str:
            clock.move(hours=2)
            return "4"

        spoken = desk.hear(*FORM, "0", much_later, "0")
        assert spoken.errors == ["Your session has ended. Sign in again."]
        assert spoken.text.count("Sign in to the system") == 2


def test_in_french(desk: Desk) -> None:
    desk.language = "fr"
    text = desk.hear(*FORM, "0", "0", "0").text
    assert "Étape 2 sur 5. Question secrète" in text
    assert "Votre demande est enregistrée" in text
    assert "Au revoir." in text
