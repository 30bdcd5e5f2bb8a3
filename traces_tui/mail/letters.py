"""Which letter each kind of mail is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from traces_tui.mail import account_letters, request_letters
from traces_tui.mail.kinds import MailKind
from traces_tui.mail.letter import Door, Letter
from traces_tui.mail.values import Values

# Each writer takes the values that VALUES gives its kind, which no one type can say.
_WRITERS: Mapping[MailKind, Callable[[Any, Door], Letter]] = MappingProxyType(
    {
        MailKind.CONFIRMATION: request_letters.confirmation,
        MailKind.REQUESTS: request_letters.requests,
        MailKind.ACTIVATED: request_letters.activated,
        MailKind.REFUSED: request_letters.refused,
        MailKind.TEMPORARY_PASSWORD: account_letters.temporary_password,
        MailKind.NOT_YET_VALID: request_letters.not_yet_valid,
        MailKind.LOCKED: account_letters.locked,
        MailKind.PASSWORD_CHANGED: account_letters.password_changed,
        MailKind.QUESTION_CHANGED: account_letters.question_changed,
        MailKind.QUESTION_RESET: account_letters.question_reset,
        MailKind.QUESTION_LOCKED: account_letters.question_locked,
        MailKind.ALREADY_REGISTERED: request_letters.already_registered,
        MailKind.INACTIVITY: account_letters.inactivity,
    }
)


def letter(kind: MailKind, values: Values, door: Door) -> Letter:
    """The letter of a kind, not yet in any language.

    Args:
        kind: Why it is sent.
        values: What :data:`traces_tui.mail.values.VALUES` names for the kind.
        door: Where the reader finds the program.
    """
    return _WRITERS[kind](values, door)
