"""Forgotten password: the mail, the one-use password, the question, the new password."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from threading import Barrier

import pytest

from tests.hostile import HARMLESS, HOSTILE, each
from tests.offices import (
    ANSWER,
    NEW_PASSWORD,
    OPERATOR,
    PASSWORD,
    MovableClock,
    agent,
    code_of,
    confirmed,
    mails,
    make_office,
    payload_of,
    refused_operator,
    registered,
    signed_in,
    temporary_password,
    valid_operator,
)
from tests.workflow.races import in_processes, in_threads
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account, Code, Journal, Request
from traces_tui.office import Office
from traces_tui.settings import Limits
from traces_tui.workflow import accounts, files, recovery, review, sign_in, upkeep
from traces_tui.workflow.refusals import (
    FormRefused,
    NotAllowed,
    QuestionLocked,
    Refused,
    SessionOver,
    SignInRefused,
    TooManyTries,
    WrongAnswer,
)
from traces_tui.workflow.views import MailState, Person, RecoveryStep, SessionKind, Tab

NEW = {"password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
NEW_QUESTION = {"question": "first_car", "answer": "2 CV"}


def account(office: Office) -> dict[str, object]:
    """The whole row, for comparison."""
    with office.connected():
        return dict(Account.get(Account.email == OPERATOR).__data__)


def number(office: Office) -> str:
    with office.connected():
        row = Account.get(Account.email == OPERATOR)
        return Request.get(Request.account == row.id).number


def entered(office: Office) -> Person:
    """A recovery session, right after the temporary password."""
    return sign_in.sign_in(office, OPERATOR, temporary_password(office))


def wrong_answers(office: Office, key: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WrongAnswer):
            recovery.answer(office, key, "wrong")


@pytest.fixture
def office(office: Office) -> Office:
    """The office with one valid operator."""
    valid_operator(office)
    return office


@pytest.fixture
def hashes_end_together(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two threads leave the hasher in the same moment."""
    verify = office.hasher.verify
    both = Barrier(2)

    def together(secret: str, kept: str | None) -> bool:
        good = verify(secret, kept)
        both.wait(30)
        return good

    monkeypatch.setattr(office.hasher, "verify", together)


class TestAsking:
    def test_mails_tr_and_twelve_digits(self, office: Office) -> None:
        code = temporary_password(office)
        assert re.fullmatch(r"TR\d{12}", code)
        assert payload_of(office, MailKind.TEMPORARY_PASSWORD)["minutes"] == 60
        assert mails(office, MailKind.TEMPORARY_PASSWORD)[-1].to_address == OPERATOR

    def test_changes_nothing_of_the_account(self, office: Office) -> None:
        person = signed_in(office)
        before = account(office)
        temporary_password(office)
        assert account(office) == before
        assert accounts.own(office, person.key).email == OPERATOR
        signed_in(office)

    def test_of_an_unknown_address_looks_alike(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hashed: list[str] = []
        kept = office.hasher.hash

        def counting(secret: str) -> str:
            hashed.append(secret)
            return kept(secret)

        monkeypatch.setattr(office.hasher, "hash", counting)
        queued = len(mails(office))
        for email in ("nobody@ferme.fr", OPERATOR):
            assert recovery.request_password(office, email) is None  # type: ignore[func-returns-value]
        assert len(hashed) == 2
        assert len(mails(office)) == queued + 1

    @pytest.mark.parametrize("typed", ["", "nobody", *each(HOSTILE | HARMLESS)])
    def test_needs_an_address(self, office: Office, typed: str) -> None:
        with pytest.raises(FormRefused):
            recovery.request_password(office, typed)

    @pytest.mark.parametrize(
        ("made", "status"),
        [(registered, "new"), (confirmed, "confirmed"), (refused_operator, "refused")],
    )
    def test_of_an_account_that_is_not_valid_tells_by_mail_where_it_stands(
        self, office: Office, made: Callable[..., object], status: str
    ) -> None:
        made(office, "other@ferme.fr")
        recovery.request_password(office, "other@ferme.fr")
        assert payload_of(office, MailKind.NOT_YET_VALID, "other@ferme.fr")["status"] == status
        assert not mails(office, MailKind.TEMPORARY_PASSWORD, "other@ferme.fr")

    def test_has_a_budget_of_the_source(self, tmp_path: Path, clock: MovableClock) -> None:
        office = make_office(tmp_path / "few", clock, limits=Limits(codes_per_source=2))
        for _ in range(2):
            recovery.request_password(office, "nobody@ferme.fr")
        with pytest.raises(TooManyTries):
            recovery.request_password(office, "nobody@ferme.fr")
        clock.move(minutes=15)
        recovery.request_password(office, "nobody@ferme.fr")

    def test_has_a_silent_budget_of_the_account(self, tmp_path: Path, clock: MovableClock) -> None:
        office = make_office(tmp_path / "few", clock, limits=Limits(mails_per_account_per_day=2))
        valid_operator(office)
        for _ in range(4):
            recovery.request_password(office, OPERATOR)
        assert len(mails(office, MailKind.TEMPORARY_PASSWORD, OPERATOR)) == 2
        clock.move(days=1)
        recovery.request_password(office, OPERATOR)
        assert len(mails(office, MailKind.TEMPORARY_PASSWORD, OPERATOR)) == 3


class TestTemporaryPassword:
    @pytest.mark.parametrize(
        "grouped",
        [
            "TR{0}{1}{2}",
            "TR {0} {1} {2}",
            "tr-{0}-{1}-{2}",
            " Tr{0} {1}.{2} ",
            "TR\u00a0{0}\u00a0{1}\u00a0{2}",
            "tr_{0}_{1}_{2}",
        ],
    )
    def test_is_accepted_in_any_grouping(self, office: Office, grouped: str) -> None:
        digits = temporary_password(office)[2:]
        typed = grouped.format(digits[:4], digits[4:8], digits[8:])
        assert sign_in.sign_in(office, OPERATOR, typed).kind is SessionKind.RECOVERY

    def test_lives_sixty_minutes(self, office: Office, clock: MovableClock) -> None:
        first = temporary_password(office)
        clock.move(minutes=60)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, first)
        second = temporary_password(office)
        clock.move(minutes=60, microseconds=-1)
        sign_in.sign_in(office, OPERATOR, second)

    def test_is_good_once(self, office: Office) -> None:
        code = temporary_password(office)
        sign_in.sign_in(office, OPERATOR, code)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, code)

    @pytest.mark.usefixtures("hashes_end_together")
    def test_is_good_once_even_if_two_got_past_the_hash(self, office: Office) -> None:
        code = temporary_password(office)
        results = in_threads([lambda: sign_in.sign_in(office, OPERATOR, code)] * 2)
        assert sorted(type(result).__name__ for result in results) == ["Person", "SignInRefused"]

    def test_is_good_once_in_threads(self, office: Office) -> None:
        code = temporary_password(office)
        results = in_threads([lambda: sign_in.sign_in(office, OPERATOR, code)] * 4)
        assert [type(result).__name__ for result in results].count("Person") == 1

    def test_is_good_once_in_processes(self, office: Office) -> None:
        code = temporary_password(office)
        act = "print(sign_in.sign_in(office, OPERATOR, arguments[0]).kind)"
        assert sorted(in_processes(office, [(act, code)] * 2)) == ["SignInRefused", "recovery"]

    def test_dies_after_five_wrong_tries(self, office: Office) -> None:
        code = temporary_password(office)
        wrong = f"TR{(int(code[2:]) + 1) % 10**12:012d}"
        for _ in range(5):
            with pytest.raises(SignInRefused):
                sign_in.sign_in(office, OPERATOR, wrong)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, code)
        assert account(office)["failures_in_row"] == 0
        signed_in(office)

    def test_the_fifth_try_may_be_right(self, office: Office) -> None:
        code = temporary_password(office)
        for _ in range(4):
            with pytest.raises(SignInRefused):
                sign_in.sign_in(office, OPERATOR, "TR000000000000")
        sign_in.sign_in(office, OPERATOR, code)

    def test_a_newer_one_kills_it_and_its_waiting_mail(self, office: Office) -> None:
        first = temporary_password(office)
        second = temporary_password(office)
        states = [mail.state for mail in mails(office, MailKind.TEMPORARY_PASSWORD, OPERATOR)]
        assert states == [MailState.CANCELLED, MailState.QUEUED]
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, first)
        sign_in.sign_in(office, OPERATOR, second)

    def test_is_the_accounts_own(self, office: Office) -> None:
        valid_operator(office, "other@ferme.fr")
        code = temporary_password(office)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, "other@ferme.fr", code)

    def test_dies_with_a_change_of_the_password(self, office: Office) -> None:
        code = temporary_password(office)
        person = sign_in.sign_in(office, OPERATOR, code)
        other = temporary_password(office)
        recovery.answer(office, person.key, ANSWER)
        recovery.choose_password(office, person.key, NEW)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, other)

    def test_dies_when_the_authority_takes_the_validation_back(self, office: Office) -> None:
        code = temporary_password(office)
        holder = agent(office)
        review.undo(office, holder.key, [number(office)])
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, code)

    def test_is_kept_as_a_hash(self, office: Office) -> None:
        code = temporary_password(office)
        with office.connected():
            row = Code.select().order_by(Code.id.desc()).get()
        assert row.hash.startswith("$argon2id$")
        assert office.hasher.verify(code, row.hash)

    def test_can_not_be_chosen_as_a_password(self, office: Office) -> None:
        person = entered(office)
        recovery.answer(office, person.key, ANSWER)
        for typed in ("tr 1234 5678 9012", "TR 1234 5678", "TR-123-456-789-012"):
            with pytest.raises(FormRefused) as caught:
                recovery.choose_password(
                    office, person.key, {"password": typed, "password_again": typed}
                )
            assert "password" in caught.value.errors


class TestOldPassword:
    def test_works_until_the_new_one_is_set(self, office: Office) -> None:
        person = entered(office)
        signed_in(office)
        recovery.answer(office, person.key, ANSWER)
        signed_in(office)
        recovery.choose_password(office, person.key, NEW)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, PASSWORD)
        signed_in(office, password=NEW_PASSWORD)

    def test_does_not_while_the_account_is_locked(self, office: Office) -> None:
        for _ in range(5):
            with pytest.raises(SignInRefused):
                sign_in.sign_in(office, OPERATOR, "wrong")
        person = entered(office)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, PASSWORD)
        recovery.answer(office, person.key, ANSWER)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, PASSWORD)
        recovery.choose_password(office, person.key, NEW)
        signed_in(office, password=NEW_PASSWORD)


class TestSession:
    def test_leads_to_the_question_and_nowhere_else(self, office: Office) -> None:
        person = entered(office)
        assert (person.kind, person.next_step) == (SessionKind.RECOVERY, RecoveryStep.ANSWER)
        asked = recovery.state(office, person.key)
        assert (asked.step, asked.question, asked.tries_left) == (
            RecoveryStep.ANSWER,
            "first_school",
            5,
        )

    @pytest.mark.parametrize("step", list(RecoveryStep))
    def test_can_do_nothing_else(self, office: Office, step: RecoveryStep) -> None:
        person = entered(office)
        if step is RecoveryStep.NEW_PASSWORD:
            recovery.answer(office, person.key, ANSWER)
        if step is RecoveryStep.NEW_QUESTION:
            holder = agent(office)
            accounts.reset_question(office, holder.key, number(office))
            person = entered(office)
        others: dict[RecoveryStep, Callable[[], object]] = {
            RecoveryStep.ANSWER: lambda: recovery.answer(office, person.key, ANSWER),
            RecoveryStep.NEW_QUESTION: lambda: recovery.choose_question(
                office, person.key, NEW_QUESTION
            ),
            RecoveryStep.NEW_PASSWORD: lambda: recovery.choose_password(office, person.key, NEW),
        }
        del others[step]
        forbidden: list[Callable[[], object]] = [
            *others.values(),
            lambda: accounts.own(office, person.key),
            lambda: accounts.change_password(office, person.key, {"current": PASSWORD, **NEW}),
            lambda: accounts.change_question(
                office, person.key, {"current": PASSWORD, **NEW_QUESTION}
            ),
            lambda: accounts.change_preferences(
                office, person.key, {"language": "en", "notification": "text"}
            ),
            lambda: accounts.find(office, person.key),
            lambda: files.queue(office, person.key, Tab.NEW),
            lambda: review.waiting(office, person.key),
        ]
        before = account(office)
        for act in forbidden:
            with pytest.raises(SessionOver):
                act()
        assert account(office) == before

    def test_lasts_thirty_minutes(self, office: Office, clock: MovableClock) -> None:
        person = entered(office)
        clock.move(minutes=29)
        recovery.answer(office, person.key, ANSWER)
        clock.move(minutes=1)
        with pytest.raises(SessionOver):
            recovery.choose_password(office, person.key, NEW)

    def test_the_password_page_can_not_be_reached_by_the_question_alone(
        self, office: Office
    ) -> None:
        for key in ("", signed_in(office).key):
            with pytest.raises(SessionOver):
                recovery.answer(office, key, ANSWER)


class TestAnswer:
    @pytest.mark.parametrize(
        "typed",
        ["là-bas, école", "La-bas, Ecole", "LÀ-BAS, ÉCOLE", " Là-bas, École", "Là-bas,  École"],
    )
    def test_counts_case_accents_and_spaces(self, office: Office, typed: str) -> None:
        person = entered(office)
        with pytest.raises(WrongAnswer):
            recovery.answer(office, person.key, typed)

    def test_may_be_composed_or_not(self, office: Office) -> None:
        person = entered(office)
        answered = recovery.answer(office, person.key, "La\u0300-bas, E\u0301cole")
        assert answered.step is RecoveryStep.NEW_PASSWORD
        assert answered.question is None

    @pytest.mark.parametrize("typed", each(HOSTILE))
    def test_hostile_text_is_refused_and_costs_no_try(self, office: Office, typed: str) -> None:
        person = entered(office)
        with pytest.raises(FormRefused):
            recovery.answer(office, person.key, typed)
        assert recovery.state(office, person.key).tries_left == 5

    def test_says_how_many_tries_are_left(self, office: Office) -> None:
        person = entered(office)
        for left in (4, 3, 2, 1):
            with pytest.raises(WrongAnswer) as caught:
                recovery.answer(office, person.key, "wrong")
            assert caught.value.left == left == recovery.state(office, person.key).tries_left

    def test_right_at_the_fifth_try_forgets_the_wrong_ones(self, office: Office) -> None:
        person = entered(office)
        wrong_answers(office, person.key, 4)
        recovery.answer(office, person.key, ANSWER)
        assert account(office)["answer_failures"] == 0

    def test_tries_are_counted_through_several_temporary_passwords(self, office: Office) -> None:
        wrong_answers(office, entered(office).key, 3)
        person = entered(office)
        wrong_answers(office, person.key, 1)
        with pytest.raises(QuestionLocked):
            recovery.answer(office, person.key, "wrong")

    def test_tries_at_the_same_time_are_all_counted(self, office: Office) -> None:
        person = entered(office)
        results = in_threads([lambda: recovery.answer(office, person.key, "wrong")] * 8)
        names = [type(result).__name__ for result in results]
        assert "Recovery" not in names
        assert account(office)["answer_failures"] == 5
        assert len(mails(office, MailKind.QUESTION_LOCKED)) == 1
        with pytest.raises(SessionOver):
            recovery.answer(office, person.key, ANSWER)

    def test_the_last_two_at_once_lock_once(
        self, office: Office, request: pytest.FixtureRequest
    ) -> None:
        person = entered(office)
        wrong_answers(office, person.key, 3)
        request.getfixturevalue("hashes_end_together")
        results = in_threads([lambda: recovery.answer(office, person.key, "wrong")] * 2)
        assert [type(result) for result in results] == [QuestionLocked] * 2
        assert len(mails(office, MailKind.QUESTION_LOCKED)) == 1

    def test_two_right_ones_at_once_are_one(
        self, office: Office, request: pytest.FixtureRequest
    ) -> None:
        person = entered(office)
        request.getfixturevalue("hashes_end_together")
        results = in_threads([lambda: recovery.answer(office, person.key, ANSWER)] * 2)
        assert sorted(type(result).__name__ for result in results) == ["Recovery", "SessionOver"]


class TestLockedQuestion:
    @pytest.fixture
    def person(self, office: Office) -> Person:
        """Somebody who gave five wrong answers."""
        person = entered(office)
        wrong_answers(office, person.key, 4)
        with pytest.raises(QuestionLocked) as caught:
            recovery.answer(office, person.key, "wrong")
        assert caught.value.authority is not None
        assert caught.value.authority.code == "FR-67"
        return person

    def test_ends_the_session_and_tells_by_mail(self, office: Office, person: Person) -> None:
        with pytest.raises(SessionOver):
            recovery.state(office, person.key)
        (mail,) = mails(office, MailKind.QUESTION_LOCKED)
        assert mail.to_address == OPERATOR
        with office.connected():
            assert Journal.select().where(Journal.act == "lock_question").count() == 1

    @pytest.mark.usefixtures("person")
    def test_no_more_temporary_passwords_until_the_reset(self, office: Office) -> None:
        sent = len(mails(office, MailKind.TEMPORARY_PASSWORD, OPERATOR))
        recovery.request_password(office, OPERATOR)
        assert len(mails(office, MailKind.TEMPORARY_PASSWORD, OPERATOR)) == sent
        assert len(mails(office, MailKind.QUESTION_LOCKED)) == 2

    def test_kills_a_temporary_password_that_was_mailed_meanwhile(self, office: Office) -> None:
        person = entered(office)
        other = temporary_password(office)
        wrong_answers(office, person.key, 4)
        with pytest.raises(QuestionLocked):
            recovery.answer(office, person.key, "wrong")
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, other)

    @pytest.mark.usefixtures("person")
    def test_the_old_password_still_works(self, office: Office) -> None:
        signed_in(office)

    def test_a_right_temporary_password_is_spent_all_the_same(self, office: Office) -> None:
        code = temporary_password(office)
        with office.connected():
            Account.update(answer_failures=5).where(Account.email == OPERATOR).execute()
        with pytest.raises(QuestionLocked):
            sign_in.sign_in(office, OPERATOR, code)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, code)
        with office.connected():
            assert Journal.select().where(Journal.result == "question_locked").count() == 1


class TestReset:
    def test_leads_to_a_new_question_before_the_password(self, office: Office) -> None:
        row = accounts.reset_question(office, agent(office).key, number(office))
        assert not row.question_set
        assert len(mails(office, MailKind.QUESTION_RESET)) == 1
        person = entered(office)
        assert person.next_step is RecoveryStep.NEW_QUESTION
        with pytest.raises(SessionOver):
            recovery.choose_password(office, person.key, NEW)
        chosen = recovery.choose_question(office, person.key, NEW_QUESTION)
        assert chosen.step is RecoveryStep.NEW_PASSWORD
        recovery.choose_password(office, person.key, NEW)

        person = entered(office)
        assert recovery.state(office, person.key).question == "first_car"
        recovery.answer(office, person.key, "2 CV")

    def test_ends_sessions_and_temporary_passwords(self, office: Office) -> None:
        full, other = signed_in(office), entered(office)
        code = temporary_password(office)
        accounts.reset_question(office, agent(office).key, number(office))
        with pytest.raises(SessionOver):
            accounts.own(office, full.key)
        with pytest.raises(SessionOver):
            recovery.answer(office, other.key, ANSWER)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, code)

    def test_leaves_the_password_as_it_is(self, office: Office) -> None:
        accounts.reset_question(office, agent(office).key, number(office))
        signed_in(office)

    def test_opens_a_locked_question(self, office: Office) -> None:
        person = entered(office)
        wrong_answers(office, person.key, 4)
        with pytest.raises(QuestionLocked):
            recovery.answer(office, person.key, "wrong")
        accounts.reset_question(office, agent(office).key, number(office))
        assert entered(office).next_step is RecoveryStep.NEW_QUESTION

    def test_not_by_the_area_of_an_older_request(self, office: Office) -> None:
        """A refused applicant who came back elsewhere belongs to the new authority."""
        old = refused_operator(office, "moved@ferme.fr").progress.number
        valid_operator(office, "moved@ferme.fr", postal_code="68000", commune="68066")
        with pytest.raises(NotAllowed):
            accounts.reset_question(office, agent(office).key, old)
        with office.connected():
            assert Account.get(Account.email == "moved@ferme.fr").question is not None

    def test_only_of_a_valid_account(self, office: Office) -> None:
        receipt = confirmed(office, "new@ferme.fr")
        with pytest.raises(Refused, match="valid account"):
            accounts.reset_question(office, agent(office).key, receipt.progress.number)

    @pytest.mark.parametrize(
        "typed",
        [
            {},
            {"question": "first_car"},
            {"question": "other", "answer": "x"},
            {"question": "first_car", "answer": " "},
            {"question": "first_car", "answer": "x" * 129},
        ],
    )
    def test_the_new_question_is_checked(self, office: Office, typed: dict[str, str]) -> None:
        accounts.reset_question(office, agent(office).key, number(office))
        person = entered(office)
        with pytest.raises(FormRefused):
            recovery.choose_question(office, person.key, typed)
        assert recovery.state(office, person.key).step is RecoveryStep.NEW_QUESTION


class TestNewPassword:
    @pytest.fixture
    def person(self, office: Office) -> Person:
        """Somebody who answered rightly."""
        person = entered(office)
        recovery.answer(office, person.key, ANSWER)
        return person

    def test_signs_in(self, office: Office, person: Person, clock: MovableClock) -> None:
        clock.move(minutes=1)
        fresh = recovery.choose_password(office, person.key, NEW)
        assert fresh.kind is SessionKind.FULL
        assert accounts.own(office, fresh.key).email == OPERATOR
        assert account(office)["last_sign_in_at"] == clock.now
        assert len(mails(office, MailKind.PASSWORD_CHANGED, OPERATOR)) == 1

    def test_ends_every_other_session(self, office: Office) -> None:
        before = signed_in(office)
        person, second = entered(office), entered(office)
        recovery.answer(office, person.key, ANSWER)
        recovery.choose_password(office, person.key, NEW)
        for key in (before.key, person.key, second.key):
            with pytest.raises(SessionOver):
                accounts.own(office, key)
            with pytest.raises(SessionOver):
                recovery.state(office, key)

    def test_unlocks_both_locks(self, office: Office, clock: MovableClock) -> None:
        for way in ("tries", "inactivity"):
            if way == "tries":
                for _ in range(5):
                    with pytest.raises(SignInRefused):
                        sign_in.sign_in(office, OPERATOR, "wrong")
            else:
                clock.move(days=93)
                upkeep.round_of_upkeep(office)
            assert account(office)["lock_cause"] == way
            person = entered(office)
            recovery.answer(office, person.key, ANSWER)
            fresh = recovery.choose_password(office, person.key, NEW)
            assert account(office)["locked_at"] is account(office)["lock_cause"] is None
            assert account(office)["failures_in_row"] == 0
            accounts.own(office, fresh.key)
            sign_in.sign_in(office, OPERATOR, NEW_PASSWORD)

    @pytest.mark.parametrize(
        ("typed", "again", "field"),
        [
            ("short-1A", "short-1A", "password"),
            ("no-capital-1", "no-capital-1", "password"),
            ("Dupont-1234", "Dupont-1234", "password"),
            (NEW_PASSWORD, PASSWORD, "password_again"),
            ("", "", "password"),
        ],
    )
    def test_must_meet_the_rule(
        self, office: Office, person: Person, typed: str, again: str, field: str
    ) -> None:
        before = account(office)
        with pytest.raises(FormRefused) as caught:
            recovery.choose_password(
                office, person.key, {"password": typed, "password_again": again}
            )
        assert caught.value.field == field
        assert account(office) == before
        recovery.choose_password(office, person.key, NEW)

    def test_is_set_once_in_threads(self, office: Office, person: Person) -> None:
        results = in_threads([lambda: recovery.choose_password(office, person.key, NEW)] * 3)
        assert [type(result).__name__ for result in results].count("Person") == 1
        assert len(mails(office, MailKind.PASSWORD_CHANGED, OPERATOR)) == 1

    def test_not_of_an_account_that_is_no_longer_valid(
        self, office: Office, person: Person
    ) -> None:
        with office.connected():
            Account.update(status="confirmed").where(Account.email == OPERATOR).execute()
        with pytest.raises(SignInRefused):
            recovery.choose_password(office, person.key, NEW)


class TestWithoutSecretQuestion:
    def test_the_temporary_password_leads_to_the_new_one(
        self, tmp_path: Path, clock: MovableClock
    ) -> None:
        office = make_office(tmp_path / "plain", clock, secret_question=False)
        valid_operator(office, question="", answer="")
        person = entered(office)
        assert person.next_step is RecoveryStep.NEW_PASSWORD
        recovery.choose_password(office, person.key, NEW)
        signed_in(office, password=NEW_PASSWORD)


class TestAgent:
    def test_gets_the_first_password_by_mail(self, office: Office, clock: MovableClock) -> None:
        accounts.add_agent(office, "new@ddpp67.example", "FR-67")
        code = code_of(office, MailKind.TEMPORARY_PASSWORD, "new@ddpp67.example")
        clock.move(minutes=1)
        person = sign_in.sign_in(office, "new@ddpp67.example", code)
        assert (person.next_step, person.name) == (
            RecoveryStep.NEW_QUESTION,
            "new@ddpp67.example",
        )
        recovery.choose_question(office, person.key, NEW_QUESTION)
        assert recovery.choose_password(office, person.key, NEW).role == "agent"
