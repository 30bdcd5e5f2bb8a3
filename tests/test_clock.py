"""The time of the office."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traces_tui.clock import add_months, utc_now

MOMENTS = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    max_value=datetime(2900, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)


def test_now_is_aware_and_utc() -> None:
    assert utc_now().tzinfo is UTC


@pytest.mark.parametrize(
    ("begin", "months", "end"),
    [
        ("2026-03-02T09:30", 3, "2026-06-02T09:30"),
        ("2026-01-31T00:00", 1, "2026-02-28T00:00"),
        ("2024-01-31T00:00", 1, "2024-02-29T00:00"),
        ("2025-11-30T23:59", 3, "2026-02-28T23:59"),
        ("2026-12-15T12:00", 3, "2027-03-15T12:00"),
        ("2026-05-31T12:00", -3, "2026-02-28T12:00"),
        ("2026-01-15T12:00", -1, "2025-12-15T12:00"),
        ("2026-01-15T12:00", 0, "2026-01-15T12:00"),
        ("2026-01-15T12:00", 120, "2036-01-15T12:00"),
    ],
)
def test_calendar_months(begin: str, months: int, end: str) -> None:
    moved = add_months(datetime.fromisoformat(begin).replace(tzinfo=UTC), months)
    assert moved == datetime.fromisoformat(end).replace(tzinfo=UTC)


@given(MOMENTS, st.integers(-120, 120))
def test_the_month_is_always_the_one_that_was_meant(moment: datetime, months: int) -> None:
    moved = add_months(moment, months)
    assert (moved.year * 12 + moved.month) - (moment.year * 12 + moment.month) == months
    assert moved.day <= moment.day
    assert moved.day == moment.day or moved.day >= 28
    assert moved.time() == moment.time()


@given(MOMENTS, MOMENTS, st.integers(0, 24))
def test_who_came_later_ends_no_sooner(one: datetime, other: datetime, months: int) -> None:
    earlier, later = sorted((one, other))
    assert add_months(earlier, months) <= add_months(later, months)
