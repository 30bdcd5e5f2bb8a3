"""Rows into views: the one place where a table's row becomes what others may hold."""

from __future__ import annotations

from datetime import datetime, timedelta

from traces_tui.forms.refusal import REASONS
from traces_tui.mail import outbox
from traces_tui.mail.outbox import MailKind, Recipient
from traces_tui.models.tables import Account, Authority, Code, Organisation, Request
from traces_tui.office import Office
from traces_tui.workflow.views import (
    AuthorityView,
    MailProgress,
    MailState,
    OrganisationView,
    Person,
    Progress,
    RecoveryStep,
    Role,
    SessionKind,
    Status,
)


def full_name(account: Account) -> str:
    """First name, last name; an agent without a name is known by the address."""
    return f"{account.first_name} {account.last_name}".strip() or account.email


def authority_view(row: Authority) -> AuthorityView:
    """An authority and how to reach it."""
    return AuthorityView(
        row.code, row.country, row.name, row.seat or "", row.phone or "", row.email or ""
    )


def organisation_view(row: Organisation) -> OrganisationView:
    """An organisation as an agent sees it."""
    return OrganisationView(
        row.id, row.name, row.address, row.postal_code, row.commune, row.country, row.valid
    )


def recipient(account: Account) -> Recipient:
    """A person as a mail's addressee, in the language and kind that the person chose."""
    return Recipient(
        account.id, account.email, full_name(account), account.language, account.notification
    )


def person_view(
    account: Account,
    key: str,
    kind: SessionKind,
    step: RecoveryStep | None = None,
    *,
    failures: int = 0,
) -> Person:
    """Who holds a session.

    Args:
        account: The row as it was before this sign-in.
        key: The session's key.
        kind: What it is good for.
        step: What a recovery session asks next.
        failures: Failed tries since the last sign-in.
    """
    return Person(
        key=key,
        kind=kind,
        role=Role(account.role),
        name=full_name(account),
        email=account.email,
        language=account.language,
        authority=authority_view(account.authority),
        last_sign_in_at=account.last_sign_in_at,
        failures_since=failures,
        next_step=step,
    )


def newest_request(account_id: int) -> Request | None:
    """The request that an account's status speaks of."""
    row: Request | None = (
        Request.select(Request, Authority)
        .join(Authority)
        .where(Request.account == account_id)
        .order_by(Request.id.desc())
        .first()
    )
    return row


def progress_view(
    office: Office, account: Account, request: Request, *, just_sent: bool = False
) -> Progress:
    """How far a request has come.

    Args:
        office: Gives the settings.
        account: Its account.
        request: The request.
        just_sent: Its code was made and its mail queued in this very act.
    """
    status = Status(request.status)
    sent_at: datetime | None = None
    mail: MailProgress | None = None
    if just_sent:
        sent_at = office.clock()
        mail = MailProgress(MailState.QUEUED, sent_at)
    elif status is Status.NEW and (code := _newest_code(request)) is not None:
        sent_at = code.created_at
        mail = outbox.last(office, account.id, MailKind.CONFIRMATION)
    settings = office.settings.registration
    return Progress(
        number=request.number,
        status=status,
        email=account.email,
        name=full_name(account),
        authority=authority_view(request.authority),
        created_at=request.created_at,
        confirmed_at=request.confirmed_at,
        decided_at=request.decided_at,
        code_expires_at=sent_at + timedelta(days=settings.code_days) if sent_at else None,
        mail=mail,
        resend_at=sent_at + timedelta(seconds=settings.resend_seconds) if sent_at else None,
        refusal=REASONS.get(request.reason) if request.reason else None,
        refusal_words=request.reason_words,
    )


def _newest_code(request: Request) -> Code | None:
    row: Code | None = (
        Code.select(Code.created_at)
        .where((Code.request == request.id) & Code.voided_at.is_null())
        .order_by(Code.id.desc())
        .first()
    )
    return row
