"""Delivery to a mail server, over TLS unless it is this host."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import smtplib
import ssl
from pathlib import Path

from traces_tui.mail.compose import Parcel
from traces_tui.mail.transport import (
    DeliveryError,
    PermanentError,
    TemporaryError,
    UnreachableError,
)
from traces_tui.settings import Smtp
from traces_tui.text import printable

_TLS_PORT = 465
_OK = 250
_PERMANENT = 500
_LONGEST_REASON = 200
_ENHANCED = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")


class SmtpTransport:
    """One conversation with the server, begun with the first mail and kept for the next ones."""

    def __init__(self, settings: Smtp) -> None:
        self._settings = settings
        self._host = settings.host.strip("[]")
        self._loopback = is_loopback(self._host)
        self._server: smtplib.SMTP | None = None

    def send(self, parcel: Parcel) -> None:
        """Hand one mail to the server.

        Raises:
            UnreachableError: The server is down, silent or wants nothing from us.
            TemporaryError: It asks to try this mail later.
            PermanentError: It will never take this mail.
        """
        server = self._ready()
        try:
            server.sendmail(parcel.sender, [parcel.recipient], parcel.content)
        except (smtplib.SMTPException, OSError) as error:
            raise _failure(error, parcel) from error

    def close(self) -> None:
        """Say goodbye, if there is anybody to say it to."""
        server, self._server = self._server, None
        if server is None:
            return
        with contextlib.suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()

    def _ready(self) -> smtplib.SMTP:
        """The open conversation; a new one where the server has ended the last."""
        if self._server is not None and _answers(self._server):
            return self._server
        self.close()
        try:
            self._server = self._connected()
        except DeliveryError:
            raise
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            raise UnreachableError(_reason(error)) from error
        return self._server

    def _connected(self) -> smtplib.SMTP:
        security = self._security()
        password = self._password() if self._settings.username else ""
        server = self._opened(security)
        try:
            if security == "starttls":
                server.starttls(context=self._context())
            if self._settings.username:
                server.login(self._settings.username, password)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server

    def _opened(self, security: str) -> smtplib.SMTP:
        port, timeout = self._settings.port, self._settings.timeout_seconds
        own_name = "localhost" if self._loopback else None  # None asks the name server
        if security == "tls":
            return smtplib.SMTP_SSL(
                self._host, port, own_name, timeout=timeout, context=self._context()
            )
        return smtplib.SMTP(self._host, port, own_name, timeout=timeout)

    def _security(self) -> str:
        """What ``auto`` comes to; in the clear only to this host."""
        security = self._settings.security
        if security == "auto":
            if self._settings.port == _TLS_PORT:
                return "tls"
            return "none" if self._loopback else "starttls"
        if security == "none" and not self._loopback:
            raise UnreachableError("mail leaves this host only with TLS")
        return security

    def _context(self) -> ssl.SSLContext:
        """Verifies the server, unless it is this host, which rarely has a certificate of worth."""
        context = ssl.create_default_context()
        if self._loopback:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def _password(self) -> str:
        """The first line of the password file."""
        file = self._settings.password_file
        if not file:
            return ""
        try:
            with Path(file).expanduser().open(encoding="utf-8") as stream:
                return stream.readline().rstrip("\r\n")
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or "not a text"
            raise UnreachableError(f"the password file can't be read: {why}") from error


def is_loopback(host: str) -> bool:
    """Whether a host name, without brackets, is this host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _answers(server: smtplib.SMTP) -> bool:
    try:
        return server.noop()[0] == _OK
    except (smtplib.SMTPException, OSError):
        return False


def _failure(error: OSError, parcel: Parcel) -> DeliveryError:
    """What an error of the conversation means for the mail."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, answer = error.recipients[parcel.recipient]
            reason = _answered(code, answer)
            if code >= _PERMANENT:
                return PermanentError(reason, refused_by_server=True)
            return TemporaryError(reason)
        case smtplib.SMTPSenderRefused() if error.smtp_code >= _PERMANENT:
            return UnreachableError(
                f"sender refused: {_answered(error.smtp_code, error.smtp_error)}"
            )
        case smtplib.SMTPDataError():
            # Its text may repeat parts of the mail, which may hold a code.
            reason = _code_of(error.smtp_code, error.smtp_error)
            return (
                PermanentError(reason) if error.smtp_code >= _PERMANENT else TemporaryError(reason)
            )
        case smtplib.SMTPResponseException():
            return TemporaryError(_reason(error))
    return UnreachableError(_reason(error))


def _reason(error: Exception) -> str:
    """An error in a few words. A refused sign-in tells only its numbers."""
    match error:
        case smtplib.SMTPAuthenticationError():
            reason = f"sign-in refused: {_code_of(error.smtp_code, error.smtp_error)}"
        case smtplib.SMTPResponseException():
            reason = _answered(error.smtp_code, error.smtp_error)
        case ssl.SSLCertVerificationError():
            reason = f"certificate not accepted: {error.verify_message}"
        case TimeoutError():
            reason = "no answer in time"
        case UnicodeError():
            reason = "the mail server can't be told its name or the password"
        case OSError(strerror=str() as words):
            reason = words
        case _:
            reason = str(error) or type(error).__name__
    return printable(reason)[:_LONGEST_REASON]


def _answered(code: int, answer: bytes | str) -> str:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return printable(" ".join(f"{code} {words}".split()))[:_LONGEST_REASON]


def _code_of(code: int, answer: bytes | str) -> str:
    raw = answer if isinstance(answer, bytes) else answer.encode()
    found = _ENHANCED.match(raw)
    return f"{code} {found[1].decode()}" if found else str(code)
