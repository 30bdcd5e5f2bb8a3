"""The ways out: a mail server, or a folder that takes the mails in its place."""

from __future__ import annotations

from typing import Protocol

from traces_tui.mail.compose import Parcel
from traces_tui.settings import Smtp


class DeliveryError(Exception):
    """A mail did not leave.

    Attributes:
        reason: Why, in a few words for the administrator: no secret, no content of the mail.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TemporaryError(DeliveryError):
    """Not this time; the same mail may leave later."""


class UnreachableError(TemporaryError):
    """The way out as a whole is closed: it makes no sense to try the next mail now."""


class PermanentError(DeliveryError):
    """This mail will never be taken.

    Attributes:
        refused_by_server: The server said that the address can't be delivered to.
    """

    def __init__(self, reason: str, *, refused_by_server: bool = False) -> None:
        super().__init__(reason)
        self.refused_by_server = refused_by_server


class Transport(Protocol):
    """Takes mails; what it has opened is kept open from one mail to the next."""

    def send(self, parcel: Parcel) -> None:
        """Hand one mail over.

        Raises:
            DeliveryError: It was not taken.
        """

    def close(self) -> None:
        """Let go of what is open. May be called twice."""


def open_transport(smtp: Smtp) -> Transport:
    """The way out that the settings name. Nothing is opened before the first mail."""
    if smtp.maildir:
        from traces_tui.mail.maildir import MaildirTransport

        return MaildirTransport(smtp.maildir)
    from traces_tui.mail.smtp import SmtpTransport

    return SmtpTransport(smtp)
