"""The outbox: mails are queued in the transaction of the act that causes them.

The workflow puts rows in and takes unsent ones back; :mod:`traces_tui.mail.delivery` empties it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from peewee import Expression, ModelUpdate, fn

from traces_tui.mail.kinds import MailKind, Recipient
from traces_tui.mail.values import packed
from traces_tui.models.statements import Statement, insert
from traces_tui.models.tables import Outbox
from traces_tui.text import printable
from traces_tui.workflow.views import MailProgress, MailState

if TYPE_CHECKING:
    from traces_tui.office import Office

__all__ = ["MailKind", "Recipient", "cancel", "counts", "enqueue", "last"]

_LONGEST_NAME = 170  # the column's width


def enqueue(
    office: Office,
    kind: MailKind,
    recipient: Recipient,
    values: Mapping[str, object],
    *,
    delay_seconds: int = 0,
) -> int:
    """Queue a mail inside the caller's transaction.

    Args:
        office: The office.
        kind: Why it is sent.
        recipient: Who gets it.
        values: What the kind carries (:mod:`traces_tui.mail.values`): plain JSON values, or an
            ``AuthorityView`` as it is.
        delay_seconds: Not to be sent before, so that the act can be taken back.

    Returns:
        The row's id, for :func:`cancel`.

    Raises:
        RuntimeError: No transaction is open: act and mail would not be one.
        msgspec.ValidationError: The values are not what the kind carries.
    """
    if not office.database.in_transaction():
        raise RuntimeError("a mail is queued in the transaction of its act")
    now = office.clock()
    return insert(
        Outbox,
        kind=kind,
        account=recipient.account_id,
        to_address=recipient.address,
        to_name=printable(recipient.name)[:_LONGEST_NAME],
        language=recipient.language,
        notification=recipient.notification,
        payload=packed(kind, values),
        state=MailState.QUEUED,
        created_at=now,
        due_at=now + timedelta(seconds=delay_seconds),
    )


def cancel(
    office: Office,
    ids: Iterable[int] = (),
    *,
    account_id: int | None = None,
    kind: MailKind | None = None,
) -> int:
    """Take mails back that are still queued and that nobody is sending at this moment.

    Args:
        office: The office.
        ids: Rows, as :func:`enqueue` gave them.
        account_id: Or, with ``kind``, all of one kind to one account.
        kind: See ``account_id``.

    Returns:
        How many were taken back; the others are on their way.
    """
    now = office.clock()
    taken = 0
    with office.connected():
        if numbers := list(ids):
            taken += _still_waiting(now, Outbox.id.in_(numbers)).execute()
        if account_id is not None and kind is not None:
            taken += _CANCEL_KIND.run(now=now, account=account_id, kind=kind)
    return taken


def _still_waiting(now: datetime, which: Expression) -> ModelUpdate:
    """The statement that takes back those of some mails that nobody is sending."""
    return Outbox.update(state=MailState.CANCELLED, payload="", due_at=now).where(
        which,
        Outbox.state == MailState.QUEUED,
        Outbox.claimed_until.is_null() | (Outbox.claimed_until <= now),
    )


_CANCEL_KIND = Statement(
    lambda now, account, kind: _still_waiting(
        now, (Outbox.account == account) & (Outbox.kind == kind)
    )
)


def last(office: Office, account_id: int, kind: MailKind) -> MailProgress | None:
    """What became of the newest mail of a kind to an account; None where there never was one."""
    with office.connected():
        row = (
            Outbox.select()
            .where(Outbox.account == account_id, Outbox.kind == kind)
            .order_by(Outbox.created_at.desc(), Outbox.id.desc())
            .first()
        )
    if row is None:
        return None
    state = MailState(row.state)
    if state is MailState.QUEUED:
        return MailProgress(state, row.created_at, row.due_at if row.tries else None)
    return MailProgress(
        state, row.sent_at or row.due_at, refused_by_server=bool(row.refused_by_server)
    )


def counts(office: Office) -> dict[MailState, int]:
    """How many mails are in each state."""
    with office.connected():
        rows = Outbox.select(Outbox.state, fn.COUNT(Outbox.id)).group_by(Outbox.state)
        found = {MailState(state): int(number) for state, number in rows.tuples().execute()}
    return {state: found.get(state, 0) for state in MailState}
