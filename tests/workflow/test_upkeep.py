"""What time brings: two warnings, then the lock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.offices import (
    OPERATOR,
    MovableClock,
    agent,
    code_of,
    confirmed,
    mails,
    make_office,
    payload_of,
    registered,
    signed_in,
    valid_operator,
)
from tests.workflow.races import in_threads
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account, Budget, Code
from traces_tui.office import Office
from traces_tui.settings import Lock
from traces_tui.workflow import accounts, upkeep
from traces_tui.workflow.refusals import SessionOver
from traces_tui.workflow.upkeep import Kept
from traces_tui.workflow.views import LockCause

END = datetime(2026, 6, 2, 9, tzinfo=UTC)
"""Three months after the clock's beginning."""


def warnings(office: Office) -> list[int]:
    return [mail.id for mail in mails(office, MailKind.INACTIVITY)]


class TestWarning:
    def test_thirty_and_seven_days_before_once_each(
        self, office: Office, clock: MovableClock
    ) -> None:
        valid_operator(office)
        told = {}
        while clock.now <= END:
            kept = upkeep.round_of_upkeep(office)
            assert upkeep.round_of_upkeep(office) == Kept(0, 0)
            if kept.warned:
                told[END - clock.now] = payload_of(office, MailKind.INACTIVITY)["days"]
            clock.move(hours=6)
        # An agent was made in the same hour: both are warned together.
        assert told == {timedelta(days=30): 30, timedelta(days=7): 7}
        assert len(mails(office, MailKind.INACTIVITY, OPERATOR)) == 2

    def test_names_the_moment_of_the_lock(self, office: Office, clock: MovableClock) -> None:
        valid_operator(office)
        clock.now = END - timedelta(days=20, hours=5)
        upkeep.round_of_upkeep(office)
        assert payload_of(office, MailKind.INACTIVITY, OPERATOR) == {
            "days": 21,
            "locks_at_us": int(END.timestamp() * 1_000_000),
        }

    def test_only_the_later_one_where_both_are_due(
        self, office: Office, clock: MovableClock
    ) -> None:
        valid_operator(office)
        clock.now = END - timedelta(days=3)
        assert upkeep.round_of_upkeep(office).warned == 2
        assert upkeep.round_of_upkeep(office).warned == 0
        assert len(mails(office, MailKind.INACTIVITY, OPERATOR)) == 1

    def test_again_after_a_sign_in(self, office: Office, clock: MovableClock) -> None:
        valid_operator(office)
        clock.now = END - timedelta(days=30)
        upkeep.round_of_upkeep(office)
        signed_in(office)
        clock.move(days=1)
        upkeep.round_of_upkeep(office)
        assert len(mails(office, MailKind.INACTIVITY, OPERATOR)) == 1
        clock.now = datetime(2026, 7, 20, tzinfo=UTC)
        upkeep.round_of_upkeep(office)
        assert len(mails(office, MailKind.INACTIVITY, OPERATOR)) == 2

    def test_nobody_whose_account_is_not_valid(self, office: Office, clock: MovableClock) -> None:
        registered(office, "a@a.fr")
        confirmed(office, "b@b.fr")
        clock.now = END - timedelta(days=1)
        assert upkeep.round_of_upkeep(office) == Kept(0, 0)

    def test_the_days_are_the_keepers(self, tmp_path: Path, clock: MovableClock) -> None:
        office = make_office(tmp_path / "data", clock, lock=Lock(warn_days=()))
        valid_operator(office)
        clock.now = END - timedelta(days=1)
        assert upkeep.round_of_upkeep(office) == Kept(0, 0)

    def test_people_warned_before_do_not_hide_the_others(
        self, office: Office, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(upkeep, "_BATCH", 2)
        for n in range(5):
            valid_operator(office, f"p{n}@ferme.fr")
        clock.now = END - timedelta(days=30)
        for _ in range(4):
            upkeep.round_of_upkeep(office)
        assert len(warnings(office)) == 6

    def test_once_in_threads(self, office: Office, clock: MovableClock) -> None:
        valid_operator(office)
        clock.now = END - timedelta(days=30)
        results = in_threads([lambda: upkeep.round_of_upkeep(office)] * 3)
        assert sorted(map(str, results)) == sorted(map(str, [Kept(2, 0), Kept(0, 0), Kept(0, 0)]))


class TestLock:
    def test_when_three_months_are_over(self, office: Office, clock: MovableClock) -> None:
        valid_operator(office)
        person = signed_in(office)
        clock.now = END
        assert upkeep.round_of_upkeep(office).locked == 0
        clock.move(microseconds=1)
        assert upkeep.round_of_upkeep(office).locked == 2
        assert upkeep.round_of_upkeep(office) == Kept(0, 0)
        with office.connected():
            row = Account.get(Account.email == OPERATOR)
        assert (row.lock_cause, row.locked_at) == (LockCause.INACTIVITY, clock.now)
        assert payload_of(office, MailKind.LOCKED, OPERATOR)["cause"] == "inactivity"
        with pytest.raises(SessionOver):
            accounts.own(office, person.key)

    def test_more_than_a_batch_takes_rounds_and_no_false_warning(
        self, office: Office, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(upkeep, "_BATCH", 2)
        for n in range(4):
            valid_operator(office, f"p{n}@ferme.fr")
        clock.now = END + timedelta(days=1)
        assert [upkeep.round_of_upkeep(office) for _ in range(4)] == [
            Kept(0, 2),
            Kept(0, 2),
            Kept(0, 1),
            Kept(0, 0),
        ]

    def test_an_account_locked_by_tries_stays_so(self, office: Office, clock: MovableClock) -> None:
        valid_operator(office)
        with office.connected():
            Account.update(locked_at=clock.now, lock_cause="tries").execute()
        clock.now = END + timedelta(days=1)
        assert upkeep.round_of_upkeep(office) == Kept(0, 0)


def test_old_budgets_are_forgotten(office: Office, clock: MovableClock) -> None:
    registered(office)
    with office.connected():
        assert Budget.select().count() == 1
    clock.move(hours=1)
    upkeep.round_of_upkeep(office)
    with office.connected():
        assert Budget.select().count() == 0


def test_selectors_of_dead_codes_are_freed(office: Office, clock: MovableClock) -> None:
    registered(office)
    code_of(office, MailKind.CONFIRMATION)
    clock.move(days=96)
    upkeep.round_of_upkeep(office)
    with office.connected():
        assert Code.get().selector is not None
    clock.move(days=2)
    upkeep.round_of_upkeep(office)
    with office.connected():
        assert Code.get().selector is None


def test_agents_are_warned_like_everybody(office: Office, clock: MovableClock) -> None:
    holder = agent(office)
    clock.now = END - timedelta(days=5)
    upkeep.round_of_upkeep(office)
    assert len(mails(office, MailKind.INACTIVITY, holder.email)) == 1
