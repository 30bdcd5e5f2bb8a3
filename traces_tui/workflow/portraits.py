"""Rows into views: the one place where a table's row becomes what others may hold."""

from __future__ import annotations

from datetime import timedelta

from traces_tui.forms.refusal import REASONS
from traces_tui.mail import outbox
from traces_tui.mail.outbox import MailKind, Recipient
from traces_tui.models.tables import Account, Authority, Code, Organisation, Request
from traces_tui.office import Office
from traces_tui.workflow.views import (
    AuthorityView,
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


def progress_view(office: Office, account: Account, request: Request) -> Progress:
    """How far a request has come."""
    status = Status(request.status)
    code: Code | None = None
    if status is Status.NEW:
        code = (
            Code.select()
            .where((Code.request == request.id) & Code.voided_at.is_null())
            .order_by(Code.id.desc())
            .first()
        )
    wait = timedelta(seconds=office.settings.registration.resend_seconds)
    return Progress(
        number=request.number,
        status=status,
        email=account.email,
        name=full_name(account),
        authority=authority_view(request.authority),
        created_at=request.created_at,
        confirmed_at=request.confirmed_at,
        decided_at=request.decided_at,
        code_expires_at=code.expires_at if code else None,
        mail=outbox.last(office, account.id, MailKind.CONFIRMATION) if code else None,
        resend_at=code.created_at + wait if code else None,
        refusal=REASONS.get(request.reason) if request.reason else None,
        refusal_words=request.reason_words,
    )
