"""Budgets: how often a source or an account may try something in a window of time."""

from __future__ import annotations

from datetime import timedelta

from traces_tui.models.tables import Budget
from traces_tui.office import Office
from traces_tui.workflow.refusals import TooManyTries


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
    key = f"{what}:{whose}"
    ends = now + timedelta(minutes=minutes)
    row = Budget.get_or_none(Budget.key == key)
    if row is None:
        Budget.insert(key=key, window_ends_at=ends, used=1).execute()
    elif row.window_ends_at <= now:
        Budget.update(window_ends_at=ends, used=1).where(Budget.key == key).execute()
    elif row.used >= most:
        raise TooManyTries(row.window_ends_at)
    else:
        Budget.update(used=Budget.used + 1).where(Budget.key == key).execute()


def forget_old(office: Office) -> int:
    """Delete windows that are over; returns how many."""
    return int(Budget.delete().where(Budget.window_ends_at <= office.clock()).execute())
