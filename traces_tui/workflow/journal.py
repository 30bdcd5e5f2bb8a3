"""The journal: one row for each act, in the act's own transaction. Never a secret."""

from __future__ import annotations

from traces_tui.models.statements import insert
from traces_tui.models.tables import Journal
from traces_tui.office import Office
from traces_tui.text import printable

_LONGEST_SUBJECT = 254  # the column's width


def note(
    office: Office,
    act: str,
    *,
    subject: str,
    actor: str = "",
    result: str = "done",
    detail: str = "",
) -> None:
    """Add a row; if it can't be written, the act fails with it.

    Args:
        office: Gives time and source.
        act: What was done, a short constant.
        subject: A request's number or an address.
        actor: Address of the acting person; empty for anonymous and the system.
        result: ``done`` or why not.
        detail: A few words more, never a secret.
    """
    insert(
        Journal,
        at=office.clock(),
        actor=actor,
        act=act,
        subject=printable(subject)[:_LONGEST_SUBJECT],
        result=result,
        source=office.source,
        detail=detail,
    )
