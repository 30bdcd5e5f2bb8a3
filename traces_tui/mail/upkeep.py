"""What the administrator sees of the outbox and can do with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from traces_tui.mail.kinds import WITH_CODES, MailKind
from traces_tui.mail.values import unpacked
from traces_tui.models.tables import Outbox
from traces_tui.workflow.views import MailState

if TYPE_CHECKING:
    from traces_tui.office import Office


@dataclass(frozen=True, slots=True)
class MailRow:
    """One mail of the outbox, without what it says."""

    id: int
    kind: str
    to: str
    state: MailState
    queued_at: datetime
    due_at: datetime
    """The next try of a queued mail; when the others were given up or taken back."""
    tries: int
    sent_at: datetime | None
    last_error: str
    refused_by_server: bool


def listing(office: Office, limit: int = 200) -> tuple[MailRow, ...]:
    """The newest mails first.

    Args:
        office: The office.
        limit: The most rows to give.
    """
    with office.connected():
        rows = Outbox.select().order_by(Outbox.id.desc()).limit(limit).execute()
        return tuple(
            MailRow(
                id=row.id,
                kind=row.kind,
                to=row.to_address,
                state=MailState(row.state),
                queued_at=row.created_at,
                due_at=row.due_at,
                tries=row.tries,
                sent_at=row.sent_at,
                last_error=row.last_error,
                refused_by_server=row.refused_by_server,
            )
            for row in rows
        )


def retry(office: Office, ids: Iterable[int] | None = None) -> int:
    """Queue given-up mails again, and let those that wait after a failure go at once.

    A mail whose words are gone (sent, taken back, or with a code that is void) stays as it is, and
    so does one that was never tried: it may still wait for its act to be taken back.

    Args:
        office: The office.
        ids: Which rows; None for all.

    Returns:
        How many will be tried.
    """
    now = office.clock()
    failed = Outbox.state == MailState.FAILED
    postponed = (
        (Outbox.state == MailState.QUEUED)
        & (Outbox.tries > 0)
        & (Outbox.claimed_until.is_null() | (Outbox.claimed_until <= now))
    )
    which = (failed | postponed) & (Outbox.payload != "")
    if ids is not None:
        which &= Outbox.id.in_(list(ids))
    with office.connected():
        number: int = (
            Outbox.update(
                state=MailState.QUEUED,
                due_at=now,
                tries=0,
                claimed_until=None,
                refused_by_server=False,
            )
            .where(which)
            .execute()
        )
    return number


def forget_dead_codes(office: Office) -> int:
    """Empty given-up mails whose code is void by now: nobody needs to be able to read them.

    Returns:
        How many were emptied.
    """
    now = office.clock()
    kept = (Outbox.state == MailState.FAILED) & Outbox.kind.in_(WITH_CODES) & (Outbox.payload != "")
    with office.connected():
        dead = [
            row.id
            for row in Outbox.select().where(kept).execute()
            if _is_dead(row.kind, row.payload, row.created_at, now)
        ]
        for row_id in dead:
            Outbox.update(payload="").where(kept, Outbox.id == row_id).execute()
    return len(dead)


def _is_dead(kind: str, payload: str, queued_at: datetime, now: datetime) -> bool:
    try:
        lifetime = unpacked(MailKind(kind), payload).lifetime()
    except msgspec.MsgspecError:
        return True
    return lifetime is not None and queued_at + lifetime <= now
