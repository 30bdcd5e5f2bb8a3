"""What each kind of mail carries: checked when it is queued, read back when it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Literal

import msgspec
from msgspec import Struct

from traces_tui.mail.kinds import MailKind
from traces_tui.workflow.views import AuthorityView

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Values(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing; the base of what the others carry."""

    def lifetime(self) -> timedelta | None:
        """How long after being queued the mail is of any use; None for always."""
        return None


class Confirmation(Values, frozen=True):
    """The code that proves an address."""

    code: str
    """As it is shown: ``7K2M-Q9XD-4TFH``."""
    number: str
    days: int
    """How long the code lives."""

    def lifetime(self) -> timedelta | None:
        """The code's own."""
        return timedelta(days=self.days)


class WaitingRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the mail to an authority."""

    number: str
    name: str


class Requests(Values, frozen=True):
    """What an authority has to validate."""

    authority: AuthorityView
    total: int
    requests: tuple[WaitingRequest, ...]
    """The first of them, at most 50; the others are only counted."""


class Activated(Values, frozen=True):
    """An account was validated."""

    number: str
    email: str


class RequestRefused(Values, frozen=True):
    """A request was refused."""

    number: str
    reason: str
    """English source string of the catalogue."""
    words: str
    """What the agent wrote with it: hostile text."""
    authority: AuthorityView


class TemporaryPassword(Values, frozen=True):
    """A temporary password."""

    code: str
    """``TR123456789012``."""
    minutes: int
    """How long it lives."""

    def lifetime(self) -> timedelta | None:
        """The password's own."""
        return timedelta(minutes=self.minutes)


class NotYetValid(Values, frozen=True):
    """A new password was asked for an account that can't sign in yet."""

    number: str
    status: Literal["new", "confirmed", "refused"]
    """A valid account gets its password."""
    authority: AuthorityView


class Locked(Values, frozen=True):
    """An account was locked."""

    cause: Literal["tries", "inactivity"]
    tries: int
    months: int


class Changed(Values, frozen=True):
    """A secret was changed."""

    at_us: int
    """Microseconds since 1970 UTC."""

    @property
    def at(self) -> datetime:
        """The moment of the change."""
        return _EPOCH + timedelta(microseconds=self.at_us)


class FromAuthority(Values, frozen=True):
    """Something that the authority did, or can help with."""

    authority: AuthorityView


class Inactivity(Values, frozen=True):
    """The lock for want of sign-ins comes near."""

    days: int
    """Days left."""
    locks_at_us: int
    """Microseconds since 1970 UTC."""

    @property
    def locks_at(self) -> datetime:
        """The moment of the lock."""
        return _EPOCH + timedelta(microseconds=self.locks_at_us)


VALUES: Mapping[MailKind, type[Values]] = MappingProxyType(
    {
        MailKind.CONFIRMATION: Confirmation,
        MailKind.REQUESTS: Requests,
        MailKind.ACTIVATED: Activated,
        MailKind.REFUSED: RequestRefused,
        MailKind.TEMPORARY_PASSWORD: TemporaryPassword,
        MailKind.NOT_YET_VALID: NotYetValid,
        MailKind.LOCKED: Locked,
        MailKind.PASSWORD_CHANGED: Changed,
        MailKind.QUESTION_CHANGED: Changed,
        MailKind.QUESTION_RESET: FromAuthority,
        MailKind.QUESTION_LOCKED: FromAuthority,
        MailKind.ALREADY_REGISTERED: Values,
        MailKind.INACTIVITY: Inactivity,
    }
)


def packed(kind: MailKind, values: Mapping[str, object]) -> str:
    """The values as JSON, checked against what the kind carries.

    Raises:
        msgspec.ValidationError: A value is missing, unknown or of the wrong type.
    """
    checked = msgspec.convert(values, VALUES[kind])
    return msgspec.json.encode(checked).decode()


def unpacked(kind: MailKind, payload: str) -> Values:
    """The values of a queued mail.

    Raises:
        msgspec.MsgspecError: The payload is not what the kind carries.
    """
    return msgspec.json.decode(payload, type=VALUES[kind])
