"""Signed-in people and their own data; agents and the accounts of their area."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from peewee import fn

from traces_tui.forms.address import email_field, phone_field
from traces_tui.forms.definition import Field, Form, Values, one_page
from traces_tui.forms.profile import Preferences, Profile, preferences_form, profile_form
from traces_tui.forms.recovery import (
    PasswordChange,
    QuestionChange,
    password_change_form,
    question_change_form,
)
from traces_tui.i18n import msg
from traces_tui.mail import outbox
from traces_tui.mail.outbox import MailKind
from traces_tui.models.fields import to_microseconds
from traces_tui.models.tables import Account, Authority, Organisation, Request
from traces_tui.office import Office
from traces_tui.refusal import Refused
from traces_tui.text import folded
from traces_tui.workflow import codes, journal, locks, portraits, sessions
from traces_tui.workflow.area import covers, in_area, request_of_area
from traces_tui.workflow.organisations import LONGEST_SEARCH
from traces_tui.workflow.recovery import own_words, send_temporary, tell_password_changed
from traces_tui.workflow.refusals import AddressTaken, FormRefused, SessionOver
from traces_tui.workflow.registration import search_key
from traces_tui.workflow.sessions import Holder
from traces_tui.workflow.sign_in import question_locked
from traces_tui.workflow.views import (
    AccountRow,
    AuthorityView,
    LockCause,
    OwnAccount,
    Page,
    Role,
    Status,
)

PAGE = 100
_MOST_WORDS = 8


def own(office: Office, key: str) -> OwnAccount:
    """A signed-in person's own data.

    Raises:
        SessionOver: The session has ended.
    """
    with office.connected():
        account = sessions.require(office, key).account
        request = portraits.newest_request(account.id)
        place: Organisation | None = account.organisation
        return OwnAccount(
            role=Role(account.role),
            email=account.email,
            first_name=account.first_name,
            last_name=account.last_name,
            language=account.language,
            notification=account.notification,
            phone=account.phone,
            fax=account.fax,
            more_information=account.more_information,
            question=account.question,
            organisation=portraits.organisation_view(place) if place else None,
            authority=portraits.authority_view(account.authority),
            progress=portraits.progress_view(office, account, request) if request else None,
            locks_at=locks.locks_at(office, account),
        )


def change_profile(office: Office, key: str, values: Values) -> OwnAccount:
    """Change one's own data (the address stays: it is the user id).

    Raises:
        FormRefused: The form has errors.
        SessionOver: The session has ended.
    """
    form = profile_form().check(values)
    if not isinstance(form, Profile):
        raise FormRefused(form)
    with office.connected():
        holder = sessions.require(office, key)
        account = holder.account
        with office.writing():
            Account.update(
                first_name=form.first_name,
                last_name=form.last_name,
                language=form.language,
                notification=form.notification,
                phone=form.phone,
                fax=form.fax,
                more_information=form.more_information,
            ).where(Account.id == account.id).execute()
            _renew_search_key(account.id)
            journal.note(office, "change_profile", subject=account.email, actor=account.email)
        return own(office, key)


def _renew_search_key(account_id: int) -> None:
    request = portraits.newest_request(account_id)
    if request is None:
        return
    account, place = Account.get_by_id(account_id), request.organisation
    Request.update(
        folded_text=search_key(
            account.first_name,
            account.last_name,
            place.name,
            account.email,
            place.postal_code,
            place.commune,
        )
    ).where(Request.id == request.id).execute()


def change_preferences(office: Office, key: str, values: Values) -> OwnAccount:
    """Change language and type of notification alone.

    Raises:
        FormRefused: The form has errors.
        SessionOver: The session has ended.
    """
    form = preferences_form().check(values)
    if not isinstance(form, Preferences):
        raise FormRefused(form)
    with office.connected():
        holder = sessions.require(office, key)
        with office.writing():
            Account.update(language=form.language, notification=form.notification).where(
                Account.id == holder.account.id
            ).execute()
            journal.note(
                office,
                "change_preferences",
                subject=holder.account.email,
                actor=holder.account.email,
            )
        return own(office, key)


def change_password(office: Office, key: str, values: Values) -> None:
    """Change the password, vouched for by the present one; every other session ends.

    Raises:
        FormRefused: The form has errors, or the present password is wrong.
        SessionOver: The session has ended, or five wrong present passwords locked the account.
    """
    with office.connected():
        holder = sessions.require(office, key)
        account = holder.account
        form = password_change_form(office.settings, own_words(account)).check(values)
        if not isinstance(form, PasswordChange):
            raise FormRefused(form)
        _vouch(office, holder, form.current)
        kept = office.hasher.hash(form.password)
        with office.writing():
            sessions.require(office, key)
            Account.update(password_hash=kept).where(Account.id == account.id).execute()
            codes.void(office, account.id)
            sessions.end_all(office, account.id, but=holder.session.id)
            tell_password_changed(office, account)


def change_question(office: Office, key: str, values: Values) -> None:
    """Change the secret question and answer, vouched for by the present password.

    Raises:
        FormRefused: The form has errors, or the present password is wrong.
        SessionOver: The session has ended, or five wrong present passwords locked the account.
    """
    form = question_change_form().check(values)
    if not isinstance(form, QuestionChange):
        raise FormRefused(form)
    with office.connected():
        holder = sessions.require(office, key)
        account = holder.account
        _vouch(office, holder, form.current)
        kept = office.hasher.hash(form.answer)
        with office.writing():
            sessions.require(office, key)
            Account.update(question=form.question, answer_hash=kept, answer_failures=0).where(
                Account.id == account.id
            ).execute()
            outbox.enqueue(
                office,
                MailKind.QUESTION_CHANGED,
                portraits.recipient(account),
                {"at_us": to_microseconds(office.clock())},
            )
            journal.note(office, "change_question", subject=account.email, actor=account.email)


def _vouch(office: Office, holder: Holder, current: str) -> None:
    """The present password, counted like a sign-in: an unattended session is no way to guess."""
    account = holder.account
    tries = office.settings.lock.tries
    with office.writing():
        counted = (
            Account.update(failures_in_row=Account.failures_in_row + 1)
            .where((Account.id == account.id) & (Account.failures_in_row < tries))
            .execute()
        )
    good = office.hasher.verify(current, account.password_hash if counted else None)
    with office.writing():
        if good:
            Account.update(failures_in_row=0).where(Account.id == account.id).execute()
            return
        journal.note(office, "present_password", subject=account.email, result="wrong")
        fresh = Account.get_by_id(account.id)
        locked = fresh.failures_in_row >= tries
        if locked:
            locks.lock(office, fresh, LockCause.TRIES)
    if locked:
        raise SessionOver
    raise FormRefused({"current": msg("This is not your present password")})


def find(
    office: Office, key: str, search: str = "", after: str | None = None, limit: int = PAGE
) -> Page[AccountRow]:
    """Accounts of operators in the agent's area, by name.

    Args:
        office: The office.
        key: The agent's session.
        search: Words that person, organisation, address or postal code must all hold.
        after: Where the last part ended.
        limit: How many rows at most.
    """
    newest = Request.alias()
    with office.connected():
        agent = sessions.require_agent(office, key).account
        conditions = [
            in_area(Request.authority, agent),
            Request.id == newest.select(fn.MAX(newest.id)).where(newest.account == Request.account),
        ]
        conditions += [
            Request.folded_text.contains(word)
            for word in folded(search[:LONGEST_SEARCH]).split()[:_MOST_WORDS]
        ]
        if after is not None:
            conditions.append(Request.id < int(after))
        rows = list(
            Request.select(Request, Account, Organisation)
            .join(Account, on=(Request.account == Account.id))
            .switch(Request)
            .join(Organisation, on=(Request.organisation == Organisation.id))
            .where(*conditions)
            .order_by(Request.id.desc())
            .limit(limit + 1)
        )
        shown = rows[:limit]
        return Page(
            tuple(_account_row(office, row) for row in shown),
            str(shown[-1].id) if len(rows) > limit else None,
        )


def _account_row(office: Office, row: Request) -> AccountRow:
    account: Account = row.account
    return AccountRow(
        number=row.number,
        name=f"{account.last_name} {account.first_name}",
        email=account.email,
        organisation=row.organisation.name,
        status=Status(account.status),
        lock=LockCause(account.lock_cause) if account.lock_cause else None,
        question_set=account.question is not None,
        question_locked=question_locked(office, account),
        last_sign_in_at=account.last_sign_in_at,
    )


def reset_question(office: Office, key: str, number: str) -> AccountRow:
    """Reset a person's secret question: the next recovery lets the person choose a new one.

    The agent never sees or sets a password or an answer (notice, § Mot de passe oublié).

    Args:
        office: The office.
        key: The agent's session.
        number: The number of one of the person's requests.

    Raises:
        NotAllowed: The account lies outside the agent's area; written to the journal.
        Refused: The account is not valid.
    """
    with office.connected():
        holder = sessions.require_agent(office, key)
        request = request_of_area(office, holder, number, "reset_question")
        account: Account = request.account
        if not covers(holder.account, account.authority):  # an older request, moved since
            sessions.refuse_access(office, holder, "reset_question", number)
        if account.status != Status.VALID:
            raise Refused(msg("Only a valid account has a question to reset."))
        with office.writing():
            Account.update(question=None, answer_hash=None, answer_failures=0).where(
                Account.id == account.id
            ).execute()
            codes.void(office, account.id, codes.TEMPORARY)
            sessions.end_all(office, account.id)
            outbox.enqueue(
                office,
                MailKind.QUESTION_RESET,
                portraits.recipient(account),
                {"authority": portraits.authority_view(request.authority)},
            )
            journal.note(
                office,
                "reset_question",
                subject=account.email,
                actor=holder.account.email,
                detail=request.number,
            )
        fresh = Request.get_by_id(request.id)
        return _account_row(office, fresh)


def _agent_form() -> Form[Values]:
    fields = (
        email_field(),
        Field("first_name", msg("First name"), max_length=80),
        Field("last_name", msg("Last name"), max_length=80),
    )
    return one_page("agent", msg("New agent"), fields, dict)


def _contact_form() -> Form[Values]:
    fields = (phone_field("phone", msg("Telephone")), replace(email_field(), missing=None))
    return one_page("contact", msg("Contact"), fields, dict)


def add_agent(
    office: Office,
    email: str,
    authority: str,
    *,
    first_name: str = "",
    last_name: str = "",
    hand_over: Callable[[str], object] | None = None,
) -> str:
    """Make an agent's account; its first password goes out by mail (administrator only).

    Args:
        office: The office.
        email: The agent's address.
        authority: Code of the authority, ``FR-67``.
        first_name: As colleagues read it.
        last_name: As colleagues read it.
        hand_over: Gets the first password instead, once the account is made; no mail is sent.

    Returns:
        The address as kept.

    Raises:
        FormRefused: It is no address, or a name holds what no name may hold.
        AddressTaken: It has an account.
        Refused: There is no such authority.
    """
    form = _agent_form()
    typed = form.cleaned({"email": email, "first_name": first_name, "last_name": last_name})
    if errors := form.judge(typed):
        raise FormRefused(errors)
    address = typed["email"]
    with office.connected():
        if not _is_authority(authority):
            raise Refused(msg("There is no authority {code}.", code=authority), "authority")
        code = codes.new_temporary(office)
        with office.writing():
            if Account.get_or_none(Account.email == address) is not None:
                raise AddressTaken
            now = office.clock()
            account = Account.create(
                email=address,
                role=Role.AGENT,
                status=Status.VALID,
                authority=authority,
                first_name=typed["first_name"],
                last_name=typed["last_name"],
                language=office.settings.language,
                notification="html",
                phone="",
                fax="",
                more_information="",
                created_at=now,
                active_since=now,
            )
            if hand_over is None:
                send_temporary(office, account, code)
            else:
                codes.store_temporary(office, code, account.id)
            how = "mailed" if hand_over is None else "handed over"
            journal.note(office, "add_agent", subject=address, detail=f"{authority}, {how}")
    if hand_over is not None:
        hand_over(code.clear)
    return address


def _is_authority(code: str) -> bool:
    return code.isascii() and Authority.select().where(Authority.code == code).exists()


def set_contact(office: Office, authority: str, *, phone: str, email: str) -> AuthorityView:
    """Say how an authority is reached; applicants see it (administrator only).

    Raises:
        FormRefused: The number or the address is none.
        Refused: There is no such authority.
    """
    form = _contact_form()
    typed = form.cleaned({"phone": phone, "email": email})
    if errors := form.judge(typed):
        raise FormRefused(errors)
    with office.writing():
        if not _is_authority(authority):
            raise Refused(msg("There is no authority {code}.", code=authority), "authority")
        Authority.update(**typed).where(Authority.code == authority).execute()
        journal.note(office, "set_contact", subject=authority)
        return portraits.authority_view(Authority.get(Authority.code == authority))
