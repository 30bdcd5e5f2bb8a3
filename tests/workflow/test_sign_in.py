"""Sign-in: only valid accounts, one answer for all that is wrong, the lock at the fifth."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.hostile import HARMLESS, HOSTILE, each
from tests.offices import (
    AGENT_PASSWORD,
    CHEAP,
    OPERATOR,
    PASSWORD,
    MovableClock,
    agent,
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
from traces_tui.i18n import Translator
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account, Code, Journal, Session
from traces_tui.office import Office
from traces_tui.settings import Limits, Lock, Password
from traces_tui.workflow import accounts, confirmation, review, sign_in
from traces_tui.workflow.refusals import NotYetValid, SessionOver, SignInRefused, TooManyTries
from traces_tui.workflow.views import LockCause, SessionKind, Status


def account(office: Office, email: str = OPERATOR) -> Account:
    with office.connected():
        row: Account = Account.get(Account.email == email)
    return row


def wrong(office: Office, times: int = 1, email: str = OPERATOR) -> None:
    """Wrong tries, each refused."""
    for _ in range(times):
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, email, "Not-my-password-1")


def results(office: Office) -> list[str]:
    with office.connected():
        rows = Journal.select().where(Journal.act == "sign_in").order_by(Journal.id)
        return [row.result for row in rows]


class TestGood:
    def test_opens_a_session(self, office: Office, clock: MovableClock) -> None:
        valid_operator(office)
        person = signed_in(office)
        assert (person.kind, person.role, person.name) == ("full", "operator", "Marie Dupont")
        assert person.authority is not None
        assert person.authority.code == "FR-67"
        assert person.last_sign_in_at is None
        assert account(office).last_sign_in_at == account(office).active_since == clock.now
        assert accounts.own(office, person.key).email == OPERATOR
        assert results(office)[-1] == "done"

    @pytest.mark.parametrize(
        "typed",
        [OPERATOR.upper(), f"  {OPERATOR} ", "Marie.Dupont@FERME-ried.fr", f"mailto:{OPERATOR}"],
    )
    def test_the_address_may_be_typed_in_any_case(self, office: Office, typed: str) -> None:
        valid_operator(office)
        assert signed_in(office, typed).email == OPERATOR

    @pytest.mark.parametrize(
        "typed", [PASSWORD.lower(), f"{PASSWORD} ", f" {PASSWORD}", PASSWORD[:-1]]
    )
    def test_the_password_may_not(self, office: Office, typed: str) -> None:
        valid_operator(office)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, typed)

    def test_an_accent_may_be_composed_or_not(self, office: Office) -> None:
        valid_operator(office, password="Été-à-Noël-1999", password_again="Été-à-Noël-1999")
        signed_in(office, password="E\u0301te\u0301-a\u0300-Noe\u0308l-1999")

    def test_shows_the_sign_in_before_and_the_failures_since(
        self, office: Office, clock: MovableClock
    ) -> None:
        valid_operator(office)
        first = clock.now
        signed_in(office)
        clock.move(days=1)
        wrong(office, 3)
        person = signed_in(office)
        assert (person.last_sign_in_at, person.failures_since) == (first, 3)
        assert signed_in(office).failures_since == 0

    def test_signing_out_ends_the_session(self, office: Office) -> None:
        valid_operator(office)
        person = signed_in(office)
        sign_in.sign_out(office, person.key)
        with pytest.raises(SessionOver):
            accounts.own(office, person.key)
        sign_in.sign_out(office, person.key)
        sign_in.sign_out(office, "nobody's")

    def test_kills_a_temporary_password(self, office: Office) -> None:
        valid_operator(office)
        code = temporary_password(office)
        signed_in(office)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, code)


class TestNotYetValid:
    @pytest.mark.parametrize(
        ("made", "status"),
        [
            (registered, Status.NEW),
            (confirmed, Status.CONFIRMED),
            (refused_operator, Status.REFUSED),
        ],
    )
    def test_the_right_password_shows_who_holds_the_file(
        self, office: Office, made: object, status: Status
    ) -> None:
        assert callable(made)
        receipt = made(office)
        with pytest.raises(NotYetValid) as caught:
            sign_in.sign_in(office, OPERATOR, PASSWORD)
        progress = caught.value.progress
        assert (progress.status, progress.number) == (status, receipt.progress.number)
        assert progress.authority.local_name == "DDPP du Bas-Rhin"
        assert confirmation.progress(office, caught.value.key) == progress
        with pytest.raises(SessionOver):
            accounts.own(office, caught.value.key)
        assert results(office)[-1] == "not_yet_valid"

    def test_the_wrong_password_is_refused_as_always(self, office: Office) -> None:
        registered(office)
        wrong(office)

    def test_guessing_stops_at_the_fifth_try(self, office: Office) -> None:
        registered(office)
        wrong(office, 5)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, PASSWORD)
        assert not mails(office, MailKind.LOCKED)

    def test_a_right_password_between_forgets_the_wrong_ones(self, office: Office) -> None:
        registered(office)
        for _ in range(3):
            wrong(office, 4)
            with pytest.raises(NotYetValid):
                sign_in.sign_in(office, OPERATOR, PASSWORD)


class TestLockByTries:
    def test_exactly_at_the_fifth(self, office: Office, clock: MovableClock) -> None:
        valid_operator(office)
        person = signed_in(office)
        wrong(office, 4)
        assert account(office).locked_at is None
        accounts.own(office, person.key)
        wrong(office)
        row = account(office)
        assert (row.locked_at, row.lock_cause) == (clock.now, LockCause.TRIES)
        with pytest.raises(SessionOver):
            accounts.own(office, person.key)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, PASSWORD)

    def test_one_mail_a_lock(self, office: Office) -> None:
        valid_operator(office)
        wrong(office, 9)
        (mail,) = mails(office, MailKind.LOCKED)
        assert mail.to_address == OPERATOR
        assert payload_of(office, MailKind.LOCKED) == {"cause": "tries", "tries": 5, "months": 3}
        with office.connected():
            assert Journal.select().where(Journal.act == "lock").count() == 1

    def test_counts_wrong_tries_in_a_row(self, office: Office) -> None:
        valid_operator(office)
        for _ in range(3):
            wrong(office, 4)
            signed_in(office)
        assert account(office).locked_at is None

    def test_the_number_is_the_keepers(self, tmp_path: Path) -> None:
        office = make_office(tmp_path / "data", lock=Lock(tries=2))
        valid_operator(office)
        wrong(office, 2)
        assert account(office).locked_at is not None

    def test_tries_while_locked_are_shown_later(self, office: Office) -> None:
        valid_operator(office)
        wrong(office, 8)
        assert account(office).failures_since_sign_in == 8
        assert account(office).failures_in_row == 5

    def test_exactly_at_the_fifth_in_threads(self, office: Office) -> None:
        valid_operator(office)
        verified: list[object] = []
        verify = office.hasher.verify

        def counting(secret: str, kept: str | None) -> bool:
            verified.append(kept)
            return verify(secret, kept)

        office.hasher.verify = counting  # type: ignore[method-assign]
        outcomes = in_threads([lambda: sign_in.sign_in(office, OPERATOR, "Wrong-1")] * 9)
        assert {type(outcome) for outcome in outcomes} == {SignInRefused}
        assert len([kept for kept in verified if kept is not None]) == 5
        assert len(verified) == 9
        row = account(office)
        assert (row.failures_in_row, row.lock_cause) == (5, "tries")
        assert len(mails(office, MailKind.LOCKED)) == 1

    def test_exactly_at_the_fifth_in_processes(self, office: Office) -> None:
        valid_operator(office)
        act = """
    for _ in range(4):
        try:
            sign_in.sign_in(office, OPERATOR, "Wrong-1")
        except Refused as refusal:
            print(type(refusal).__name__, end=" ")
"""
        printed = in_processes(office, [(act,), (act,)])
        assert " ".join(printed).split() == ["SignInRefused"] * 8
        assert account(office).failures_in_row == 5
        assert account(office).failures_since_sign_in == 8
        assert len(mails(office, MailKind.LOCKED)) == 1

    def test_an_agent_is_locked_too(self, office: Office) -> None:
        holder = agent(office)
        wrong(office, 5, holder.email)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, holder.email, AGENT_PASSWORD)


class TestLockByTime:
    @pytest.mark.parametrize(
        ("since", "last_good"),
        [
            ("2026-03-02", "2026-06-02"),
            ("2026-01-31", "2026-04-30"),
            ("2025-11-30", "2026-02-28"),
            ("2027-11-30", "2028-02-29"),
            ("2026-05-31", "2026-08-31"),
            ("2026-12-15", "2027-03-15"),
        ],
    )
    def test_after_three_calendar_months(
        self, office: Office, clock: MovableClock, since: str, last_good: str
    ) -> None:
        clock.now = datetime.fromisoformat(since).replace(hour=9, tzinfo=UTC)
        valid_operator(office)
        signed_in(office)
        clock.now = datetime.fromisoformat(last_good).replace(hour=9, tzinfo=UTC)
        with office.writing():
            active = account(office).active_since
        signed_in(office)
        with office.writing():
            Account.update(active_since=active).where(Account.email == OPERATOR).execute()
        clock.move(seconds=1)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, PASSWORD)
        assert account(office).lock_cause == LockCause.INACTIVITY
        assert payload_of(office, MailKind.LOCKED)["cause"] == "inactivity"

    def test_counts_from_validation_for_who_never_signed_in(
        self, office: Office, clock: MovableClock
    ) -> None:
        confirmed(office)
        clock.move(days=40)
        holder = agent(office)
        review.validate(office, holder.key, review.waiting(office, holder.key))
        validated = clock.now
        clock.now = datetime(2026, 7, 11, 9, tzinfo=UTC)
        assert validated == datetime(2026, 4, 11, 9, tzinfo=UTC)
        signed_in(office)

    def test_never_signed_in_and_too_late(self, office: Office, clock: MovableClock) -> None:
        valid_operator(office)
        clock.now = datetime(2026, 6, 2, 9, 0, 1, tzinfo=UTC)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, PASSWORD)
        assert account(office).lock_cause == LockCause.INACTIVITY
        assert len(mails(office, MailKind.LOCKED)) == 1

    def test_the_months_are_the_keepers(self, tmp_path: Path, clock: MovableClock) -> None:
        office = make_office(tmp_path / "data", clock, lock=Lock(months=1))
        valid_operator(office)
        clock.move(days=32)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, PASSWORD)


class TestOneAnswer:
    """Unknown, wrong and locked must not be told apart: by words, by time, by what is left."""

    def test_in_words(self, office: Office) -> None:
        valid_operator(office)
        valid_operator(office, "locked@ferme.fr")
        wrong(office, 5, "locked@ferme.fr")
        answers = set()
        for email, password in (
            ("nobody@ferme.fr", PASSWORD),
            (OPERATOR, "Wrong-1"),
            ("locked@ferme.fr", PASSWORD),
            (OPERATOR, "TR 0000 0000 0000"),
            ("no address", PASSWORD),
        ):
            with pytest.raises(SignInRefused) as caught:
                sign_in.sign_in(office, email, password)
            answers.add((type(caught.value), caught.value.message, caught.value.field))
        assert len(answers) == 1
        assert "ask for a new" in Translator("en").say(answers.pop()[1])

    @pytest.mark.parametrize(
        ("email", "password"),
        [
            ("nobody@ferme.fr", PASSWORD),
            ("nobody@ferme.fr", "TR123456789012"),
            ("no address", PASSWORD),
            ("", ""),
            (OPERATOR, PASSWORD),
            (OPERATOR, "Wrong-1"),
            (OPERATOR, "TR000000000000"),
            pytest.param(OPERATOR, "x" * 1_000_000, id="megabyte"),
            ("locked@ferme.fr", PASSWORD),
            ("locked@ferme.fr", "TR123456789012"),
            ("expired@ferme.fr", "TR123456789012"),
            ("new@ferme.fr", PASSWORD),
            ("agent@ferme.fr", PASSWORD),
        ],
    )
    def test_in_time(
        self,
        office: Office,
        clock: MovableClock,
        monkeypatch: pytest.MonkeyPatch,
        email: str,
        password: str,
    ) -> None:
        """Every try costs exactly one Argon2 computation."""
        valid_operator(office, "expired@ferme.fr")
        temporary_password(office, "expired@ferme.fr")
        clock.move(hours=2)
        for made in (OPERATOR, "locked@ferme.fr"):
            valid_operator(office, made)
        registered(office, "new@ferme.fr")
        accounts.add_agent(office, "agent@ferme.fr", "FR-67")
        temporary_password(office)
        wrong(office, 5, "locked@ferme.fr")
        verified: list[str] = []
        verify = office.hasher.verify

        def counting(secret: str, kept: str | None) -> bool:
            verified.append(secret)
            return verify(secret, kept)

        monkeypatch.setattr(office.hasher, "verify", counting)
        monkeypatch.setattr(office.hasher, "hash", lambda _: pytest.fail("hashed"))
        with contextlib.suppress(SignInRefused, NotYetValid):
            sign_in.sign_in(office, email, password)
        assert len(verified) == 1
        assert len(verified[0]) <= 4096


class TestHostile:
    @pytest.mark.parametrize("typed", each(HOSTILE | HARMLESS))
    def test_text_is_refused_as_always(self, office: Office, typed: str) -> None:
        registered(office)
        for email, password in ((typed, ""), (f"{typed}@a.fr", PASSWORD), (OPERATOR, typed)):
            with pytest.raises(SignInRefused):
                sign_in.sign_in(office, email, password)

    @pytest.mark.parametrize("typed", [f"TR{'1' * 100_000}", "TR١٢٣٤٥٦٧٨"], ids=["long", "arabic"])
    def test_so_is_what_looks_like_a_temporary_password(self, office: Office, typed: str) -> None:
        valid_operator(office)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, typed)

    def test_a_password_in_the_wrong_field_is_not_written_down(self, office: Office) -> None:
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, "My-Secret-42", "")
        with office.connected():
            assert [row.subject for row in Journal.select()] == [""]

    def test_a_longer_password_is_not_cut_to_the_right_one(self, tmp_path: Path) -> None:
        rule = Password(max_length=4096, argon2_memory_kib=CHEAP.argon2_memory_kib, argon2_time=1)
        office = make_office(tmp_path / "data", password=rule)
        longest = ("Aa1-" + "xyz ") * 512
        valid_operator(office, password=longest, password_again=longest)
        signed_in(office, password=longest)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, longest + "x")


class TestBudget:
    def test_of_a_source(self, tmp_path: Path, clock: MovableClock) -> None:
        limits = Limits(sign_ins_per_source=3)
        office = make_office(tmp_path / "data", clock)
        valid_operator(office)
        office = make_office(tmp_path / "data", clock, source="ssh:192.0.2.7", limits=limits)
        for _ in range(3):
            wrong(office, email="nobody@ferme.fr")
        with pytest.raises(TooManyTries) as caught:
            sign_in.sign_in(office, OPERATOR, PASSWORD)
        assert caught.value.until == clock.now + timedelta(minutes=15)
        assert account(office).failures_in_row == 0
        elsewhere = make_office(tmp_path / "data", clock, source="tty2", limits=limits)
        signed_in(elsewhere)
        clock.move(minutes=15)
        signed_in(office)

    def test_in_threads(self, tmp_path: Path) -> None:
        office = make_office(tmp_path / "data", limits=Limits(sign_ins_per_source=3))
        office.database, office.hasher  # noqa: B018 - made before the race
        outcomes = in_threads([lambda: sign_in.sign_in(office, "a@a.fr", "x")] * 8)
        assert [type(outcome) for outcome in outcomes].count(SignInRefused) == 3


class TestWhileChecking:
    """Between reading the hash and opening the session others may act."""

    def test_a_password_changed_meanwhile(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        valid_operator(office)
        verify = office.hasher.verify

        def slow(secret: str, kept: str | None) -> bool:
            good = verify(secret, kept)
            with office.connected():
                Account.update(password_hash="another").execute()
            return good

        monkeypatch.setattr(office.hasher, "verify", slow)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, PASSWORD)
        with office.connected():
            assert (
                not Session.select()
                .where(Session.kind == SessionKind.FULL, Session.account == account(office).id)
                .exists()
            )

    def test_a_lock_meanwhile(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        valid_operator(office)
        verify = office.hasher.verify

        def slow(secret: str, kept: str | None) -> bool:
            with office.connected():
                Account.update(locked_at=office.clock()).execute()
            return verify(secret, kept)

        monkeypatch.setattr(office.hasher, "verify", slow)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, PASSWORD)

    def test_a_temporary_password_used_meanwhile(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        valid_operator(office)
        code = temporary_password(office)
        verify = office.hasher.verify

        def slow(secret: str, kept: str | None) -> bool:
            with office.connected():
                Code.update(used_at=office.clock()).execute()
            return verify(secret, kept)

        monkeypatch.setattr(office.hasher, "verify", slow)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, code)
