"""Signed-in people and their own data; agents and the accounts of their area."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.hostile import HARMLESS, HOSTILE, each
from tests.offices import (
    AGENT,
    ANSWER,
    IN_COLMAR,
    NEW_PASSWORD,
    OPERATOR,
    PASSWORD,
    MovableClock,
    agent,
    code_of,
    confirmed,
    mails,
    refused_operator,
    registered,
    signed_in,
    temporary_password,
    valid_operator,
)
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account, Journal
from traces_tui.office import Office
from traces_tui.workflow import accounts, files, recovery, sign_in
from traces_tui.workflow.refusals import (
    AddressTaken,
    FormRefused,
    Refused,
    SessionOver,
    SignInRefused,
    WrongAnswer,
)
from traces_tui.workflow.views import LockCause, Person, Role, Status, Tab

CHANGE = {"current": PASSWORD, "password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
QUESTION = {"current": PASSWORD, "question": "first_car", "answer": "2 CV"}
PROFILE = {
    "first_name": "Maria",
    "last_name": "Dupont-Weber",
    "language": "en",
    "notification": "text",
    "phone": "+49 7851 123456",
    "fax": "",
    "more_information": "",
}


@pytest.fixture
def person(office: Office) -> Person:
    """A signed-in operator."""
    valid_operator(office)
    return signed_in(office)


def acts(office: Office) -> list[str]:
    with office.connected():
        return [row.act for row in Journal.select().order_by(Journal.id)]


class TestOwn:
    def test_shows_what_is_kept(self, office: Office, person: Person) -> None:
        own = accounts.own(office, person.key)
        assert (own.role, own.email, own.question) == (Role.OPERATOR, OPERATOR, "first_school")
        assert own.organisation is not None
        assert own.organisation.name == "SARL Ferme du Ried"
        assert own.progress is not None
        assert own.progress.status is Status.VALID
        assert own.locks_at == datetime(2026, 6, 2, 9, tzinfo=UTC)

    def test_an_agent_has_no_request(self, office: Office) -> None:
        own = accounts.own(office, agent(office).key)
        assert (own.role, own.progress, own.organisation) == (Role.AGENT, None, None)


class TestProfile:
    def test_is_changed(self, office: Office, person: Person) -> None:
        own = accounts.change_profile(office, person.key, PROFILE)
        assert (own.first_name, own.last_name, own.phone) == (
            "Maria",
            "Dupont-Weber",
            "+49 7851 123456",
        )
        assert (own.language, own.notification) == ("en", "text")
        assert acts(office)[-1] == "change_profile"

    def test_agents_find_the_new_name(self, office: Office, person: Person) -> None:
        accounts.change_profile(office, person.key, PROFILE)
        holder = agent(office)
        assert files.queue(office, holder.key, Tab.VALID, "weber").rows
        assert not files.queue(office, holder.key, Tab.VALID, "marie schmitt").rows

    @pytest.mark.parametrize(
        ("name", "typed"),
        [
            ("first_name", ""),
            ("last_name", "x" * 81),
            ("language", "xx"),
            ("language", ""),
            ("notification", "fax"),
            ("phone", "no number"),
            ("fax", "12"),
            ("more_information", "x" * 501),
            ("first_name", "\x1b[31m"),
        ],
    )
    def test_is_checked(self, office: Office, person: Person, name: str, typed: str) -> None:
        with pytest.raises(FormRefused) as caught:
            accounts.change_profile(office, person.key, {**PROFILE, name: typed})
        assert list(caught.value.errors) == [name]
        assert accounts.own(office, person.key).first_name == "Marie"

    def test_extra_fields_change_nothing(self, office: Office, person: Person) -> None:
        extra = {"email": "a@a.fr", "role": "agent", "status": "new", "authority": "FR-68"}
        own = accounts.change_profile(office, person.key, {**PROFILE, **extra})
        assert (own.email, own.role) == (OPERATOR, Role.OPERATOR)
        assert own.authority is not None
        assert own.authority.code == "FR-67"

    def test_preferences_alone(self, office: Office, person: Person) -> None:
        own = accounts.change_preferences(
            office, person.key, {"language": "de", "notification": "text"}
        )
        assert (own.language, own.notification, own.first_name) == ("de", "text", "Marie")
        with pytest.raises(FormRefused):
            accounts.change_preferences(office, person.key, {"language": "tlh"})
        assert "change_preferences" in acts(office)


class TestPassword:
    def test_is_changed(self, office: Office, person: Person) -> None:
        other = signed_in(office)
        code = temporary_password(office)
        accounts.change_password(office, person.key, CHANGE)

        accounts.own(office, person.key)
        with pytest.raises(SessionOver):
            accounts.own(office, other.key)
        for old in (PASSWORD, code):
            with pytest.raises(SignInRefused):
                sign_in.sign_in(office, OPERATOR, old)
        signed_in(office, password=NEW_PASSWORD)
        assert len(mails(office, MailKind.PASSWORD_CHANGED, OPERATOR)) == 1
        assert "change_password" in acts(office)

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"current": "Wrong-1-Wrong"}, "current"),
            ({"current": ""}, "current"),
            ({"password": PASSWORD, "password_again": PASSWORD}, "password"),
            ({"password": "short", "password_again": "short"}, "password"),
            ({"password_again": "Other-Phrase-1"}, "password_again"),
            ({"password": "Dupont-1999", "password_again": "Dupont-1999"}, "password"),
            ({"password": "Ferme-du-Ried-1", "password_again": "Ferme-du-Ried-1"}, "password"),
        ],
    )
    def test_not_if_something_is_wrong(
        self, office: Office, person: Person, changed: dict[str, str], field: str
    ) -> None:
        with pytest.raises(FormRefused) as caught:
            accounts.change_password(office, person.key, {**CHANGE, **changed})
        assert list(caught.value.errors) == [field]
        assert not mails(office, MailKind.PASSWORD_CHANGED, OPERATOR)
        signed_in(office)

    @pytest.mark.parametrize(
        "act",
        [
            lambda office, key, current: accounts.change_password(
                office, key, {**CHANGE, "current": current}
            ),
            lambda office, key, current: accounts.change_question(
                office, key, {**QUESTION, "current": current}
            ),
        ],
        ids=["password", "question"],
    )
    def test_guessing_the_present_one_locks(
        self, office: Office, person: Person, act: Callable[[Office, str, str], None]
    ) -> None:
        """An unattended session is no way to try passwords."""
        for _ in range(4):
            with pytest.raises(FormRefused):
                act(office, person.key, "Wrong-1-Wrong")
        with pytest.raises(SessionOver):
            act(office, person.key, "Wrong-1-Wrong")
        with office.connected():
            assert Account.get(Account.email == OPERATOR).lock_cause == LockCause.TRIES
        assert len(mails(office, MailKind.LOCKED)) == 1
        with pytest.raises(SessionOver):
            act(office, person.key, PASSWORD)

    def test_a_right_one_forgets_the_wrong_ones(self, office: Office, person: Person) -> None:
        for _ in range(4):
            with pytest.raises(FormRefused):
                accounts.change_password(office, person.key, {**CHANGE, "current": "Wrong-1"})
        accounts.change_question(office, person.key, QUESTION)
        with pytest.raises(FormRefused):
            accounts.change_password(office, person.key, {**CHANGE, "current": "Wrong-1"})
        accounts.own(office, person.key)

    def test_not_when_the_session_ends_meanwhile(
        self, office: Office, person: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = office.hasher.hash

        def slow(secret: str) -> str:
            sign_in.sign_out(office, person.key)
            return kept(secret)

        monkeypatch.setattr(office.hasher, "hash", slow)
        with pytest.raises(SessionOver):
            accounts.change_password(office, person.key, CHANGE)
        signed_in(office)


class TestQuestion:
    def test_is_changed(self, office: Office, person: Person) -> None:
        accounts.change_question(office, person.key, QUESTION)
        assert accounts.own(office, person.key).question == "first_car"
        assert len(mails(office, MailKind.QUESTION_CHANGED, OPERATOR)) == 1
        recovering = sign_in.sign_in(office, OPERATOR, temporary_password(office))
        with pytest.raises(WrongAnswer):
            recovery.answer(office, recovering.key, ANSWER)
        recovery.answer(office, recovering.key, "2 CV")

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"question": "mine"}, "question"),
            ({"answer": ""}, "answer"),
            ({"answer": "\x07"}, "answer"),
            ({"current": ""}, "current"),
        ],
    )
    def test_is_checked(
        self, office: Office, person: Person, changed: dict[str, str], field: str
    ) -> None:
        with pytest.raises(FormRefused) as caught:
            accounts.change_question(office, person.key, {**QUESTION, **changed})
        assert list(caught.value.errors) == [field]


class TestFind:
    def test_shows_status_lock_and_question(self, office: Office) -> None:
        valid_operator(office, "locked@ferme.fr", last_name="Verrou")
        for _ in range(5):
            with pytest.raises(SignInRefused):
                sign_in.sign_in(office, "locked@ferme.fr", "wrong")
        registered(office, "new@ferme.fr", last_name="Neuf")
        rows = accounts.find(office, agent(office).key).rows
        assert [(row.name, row.status, row.lock, row.question_set) for row in rows] == [
            ("Neuf Marie", Status.NEW, None, True),
            ("Verrou Marie", Status.VALID, LockCause.TRIES, True),
        ]

    def test_one_row_an_account_by_its_newest_request(self, office: Office) -> None:
        refused_operator(office)
        second = confirmed(office)
        rows = accounts.find(office, agent(office).key).rows
        assert [row.number for row in rows] == [second.progress.number]

    def test_an_account_that_came_back_elsewhere_is_found_there_only(self, office: Office) -> None:
        refused_operator(office)
        confirmed(office, **IN_COLMAR)
        assert not accounts.find(office, agent(office).key).rows
        elsewhere = agent(office, "a@ddetspp68.example", "FR-68")
        assert len(accounts.find(office, elsewhere.key).rows) == 1

    def test_parts_join_without_gap_or_repetition(self, office: Office) -> None:
        numbers = [registered(office, f"p{n}@f.fr").progress.number for n in range(5)]
        holder = agent(office)
        joined: list[str] = []
        after = None
        while True:
            part = accounts.find(office, holder.key, after=after, limit=2)
            joined += [row.number for row in part.rows]
            if (after := part.after) is None:
                break
        assert joined == numbers[::-1]


class TestAddAgent:
    def test_mails_a_first_password(self, office: Office) -> None:
        kept = accounts.add_agent(
            office, f" {AGENT.upper()} ", "FR-67", first_name="Beate ", last_name="Keller"
        )
        assert kept == AGENT
        assert code_of(office, MailKind.TEMPORARY_PASSWORD, AGENT).startswith("TR")
        with office.connected():
            row = Account.get(Account.email == AGENT)
        assert (row.role, row.status, row.authority_id) == ("agent", "valid", "FR-67")
        assert (row.first_name, row.last_name, row.password_hash) == ("Beate", "Keller", None)

    @pytest.mark.parametrize("typed", ["", "nobody", *each(HOSTILE | HARMLESS)])
    def test_needs_an_address(self, office: Office, typed: str) -> None:
        with pytest.raises(FormRefused):
            accounts.add_agent(office, typed, "FR-67")

    @pytest.mark.parametrize("typed", each(HOSTILE))
    def test_names_are_checked(self, office: Office, typed: str) -> None:
        if not typed.strip():
            return
        with pytest.raises(FormRefused):
            accounts.add_agent(office, AGENT, "FR-67", first_name=typed)

    @pytest.mark.parametrize("code", ["", "FR-00", "67", "fr-67", "\udc80", "FR-67 "])
    def test_needs_an_authority(self, office: Office, code: str) -> None:
        with pytest.raises(Refused) as caught:
            accounts.add_agent(office, AGENT, code)
        assert caught.value.field == "authority"
        with pytest.raises(Refused):
            accounts.set_contact(office, code, phone="", email="")

    def test_not_with_a_taken_address(self, office: Office) -> None:
        registered(office)
        with pytest.raises(AddressTaken):
            accounts.add_agent(office, OPERATOR, "FR-67")

    def test_nobody_signs_in_before_the_first_password_is_set(self, office: Office) -> None:
        accounts.add_agent(office, AGENT, "FR-67")
        for password in ("", "None", PASSWORD):
            with pytest.raises(SignInRefused):
                sign_in.sign_in(office, AGENT, password)


class TestContact:
    def test_is_kept_and_can_be_emptied(self, office: Office, clock: MovableClock) -> None:
        clock.move(hours=1)
        accounts.set_contact(office, "FR-67", phone="0388112233", email="DDPP@bas-rhin.example")
        view = accounts.set_contact(office, "FR-67", phone="", email="")
        assert (view.phone, view.email) == ("", "")
        assert acts(office) == ["set_contact", "set_contact"]

    def test_is_checked(self, office: Office) -> None:
        for phone, email in (("no number", ""), ("", "nobody"), ("", "a@b.fr\nBcc: x@y.fr")):
            with pytest.raises(FormRefused):
                accounts.set_contact(office, "FR-67", phone=phone, email=email)
