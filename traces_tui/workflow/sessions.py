"""Sessions: what a key is good for, checked at every act."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn

from traces_tui.hashing import digest
from traces_tui.models.statements import Statement, insert
from traces_tui.models.tables import Account, Session
from traces_tui.office import Office
from traces_tui.workflow import journal
from traces_tui.workflow.refusals import NotAllowed, SessionOver
from traces_tui.workflow.views import RecoveryStep, Role, SessionKind, Status

_KEY_BYTES = 32
_FIND = Statement(
    lambda key_hash: (
        Session.select(Session, Account).join(Account).where(Session.key_hash == key_hash)
    )
)
_END_ALL = Statement(
    lambda now, account, but: Session.update(ended_at=now).where(
        (Session.account == account) & Session.ended_at.is_null() & (Session.id != but)
    )
)
_SEEN_EVERY = timedelta(seconds=30)
"""A session's last use is written at most this often."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who stands behind a key, fresh from the database. Stays inside the workflow."""

    session: Session
    account: Account

    @property
    def step(self) -> RecoveryStep:
        """What a recovery session asks next."""
        return RecoveryStep(self.session.step or "")


def open_session(
    office: Office,
    account: Account,
    kind: SessionKind,
    step: RecoveryStep | None = None,
    decoy: str | None = None,
) -> str:
    """Begin a session inside the caller's transaction.

    Returns:
        Its key: the database keeps the hash only.
    """
    key = secrets.token_urlsafe(_KEY_BYTES)
    now = office.clock()
    insert(
        Session,
        key_hash=digest(key),
        account=account.id,
        kind=kind,
        step=step,
        decoy=decoy,
        source=office.source,
        created_at=now,
        seen_at=now,
    )
    return key


def require(office: Office, key: str, *kinds: SessionKind) -> Holder:
    """The holder of a key, on the caller's connection.

    Args:
        office: Gives time and limits.
        key: The session's key.
        kinds: What the session must be; a full one when nothing is said.

    Raises:
        SessionOver: Unknown, ended, idle too long, too old, of another kind, or its account was
            locked or lost its validity.
    """
    found = _FIND.read(Session, Account, key_hash=digest(key))
    if found is None or found[0].ended_at is not None:
        raise SessionOver
    row: Session = found[0]
    account: Account = found[1]
    kind = SessionKind(row.kind)
    if kind not in (kinds or (SessionKind.FULL,)) or not _in_time(office, row, kind):
        raise SessionOver
    if kind is SessionKind.FULL and (account.status != Status.VALID or account.locked_at):
        raise SessionOver
    now = office.clock()
    if now - row.seen_at >= _SEEN_EVERY:
        Session.update(seen_at=now).where(Session.id == row.id).execute()
    return Holder(row, account)


def _in_time(office: Office, row: Session, kind: SessionKind) -> bool:
    limits = office.settings.session
    now = office.clock()
    if kind is SessionKind.FULL:
        return now < row.seen_at + timedelta(
            minutes=limits.idle_minutes
        ) and now < row.created_at + timedelta(hours=limits.absolute_hours)
    return now < row.created_at + timedelta(minutes=limits.pending_minutes)


def require_agent(office: Office, key: str) -> Holder:
    """The holder of a key, who must be an agent.

    Raises:
        SessionOver: As for :func:`require`.
        NotAllowed: An operator; written to the journal.
    """
    holder = require(office, key)
    if holder.account.role != Role.AGENT:
        refuse_access(office, holder, "agent_only", "")
    return holder


def refuse_access(office: Office, holder: Holder, act: str, subject: str) -> NoReturn:
    """Write a refused access to the journal, in a transaction of its own, and refuse.

    Raises:
        NotAllowed: Always.
    """
    with office.writing():
        journal.note(
            office, act, subject=subject, actor=holder.account.email, result="refused_access"
        )
    raise NotAllowed


def end(office: Office, session_id: int) -> bool:
    """End one session; False when it had ended already."""
    return bool(
        Session.update(ended_at=office.clock())
        .where((Session.id == session_id) & Session.ended_at.is_null())
        .execute()
    )


def end_all(office: Office, account_id: int, *, but: int | None = None) -> None:
    """End every session of an account, except the one named."""
    _END_ALL.run(now=office.clock(), account=account_id, but=but or 0)
