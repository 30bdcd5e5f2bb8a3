"""Budgets: how often a source or an account may try something in a window of time."""

from __future__ import annotations

from datetime import timedelta

from traces_tui.models.statements import Statement
from traces_tui.models.tables import Budget
from traces_tui.office import Office
from traces_tui.workflow.refusals import TooManyTries

DAY_MINUTES = 24 * 60
_COUNT = Statement(
    lambda key, now, most: Budget.update(used=Budget.used + 1).where(
        (Budget.key == key) & (Budget.window_ends_at > now) & (Budget.used < most)
    )
)
_USED_UP = Statement(
    lambda key, now, most: Budget.select(Budget.key).where(
        (Budget.key == key) & (Budget.window_ends_at > now) & (Budget.used >= most)
    )
)


def spend(office: Office, what: str, whose: str, most: int, minutes: int) -> None:
    """Count one try, inside the caller's transaction or alone.

    Args:
        office: Gives the time.
        what: The kind of try.
        whose: The source or account that spends.
        most: Tries allowed in a window.
        minutes: Length of a window.

    Raises:
        TooManyTries: The budget is used up; the try is not counted.
    """
    now = office.clock()
    key = _key(what, whose)
    ends = now + timedelta(minutes=minutes)
    if _COUNT.run(key=key, now=now, most=most):
        return
    begun = (
        Budget.insert(key=key, window_ends_at=ends, used=1)
        .on_conflict(
            conflict_target=[Budget.key],
            update={Budget.window_ends_at: ends, Budget.used: 1},
            where=Budget.window_ends_at <= now,
        )
        .as_rowcount()
        .execute()
    )
    # Where another process has just begun the window, this try is its next one.
    if not begun and not _COUNT.run(key=key, now=now, most=most):
        raise TooManyTries(Budget.get_by_id(key).window_ends_at)


def spend_mail(office: Office, account_id: int) -> None:
    """Count a mail that anybody can cause to this account.

    Raises:
        TooManyTries: The day's budget is used up.
    """
    most = office.settings.limits.mails_per_account_per_day
    spend(office, "mail", str(account_id), most, DAY_MINUTES)


def require_left(office: Office, what: str, whose: str, most: int) -> None:
    """Refuse early, before anything costly is computed; the try is counted by :func:`spend`.

    Raises:
        TooManyTries: The budget is used up.
    """
    key = _key(what, whose)
    if _USED_UP.row(key=key, now=office.clock(), most=most) is not None:
        raise TooManyTries(Budget.get_by_id(key).window_ends_at)


def forget_old(office: Office) -> int:
    """Delete windows that are over; returns how many."""
    return int(Budget.delete().where(Budget.window_ends_at <= office.clock()).execute())


def _key(what: str, whose: str) -> str:
    return f"{what}:{whose}"
