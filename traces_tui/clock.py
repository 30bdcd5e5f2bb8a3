"""The time of the office: one source, always aware UTC."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present moment, aware, in UTC. Tests hand in their own."""


def utc_now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def add_months(moment: datetime, months: int) -> datetime:
    """Move a moment by calendar months; the last day of a month stays in the month.

    Args:
        moment: An aware moment.
        months: How many calendar months, negative for the past.

    Returns:
        The same hour on the same day of the month, or on that month's last day.
    """
    index = moment.year * 12 + moment.month - 1 + months
    year, month = index // 12, index % 12 + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day)
