"""Locked accounts: five wrong sign-ins in a row, or three months without one (notice)."""

from __future__ import annotations

from datetime import datetime

from traces_tui.clock import add_months
from traces_tui.mail import outbox
from traces_tui.mail.outbox import MailKind
from traces_tui.models.tables import Account
from traces_tui.office import Office
from traces_tui.workflow import journal, portraits, sessions
from traces_tui.workflow.views import LockCause


def locks_at(office: Office, account: Account) -> datetime:
    """When the account will have been without sign-in for too long.

    Counted from the last sign-in, or from validation where there was none.
    """
    since = account.active_since or account.created_at
    return add_months(since, office.settings.lock.months)


def is_inactive(office: Office, account: Account) -> bool:
    """Whether more than three calendar months have passed."""
    return office.clock() > locks_at(office, account)


def lock(office: Office, account: Account, cause: LockCause) -> bool:
    """Lock an account once: sessions end, one mail tells what to do.

    Returns:
        False when it was locked already.
    """
    locked = (
        Account.update(locked_at=office.clock(), lock_cause=cause)
        .where((Account.id == account.id) & Account.locked_at.is_null())
        .execute()
    )
    if not locked:
        return False
    sessions.end_all(office, account.id)
    outbox.enqueue(
        office,
        MailKind.LOCKED,
        portraits.recipient(account),
        {
            "cause": cause,
            "tries": office.settings.lock.tries,
            "months": office.settings.lock.months,
        },
    )
    journal.note(office, "lock", subject=account.email, detail=cause)
    return True
