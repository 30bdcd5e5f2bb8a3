"""Registration: nothing is written before the whole form is right (notice, § I)."""

from __future__ import annotations

from dataclasses import replace

from traces_tui.forms.confirmation import correction_form, shown_code
from traces_tui.forms.definition import Values
from traces_tui.forms.registration import Registration, registration_form
from traces_tui.mail import outbox
from traces_tui.mail.outbox import MailKind
from traces_tui.models.dialect import lock_for_writing
from traces_tui.models.statements import Statement, insert
from traces_tui.models.tables import Account, Code, Organisation, Request, Sequence
from traces_tui.office import Office
from traces_tui.text import folded
from traces_tui.workflow import budgets, codes, decoys, journal, portraits, sessions
from traces_tui.workflow.refusals import AddressTaken, FormRefused
from traces_tui.workflow.views import Progress, Receipt, Role, SessionKind, Status

_ADDRESSES_LOCK = 1
_NEXT = Statement(lambda year: Sequence.update(last=Sequence.last + 1).where(Sequence.name == year))
_LAST = Statement(lambda year: Sequence.select(Sequence.last).where(Sequence.name == year))
_ACCOUNT_OF = Statement(
    lambda email: Account.select(Account.id, Account.status).where(Account.email == email)
)
_LONGEST_SEARCH_KEY = 600
_LONGEST_FOLDED = 240  # the columns' width; folding may lengthen a text


def address_is_free(office: Office, email: str) -> bool:
    """Whether a request may be made with this address.

    Always true where taken addresses are concealed, and of what is no address.

    Raises:
        TooManyTries: This source has asked too often.
    """
    if office.settings.registration.conceal_taken_addresses:
        return True
    address = correction_form().check({"email": email})
    if not isinstance(address, str):
        return True
    with office.writing():
        _spend(office, "address")
        account = _account_of(address)
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
    most = office.settings.limits.registrations_per_source
    with office.connected():
        budgets.require_left(office, "registration", office.source, most)
        password_hash = office.hasher.hash(form.password)
        answer_hash = office.hasher.hash(form.answer) if form.question else None
        code = codes.new_confirmation(office)
        with office.writing():
            _spend(office, "registration")
            lock_addresses(office)
            account = _account_of(form.email)
            if account is None or _may_ask_again(office, account):
                unproved = _unproved(account) if account else None
                number = unproved.number if unproved else next_number(office)
                account = _write_account(office, form, account, password_hash, answer_hash)
                request = _write_request(
                    office, form, account, number, chosen_organisation, unproved
                )
                progress = issue_code(office, account, request, code)
                journal.note(office, "register", subject=number, detail=account.email)
                key = sessions.open_session(office, account, SessionKind.PENDING)
                return Receipt(key, progress)
            if office.settings.registration.conceal_taken_addresses:
                number = next_number(office)
                decoy = decoys.parked(office, number, form, password_hash, answer_hash)
                decoys.tell_owner(office, form.email)
                key = sessions.open_session(
                    office, account, SessionKind.PENDING, decoy=decoy.packed()
                )
                return Receipt(key, decoys.progress(office, decoy))
            journal.note(office, "register", subject=form.email, result="address_taken")
        # Outside the transaction: the budget that was spent stays spent.
        raise AddressTaken


def _account_of(email: str) -> Account | None:
    """Who has an address: id and status only."""
    row = _ACCOUNT_OF.row(email=email)
    return Account(id=row[0], status=row[1]) if row else None


def unpark(
    office: Office, decoy: decoys.Decoy, email: str, code: codes.NewCode
) -> tuple[Account, Progress]:
    """Make a request of a parked form whose address was corrected to a free one."""
    form = replace(decoy.form, email=email)
    account = _write_account(office, form, None, decoy.password_hash, decoy.answer_hash)
    request = _write_request(office, form, account, decoy.number, None)
    progress = issue_code(office, account, request, code)
    journal.note(office, "register", subject=request.number, detail=email)
    return account, progress


def issue_code(office: Office, account: Account, request: Request, code: codes.NewCode) -> Progress:
    """Keep a confirmation code and queue its mail; call it when older ones are dead.

    Returns:
        The request's page, with a mail that has just been queued.
    """
    code = codes.store_confirmation(office, code, account.id, request.id)
    outbox.enqueue(
        office,
        MailKind.CONFIRMATION,
        portraits.recipient(account),
        {
            "code": shown_code(code.clear),
            "number": request.number,
            "days": office.settings.registration.code_days,
        },
    )
    return portraits.progress_view(office, account, request, just_sent=True)


def withdraw_code(office: Office, account: Account) -> None:
    """The living confirmation code dies, and its mail, if it still waits, with it."""
    codes.void(office, account.id, codes.CONFIRMATION)
    outbox.cancel(office, account_id=account.id, kind=MailKind.CONFIRMATION)


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
    fields: dict[str, object] = {
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
        fields["created_at"] = office.clock()
        return Account(id=insert(Account, **fields), **fields)
    sessions.end_all(office, account.id)
    codes.void(office, account.id)
    withdraw_code(office, account)
    Account.update(**fields).where(Account.id == account.id).execute()
    return Account.get_by_id(account.id)


def _write_request(
    office: Office,
    form: Registration,
    account: Account,
    number: str,
    chosen: int | None,
    unproved: Request | None = None,
) -> Request:
    now = office.clock()
    organisation = insert(
        Organisation,
        name=form.organisation_name,
        folded_name=folded(form.organisation_name)[:_LONGEST_FOLDED],
        folded_place=folded(f"{form.postal_code} {form.commune}")[:_LONGEST_FOLDED],
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
        Organisation.select().where((Organisation.id == chosen) & Organisation.valid).exists()
    ):
        chosen = None
    fields = {
        "account": account.id,
        "organisation": organisation,
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
    if unproved is not None:
        Request.update(**fields).where(Request.id == unproved.id).execute()
        Organisation.delete().where(
            (Organisation.id == unproved.organisation_id) & ~Organisation.valid
        ).execute()
        return Request.get_by_id(unproved.id)
    return Request(id=insert(Request, number=number, **fields), number=number, **fields)


def _unproved(account: Account) -> Request | None:
    """A request that nobody proved in time: its number is used again."""
    row: Request | None = Request.get_or_none(
        (Request.account == account.id) & (Request.status == Status.NEW)
    )
    return row


def search_key(*parts: str) -> str:
    """What a search through requests looks at."""
    return folded(" ".join(parts))[:_LONGEST_SEARCH_KEY]


def lock_addresses(office: Office) -> None:
    """Until the transaction ends nobody else takes an address or a number."""
    lock_for_writing(office.database, _ADDRESSES_LOCK)


def next_number(office: Office) -> str:
    """The number after the year's last one; call it with the addresses locked."""
    year = str(office.clock().astimezone().year)
    if not _NEXT.run(year=year):
        Sequence.insert(name=year, last=1).execute()
    last = _LAST.row(year=year)
    return f"{year}-{last[0] if last else 1:06d}"
