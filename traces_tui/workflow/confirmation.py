"""Proving the address: code, resend, correction (notice, § I.3 and I.4)."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from traces_tui.forms.confirmation import GROUP, confirmation_form, correction_form
from traces_tui.i18n import msg, plural
from traces_tui.models.statements import Statement
from traces_tui.models.tables import Account, Authority, Code, Request, Session
from traces_tui.office import Office
from traces_tui.workflow import budgets, codes, decoys, journal, portraits, sessions
from traces_tui.workflow.announcements import announce_waiting
from traces_tui.workflow.refusals import (
    AddressTaken,
    CodeRefused,
    FormRefused,
    SessionOver,
    TooSoon,
)
from traces_tui.workflow.registration import (
    issue_code,
    lock_addresses,
    search_key,
    unpark,
    withdraw_code,
)
from traces_tui.workflow.sessions import Holder
from traces_tui.workflow.views import Confirmed, Progress, SessionKind, Status

_FIND = Statement(
    lambda selector: Code.select(Code.id, Code.hash, Code.request).where(Code.selector == selector)
)
_READ = Statement(
    lambda request: (
        Request.select(Request, Authority)
        .join(Authority, on=(Request.authority == Authority.code))
        .where(Request.id == request)
    )
)
_CONFIRM = Statement(
    lambda now, request: Request.update(
        status=Status.CONFIRMED, status_at=now, confirmed_at=now
    ).where((Request.id == request) & (Request.status == Status.NEW))
)
_CONFIRM_ACCOUNT = Statement(
    lambda account: Account.update(status=Status.CONFIRMED).where(
        (Account.id == account) & (Account.status == Status.NEW)
    )
)


def confirm(office: Office, typed: str, key: str | None = None) -> Confirmed:
    """Accept the code of the mail; the request becomes ``confirmed`` and its authority is told.

    Args:
        office: The office.
        typed: The code as typed.
        key: The pending session of the screen it is typed in, if any. One that has ended is no
            matter: the code alone proves the address.

    Raises:
        FormRefused: It has not the form of a code.
        CodeRefused: Wrong, expired, used, replaced or another request's; the cause is named.
        TooManyTries: This source has tried too many codes.
    """
    code = confirmation_form().check({"code": typed})
    if not isinstance(code, str):
        raise FormRefused(code)
    limits = office.settings.limits
    tries = office.settings.registration.code_tries
    with office.connected():
        with office.writing():
            budgets.spend(
                office, "code", office.source, limits.codes_per_source, limits.codes_window_minutes
            )
            found = _FIND.row(selector=code[:GROUP])
            row = Code(id=found[0], hash=found[1], request=found[2]) if found else None
            counted = row is not None and codes.count_try(row, tries)
        right = office.hasher.verify(code[GROUP:], row.hash if row and counted else None)
        with office.writing():
            if row is None or (counted and not right):
                answer: Confirmed | str = "wrong"
            elif not counted:
                answer = "worn_out"
            else:
                answer = _accept(office, row, key)
            if isinstance(answer, Confirmed):
                return answer
            journal.note(office, "confirm", subject=_number_of(row), result=answer)
        raise _refused(office, answer)


def _number_of(row: Code | None) -> str:
    return row.request.number if row is not None and row.request is not None else ""


def _accept(office: Office, row: Code, key: str | None) -> Confirmed | str:
    """Confirm the request of a code that was typed rightly, or tell why it opens nothing."""
    code = Code.get_by_id(row.id)
    now = office.clock()
    cause = _cause(office, code, key)
    if cause is None and not (codes.use(office, code) and _confirmed(code, now)):
        cause = "used"
    if cause is not None:
        codes.give_try_back(code)
        return cause
    _CONFIRM_ACCOUNT.run(account=code.account_id)
    found = _READ.read(Request, Authority, request=code.request_id)
    request, authority = found  # type: ignore[misc]  # the code's foreign key holds it
    journal.note(office, "confirm", subject=request.number)
    announce_waiting(office, authority)
    return Confirmed(request.number, portraits.authority_view(authority), now)


def _confirmed(code: Code, now: datetime) -> bool:
    return bool(_CONFIRM.run(now=now, request=code.request_id))


def _cause(office: Office, code: Code, key: str | None) -> str | None:
    if code.used_at is not None:
        return "used"
    if key is not None and not _may_use(office, code, key):
        return "foreign"
    if code.voided_at is not None:
        return "replaced"
    return "expired" if code.expires_at <= office.clock() else None


def _may_use(office: Office, code: Code, key: str) -> bool:
    """Whether the code is the screen's own; a session that has ended is nobody's."""
    try:
        holder = sessions.require(office, key, SessionKind.PENDING)
    except SessionOver:
        return True
    return holder.session.decoy is None and holder.account.id == code.account_id


_CODE_MESSAGES = {
    "wrong": msg("This code does not exist. Compare it with the message, sign by sign."),
    "worn_out": msg("Too many wrong tries with this code. Ask for a new message."),
    "foreign": msg("This code belongs to another request. Type the code of your own message."),
    "used": msg("This code has been used: the address is confirmed already."),
    "replaced": msg("A newer message was sent: type the code of the newest one."),
}


def _refused(office: Office, cause: str) -> CodeRefused:
    if cause == "expired":
        message = plural(
            "This code has expired: it lived {n} day. Ask for a new message.",
            "This code has expired: it lived {n} days. Ask for a new message.",
            office.settings.registration.code_days,
        )
    else:
        message = _CODE_MESSAGES[cause]
    return CodeRefused(cause, message)


def progress(office: Office, key: str) -> Progress:
    """The timeline of a pending session's request.

    Raises:
        SessionOver: The session has ended.
    """
    with office.connected():
        holder = sessions.require(office, key, SessionKind.PENDING, SessionKind.FULL)
        decoy = decoys.of(holder.session)
        if decoy is not None:
            return decoys.progress(office, decoy)
        request = portraits.newest_request(holder.account.id)
        if request is None:
            raise SessionOver
        return portraits.progress_view(office, holder.account, request)


def resend(office: Office, key: str) -> Progress:
    """Send the confirmation mail again, with a new code; the older one dies.

    Raises:
        TooSoon: The last one has just left.
        TooManyTries: The day's budget is used up.
        SessionOver: The session has ended, or the address is confirmed already.
    """
    with office.connected():
        code = codes.new_confirmation(office)
        with office.writing():
            holder = sessions.require(office, key, SessionKind.PENDING)
            decoy = decoys.of(holder.session)
            if decoy is not None:
                _cool_down(office, decoy.sent_at)
                _spend(office, decoy.number)
                return decoys.sent_again(office, holder.session, decoy)
            request = _unproved(holder.account)
            _cool_down(office, _last_sent(holder.account))
            _spend(office, request.number)
            withdraw_code(office, holder.account)
            journal.note(office, "resend_code", subject=request.number)
            return issue_code(office, holder.account, request, code)


def correct_address(office: Office, key: str, typed: str) -> Progress:
    """Correct a mistyped address before it is confirmed; the mail goes to the new one.

    Raises:
        FormRefused: It is no address.
        AddressTaken: It has an account and that is not concealed.
        TooManyTries: The day's budget is used up.
        SessionOver: The session has ended, or the address is confirmed already.
    """
    email = correction_form().check({"email": typed})
    if not isinstance(email, str):
        raise FormRefused(email)
    with office.connected():
        code = codes.new_confirmation(office)
        with office.writing():
            lock_addresses(office)
            holder = sessions.require(office, key, SessionKind.PENDING)
            decoy = decoys.of(holder.session)
            number = decoy.number if decoy else _unproved(holder.account).number
            _spend(office, number)
            owner = Account.get_or_none((Account.email == email) & (Account.id != _own_id(holder)))
            if owner is None:
                return _correct(office, holder, email, code)
            if office.settings.registration.conceal_taken_addresses:
                return _park(office, holder, email)
            journal.note(office, "correct_address", subject=number, result="address_taken")
        # Outside the transaction: the budget that was spent stays spent.
        raise AddressTaken


def _own_id(holder: Holder) -> int:
    """The account that a correction changes; a parked form has none."""
    return holder.account.id if _stands_for(holder) else 0


def _stands_for(holder: Holder) -> bool:
    """Whether the session's request is its account's own, and not only parked in it."""
    decoy = decoys.of(holder.session)
    if decoy is None:
        return True
    request = portraits.newest_request(holder.account.id)
    return request is not None and request.number == decoy.number


def _correct(office: Office, holder: Holder, email: str, code: codes.NewCode) -> Progress:
    decoy = decoys.of(holder.session)
    if decoy is not None and not _stands_for(holder):
        account, progress = unpark(office, decoy, email, code)
        Session.update(account=account.id, decoy=None).where(
            Session.id == holder.session.id
        ).execute()
        return progress
    account = holder.account
    request = _unproved(account)
    old, account.email = account.email, email
    Account.update(email=email).where(Account.id == account.id).execute()
    place = request.organisation
    key_words = search_key(
        account.first_name,
        account.last_name,
        place.name,
        email,
        place.postal_code,
        place.commune,
    )
    Request.update(folded_text=key_words).where(Request.id == request.id).execute()
    decoys.keep(holder.session, None)
    sessions.end_all(office, account.id, but=holder.session.id)
    withdraw_code(office, account)
    journal.note(office, "correct_address", subject=request.number, detail=f"{old} > {email}")
    return issue_code(office, account, request, code)


def _park(office: Office, holder: Holder, email: str) -> Progress:
    """Answer a correction to a taken address as any other; its owner is told by mail."""
    decoy = decoys.of(holder.session)
    if decoy is None:
        request = _unproved(holder.account)
        decoy = decoys.parked_again(office, holder.account, request, email)
        withdraw_code(office, holder.account)
    return decoys.sent_again(office, holder.session, decoy, email)


def _unproved(account: Account) -> Request:
    request = portraits.newest_request(account.id)
    if request is None or request.status != Status.NEW:
        raise SessionOver
    return request


def _last_sent(account: Account) -> datetime | None:
    last = (
        Code.select(Code.created_at)
        .where((Code.account == account.id) & (Code.purpose == codes.CONFIRMATION))
        .order_by(Code.id.desc())
        .first()
    )
    return last.created_at if last else None


def _cool_down(office: Office, since: datetime | None) -> None:
    wait = timedelta(seconds=office.settings.registration.resend_seconds)
    if since is not None and office.clock() < since + wait:
        raise TooSoon(math.ceil((since + wait - office.clock()).total_seconds()))


def _spend(office: Office, number: str) -> None:
    """Resends and corrections of one request share a budget."""
    budgets.spend(
        office,
        "resend",
        number,
        office.settings.registration.resends_per_day,
        budgets.DAY_MINUTES,
    )
