"""Reads a mail folder back, as a person's mail program would: for the demo."""

from __future__ import annotations

import contextlib
import email
import email.policy
import logging
import mailbox
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Literal

from traces_tui.mail.kinds import KIND_HEADER, MailKind
from traces_tui.text import printable

_log = logging.getLogger(__name__)

_LARGEST_BYTES = 1_000_000
_CONFIRMATION = re.compile(r"^ {4}([0-9A-Z]{4}(?:-[0-9A-Z]{4})+)$", re.MULTILINE)
_TEMPORARY_PASSWORD = re.compile(r"^ {4}(TR(?: [0-9]{1,4})+)$", re.MULTILINE)

CodeKind = Literal["confirmation", "temporary_password"]


@dataclass(frozen=True, slots=True)
class DeliveredMail:
    """A mail as it arrived."""

    id: str
    """For :func:`mark_read`."""
    sender: str
    to: str
    subject: str
    at: datetime
    text: str
    """The text part, without characters that a terminal must not be sent."""
    code: str | None
    """As it stands in the mail: ``7K2M-Q9XD-4TFH`` or ``TR 1234 5678 9012``."""
    code_kind: CodeKind | None
    unread: bool


def messages(folder: str | Path) -> list[DeliveredMail]:
    """The mails of a Maildir, newest first; none where the folder does not exist (yet)."""
    box = _opened(folder)
    if box is None:
        return []
    found = [mail for key in box.keys() if (mail := _read(box, key)) is not None]  # noqa: SIM118 - a Maildir iterates over messages
    return sorted(found, key=lambda mail: (mail.at, mail.id), reverse=True)


def names(folder: str | Path) -> frozenset[str]:
    """The names of the files in a Maildir: others as soon as a mail comes or is read. Cheap."""
    path = Path(folder).expanduser()
    found: set[str] = set()
    for part in ("new", "cur"):
        with contextlib.suppress(FileNotFoundError):
            found.update(file.name for file in (path / part).iterdir())
    return frozenset(found)


def mark_read(folder: str | Path, mail_id: str) -> None:
    """Remember that a mail was looked at; one that is gone is no error."""
    path = Path(folder).expanduser()
    box = _opened(path)
    if box is None or mail_id not in box.keys():  # noqa: SIM118 - a Maildir iterates over messages
        return
    with contextlib.suppress(FileNotFoundError):
        (path / "new" / mail_id).rename(path / "cur" / f"{mail_id}{mailbox.Maildir.colon}2,S")


def _opened(folder: str | Path) -> mailbox.Maildir | None:
    path = Path(folder).expanduser()
    if not all((path / part).is_dir() for part in ("new", "cur", "tmp")):
        return None
    return mailbox.Maildir(path, create=False)


def _read(box: mailbox.Maildir, key: str) -> DeliveredMail | None:
    """One mail; None where it is gone or is none of ours to show."""
    try:
        raw = box.get_bytes(key)
        unread = "S" not in box.get_message(key).get_flags()
        if len(raw) > _LARGEST_BYTES:
            return None
        return _parsed(key, raw, unread)
    except (OSError, LookupError, ValueError, AttributeError, TypeError) as error:
        _log.warning("mail folder: %s can't be read: %s", key, type(error).__name__)
        return None


def _parsed(key: str, raw: bytes, unread: bool) -> DeliveredMail:
    message = email.message_from_bytes(raw, EmailMessage, policy=email.policy.default)
    body = message.get_body(("plain",))
    words = printable(
        "" if body is None else str(body.get_content()).replace("\r\n", "\n"), line_breaks=True
    )
    code, code_kind = _code(str(message.get(KIND_HEADER, "")), words)
    return DeliveredMail(
        id=key,
        sender=_address(message, "From"),
        to=_address(message, "To"),
        subject=printable(str(message["Subject"] or "")),
        at=parsedate_to_datetime(str(message["Date"])).astimezone(UTC),
        text=words,
        code=code,
        code_kind=code_kind,
        unread=unread,
    )


def _address(message: EmailMessage, header: str) -> str:
    addresses = message[header].addresses
    return printable(addresses[0].addr_spec) if addresses else ""


def _code(kind: str, words: str) -> tuple[str | None, CodeKind | None]:
    """The code of a mail that carries one: alone on an indented line, where only ours stands."""
    if kind == MailKind.CONFIRMATION and (found := _CONFIRMATION.search(words)):
        return found[1], "confirmation"
    if kind == MailKind.TEMPORARY_PASSWORD and (found := _TEMPORARY_PASSWORD.search(words)):
        return found[1], "temporary_password"
    return None, None
