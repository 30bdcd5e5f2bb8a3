"""What mails there are, and to whom they go. Light: nothing but names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

KIND_HEADER = "X-TRACES-Kind"
"""The header that names a mail's kind to machines."""


class MailKind(StrEnum):
    """Why a mail is sent."""

    CONFIRMATION = "confirmation"
    REQUESTS = "requests"
    ACTIVATED = "activated"
    REFUSED = "refused"
    TEMPORARY_PASSWORD = "temporary_password"  # noqa: S105 - the name of a kind
    NOT_YET_VALID = "not_yet_valid"
    LOCKED = "locked"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a kind
    QUESTION_CHANGED = "question_changed"
    QUESTION_RESET = "question_reset"
    QUESTION_LOCKED = "question_locked"
    ALREADY_REGISTERED = "already_registered"
    INACTIVITY = "inactivity"


WITH_CODES = (MailKind.CONFIRMATION, MailKind.TEMPORARY_PASSWORD)
"""The kinds whose words are a secret of their reader."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a mail, and how."""

    account_id: int | None
    """None for a mailbox that is no account, such as an authority's."""
    address: str
    name: str
    """May be empty; hostile text like all typed text."""
    language: str
    """A code of the language bar."""
    notification: str
    """``html`` or ``text``."""
