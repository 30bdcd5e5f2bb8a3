"""How an area is getting on, in the words that every front end says to an agent."""

from __future__ import annotations

from traces_tui.i18n import DayAndMonth, Message, msg, plural
from traces_tui.workflow.views import AgeBand, Week, Work

NONE_WAITS = msg(
    "No request waits for a decision. The next one appears here once its address is confirmed."
)
QUIET_WEEKS = msg(
    "Nothing has happened in these weeks. Requests of your area appear here as soon as they are "
    "sent."
)
AGES = msg("Waiting times")
"""What the queue by age is called."""
WEEKS = msg("Activity of your area")
"""What the figures of the last weeks are called."""
WEEK_OF = msg("Week")
"""Stands over the Mondays of the weeks."""
KINDS = (msg("Requests"), msg("Validations"), msg("Refusals"))
"""What is counted in a week, in the order of :func:`figures_of`."""


def age_of(band: AgeBand) -> Message:
    """How long the requests of a band have waited."""
    if band.up_to_days is None:
        return plural("over {n} day", "over {n} days", band.over_days)
    if not band.over_days:
        return plural("under {n} day", "under {n} days", band.up_to_days)
    return plural(
        "{from_days} to {n} days",
        "{from_days} to {n} days",
        band.up_to_days,
        from_days=band.over_days,
    )


def figures_of(week: Week) -> tuple[int, int, int]:
    """What is counted in a week: registrations, validations, refusals."""
    return (week.registered, week.validated, week.refused)


def waiting_sentences(work: Work) -> list[Message]:
    """The queue by age, for reading aloud; ages that nothing has are left out."""
    bands = [band for band in work.waiting if band.count]
    if not bands:
        return [NONE_WAITS]
    return [msg("{label}: {value}", label=age_of(band), value=band.count) for band in bands]


def week_sentences(work: Work) -> list[Message]:
    """What happened in the last weeks, for reading aloud; weeks without anything are left out."""
    weeks = [week for week in work.weeks if not week.quiet]
    if not weeks:
        return [QUIET_WEEKS]
    return [
        msg(
            "Week of {day}: requests {requests}, validations {validations}, refusals {refusals}",
            day=DayAndMonth(week.begins),
            requests=week.registered,
            validations=week.validated,
            refusals=week.refused,
        )
        for week in weeks
    ]
