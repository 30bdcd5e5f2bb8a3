"""Proving the address: code, resend, correction (notice, § I.3 and I.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from traces_tui.forms.confirmation import GROUP, confirmation_form, correction_form
from traces_tui.i18n import msg, plural
from traces_tui.mail import outbox
from traces_tui.mail.outbox import MailKind
from traces_tui.models.tables import Account, Authority, Code, Request, Session
from traces_tui.office import Office
from traces_tui.workflow import budgets, codes, journal, portraits, sessions
from traces_tui.workflow.announcements import announce_waiting
from traces_tui.workflow.refusals import (
    AddressTaken,
    CodeRefused,
    FormRefused,
    SessionOver,
    TooSoon,
)
from traces_tui.workflow.registration import search_key, send_confirmation, tell_owner
from traces_tui.workflow.views import Confirmed, Progress, SessionKind, Status

_DAY_MINUTES = 24 * 60


def confirm(office: Office, typed: str, key: str | None = None) -> Confirmed:
    """Accept the code of the mail; the request becomes ``confirmed`` and its authority is told.

    Args:
        office: The office.
        typed: The code as typed.
        key: The pending session of the screen it is typed in, if any.

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
            row = Code.get_or_none(Code.selector == code[:GROUP])
            counted = row is not None and codes.count_try(row, tries)
        right = office.hasher.verify(code[GROUP:], row.hash if row and counted else None)
        if row is None or (counted and not right):
            raise _refused(office, "wrong")
        if not counted:
            raise _refused(office, "worn_out")
        with office.writing():
            return _accept(office, row, key)


def _accept(office: Office, row: Code, key: str | None) -> Confirmed:
    code = Code.get_by_id(row.id)
    if key is not None:
        holder = sessions.require(office, key, SessionKind.PENDING)
        if holder.account.id != code.account_id:
            raise _refused(office, "foreign")
    if code.used_at is not None:
        raise _refused(office, "used")
    if code.voided_at is not None:
        raise _refused(office, "replaced")
    if code.expires_at <= office.clock():
        raise _refused(office, "expired")
    now = office.clock()
    confirmed = (
        Request.update(status=Status.CONFIRMED, status_at=now, confirmed_at=now)
        .where((Request.id == code.request_id) & (Request.status == Status.NEW))
        .execute()
    )
    if not (codes.use(office, code) and confirmed):
        raise _refused(office, "used")
    Account.update(status=Status.CONFIRMED).where(
        (Account.id == code.account_id) & (Account.status == Status.NEW)
    ).execute()
    request = (
        Request.select(Request, Authority).join(Authority).where(Request.id == code.request_id).get()
    )
    journal.note(office, "confirm", subject=request.number)
    announce_waiting(office, request.authority)
    return Confirmed(request.number, portraits.authority_view(request.authority), now)


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
        if holder.session.decoy is not None:
            return _decoy_progress(office, holder.session)
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
            _cool_down(office, holder.session, holder.account)
            if holder.session.decoy is not None:
                return _decoy_progress(office, holder.session)
            request = _unproved(holder.account)
            code = codes.store_confirmation(office, code, holder.account.id, request.id)
            send_confirmation(office, holder.account, request, code.clear)
            journal.note(office, "resend_code", subject=request.number)
            return portraits.progress_view(office, holder.account, request)


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
            holder = sessions.require(office, key, SessionKind.PENDING)
            account = holder.account
            _spend_mail(office, account)
            if holder.session.decoy is not None:
                return _decoy_progress(office, holder.session)
            request = _unproved(account)
            owner = Account.get_or_none((Account.email == email) & (Account.id != account.id))
            if owner is not None:
                if not office.settings.registration.conceal_taken_addresses:
                    raise AddressTaken
                tell_owner(office, owner)
                return portraits.progress_view(office, account, request)
            old = account.email
            account.email = email
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
            sessions.end_all(office, account.id, but=holder.session.id)
            code = codes.store_confirmation(office, code, account.id, request.id)
            send_confirmation(office, account, request, code.clear)
            journal.note(
                office, "correct_address", subject=request.number, detail=f"{old} > {email}"
            )
            return portraits.progress_view(office, account, request)


def _unproved(account: Account) -> Request:
    request = portraits.newest_request(account.id)
    if request is None or request.status != Status.NEW:
        raise SessionOver
    return request


def _cool_down(office: Office, session: Session, account: Account) -> None:
    wait = timedelta(seconds=office.settings.registration.resend_seconds)
    last = (
        Code.select(Code.created_at)
        .where((Code.account == account.id) & (Code.purpose == codes.CONFIRMATION))
        .order_by(Code.id.desc())
        .first()
    )
    since = session.seen_at if session.decoy is not None else last.created_at if last else None
    if since is not None and office.clock() < since + wait:
        raise TooSoon(-int((office.clock() - since - wait).total_seconds() // 1))
    _spend_mail(office, account)


def _spend_mail(office: Office, account: Account) -> None:
    budgets.spend(
        office,
        "resend",
        str(account.id),
        office.settings.registration.resends_per_day,
        _DAY_MINUTES,
    )


def _decoy_progress(office: Office, session: Session) -> Progress:
    """The page of a concealed taken address: looks like any other."""
    shown: dict[str, Any] = msgspec.json.decode(session.decoy or "{}")
    settings = office.settings.registration
    return Progress(
        number=shown["number"],
        status=Status.NEW,
        email=shown["email"],
        name=shown["name"],
        authority=portraits.authority_view(Authority.get_by_id(shown["authority"])),
        created_at=session.created_at,
        confirmed_at=None,
        decided_at=None,
        code_expires_at=session.created_at + timedelta(days=settings.code_days),
        mail=outbox.last(office, session.account_id, MailKind.ALREADY_REGISTERED),
        resend_at=session.seen_at + timedelta(seconds=settings.resend_seconds),
    )
