"""Taking rows out of the outbox: one sender at a time, by conditional updates only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from peewee import Expression

from traces_tui.mail.kinds import Recipient
from traces_tui.models.tables import Outbox
from traces_tui.workflow.views import MailState

if TYPE_CHECKING:
    from traces_tui.office import Office

_LONGEST_ERROR = 300  # the column's width
_CONVERSATION = 20
_MARGIN_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Claim:
    """A mail that this sender, and no other, is sending."""

    id: int
    kind: str
    recipient: Recipient
    payload: str
    queued_at: datetime
    tries: int
    """This one included."""
    until: datetime
    """When others may take it over; no two claims of a row have the same."""


def claim_next(office: Office) -> Claim | None:
    """Claim the mail that has been due the longest; None where none is due.

    The claim ends by itself after far longer than a conversation with the server can take, so that
    the mail of a sender that died is sent by another.
    """
    while True:
        now = office.clock()
        row = (
            Outbox.select()
            .where(_free(now), Outbox.due_at <= now)
            .order_by(Outbox.due_at, Outbox.id)
            .first()
        )
        if row is None:
            return None
        lease = office.settings.smtp.timeout_seconds * _CONVERSATION + _MARGIN_SECONDS
        until = now + timedelta(seconds=lease)
        won = (
            Outbox.update(claimed_until=until, tries=Outbox.tries + 1)
            .where(Outbox.id == row.id, _free(now), Outbox.tries == row.tries)
            .execute()
        )
        if won:
            return Claim(
                id=row.id,
                kind=row.kind,
                recipient=Recipient(
                    row.account_id, row.to_address, row.to_name, row.language, row.notification
                ),
                payload=row.payload,
                queued_at=row.created_at,
                tries=row.tries + 1,
                until=until,
            )


def sent(office: Office, claim: Claim) -> None:
    """The mail has left. Its payload is emptied: it may have held a code."""
    Outbox.update(
        state=MailState.SENT,
        payload="",
        sent_at=office.clock(),
        claimed_until=None,
        last_error="",
    ).where(Outbox.id == claim.id, Outbox.state == MailState.QUEUED).execute()


def postponed(office: Office, claim: Claim, due_at: datetime, error: str) -> None:
    """The mail is to be tried again."""
    _if_still_ours(claim, due_at=due_at, claimed_until=None, last_error=error[:_LONGEST_ERROR])


def given_up(
    office: Office,
    claim: Claim,
    error: str,
    *,
    refused_by_server: bool = False,
    keep_payload: bool = True,
) -> None:
    """The mail will not be tried again, unless somebody asks for it."""
    _if_still_ours(
        claim,
        state=MailState.FAILED,
        due_at=office.clock(),
        claimed_until=None,
        last_error=error[:_LONGEST_ERROR],
        refused_by_server=refused_by_server,
        payload=claim.payload if keep_payload else "",
    )


def waiting(office: Office) -> int:
    """How many mails are queued, due or not."""
    number: int = Outbox.select().where(Outbox.state == MailState.QUEUED).count()
    return number


def next_due_at(office: Office) -> datetime | None:
    """When the next free mail is due, past or future; None where none is queued."""
    row = Outbox.select().where(_free(office.clock())).order_by(Outbox.due_at).first()
    return None if row is None else row.due_at


def _free(now: datetime) -> Expression:
    """Queued, and nobody is sending it."""
    free: Expression = (Outbox.state == MailState.QUEUED) & (
        Outbox.claimed_until.is_null() | (Outbox.claimed_until <= now)
    )
    return free


def _if_still_ours(claim: Claim, **changes: object) -> None:
    Outbox.update(**changes).where(
        Outbox.id == claim.id,
        Outbox.state == MailState.QUEUED,
        Outbox.claimed_until == claim.until,
    ).execute()
