"""What somebody is told of the sign-ins before this one."""

from __future__ import annotations

from traces_tui.i18n import Message, msg, plural
from traces_tui.workflow.views import Person


def last_sign_in(person: Person) -> Message:
    """The sign-in before this one."""
    if person.last_sign_in_at is None:
        return msg("This is your first sign-in.")
    return msg("Last sign-in: {moment}.", moment=person.last_sign_in_at)


def failures_since(person: Person) -> Message | None:
    """The tries that failed between that sign-in and this one; None where there were none."""
    if not person.failures_since:
        return None
    return plural(
        "{n} failed try since. Not you? Change your password.",
        "{n} failed tries since. Not you? Change your password.",
        person.failures_since,
    )
