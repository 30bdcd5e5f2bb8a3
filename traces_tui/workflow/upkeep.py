"""What time brings: warnings before the three months are over, the lock, tidying up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from peewee import Expression

from traces_tui.clock import add_months
from traces_tui.mail import outbox
from traces_tui.mail.outbox import MailKind
from traces_tui.models.fields import to_microseconds
from traces_tui.models.tables import Account
from traces_tui.office import Office
from traces_tui.workflow import budgets, codes, locks, portraits
from traces_tui.workflow.views import LockCause, Status

_BATCH = 200
_DAY = timedelta(days=1)
_MONTHS_DIFFER = timedelta(days=3)
"""Calendar months counted back and forth may differ by as much: 28 to 31 days."""


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
        codes.forget_selectors(office)
        budgets.forget_old(office)
    return Kept(warned, locked)


def _lock_inactive(office: Office) -> int:
    late = add_months(office.clock(), -office.settings.lock.months) + _MONTHS_DIFFER
    rows = _unlocked(Account.active_since < late)
    return sum(
        locks.lock(office, account, LockCause.INACTIVITY)
        for account in rows
        if locks.is_inactive(office, account)
    )


def _warn(office: Office) -> int:
    """The latest warning that is due, and no earlier one after it."""
    return sum(_warn_before(office, days) for days in sorted(set(office.settings.lock.warn_days)))


def _warn_before(office: Office, days: int) -> int:
    before = timedelta(days=days)
    first = add_months(office.clock(), -office.settings.lock.months) + before + _MONTHS_DIFFER
    not_yet = Account.warned_days.is_null() | (Account.warned_days > days)
    warned = 0
    for account in _unlocked((Account.active_since < first) & not_yet):
        ends = locks.locks_at(office, account)
        left = ends - office.clock()
        if not timedelta(0) <= left <= before:
            continue
        marked = (
            Account.update(warned_days=days).where((Account.id == account.id) & not_yet).execute()
        )
        if not marked:
            continue
        outbox.enqueue(
            office,
            MailKind.INACTIVITY,
            portraits.recipient(account),
            {"days": max(1, math.ceil(left / _DAY)), "locks_at_us": to_microseconds(ends)},
        )
        warned += 1
    return warned


def _unlocked(condition: Expression) -> list[Account]:
    return list(
        Account.select()
        .where((Account.status == Status.VALID) & Account.locked_at.is_null() & condition)
        .order_by(Account.active_since)
        .limit(_BATCH)
    )
