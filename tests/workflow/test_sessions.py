"""Sessions: what a key is good for, and when it ends."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.offices import (
    OPERATOR,
    MovableClock,
    agent,
    confirmed,
    make_office,
    registered,
    signed_in,
    valid_operator,
)
from traces_tui.models.tables import Account, Session
from traces_tui.office import Office
from traces_tui.settings import Session as SessionSettings
from traces_tui.workflow import accounts, confirmation, files, review, sign_in
from traces_tui.workflow.refusals import NotAllowed, SessionOver, SignInRefused


def is_open(office: Office, key: str) -> bool:
    try:
        accounts.own(office, key)
    except SessionOver:
        return False
    return True


@pytest.fixture
def key(office: Office) -> str:
    """The key of a signed-in operator."""
    valid_operator(office)
    return signed_in(office).key


def test_keys_are_long_and_random(office: Office, key: str) -> None:
    keys = {key, *(signed_in(office).key for _ in range(5))}
    assert len(keys) == 6
    assert all(len(one) >= 43 for one in keys)


@pytest.mark.parametrize("wrong", ["", "x", "\udc80", "a" * 43])
def test_another_key_opens_nothing(office: Office, key: str, wrong: str) -> None:
    assert not is_open(office, wrong)
    assert not is_open(office, key[:-1])
    assert not is_open(office, key.swapcase())


class TestIdle:
    def test_ends_after_fifteen_minutes(
        self, office: Office, key: str, clock: MovableClock
    ) -> None:
        clock.move(minutes=14, seconds=59)
        assert is_open(office, key)
        clock.move(minutes=15)
        assert not is_open(office, key)

    def test_every_act_begins_it_anew(self, office: Office, key: str, clock: MovableClock) -> None:
        for _ in range(8):
            clock.move(minutes=14)
            assert is_open(office, key)

    def test_is_the_keepers(self, tmp_path: Path, clock: MovableClock) -> None:
        office = make_office(tmp_path / "data", clock, session=SessionSettings(idle_minutes=1))
        valid_operator(office)
        key = signed_in(office).key
        clock.move(minutes=1)
        assert not is_open(office, key)

    def test_looking_often_writes_seldom(
        self, office: Office, key: str, clock: MovableClock
    ) -> None:
        begun = clock.now
        for _ in range(5):
            clock.move(seconds=5)
            is_open(office, key)
        with office.connected():
            assert Session.select().order_by(Session.id.desc()).get().seen_at == begun
        clock.move(seconds=5)
        is_open(office, key)
        with office.connected():
            assert Session.select().order_by(Session.id.desc()).get().seen_at == clock.now


def test_ends_after_twelve_hours_in_any_case(office: Office, key: str, clock: MovableClock) -> None:
    end = clock.now + timedelta(hours=12)
    while clock.now + timedelta(minutes=10) < end:
        clock.move(minutes=10)
        assert is_open(office, key)
    clock.now = end
    assert not is_open(office, key)


def test_an_applicants_page_lasts_thirty_minutes(office: Office, clock: MovableClock) -> None:
    receipt = registered(office)
    for _ in range(2):
        clock.move(minutes=14)
        confirmation.progress(office, receipt.key)
    clock.move(minutes=2)
    with pytest.raises(SessionOver):
        confirmation.progress(office, receipt.key)


class TestEnds:
    def test_with_sign_out_and_no_other(self, office: Office, key: str) -> None:
        other = signed_in(office).key
        sign_in.sign_out(office, key)
        assert not is_open(office, key)
        assert is_open(office, other)

    def test_with_a_lock(self, office: Office, key: str) -> None:
        for _ in range(5):
            with pytest.raises(SignInRefused):
                sign_in.sign_in(office, OPERATOR, "wrong")
        assert not is_open(office, key)

    def test_with_a_lock_for_good(self, office: Office, key: str) -> None:
        for _ in range(5):
            with pytest.raises(SignInRefused):
                sign_in.sign_in(office, OPERATOR, "wrong")
        with office.connected():
            Account.update(locked_at=None).execute()
        assert not is_open(office, key)

    def test_even_if_the_lock_forgot_to_end_it(self, office: Office, key: str) -> None:
        with office.connected():
            Account.update(locked_at=office.clock()).execute()
        assert not is_open(office, key)

    def test_when_the_account_is_no_longer_valid(self, office: Office, key: str) -> None:
        with office.connected():
            Account.update(status="refused").execute()
        assert not is_open(office, key)

    def test_of_an_applicant_with_a_refusal(self, office: Office) -> None:
        receipt = confirmed(office)
        review.refuse(
            office,
            agent(office).key,
            [receipt.progress.number],
            {"reason": "incomplete", "words": ""},
        )
        with pytest.raises(SessionOver):
            confirmation.progress(office, receipt.key)


def test_what_an_agent_may_is_read_anew_each_time(office: Office) -> None:
    """A role that was taken away is gone at the next act, not at the next sign-in."""
    holder = agent(office)
    receipt = confirmed(office)
    files.file(office, holder.key, receipt.progress.number)
    with office.connected():
        Account.update(authority="FR-68").where(Account.email == holder.email).execute()
    with pytest.raises(NotAllowed):
        files.file(office, holder.key, receipt.progress.number)
    with office.connected():
        Account.update(role="operator").where(Account.email == holder.email).execute()
    with pytest.raises(NotAllowed):
        files.counts(office, holder.key)
