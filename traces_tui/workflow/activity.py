"""How an area is getting on: its queue by age, and what happened in the last weeks."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from peewee import SQL, Case, Field, fn

from traces_tui.models.statements import Statement
from traces_tui.models.tables import Request
from traces_tui.office import Office
from traces_tui.workflow.area import lies_in
from traces_tui.workflow.views import AgeBand, Status, Week

WEEKS = 8
"""How many weeks are looked back on, the present one included."""
_MONDAYS = tuple(f"monday{number}" for number in range(WEEKS))
_EDGES = 3
_LIMITS = tuple(f"limit{number}" for number in range(_EDGES))


def _steps(column: Field, limits: list[Any]) -> Case:
    """How many of the limits, in rising order, a row has reached."""
    cases = [(column < limit, number) for number, limit in enumerate(limits)]
    return Case(None, cases, len(limits))


def _waiting(authority: Any, **limits: Any) -> Any:
    return (
        Request.select(
            _steps(Request.status_at, [limits[name] for name in _LIMITS]).alias("step"),
            fn.COUNT(Request.id),
        )
        .where(lies_in(Request.authority, authority), Request.status == Status.CONFIRMED)
        .group_by(SQL("step"))
    )


def _happened(authority: Any, **mondays: Any) -> Any:
    """Requests that came into their status in these weeks.

    One was not registered after it came into its status: so these are also all that were
    registered in these weeks, and the index of the lists finds them.
    """
    begins = [mondays[name] for name in _MONDAYS]
    return (
        Request.select(
            Request.status,
            _steps(Request.created_at, begins).alias("registered"),
            _steps(Request.status_at, begins).alias("moved"),
            fn.COUNT(Request.id),
        )
        .where(
            lies_in(Request.authority, authority),
            Request.status.in_(list(Status)),
            Request.status_at >= begins[0],
        )
        .group_by(Request.status, SQL("registered"), SQL("moved"))
    )


_WAITING = Statement(_waiting, ("authority", *_LIMITS))
_HAPPENED = Statement(_happened, ("authority", *_MONDAYS))


def age_edges(overdue_days: int) -> tuple[int, ...]:
    """The days that part the ages of a queue; the last one is where overdue begins."""
    return tuple(sorted({overdue_days // 4 + 1, overdue_days // 2 + 1, overdue_days}))


def waiting(office: Office, authority: str) -> tuple[AgeBand, ...]:
    """The queue of an authority's area by age, the youngest first.

    Args:
        office: The office; it is connected.
        authority: The code of the agent's authority.
    """
    edges = age_edges(office.settings.registration.overdue_days)
    # A request is as old as its whole days, as in the lists: after two of them to the moment, two.
    now = office.clock() + timedelta(microseconds=1)
    limits = [now - timedelta(days=days) for days in reversed(edges)]
    # The statement has its number of limits; nothing lies between two that are the same.
    limits = [limits[0]] * (_EDGES - len(limits)) + limits
    found = dict(_WAITING.rows(authority=authority, **dict(zip(_LIMITS, limits, strict=True))))
    overdue, *others = (int(found.get(step, 0)) for step in range(_EDGES + 1))
    counts = (*others[::-1][: len(edges)], overdue)
    return tuple(
        AgeBand(over, up_to, count)
        for over, up_to, count in zip((0, *edges), (*edges, None), counts, strict=True)
    )


def mondays(now: datetime, weeks: int = WEEKS) -> tuple[datetime, ...]:
    """When the last weeks began: midnight of their Mondays in the local zone.

    Each is reckoned from the calendar, for a week with a change of the clocks is an hour longer
    or shorter.

    Args:
        now: The present moment, in the last of these weeks.
        weeks: How many.
    """
    today = now.astimezone().date()
    monday = today - timedelta(days=today.weekday())
    days = [monday - timedelta(weeks=back) for back in reversed(range(weeks))]
    return tuple(datetime.combine(day, time()).astimezone(UTC) for day in days)


def last_weeks(office: Office, authority: str) -> tuple[Week, ...]:
    """What happened in the last weeks in an authority's area, the present week last.

    A registration counts when its form was sent, a decision when it was taken; a validation that
    was taken back is none.

    Args:
        office: The office; it is connected.
        authority: The code of the agent's authority.
    """
    begins = mondays(office.clock())
    registered, validated, refused = ([0] * (WEEKS + 1) for _ in range(3))
    decided = {Status.VALID: validated, Status.REFUSED: refused}
    rows = _HAPPENED.rows(authority=authority, **dict(zip(_MONDAYS, begins, strict=True)))
    for status, created, moved, count in rows:
        registered[created] += count
        if status in decided:
            decided[status][moved] += count
    # Step 0 is what lies before the first of these weeks.
    return tuple(
        Week(begin, *figures)
        for begin, *figures in zip(begins, registered[1:], validated[1:], refused[1:], strict=True)
    )
