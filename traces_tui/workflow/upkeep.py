"""What time brings: warnings before the three months are over, the lock, tidying up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from traces_tui.clock import add_months
from traces_tui.mail import outbox
from traces_tui.mail.outbox import MailKind
from traces_tui.models.fields import to_microseconds
from traces_tui.models.tables import Account
from traces_tui.office import Office
from traces_tui.workflow import budgets, locks, portraits
from traces_tui.workflow.views import LockCause, Status

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """What one round did."""

    warned: int
    locked: int


def round_of_upkeep(office: Office) -> Kept:
    """Warn people whose account will soon be locked, lock those whose time is over.

    Every person is warned once for each of ``lock.warn_days``. Safe to run at any time, by
    several processes, as often as one likes.
    """
    with office.writing():
        locked = _lock_inactive(office)
        warned = _warn(office)
        budgets.forget_old(office)
    return Kept(warned, locked)


def _lock_inactive(office: Office) -> int:
    late = add_months(office.clock(), -office.settings.lock.months) + timedelta(days=3)
    rows = _unlocked(Account.active_since < late)
    return sum(
        locks.lock(office, account, LockCause.INACTIVITY)
        for account in rows
        if locks.is_inactive(office, account)
    )


def _warn(office: Office) -> int:
    days = sorted(office.settings.lock.warn_days)
    if not days:
        return 0
    first = add_months(office.clock(), -office.settings.lock.months) + timedelta(days=days[-1] + 3)
    warned = 0
    for account in _unlocked(Account.active_since < first):
        ends = locks.locks_at(office, account)
        left = ends - office.clock()
        due = next((day for day in days if left <= timedelta(days=day)), None)
        if due is None or (account.warned_days is not None and account.warned_days <= due):
            continue
        Account.update(warned_days=due).where(Account.id == account.id).execute()
        outbox.enqueue(
            office,
            MailKind.INACTIVITY,
            portraits.recipient(account),
            {"days": max(1, left.days), "locks_at_us": to_microseconds(ends)},
        )
        warned += 1
    return warned


def _unlocked(condition: object) -> list[Account]:
    return list(
        Account.select()
        .where((Account.status == Status.VALID) & Account.locked_at.is_null() & condition)
        .order_by(Account.active_since)
        .limit(_BATCH)
    )
