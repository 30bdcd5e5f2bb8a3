"""What the queue shows: one look at the database, and rows that others handled meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from traces_tui.i18n import Day, Hour, Message, msg, plural, verbatim
from traces_tui.office import Office
from traces_tui.widgets.row_list import Column, Look
from traces_tui.workflow.views import QueueRow, Status, Tab

MOST_LEFT_BEHIND = 20
"""Rows handled by others that stay in sight."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at one tab."""

    counts: dict[Tab, int]
    rows: tuple[QueueRow, ...]
    after: str | None
    """Where the next rows begin; None at the end."""


def read(
    office: Office,
    key: str,
    tab: Tab,
    search: str,
    least: int,
    shown: Collection[QueueRow] = (),
) -> Reading:
    """Counts and the first rows of a tab, in one visit of the database.

    Args:
        office: The office.
        key: The agent's session.
        tab: Which list.
        search: Words to find.
        least: How many rows at least, so that a long list stays as long as it was scrolled.
        shown: Rows that stand on the screen. Those that others decided meanwhile stay in their
            place, with the other's name: nothing vanishes without a word.
    """
    from traces_tui.workflow import files

    with office.connected():
        counts = files.counts(office, key)
        page = files.queue(office, key, tab, search, limit=max(files.PAGE, least))
        present = {row.number for row in page.rows}
        missing = [row for row in shown if row.number not in present]
        rows: Iterable[QueueRow] = page.rows
        if tab is Tab.TO_VALIDATE and missing:
            left = _left_behind(office, key, missing)
            rows = sorted((*page.rows, *left), key=lambda row: (row.since, row.number))
        return Reading(counts, tuple(rows), page.after)


def _left_behind(office: Office, key: str, missing: list[QueueRow]) -> list[QueueRow]:
    """What became of rows that no longer wait, as they were and with who decided."""
    from traces_tui.workflow import files

    decided = {
        row.number: row
        for tab in (Tab.VALID, Tab.REFUSED)
        for row in files.queue(office, key, tab).rows
    }
    return [
        replace(
            row,
            status=decided[row.number].status,
            handled_by=decided[row.number].handled_by,
            overdue=False,
        )
        for row in missing
        if row.number in decided
    ][-MOST_LEFT_BEHIND:]


def look_of(row: QueueRow) -> Look:
    """How a row differs from the others: overdue, or handled by somebody else meanwhile."""
    return Look(sign="warn" if row.overdue else "")


def look_while_waiting(row: QueueRow) -> Look:
    """The same in the list of files that wait."""
    return look_of(row) if row.status is Status.CONFIRMED else Look(done=True)


def _organisation(row: QueueRow) -> Message:
    return verbatim(row.organisation)


def _organisation_or_handler(row: QueueRow) -> Message:
    if row.status is Status.CONFIRMED:
        return verbatim(row.organisation)
    return msg("handled by {agent}", agent=row.handled_by)


def _wait_or_status(row: QueueRow) -> Message:
    return _wait(row) if row.status is Status.CONFIRMED else row.status.word


def _wait(row: QueueRow) -> Message:
    return plural("{n} d", "{n} d", row.days)


_NAME: Column[QueueRow] = Column(msg("Applicant"), lambda row: verbatim(row.name), share=9)
_CODE: Column[QueueRow] = Column(msg("Post code"), lambda row: verbatim(row.postal_code), above=47)
_PLACE: Column[QueueRow] = Column(msg("Organisation"), _organisation, share=11)
_WAIT: Column[QueueRow] = Column(msg("Waiting"), _wait, right=True)
_DECIDED: Column[QueueRow] = Column(msg("Decided on"), lambda row: verbatim(Day(row.since)))
_BY: Column[QueueRow] = Column(msg("By"), lambda row: verbatim(row.handled_by), share=7, above=52)

COLUMNS: dict[Tab, tuple[Column[QueueRow], ...]] = {
    Tab.TO_VALIDATE: (
        _NAME,
        Column(msg("Organisation"), _organisation_or_handler, share=11),
        _CODE,
        Column(msg("Waiting"), _wait_or_status, right=True),
    ),
    Tab.NEW: (_NAME, _PLACE, _CODE, _WAIT),
    Tab.VALID: (_NAME, _PLACE, _DECIDED, _BY),
    Tab.REFUSED: (_NAME, _PLACE, _DECIDED, _BY),
}
"""What each list shows of a row."""

TABS = (
    (Tab.TO_VALIDATE.value, msg("To validate")),
    (Tab.NEW.value, msg("New")),
    (Tab.VALID.value, msg("Valid")),
    (Tab.REFUSED.value, msg("Refused")),
)
"""The agent's lists in order, with their names."""


def why_empty(tab: Tab, search: str, now: datetime) -> Message:
    """Why a list shows nothing, and what next.

    Args:
        tab: The list.
        search: What was searched, if anything.
        now: When it was looked at.
    """
    if search:
        return msg(
            "No result for “{search}”. Try fewer letters, or another list: keys 1 to 4.",
            search=search,
        )
    match tab:
        case Tab.TO_VALIDATE:
            return msg(
                "No request to validate. New ones appear here by themselves; last looked at "
                "{hour}. F5 looks again.",
                hour=Hour(now),
            )
        case Tab.NEW:
            return msg("No applicant is still to confirm the address.")
        case Tab.VALID:
            return msg("No account is valid yet: validated requests appear here.")
        case Tab.REFUSED:
            return msg("Nothing was refused: refused requests appear here.")
