"""Sign-in: one answer for unknown, wrong and locked; the counter rises before the hash."""

from __future__ import annotations

from traces_tui.forms.address import LONGEST_ADDRESS, kept_email
from traces_tui.forms.password import looks_temporary
from traces_tui.models.statements import Statement
from traces_tui.models.tables import Account, Authority, Code
from traces_tui.office import Office
from traces_tui.text import exact, normal
from traces_tui.workflow import budgets, codes, journal, locks, portraits, sessions
from traces_tui.workflow.refusals import (
    NotYetValid,
    QuestionLocked,
    SessionOver,
    SignInRefused,
)
from traces_tui.workflow.views import LockCause, Person, RecoveryStep, SessionKind, Status

_LONGEST_SECRET = 4096
_LONGEST_TYPED = 4 * LONGEST_ADDRESS

_FIND = Statement(
    lambda email: Account.select(Account, Authority).join(Authority).where(Account.email == email)
)
_COUNT = Statement(
    lambda account, most: Account.update(
        failures_in_row=Account.failures_in_row + 1,
        failures_since_sign_in=Account.failures_since_sign_in + 1,
    ).where(
        (Account.id == account) & (Account.failures_in_row < most) & Account.locked_at.is_null()
    )
)
_COUNT_ONLY_SINCE = Statement(
    lambda account: Account.update(failures_since_sign_in=Account.failures_since_sign_in + 1).where(
        Account.id == account
    )
)
_ENTER = Statement(
    lambda now, account, password_hash: Account.update(
        failures_in_row=0,
        failures_since_sign_in=0,
        last_sign_in_at=now,
        active_since=now,
        warned_days=None,
    ).where(
        (Account.id == account)
        & (Account.status == Status.VALID)
        & (Account.password_hash == password_hash)
        & Account.locked_at.is_null()
    )
)


def sign_in(office: Office, email: str, password: str) -> Person:
    """Open a session for an address and its password, own or temporary.

    Args:
        office: The office.
        email: The user id as typed.
        password: As typed; a temporary one in any grouping.

    Returns:
        The person; a recovery session when the password was a temporary one.

    Raises:
        SignInRefused: Unknown, wrong, or locked: one and the same.
        NotYetValid: The password is right, but the authority has not said yes.
        QuestionLocked: A right temporary password, but only the authority can help.
        TooManyTries: This source has tried too often.
    """
    address = kept_email(normal(email)) if len(email) <= _LONGEST_TYPED else None
    # None of our passwords is longer: this one is wrong, and takes no longer to be refused.
    secret = exact(password) if len(password) <= _LONGEST_SECRET else ""
    temporary = looks_temporary(secret)
    with office.connected():
        account, code = _before_the_hash(office, address, temporary=temporary)
        kept = code.hash if code else account.password_hash if account and not temporary else None
        good = office.hasher.verify(_digits(secret) if temporary else secret, kept)
        if account is None or not good or _is_concealed(office, account):
            _wrong(office, address, account)
            raise SignInRefused
        if code is not None:
            return _enter_recovery(office, account, code)
        return _enter(office, account)


def _is_concealed(office: Office, account: Account) -> bool:
    """Where taken addresses are concealed, an unproved account must not tell that it exists."""
    return account.status == Status.NEW and office.settings.registration.conceal_taken_addresses


def sign_out(office: Office, key: str) -> None:
    """End a session; a key that is no good any more is no matter."""
    with office.writing():
        try:
            holder = sessions.require(office, key, *SessionKind)
        except SessionOver:
            return
        sessions.end(office, holder.session.id)
        if holder.session.decoy is None:  # else the account is another person's
            email = holder.account.email
            journal.note(office, "sign_out", subject=email, actor=email)


def _digits(typed: str) -> str:
    return "TR" + "".join(str(int(char)) for char in typed if char.isdecimal())


def _before_the_hash(
    office: Office, address: str | None, *, temporary: bool
) -> tuple[Account | None, Code | None]:
    """Spend budgets and count the try.

    Returns:
        The account when the try may go on, and the living temporary password where one was typed.
    """
    limits = office.settings.limits
    with office.writing():
        budgets.spend(
            office,
            "sign_in",
            office.source,
            limits.sign_ins_per_source,
            limits.sign_ins_window_minutes,
        )
        found = _FIND.read(Account, Authority, email=address) if address else None
        if found is None:
            return None, None
        account: Account = found[0]
        account.authority = found[1]
        if account.status == Status.VALID and locks.is_inactive(office, account):
            locks.lock(office, account, LockCause.INACTIVITY)
            account.locked_at = office.clock()
        if temporary:
            code = codes.living_temporary(office, account.id)
            if code is None or not codes.count_try(code, office.settings.password.temporary_tries):
                return None, None
            return account, code
        most = office.settings.lock.tries
        if account.locked_at is None and _COUNT.run(account=account.id, most=most):
            return account, None
        _COUNT_ONLY_SINCE.run(account=account.id)
        return None, None


def _wrong(office: Office, address: str | None, account: Account | None) -> None:
    """Journal a failed try; the fifth in a row locks."""
    with office.writing():
        # What is no address may be a password in the wrong field: it is not written down.
        journal.note(office, "sign_in", subject=address or "", result="refused")
        if account is None:
            return
        fresh = Account.get_by_id(account.id)
        if fresh.failures_in_row >= office.settings.lock.tries and fresh.status == Status.VALID:
            locks.lock(office, fresh, LockCause.TRIES)


def _enter(office: Office, account: Account) -> Person:
    now = office.clock()
    if account.status != Status.VALID:
        raise _not_yet_valid(office, account)
    with office.writing():
        entered = _ENTER.run(now=now, account=account.id, password_hash=account.password_hash)
        if not entered:
            raise SignInRefused
        codes.void(office, account.id, codes.TEMPORARY)
        key = sessions.open_session(office, account, SessionKind.FULL)
        journal.note(office, "sign_in", subject=account.email, actor=account.email)
    return portraits.person_view(
        account, key, SessionKind.FULL, failures=account.failures_since_sign_in
    )


def _not_yet_valid(office: Office, account: Account) -> NotYetValid | SignInRefused:
    """The page of somebody whose password is right but whose account may not sign in."""
    with office.writing():
        Account.update(failures_in_row=0).where(Account.id == account.id).execute()
        request = portraits.newest_request(account.id)
        if request is None:
            return SignInRefused()
        key = sessions.open_session(office, account, SessionKind.PENDING)
        journal.note(office, "sign_in", subject=account.email, result="not_yet_valid")
        return NotYetValid(key, portraits.progress_view(office, account, request))


def _enter_recovery(office: Office, account: Account, code: Code) -> Person:
    """A temporary password was right: it dies here and leads to a new password only."""
    with office.writing():
        if not codes.use(office, code):
            raise SignInRefused
        fresh = Account.get_by_id(account.id)
        locked = question_locked(office, fresh)
        step = first_step(office, fresh)
        key = "" if locked else sessions.open_session(office, account, SessionKind.RECOVERY, step)
        result = "question_locked" if locked else "done"
        journal.note(
            office,
            "temporary_password",
            subject=account.email,
            actor=account.email,
            result=result,
        )
    if locked:
        raise QuestionLocked(portraits.authority_view(account.authority))
    return portraits.person_view(
        account, key, SessionKind.RECOVERY, step, failures=account.failures_since_sign_in
    )


def question_locked(office: Office, account: Account) -> bool:
    """Whether the answers are used up, so that only the authority can help."""
    return (
        office.settings.secret_question
        and account.question is not None
        and account.answer_failures >= office.settings.password.answer_tries
    )


def first_step(office: Office, account: Account) -> RecoveryStep:
    """What a recovery asks first: the answer, a new question after a reset, or the password."""
    if not office.settings.secret_question:
        return RecoveryStep.NEW_PASSWORD
    return RecoveryStep.ANSWER if account.question else RecoveryStep.NEW_QUESTION
