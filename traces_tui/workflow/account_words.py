"""How an account stands, in the sentences that every front end says to an agent."""

from __future__ import annotations

from traces_tui.i18n import Message, msg, plural
from traces_tui.settings import Lock
from traces_tui.workflow.views import AccountRow, LockCause, Status


def badge_of(row: AccountRow) -> Message:
    """The state of an account in a word or two: its lock, if there is one, before its status."""
    if row.lock is LockCause.TRIES:
        return msg("locked: tries")
    if row.lock is LockCause.INACTIVITY:
        return msg("locked: inactivity")
    if row.question_locked:
        return msg("question locked")
    return row.status.word


def no_access(row: AccountRow) -> Message | None:
    """Why an account that is not valid can't sign in; None for a valid one."""
    if row.status is Status.VALID:
        return None
    if row.status is Status.REFUSED:
        return msg("Refused: it can't sign in.")
    return msg("Not valid yet: it can't sign in.")


def lock_of(row: AccountRow, policy: Lock) -> Message:
    """Whether an account is locked, why, and what unlocks it."""
    if row.lock is None:
        return msg("Not locked.")
    if row.lock is LockCause.TRIES:
        return plural(
            "Locked after {n} wrong try. A new password, asked for at the sign-in page, "
            "unlocks it.",
            "Locked after {n} wrong tries. A new password, asked for at the sign-in page, "
            "unlocks it.",
            policy.tries,
        )
    return plural(
        "Locked after {n} month without sign-in. A new password, asked for at the "
        "sign-in page, unlocks it.",
        "Locked after {n} months without sign-in. A new password, asked for at the "
        "sign-in page, unlocks it.",
        policy.months,
    )


def question_of(row: AccountRow) -> Message:
    """How the secret question stands."""
    if row.question_locked:
        return msg("Secret question locked after too many wrong answers: reset it here.")
    if not row.question_set:
        return msg("Secret question to choose: at the next request for a password.")
    return msg("Secret question chosen.")


def last_sign_in_of(row: AccountRow) -> Message:
    """When its holder was there last."""
    if row.last_sign_in_at is None:
        return msg("Has not signed in yet.")
    return msg("Last sign-in: {moment}.", moment=row.last_sign_in_at)


def before_reset(name: str) -> tuple[Message, Message, Message]:
    """The question before a reset, what it does, and the label of the act.

    Args:
        name: Whose secret question it is.
    """
    return (
        msg("Reset the secret question of {name}?", name=name),
        msg(
            "Do it when {name} has forgotten the answer, and once you are sure who is "
            "asking. {name} then asks for a new password at the sign-in page and chooses "
            "a new question. You never see a password or an answer. A message tells "
            "{name}.",
            name=name,
        ),
        msg("Reset the question"),
    )


def after_reset(name: str) -> Message:
    """What was done."""
    return msg("The secret question of {name} is reset.", name=name)


def why_no_accounts(search: str) -> Message:
    """Why the list of accounts is empty."""
    if search:
        return msg("No result for “{search}”. Try fewer letters.", search=search)
    return msg("No account in your area yet. Operators register at the sign-in page.")
