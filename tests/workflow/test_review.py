"""The authority's decision: who may, who wins, what follows, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.offices import (
    IN_COLMAR,
    NATION,
    OPERATOR,
    OTHER_AREA,
    MovableClock,
    agent,
    code_of,
    confirmed,
    mails,
    payload_of,
    registered,
    signed_in,
    typed_registration,
    valid_operator,
)
from tests.workflow.races import in_processes, in_threads
from traces_tui.i18n import Translator
from traces_tui.mail import claims
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account, Journal, Organisation, Request, Session
from traces_tui.office import Office
from traces_tui.workflow import (
    accounts,
    confirmation,
    files,
    organisations,
    registration,
    review,
    sign_in,
)
from traces_tui.workflow.refusals import (
    FormRefused,
    NotAllowed,
    NotYetValid,
    Overtaken,
    SessionOver,
    SignInRefused,
    UndoTooLate,
)
from traces_tui.workflow.views import File, MailState, Person, Receipt, Status, Tab

INCOMPLETE = {"reason": "incomplete", "words": "Il manque le SIRET."}


def other_agent(office: Office) -> Person:
    return agent(office, "c.weber@ddetspp68.example", OTHER_AREA, "Claire Weber")


def national_agent(office: Office) -> Person:
    return agent(office, "chef@agriculture.example", NATION, "Nadia Petit")


def number_of(receipt: Receipt) -> str:
    return receipt.progress.number


def status_of(office: Office, number: str) -> tuple[str, str]:
    with office.connected():
        request = Request.get(Request.number == number)
        return request.status, request.account.status


def organisation_of(office: Office, number: str) -> Organisation:
    with office.connected():
        request = Request.get(Request.number == number)
        place: Organisation = request.organisation
    return place


def refused_accesses(office: Office) -> list[tuple[str, str, str]]:
    with office.connected():
        return [
            (row.act, row.actor, row.subject)
            for row in Journal.select().where(Journal.result == "refused_access")
        ]


class TestValidate:
    def test_makes_account_and_organisation_valid(
        self, office: Office, clock: MovableClock
    ) -> None:
        receipt = confirmed(office)
        holder = agent(office)
        clock.move(minutes=5)
        decision = review.validate(office, holder.key, [number_of(receipt)])

        assert decision.done == (number_of(receipt),)
        assert not decision.lost
        assert decision.undo_until == clock.now + timedelta(seconds=10)
        assert status_of(office, number_of(receipt)) == ("valid", "valid")
        assert organisation_of(office, number_of(receipt)).valid
        assert [row.name for row in organisations.directory(office, "ried").rows] == [
            "SARL Ferme du Ried"
        ]
        with office.connected():
            account = Account.get(Account.email == OPERATOR)
            row = Journal.get(Journal.act == "validate")
        assert account.organisation_id == organisation_of(office, number_of(receipt)).id
        assert account.active_since == clock.now
        assert (row.actor, row.subject) == (holder.email, number_of(receipt))

    def test_the_mail_waits_until_undo_is_over(self, office: Office, clock: MovableClock) -> None:
        receipt = valid_operator(office)
        (mail,) = mails(office, MailKind.ACTIVATED)
        assert mail.to_address == OPERATOR
        assert mail.due_at == clock.now + timedelta(seconds=10)
        assert payload_of(office, MailKind.ACTIVATED) == {
            "number": number_of(receipt),
            "email": OPERATOR,
        }

    def test_closes_the_applicants_page(self, office: Office) -> None:
        receipt = valid_operator(office)
        with pytest.raises(SessionOver):
            confirmation.progress(office, receipt.key)

    @pytest.mark.parametrize("made", [registered, valid_operator])
    def test_only_a_confirmed_request(
        self, office: Office, made: Callable[[Office], Receipt]
    ) -> None:
        receipt = made(office)
        before = status_of(office, number_of(receipt))
        with pytest.raises(Overtaken):
            review.validate(office, agent(office).key, [number_of(receipt)])
        assert status_of(office, number_of(receipt)) == before

    def test_wrong_tries_before_validation_are_forgotten(self, office: Office) -> None:
        receipt = confirmed(office)
        for _ in range(5):
            with pytest.raises(SignInRefused):
                sign_in.sign_in(office, OPERATOR, "wrong")
        review.validate(office, agent(office).key, [number_of(receipt)])
        assert signed_in(office).failures_since == 0


class TestLinkedOrganisation:
    @pytest.fixture
    def known(self, office: Office) -> int:
        """An organisation that is valid already."""
        return organisation_of(office, number_of(valid_operator(office, "first@ferme.fr"))).id

    def test_the_account_belongs_to_it(self, office: Office, known: int) -> None:
        receipt = confirmed(office)
        holder = agent(office)
        review.validate(office, holder.key, [number_of(receipt)], known)
        place = accounts.own(office, signed_in(office).key).organisation
        assert place is not None
        assert place.id == known
        assert not organisation_of(office, number_of(receipt)).valid
        assert len(organisations.directory(office, "ried").rows) == 1

    def test_only_one_file_at_once(self, office: Office, known: int) -> None:
        numbers = [number_of(confirmed(office, f"p{n}@ferme.fr")) for n in range(2)]
        with pytest.raises(ValueError, match="one file"):
            review.validate(office, agent(office).key, numbers, known)

    def test_not_one_that_does_not_exist_or_is_not_valid(self, office: Office, known: int) -> None:
        receipt, waiting = confirmed(office), confirmed(office, "b@b.fr")
        holder = agent(office)
        for place in (999, organisation_of(office, number_of(waiting)).id, -1):
            with pytest.raises(NotAllowed):
                review.validate(office, holder.key, [number_of(receipt)], place)
        assert status_of(office, number_of(receipt)) == ("confirmed", "confirmed")
        assert ("link_organisation", holder.email, "999") in refused_accesses(office)
        assert known != 999

    def test_not_one_of_another_area(self, office: Office) -> None:
        elsewhere = organisation_of(
            office, number_of(valid_operator(office, "c@c.fr", **IN_COLMAR))
        ).id
        receipt = confirmed(office)
        with pytest.raises(NotAllowed):
            review.validate(office, agent(office).key, [number_of(receipt)], elsewhere)
        review.validate(office, national_agent(office).key, [number_of(receipt)], elsewhere)


class TestLookAlikes:
    @pytest.mark.parametrize(
        ("name", "alike"),
        [
            ("Ferme du Ried", True),
            ("SARL FERME DU RIED", True),
            ("E.A.R.L. Ferme du Ried", True),
            ("Fèrme  du Riéd", True),
            ("Ferme de Ried", True),
            ("Boulangerie Schmitt", False),
        ],
    )
    def test_are_shown_before_another_one_is_made(
        self, office: Office, name: str, *, alike: bool
    ) -> None:
        valid_operator(office, "first@ferme.fr")
        receipt = confirmed(office, organisation_name=name)
        file = files.file(office, agent(office).key, number_of(receipt))
        assert [place.name for place in file.similar] == ["SARL Ferme du Ried"] * alike
        assert file.needs_care is alike

    def test_neither_itself_nor_one_that_is_not_valid(self, office: Office) -> None:
        confirmed(office, "first@ferme.fr")
        receipt = confirmed(office)
        assert not files.file(office, agent(office).key, number_of(receipt)).similar
        valid = valid_operator(office, "valid@ferme.fr", organisation_name="Moulin de l'Ill")
        assert not files.file(office, agent(office).key, number_of(valid)).similar


class TestRefuse:
    def test_with_a_reason_that_is_mailed(self, office: Office, clock: MovableClock) -> None:
        receipt = confirmed(office, language="en", notification="text")
        decision = review.refuse(office, agent(office).key, [number_of(receipt)], INCOMPLETE)

        assert (decision.done, decision.undo_until) == ((number_of(receipt),), None)
        assert status_of(office, number_of(receipt)) == ("refused", "refused")
        (mail,) = mails(office, MailKind.REFUSED)
        assert (mail.to_address, mail.language, mail.notification) == (OPERATOR, "en", "text")
        assert mail.due_at == clock.now
        values = payload_of(office, MailKind.REFUSED)
        assert values["reason"] == "The data are incomplete or contradict each other"
        assert values["words"] == "Il manque le SIRET."

    def test_the_applicant_sees_the_reason(self, office: Office) -> None:
        receipt = confirmed(office)
        review.refuse(office, agent(office).key, [number_of(receipt)], INCOMPLETE)
        with pytest.raises(NotYetValid) as caught:
            sign_in.sign_in(office, OPERATOR, "Cigogne-67-Ried")
        progress = caught.value.progress
        assert progress.status is Status.REFUSED
        assert progress.refusal is not None
        assert progress.refusal_words == "Il manque le SIRET."

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({}, "reason"),
            ({"reason": ""}, "reason"),
            ({"reason": "because"}, "reason"),
            ({"reason": "other"}, "words"),
            ({"reason": "other", "words": " \u200d "}, "words"),
            ({"reason": "incomplete", "words": "x" * 501}, "words"),
            ({"reason": "incomplete", "words": "\x1b[2J"}, "words"),
        ],
    )
    def test_not_without_a_reason(self, office: Office, typed: dict[str, str], field: str) -> None:
        receipt = confirmed(office)
        with pytest.raises(FormRefused) as caught:
            review.refuse(office, agent(office).key, [number_of(receipt)], typed)
        assert list(caught.value.errors) == [field]
        assert status_of(office, number_of(receipt)) == ("confirmed", "confirmed")

    def test_words_may_have_lines(self, office: Office) -> None:
        receipt = confirmed(office)
        typed = {"reason": "other", "words": "Bonjour,\r\nvoir ci-joint."}
        review.refuse(office, agent(office).key, [number_of(receipt)], typed)
        assert payload_of(office, MailKind.REFUSED)["words"] == "Bonjour,\nvoir ci-joint."


class TestWhoMay:
    @pytest.fixture
    def acts(self) -> dict[str, Callable[[Office, str, str], object]]:
        return {
            "file": files.file,
            "validate": lambda office, key, number: review.validate(office, key, [number]),
            "refuse": lambda office, key, number: review.refuse(office, key, [number], INCOMPLETE),
            "undo": lambda office, key, number: review.undo(office, key, [number]),
            "reset_question": accounts.reset_question,
        }

    def test_not_an_agent_of_another_area(
        self, office: Office, acts: dict[str, Callable[[Office, str, str], object]]
    ) -> None:
        receipt = confirmed(office)
        holder = other_agent(office)
        for act in acts.values():
            with pytest.raises(NotAllowed):
                act(office, holder.key, number_of(receipt))
        assert status_of(office, number_of(receipt)) == ("confirmed", "confirmed")
        assert refused_accesses(office) == [
            (act, holder.email, number_of(receipt))
            for act in ("read_file", "validate", "refuse", "undo", "reset_question")
        ]
        assert not files.queue(office, holder.key, Tab.TO_VALIDATE).rows
        assert review.waiting(office, holder.key) == ()
        assert files.counts(office, holder.key) == dict.fromkeys(Tab, 0)
        assert accounts.find(office, holder.key).rows == ()

    def test_not_an_operator(
        self, office: Office, acts: dict[str, Callable[[Office, str, str], object]]
    ) -> None:
        valid_operator(office)
        receipt = confirmed(office, "b@b.fr")
        person = signed_in(office)
        for act in acts.values():
            with pytest.raises(NotAllowed):
                act(office, person.key, number_of(receipt))
        for listing in (files.work, files.counts, review.waiting, accounts.find):
            with pytest.raises(NotAllowed):
                listing(office, person.key)
        with pytest.raises(NotAllowed):
            files.queue(office, person.key, Tab.NEW)
        assert status_of(office, number_of(receipt)) == ("confirmed", "confirmed")
        assert {access[0] for access in refused_accesses(office)} == {"agent_only"}

    @pytest.mark.parametrize("key", ["", "x", "\udc80", "é" * 99])
    def test_not_without_a_session(
        self,
        office: Office,
        acts: dict[str, Callable[[Office, str, str], object]],
        key: str,
    ) -> None:
        receipt = confirmed(office)
        for act in acts.values():
            with pytest.raises(SessionOver):
                act(office, key, number_of(receipt))

    def test_not_with_an_applicants_page(
        self, office: Office, acts: dict[str, Callable[[Office, str, str], object]]
    ) -> None:
        receipt = confirmed(office)
        for act in acts.values():
            with pytest.raises(SessionOver):
                act(office, receipt.key, number_of(receipt))

    @pytest.mark.parametrize("number", ["", "2026-000099", "\udc80", "1 OR 1=1", "é" * 300])
    def test_a_file_that_does_not_exist_looks_like_a_foreign_one(
        self,
        office: Office,
        acts: dict[str, Callable[[Office, str, str], object]],
        number: str,
    ) -> None:
        holder = agent(office)
        for act in acts.values():
            with pytest.raises(NotAllowed):
                act(office, holder.key, number)

    def test_the_national_authority_may_all_that_its_children_may(self, office: Office) -> None:
        alsace = number_of(confirmed(office))
        colmar = number_of(confirmed(office, "b@b.fr", **IN_COLMAR))
        holder = national_agent(office)
        assert review.waiting(office, holder.key) == (alsace, colmar)
        assert files.counts(office, holder.key)[Tab.TO_VALIDATE] == 2
        assert files.file(office, holder.key, colmar).authority.code == OTHER_AREA
        assert review.validate(office, holder.key, [alsace, colmar]).done == (alsace, colmar)
        assert len(accounts.find(office, holder.key).rows) == 2

    def test_one_foreign_file_among_several_stops_all(self, office: Office) -> None:
        own = number_of(confirmed(office))
        foreign = number_of(confirmed(office, "b@b.fr", **IN_COLMAR))
        with pytest.raises(NotAllowed):
            review.validate(office, agent(office).key, [own, foreign])
        assert status_of(office, own) == ("confirmed", "confirmed")

    def test_a_file_that_was_forwarded_meanwhile_is_lost(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        receipt = confirmed(office)
        holder = agent(office)
        writing = office.writing

        def forwarded() -> object:
            with office.connected():
                Request.update(authority=OTHER_AREA).execute()
            return writing()

        monkeypatch.setattr(office, "writing", forwarded)
        with pytest.raises(Overtaken):
            review.validate(office, holder.key, [number_of(receipt)])
        assert status_of(office, number_of(receipt)) == ("confirmed", "confirmed")


class TestSeveral:
    def test_at_once(self, office: Office) -> None:
        numbers = [number_of(confirmed(office, f"p{n}@ferme.fr")) for n in range(3)]
        decision = review.refuse(office, agent(office).key, numbers[:2], INCOMPLETE)
        assert decision.done == tuple(numbers[:2])
        assert len(mails(office, MailKind.REFUSED)) == 2
        assert status_of(office, numbers[2]) == ("confirmed", "confirmed")

    def test_all_that_wait(self, office: Office, clock: MovableClock) -> None:
        numbers = []
        for n in range(3):
            clock.move(minutes=1)
            numbers.append(number_of(confirmed(office, f"p{n}@ferme.fr")))
        registered(office, "new@ferme.fr")
        holder = agent(office)
        assert review.waiting(office, holder.key) == tuple(numbers)
        review.validate(office, holder.key, review.waiting(office, holder.key))
        assert files.counts(office, holder.key) == {
            Tab.TO_VALIDATE: 0,
            Tab.NEW: 1,
            Tab.VALID: 3,
            Tab.REFUSED: 0,
        }

    def test_the_same_file_twice_is_one(self, office: Office) -> None:
        number = number_of(confirmed(office))
        decision = review.validate(office, agent(office).key, [number, number])
        assert (decision.done, decision.lost) == ((number,), ())
        assert len(mails(office, MailKind.ACTIVATED)) == 1

    def test_the_same_file_is_refused_once(self, office: Office) -> None:
        number = number_of(confirmed(office))
        decision = review.refuse(office, agent(office).key, [number, number], INCOMPLETE)
        assert (decision.done, decision.lost) == ((number,), ())

    def test_those_that_others_decided_are_named(self, office: Office) -> None:
        first, second = (number_of(confirmed(office, f"p{n}@ferme.fr")) for n in range(2))
        colleague = agent(office, "second@ddpp67.example", name="Jean Muller")
        review.refuse(office, colleague.key, [first], INCOMPLETE)
        decision = review.validate(office, agent(office).key, [first, second])
        assert decision.done == (second,)
        (lost,) = decision.lost
        assert (lost.number, lost.name, lost.status, lost.by) == (
            first,
            "Marie Dupont",
            Status.REFUSED,
            "Jean Muller",
        )

    def test_nothing_and_too_much(self, office: Office) -> None:
        holder = agent(office)
        assert review.validate(office, holder.key, []).undo_until is None
        numbers = [f"2026-{n:06d}" for n in range(review.MOST_AT_ONCE + 1)]
        with pytest.raises(ValueError, match="at most"):
            review.validate(office, holder.key, numbers)


class TestTwoAgents:
    def test_the_loser_is_told_by_whom(self, office: Office) -> None:
        receipt = confirmed(office)
        colleague = agent(office, "second@ddpp67.example", name="Jean Muller")
        holder = agent(office)
        review.validate(office, colleague.key, [number_of(receipt)])
        with pytest.raises(Overtaken) as caught:
            review.refuse(office, holder.key, [number_of(receipt)], INCOMPLETE)
        words = Translator("en").say(caught.value.message)
        assert words == "Marie Dupont was already handled by Jean Muller: valid."
        assert status_of(office, number_of(receipt)) == ("valid", "valid")

    def test_one_wins_in_threads(self, office: Office) -> None:
        receipt = confirmed(office)
        keys = [agent(office, f"a{n}@ddpp67.example").key for n in range(4)]

        def act(key: str, *, refuse: bool) -> str:
            if refuse:
                review.refuse(office, key, [number_of(receipt)], INCOMPLETE)
            else:
                review.validate(office, key, [number_of(receipt)])
            return "won"

        results = in_threads(
            [lambda key=key, n=n: act(key, refuse=n % 2 == 0) for n, key in enumerate(keys)]  # type: ignore[misc]
        )
        assert sorted(type(result).__name__ for result in results) == [
            "Overtaken",
            "Overtaken",
            "Overtaken",
            "str",
        ]
        sent = len(mails(office, MailKind.ACTIVATED)) + len(mails(office, MailKind.REFUSED))
        assert sent == 1

    def test_one_wins_in_processes(self, office: Office) -> None:
        receipt = confirmed(office)
        keys = [agent(office, f"a{n}@ddpp67.example").key for n in range(2)]
        act = "print(*review.validate(office, arguments[0], [arguments[1]]).done)"
        printed = in_processes(office, [(act, key, number_of(receipt)) for key in keys])
        assert sorted(printed) == [number_of(receipt), "Overtaken"]
        assert len(mails(office, MailKind.ACTIVATED)) == 1


class TestUndo:
    def test_within_ten_seconds(self, office: Office, clock: MovableClock) -> None:
        receipt = confirmed(office)
        holder = agent(office)
        clock.move(minutes=5)
        review.validate(office, holder.key, [number_of(receipt)])
        clock.move(seconds=9.9)
        assert review.undo(office, holder.key, [number_of(receipt)]) == (number_of(receipt),)

        assert status_of(office, number_of(receipt)) == ("confirmed", "confirmed")
        assert not organisation_of(office, number_of(receipt)).valid
        assert [mail.state for mail in mails(office, MailKind.ACTIVATED)] == [MailState.CANCELLED]
        (row,) = files.queue(office, holder.key, Tab.TO_VALIDATE).rows
        assert row.since == receipt.progress.created_at
        assert row.handled_by == ""
        with pytest.raises(NotYetValid):
            sign_in.sign_in(office, OPERATOR, "Cigogne-67-Ried")

    def test_too_late(self, office: Office, clock: MovableClock) -> None:
        receipt = valid_operator(office)
        clock.move(seconds=10)
        with pytest.raises(UndoTooLate):
            review.undo(office, agent(office).key, [number_of(receipt)])
        assert status_of(office, number_of(receipt)) == ("valid", "valid")
        assert [mail.state for mail in mails(office, MailKind.ACTIVATED)] == [MailState.QUEUED]

    def test_not_once_the_mail_is_on_its_way(self, office: Office) -> None:
        receipt = valid_operator(office)
        with office.writing():
            (mail,) = mails(office, MailKind.ACTIVATED)
            mail.due_at = office.clock()
            mail.save()
        with office.connected():
            while (claim := claims.claim_next(office)) is not None and claim.id != mail.id:
                pass
        assert claim is not None
        with pytest.raises(UndoTooLate):
            review.undo(office, agent(office).key, [number_of(receipt)])
        assert status_of(office, number_of(receipt)) == ("valid", "valid")

    def test_only_by_who_decided(self, office: Office) -> None:
        receipt = valid_operator(office)
        colleague = agent(office, "second@ddpp67.example")
        with pytest.raises(UndoTooLate):
            review.undo(office, colleague.key, [number_of(receipt)])
        assert status_of(office, number_of(receipt)) == ("valid", "valid")

    def test_not_a_refusal(self, office: Office) -> None:
        receipt = confirmed(office)
        holder = agent(office)
        review.refuse(office, holder.key, [number_of(receipt)], INCOMPLETE)
        with pytest.raises(UndoTooLate):
            review.undo(office, holder.key, [number_of(receipt)])
        assert status_of(office, number_of(receipt)) == ("refused", "refused")

    def test_ends_a_session_that_was_begun_meanwhile(self, office: Office) -> None:
        receipt = valid_operator(office)
        person = signed_in(office)
        review.undo(office, agent(office).key, [number_of(receipt)])
        with pytest.raises(SessionOver):
            accounts.own(office, person.key)
        with office.connected():
            assert Account.get(Account.email == OPERATOR).last_sign_in_at is None

    def test_of_several_is_all_or_nothing(self, office: Office, clock: MovableClock) -> None:
        first, second = (number_of(confirmed(office, f"p{n}@ferme.fr")) for n in range(2))
        holder = agent(office)
        review.validate(office, holder.key, [first])
        clock.move(seconds=8)
        review.validate(office, holder.key, [second])
        clock.move(seconds=4)
        with pytest.raises(UndoTooLate):
            review.undo(office, holder.key, [second, first])
        assert status_of(office, second) == ("valid", "valid")

    def test_leaves_an_organisation_valid_that_others_belong_to(self, office: Office) -> None:
        first, second = (number_of(confirmed(office, f"p{n}@ferme.fr")) for n in range(2))
        holder = agent(office)
        review.validate(office, holder.key, [first])
        place = organisation_of(office, first)
        review.validate(office, holder.key, [second], place.id)
        review.undo(office, holder.key, [first])
        assert organisation_of(office, first).valid

    def test_may_be_validated_again(self, office: Office) -> None:
        receipt = valid_operator(office)
        holder = agent(office)
        review.undo(office, holder.key, [number_of(receipt)])
        review.validate(office, holder.key, [number_of(receipt)])
        assert [mail.state for mail in mails(office, MailKind.ACTIVATED)] == [
            MailState.CANCELLED,
            MailState.QUEUED,
        ]
        signed_in(office)


class TestQueue:
    def test_the_oldest_waits_on_top(self, office: Office, clock: MovableClock) -> None:
        for n in range(3):
            clock.move(days=3)
            confirmed(office, f"p{n}@ferme.fr", last_name=f"Nom{n}")
        clock.move(days=3)
        rows = files.queue(office, agent(office).key, Tab.TO_VALIDATE).rows
        assert [(row.name, row.days, row.overdue) for row in rows] == [
            ("Nom0 Marie", 9, True),
            ("Nom1 Marie", 6, False),
            ("Nom2 Marie", 3, False),
        ]

    def test_decided_files_show_the_newest_first_and_by_whom(
        self, office: Office, clock: MovableClock
    ) -> None:
        holder = agent(office)
        for n in range(2):
            clock.move(minutes=1)
            receipt = confirmed(office, f"p{n}@ferme.fr", last_name=f"Nom{n}")
            review.refuse(office, holder.key, [number_of(receipt)], INCOMPLETE)
        rows = files.queue(office, holder.key, Tab.REFUSED).rows
        assert [(row.name, row.handled_by) for row in rows] == [
            ("Nom1 Marie", "Beate Keller"),
            ("Nom0 Marie", "Beate Keller"),
        ]

    @pytest.mark.parametrize("tab", [Tab.NEW, Tab.TO_VALIDATE, Tab.REFUSED])
    def test_parts_join_without_gap_or_repetition(
        self, office: Office, clock: MovableClock, tab: Tab
    ) -> None:
        holder = agent(office)
        for n in range(7):
            clock.move(seconds=n % 2)
            receipt = (registered if tab is Tab.NEW else confirmed)(office, f"p{n}@ferme.fr")
            if tab is Tab.REFUSED:
                review.refuse(office, holder.key, [number_of(receipt)], INCOMPLETE)
        whole = files.queue(office, holder.key, tab)
        assert (len(whole.rows), whole.after) == (7, None)
        joined: list[str] = []
        after: str | None = None
        while True:
            part = files.queue(office, holder.key, tab, after=after, limit=3)
            joined += [row.number for row in part.rows]
            if (after := part.after) is None:
                break
        assert joined == [row.number for row in whole.rows]

    @pytest.mark.parametrize(
        ("search", "found"),
        [
            ("dupont", True),
            ("DUPÔNT ried", True),
            ("67600", True),
            ("selestat", True),
            ("marie.dupont@ferme-ried.fr", True),
            ("dupont schmitt", False),
            ("%", True),
            ("_", True),
            ("' OR 1=1 --", False),
            ("\udc80\x00", True),
            pytest.param("x" * 1_000_000, False, id="megabyte"),
        ],
    )
    def test_search(self, office: Office, search: str, *, found: bool) -> None:
        confirmed(office)
        holder = agent(office)
        assert bool(files.queue(office, holder.key, Tab.TO_VALIDATE, search).rows) is found
        assert bool(accounts.find(office, holder.key, search).rows) is found

    def test_work_counts_what_waits(self, office: Office, clock: MovableClock) -> None:
        valid_operator(office, "v@ferme.fr")
        confirmed(office)
        clock.move(days=8)
        confirmed(office, "b@b.fr")
        confirmed(office, "d@d.fr")
        confirmed(office, "c@c.fr", **IN_COLMAR)
        work = files.work(office, agent(office).key)
        assert work.authority.code == "FR-67"
        assert (work.counts[Tab.TO_VALIDATE], work.overdue) == (3, 1)
        assert (work.organisations, work.accounts) == (1, 4)


class TestFile:
    def read(self, office: Office, receipt: Receipt) -> File:
        return files.file(office, agent(office).key, number_of(receipt))

    def checks(self, file: File) -> list[tuple[bool, str]]:
        return [(check.good, check.words.text) for check in file.checks]

    def test_shows_what_was_typed(self, office: Office) -> None:
        file = self.read(office, confirmed(office, more_information="Deux\nlignes [/x]"))
        assert (file.email, file.first_name, file.last_name) == (OPERATOR, "Marie", "Dupont")
        assert file.more_information == "Deux\nlignes [/x]"
        assert file.organisation.commune == "Sélestat"

    def test_a_plain_file_needs_no_care(self, office: Office) -> None:
        file = self.read(office, confirmed(office))
        assert self.checks(file) == [
            (True, "Address confirmed on {day}"),
            (True, "{commune} lies in the area of {authority}"),
            (True, "New organisation: validation adds it to the directory"),
        ]
        assert not file.needs_care

    def test_warns_of_an_unproved_address(self, office: Office) -> None:
        assert self.read(office, registered(office)).needs_care

    def test_warns_of_a_guessed_area(self, office: Office) -> None:
        file = self.read(office, confirmed(office, postal_code="67999", commune="Strasbourg CEDEX"))
        assert (False, "Area guessed from the postal code {code}") in self.checks(file)

    def test_tells_the_history(self, office: Office, clock: MovableClock) -> None:
        receipt = confirmed(office)
        clock.move(minutes=1)
        holder = agent(office)
        review.validate(office, holder.key, [number_of(receipt)])
        review.undo(office, holder.key, [number_of(receipt)])
        review.refuse(office, holder.key, [number_of(receipt)], INCOMPLETE)
        words = [Translator("en").say(event.words) for event in self.read(office, receipt).history]
        assert words == [
            "request sent",
            "address confirmed",
            f"validated, by {holder.email}",
            f"validation taken back, by {holder.email}",
            f"refused, by {holder.email}",
        ]

    def test_offers_the_organisation_that_was_chosen(self, office: Office) -> None:
        known = organisation_of(office, number_of(valid_operator(office, "first@ferme.fr")))
        receipt = registration.register(
            office, typed_registration(organisation_name="Tout autre nom"), known.id
        )
        confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION, OPERATOR))
        file = self.read(office, receipt)
        assert [place.id for place in file.similar] == [known.id]
        assert (True, "Chosen in the directory: {name}") in self.checks(file)

    def test_links_the_chosen_organisation_among_several_files(self, office: Office) -> None:
        """Validating many must not bring the applicant's copy into the directory."""
        known = organisation_of(office, number_of(valid_operator(office, "first@ferme.fr")))
        receipt = registration.register(
            office, typed_registration(organisation_name="Tout autre nom"), known.id
        )
        confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION, OPERATOR))
        other = confirmed(office, "other@ferme.fr").progress.number
        holder = agent(office)
        review.validate(office, holder.key, (receipt.progress.number, other))
        with office.connected():
            account = Account.get(Account.email == OPERATOR)
            copy = Organisation.get(Organisation.name == "Tout autre nom")
            assert account.organisation == known
            assert not copy.valid


def test_agents_sessions_are_rows(office: Office) -> None:
    """No key stands in the database: whoever reads it can't act with it."""
    holder = agent(office)
    with office.connected():
        assert not Session.select().where(Session.key_hash == holder.key).exists()
