"""Registration: nothing is written before the whole form is right (notice, § I)."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from peewee import fn

from traces_tui.forms.address import clean_email
from traces_tui.forms.confirmation import shown_code
from traces_tui.forms.definition import Values
from traces_tui.forms.registration import Registration, registration_form
from traces_tui.mail import outbox
from traces_tui.mail.outbox import MailKind
from traces_tui.models.dialect import lock_for_writing
from traces_tui.models.tables import Account, Authority, Code, Organisation, Request
from traces_tui.office import Office
from traces_tui.text import folded
from traces_tui.workflow import budgets, codes, journal, portraits, sessions
from traces_tui.workflow.refusals import AddressTaken, FormRefused, TooManyTries
from traces_tui.workflow.views import (
    MailProgress,
    MailState,
    Progress,
    Receipt,
    Role,
    SessionKind,
    Status,
)

_NUMBERS_LOCK = 1
_LONGEST_SEARCH_KEY = 600


def address_is_free(office: Office, email: str) -> bool:
    """Whether a request may be made with this address.

    Always true where taken addresses are concealed.

    Raises:
        TooManyTries: This source has asked too often.
    """
    if office.settings.registration.conceal_taken_addresses:
        return True
    with office.writing():
        _spend(office, "address")
        account = Account.get_or_none(Account.email == clean_email(email, {}))
        return account is None or _may_ask_again(office, account)


def register(office: Office, values: Values, chosen_organisation: int | None = None) -> Receipt:
    """Write the request: account, organisation, code and mail together, or nothing.

    Args:
        office: The office.
        values: The form as typed; it is judged again here.
        chosen_organisation: The one that was picked in the directory, if any.

    Returns:
        The request, with the key by which this screen may resend the mail or correct the address.

    Raises:
        FormRefused: The form has errors.
        AddressTaken: The address has an account and that is not concealed.
        TooManyTries: This source has registered too often.
    """
    form = registration_form(office.settings).check(values)
    if not isinstance(form, Registration):
        raise FormRefused(form)
    with office.connected():
        password_hash = office.hasher.hash(form.password)
        answer_hash = office.hasher.hash(form.answer) if form.question else None
        code = codes.new_confirmation(office)
        with office.writing():
            _spend(office, "registration")
            lock_for_writing(office.database, _NUMBERS_LOCK)
            account = Account.get_or_none(Account.email == form.email)
            if account is not None and not _may_ask_again(office, account):
                return _taken(office, form, account)
            account = _write_account(office, form, account, password_hash, answer_hash)
            request = _write_request(office, form, account, chosen_organisation)
            code = codes.store_confirmation(office, code, account.id, request.id)
            send_confirmation(office, account, request, code.clear)
            journal.note(office, "register", subject=request.number, detail=account.email)
            key = sessions.open_session(office, account, SessionKind.PENDING)
            return Receipt(key, portraits.progress_view(office, account, request))


def send_confirmation(office: Office, account: Account, request: Request, code: str) -> None:
    """Queue the mail with the code; one that still waits is withdrawn."""
    outbox.cancel(office, account_id=account.id, kind=MailKind.CONFIRMATION)
    outbox.enqueue(
        office,
        MailKind.CONFIRMATION,
        portraits.recipient(account),
        {
            "code": shown_code(code),
            "number": request.number,
            "days": office.settings.registration.code_days,
        },
    )


def _spend(office: Office, what: str) -> None:
    limits = office.settings.limits
    budgets.spend(
        office,
        what,
        office.source,
        limits.registrations_per_source,
        limits.registrations_window_minutes,
    )


def _may_ask_again(office: Office, account: Account) -> bool:
    """After a refusal, or when nobody proved the address while the code lived."""
    if account.status == Status.REFUSED:
        return True
    if account.status != Status.NEW:
        return False
    return (
        not Code.select()
        .where(
            (Code.account == account.id)
            & Code.voided_at.is_null()
            & Code.used_at.is_null()
            & (Code.expires_at > office.clock())
        )
        .exists()
    )


def _write_account(
    office: Office,
    form: Registration,
    account: Account | None,
    password_hash: str,
    answer_hash: str | None,
) -> Account:
    fields = {
        "email": form.email,
        "password_hash": password_hash,
        "question": form.question,
        "answer_hash": answer_hash,
        "answer_failures": 0,
        "role": Role.OPERATOR,
        "status": Status.NEW,
        "authority": form.authority,
        "first_name": form.first_name,
        "last_name": form.last_name,
        "language": form.language,
        "notification": form.notification,
        "phone": form.phone,
        "fax": form.fax,
        "more_information": form.more_information,
        "failures_in_row": 0,
        "failures_since_sign_in": 0,
        "locked_at": None,
        "lock_cause": None,
    }
    if account is None:
        return Account.create(created_at=office.clock(), **fields)
    sessions.end_all(office, account.id)
    codes.void(office, account.id)
    Account.update(**fields).where(Account.id == account.id).execute()
    return Account.get_by_id(account.id)


def _write_request(
    office: Office, form: Registration, account: Account, chosen: int | None
) -> Request:
    now = office.clock()
    organisation = Organisation.create(
        name=form.organisation_name,
        folded_name=folded(form.organisation_name),
        folded_place=folded(f"{form.postal_code} {form.commune}"),
        address=form.address,
        postal_code=form.postal_code,
        commune=form.commune,
        insee_code=form.insee_code,
        country=form.country,
        activities="",
        authority=form.authority,
        valid=False,
        created_at=now,
    )
    if chosen is not None and not (
        Organisation.select()
        .where((Organisation.id == chosen) & Organisation.valid)
        .exists()
    ):
        chosen = None
    fields = {
        "account": account.id,
        "organisation": organisation.id,
        "chosen_organisation": chosen,
        "authority": form.authority,
        "status": Status.NEW,
        "status_at": now,
        "folded_text": search_key(
            form.first_name,
            form.last_name,
            form.organisation_name,
            form.email,
            form.postal_code,
            form.commune,
        ),
        "created_at": now,
        "confirmed_at": None,
        "decided_at": None,
    }
    unproved = Request.get_or_none((Request.account == account.id) & (Request.status == Status.NEW))
    if unproved is not None:
        Request.update(**fields).where(Request.id == unproved.id).execute()
        Organisation.delete().where(
            (Organisation.id == unproved.organisation_id) & ~Organisation.valid
        ).execute()
        return Request.get_by_id(unproved.id)
    return Request.create(number=next_number(office), **fields)


def search_key(*parts: str) -> str:
    """What a search through requests looks at."""
    return folded(" ".join(parts))[:_LONGEST_SEARCH_KEY]


def next_number(office: Office) -> str:
    """The number after the year's last one; call it with the numbers locked."""
    year = f"{office.clock().astimezone().year}-"
    last = (
        Request.select(fn.MAX(Request.number))
        .where((Request.number >= year) & (Request.number < year + ":"))
        .scalar()
    )
    return f"{year}{int(last[len(year) :]) + 1 if last else 1:06d}"


def _taken(office: Office, form: Registration, owner: Account) -> Receipt:
    """The address has an account: say so, or answer as always and tell its owner by mail."""
    settings = office.settings.registration
    if not settings.conceal_taken_addresses:
        raise AddressTaken
    tell_owner(office, owner)
    now = office.clock()
    progress = Progress(
        number=next_number(office),
        status=Status.NEW,
        email=form.email,
        name=f"{form.first_name} {form.last_name}",
        authority=portraits.authority_view(Authority.get_by_id(form.authority)),
        created_at=now,
        confirmed_at=None,
        decided_at=None,
        code_expires_at=now + timedelta(days=settings.code_days),
        mail=MailProgress(MailState.QUEUED, now),
        resend_at=now + timedelta(seconds=settings.resend_seconds),
    )
    decoy = msgspec.json.encode(
        {
            "number": progress.number,
            "email": form.email,
            "name": progress.name,
            "authority": form.authority,
        }
    ).decode()
    key = sessions.open_session(office, owner, SessionKind.PENDING, decoy=decoy)
    return Receipt(key, progress)


def tell_owner(office: Office, owner: Account) -> None:
    """Mail the owner of a taken address, within the daily budget."""
    journal.note(office, "register", subject=owner.email, result="address_taken")
    try:
        budgets.spend(
            office, "mail", owner.email, office.settings.limits.mails_per_account_per_day, 24 * 60
        )
    except TooManyTries:
        return
    outbox.enqueue(office, MailKind.ALREADY_REGISTERED, portraits.recipient(owner), {})

