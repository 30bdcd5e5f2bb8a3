"""Forgotten password (notice, § Mot de passe oublié): mail, answer, new password."""

from __future__ import annotations

from traces_tui.forms.definition import Values
from traces_tui.forms.recovery import (
    NewPassword,
    NewQuestion,
    answer_form,
    forgotten_form,
    new_password_form,
    new_question_form,
)
from traces_tui.mail import outbox
from traces_tui.mail.outbox import MailKind
from traces_tui.models.fields import to_microseconds
from traces_tui.models.tables import Account, Session
from traces_tui.office import Office
from traces_tui.text import normal
from traces_tui.workflow import budgets, codes, journal, portraits, sessions
from traces_tui.workflow.refusals import (
    FormRefused,
    QuestionLocked,
    SessionOver,
    SignInRefused,
    TooManyTries,
    WrongAnswer,
)
from traces_tui.workflow.sessions import Holder
from traces_tui.workflow.sign_in import question_locked
from traces_tui.workflow.views import Person, Recovery, RecoveryStep, SessionKind, Status


def request_password(office: Office, email: str) -> None:
    """Mail a temporary password, if there is an account; nothing tells whether there is.

    The account itself does not change: the old password works until a new one is set.

    Raises:
        FormRefused: It is no address.
        TooManyTries: This source has asked too often.
    """
    address = forgotten_form().check({"email": email})
    if not isinstance(address, str):
        raise FormRefused(address)
    limits = office.settings.limits
    with office.connected():
        budgets.require_left(office, "forgotten", office.source, limits.codes_per_source)
        code = codes.new_temporary(office)
        with office.writing():
            budgets.spend(
                office,
                "forgotten",
                office.source,
                limits.codes_per_source,
                limits.codes_window_minutes,
            )
            account = Account.get_or_none(Account.email == address)
            if account is None:
                journal.note(office, "request_password", subject=address, result="unknown")
            elif not _mail_allowed(office, account):
                journal.note(office, "request_password", subject=address, result="too_many")
            else:
                _answer_request(office, account, code)


def _mail_allowed(office: Office, account: Account) -> bool:
    try:
        budgets.spend_mail(office, account.id)
    except TooManyTries:
        return False
    return True


def _answer_request(office: Office, account: Account, code: codes.NewCode) -> None:
    """The mail that fits the account's state."""
    authority = portraits.authority_view(account.authority)
    to = portraits.recipient(account)
    if account.status != Status.VALID:
        request = portraits.newest_request(account.id)
        values = {
            "number": request.number if request else "",
            "status": account.status,
            "authority": authority,
        }
        outbox.enqueue(office, MailKind.NOT_YET_VALID, to, values)
        result = "not_yet_valid"
    elif question_locked(office, account):
        outbox.enqueue(office, MailKind.QUESTION_LOCKED, to, {"authority": authority})
        result = "question_locked"
    else:
        send_temporary(office, account, code)
        result = "sent"
    journal.note(office, "request_password", subject=account.email, result=result)


def send_temporary(office: Office, account: Account, code: codes.NewCode) -> None:
    """Keep a temporary password and queue its mail; an older one dies with its waiting mail."""
    codes.store_temporary(office, code, account.id)
    outbox.cancel(office, account_id=account.id, kind=MailKind.TEMPORARY_PASSWORD)
    outbox.enqueue(
        office,
        MailKind.TEMPORARY_PASSWORD,
        portraits.recipient(account),
        {"code": code.clear, "minutes": office.settings.password.temporary_minutes},
    )


def state(office: Office, key: str) -> Recovery:
    """What a recovery session asks next.

    Raises:
        SessionOver: The session has ended.
    """
    with office.connected():
        return _view(office, sessions.require(office, key, SessionKind.RECOVERY))


def _view(office: Office, holder: Holder, step: RecoveryStep | None = None) -> Recovery:
    account = holder.account
    asked = step or holder.step
    return Recovery(
        step=asked,
        question=account.question if asked is RecoveryStep.ANSWER else None,
        tries_left=max(0, office.settings.password.answer_tries - account.answer_failures),
        authority=portraits.authority_view(account.authority),
    )


def answer(office: Office, key: str, typed: str) -> Recovery:
    """Answer the secret question, exactly as it was given.

    Raises:
        FormRefused: Nothing was typed.
        WrongAnswer: Not the answer; says how many tries are left.
        QuestionLocked: That was the last try: the session ends, only the authority can help.
        SessionOver: The session has ended or asks something else.
    """
    given = answer_form().check({"answer": typed})
    if not isinstance(given, str):
        raise FormRefused(given)
    most = office.settings.password.answer_tries
    with office.connected():
        holder = _at(office, key, RecoveryStep.ANSWER)
        account = holder.account
        with office.writing():
            counted = (
                Account.update(answer_failures=Account.answer_failures + 1)
                .where((Account.id == account.id) & (Account.answer_failures < most))
                .execute()
            )
        good = office.hasher.verify(given, account.answer_hash if counted else None)
        with office.writing():
            if good:
                Account.update(answer_failures=0).where(Account.id == account.id).execute()
                _move(holder, RecoveryStep.NEW_PASSWORD)
                return _view(office, holder, RecoveryStep.NEW_PASSWORD)
            left = most - Account.get_by_id(account.id).answer_failures
            journal.note(office, "answer", subject=account.email, result="wrong")
            if left > 0:
                refusal: WrongAnswer | QuestionLocked = WrongAnswer(left)
            else:
                refusal = _lock_question(office, holder)
        raise refusal


def _lock_question(office: Office, holder: Holder) -> QuestionLocked:
    account = holder.account
    authority = portraits.authority_view(account.authority)
    if not sessions.end(office, holder.session.id):
        return QuestionLocked(authority)  # somebody at another screen was told already
    codes.void(office, account.id, codes.TEMPORARY)
    outbox.enqueue(
        office,
        MailKind.QUESTION_LOCKED,
        portraits.recipient(account),
        {"authority": authority},
    )
    journal.note(office, "lock_question", subject=account.email)
    return QuestionLocked(authority)


def choose_question(office: Office, key: str, values: Values) -> Recovery:
    """Choose a new question and answer after the authority's reset.

    Raises:
        FormRefused: The form has errors.
        SessionOver: The session has ended or asks something else.
    """
    form = new_question_form().check(values)
    if not isinstance(form, NewQuestion):
        raise FormRefused(form)
    with office.connected():
        answer_hash = office.hasher.hash(form.answer)
        with office.writing():
            holder = _at(office, key, RecoveryStep.NEW_QUESTION)
            Account.update(
                question=form.question, answer_hash=answer_hash, answer_failures=0
            ).where(Account.id == holder.account.id).execute()
            _move(holder, RecoveryStep.NEW_PASSWORD)
            journal.note(
                office,
                "choose_question",
                subject=holder.account.email,
                actor=holder.account.email,
            )
            return _view(office, holder, RecoveryStep.NEW_PASSWORD)


def choose_password(office: Office, key: str, values: Values) -> Person:
    """Set the new password: it unlocks, ends every other session and signs the person in.

    Raises:
        FormRefused: The form has errors.
        SessionOver: The session has ended or asks something else.
        SignInRefused: The account is not valid any more.
    """
    with office.connected():
        holder = _at(office, key, RecoveryStep.NEW_PASSWORD)
        form = new_password_form(office.settings, own_words(holder.account)).check(values)
        if not isinstance(form, NewPassword):
            raise FormRefused(form)
        kept = office.hasher.hash(form.password)
        now = office.clock()
        with office.writing():
            holder = _at(office, key, RecoveryStep.NEW_PASSWORD)
            account = holder.account
            if not sessions.end(office, holder.session.id):
                raise SessionOver
            changed = (
                Account.update(
                    password_hash=kept,
                    locked_at=None,
                    lock_cause=None,
                    failures_in_row=0,
                    failures_since_sign_in=0,
                    last_sign_in_at=now,
                    active_since=now,
                    warned_days=None,
                )
                .where((Account.id == account.id) & (Account.status == Status.VALID))
                .execute()
            )
            if not changed:
                raise SignInRefused
            codes.void(office, account.id)
            sessions.end_all(office, account.id)
            tell_password_changed(office, account)
            fresh_key = sessions.open_session(office, account, SessionKind.FULL)
        return portraits.person_view(
            account, fresh_key, SessionKind.FULL, failures=account.failures_since_sign_in
        )


def tell_password_changed(office: Office, account: Account) -> None:
    """Mail and journal of a changed password."""
    outbox.enqueue(
        office,
        MailKind.PASSWORD_CHANGED,
        portraits.recipient(account),
        {"at_us": _microseconds(office)},
    )
    journal.note(office, "change_password", subject=account.email, actor=account.email)


def _microseconds(office: Office) -> int:
    return to_microseconds(office.clock())


def own_words(account: Account) -> tuple[str, ...]:
    """Words of a person that the password must not consist of."""
    organisation = account.organisation
    return (
        *normal(account.email).replace("@", " ").replace(".", " ").split(),
        account.first_name,
        account.last_name,
        organisation.name if organisation else "",
    )


def _at(office: Office, key: str, step: RecoveryStep) -> Holder:
    holder = sessions.require(office, key, SessionKind.RECOVERY)
    if holder.step is not step:
        raise SessionOver
    return holder


def _move(holder: Holder, step: RecoveryStep) -> None:
    moved = (
        Session.update(step=step)
        .where(
            (Session.id == holder.session.id)
            & (Session.step == holder.session.step)
            & Session.ended_at.is_null()
        )
        .execute()
    )
    if not moved:
        raise SessionOver
