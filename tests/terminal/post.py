"""The mail server of the story: takes what comes over SMTP and hands it to the reader."""

from __future__ import annotations

import re
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.mail.post import PostOffice, parsed, text_of

CONFIRMATION_CODE = re.compile(r"^ {4}([0-9A-Z]{4}(?:-[0-9A-Z]{4})+)$", re.MULTILINE)
TEMPORARY_PASSWORD = re.compile(r"^ {4}(TR(?: [0-9]{1,4})+)$", re.MULTILINE)


class Letterbox(PostOffice):
    """Everybody's letterbox."""

    def mails(self, to: str) -> list[bytes]:
        """The mails to an address, the oldest first."""
        return [
            mail.content
            for mail in self.taken
            if to in mail.rcpt_tos and isinstance(mail.content, bytes)
        ]

    def subjects(self, to: str) -> list[str]:
        """What the mails to an address are about, the oldest first."""
        return [str(parsed(content)["Subject"]) for content in self.mails(to)]

    def has(self, to: str, subject: str) -> bool:
        """Whether a mail about this has come."""
        return subject in self.subjects(to)

    def newest(self, to: str, subject: str) -> str:
        """The text of the newest mail about this."""
        return next(
            text_of(content)
            for content in reversed(self.mails(to))
            if parsed(content)["Subject"] == subject
        )


def found(pattern: re.Pattern[str], text: str) -> str:
    """The code of a mail."""
    match = pattern.search(text)
    assert match is not None, text
    return match[1]


__all__ = [
    "CONFIRMATION_CODE",
    "SMTP",
    "TEMPORARY_PASSWORD",
    "EmailMessage",
    "Envelope",
    "Letterbox",
    "Session",
    "found",
]
