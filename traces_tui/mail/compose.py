"""Makes the message that leaves the house: headers, text and, where it is wanted, HTML."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from traces_tui.i18n import translator
from traces_tui.languages import is_language
from traces_tui.mail import layout
from traces_tui.mail.kinds import KIND_HEADER, MailKind, Recipient
from traces_tui.mail.letter import Door
from traces_tui.mail.letters import letter
from traces_tui.mail.values import Values
from traces_tui.settings import Settings

_IN_A_NAME = frozenset(" '’-")
_LONGEST_NAME = 60
_LONGEST_ADDRESS = 254
_MARKS = "M"


class AddressError(Exception):
    """No mail can be addressed like this."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message ready to leave, and its envelope."""

    sender: str
    recipient: str
    """One envelope recipient."""
    content: bytes
    """Seven-bit, short lines, CRLF."""


def compose(
    settings: Settings,
    kind: MailKind,
    recipient: Recipient,
    values: Values,
    *,
    number: int,
    queued_at: datetime,
    now: datetime,
) -> Parcel:
    """Write the message of a queued mail.

    Args:
        settings: Sender, contact and SSH host are taken from here.
        kind: Why it is sent.
        recipient: Who gets it.
        values: What the kind carries.
        number: The outbox row. With ``queued_at`` it makes the Message-ID, which therefore is the
            same if a mail has to be sent again.
        queued_at: When the row was written.
        now: The Date of the message.

    Raises:
        AddressError: The recipient's or sender's address is none.
    """
    words = translator(recipient.language if is_language(recipient.language) else settings.language)
    page = layout.page(
        letter(kind, values, Door(settings.ssh_host)), recipient.name, settings.smtp.contact, words
    )
    sender = _address(settings.smtp.sender, settings.smtp.sender_name)
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = _address(recipient.address, recipient.name)
    message["Subject"] = page.subject
    message["Date"] = now
    microsecond = f"{queued_at:%Y%m%d%H%M%S%f}"
    message["Message-ID"] = f"<{microsecond}.{number}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message[KIND_HEADER] = kind.value
    # Quoted-printable keeps lines short and every relay able to carry them.
    message.set_content(layout.text(page), cte="quoted-printable")
    if recipient.notification == "html":
        message.add_alternative(layout.html(page), subtype="html", cte="quoted-printable")
    message["Content-Language"] = page.lang  # last: setting the content drops such headers
    return Parcel(settings.smtp.sender, recipient.address, message.as_bytes())


def _address(address: str, name: str) -> Address:
    if not address.isascii() or not address.isprintable() or len(address) > _LONGEST_ADDRESS:
        raise AddressError(address)
    try:
        parsed = Address(display_name=header_name(name), addr_spec=address)
    except (MessageError, ValueError, IndexError) as error:
        raise AddressError(address) from error
    if not parsed.username or not parsed.domain or " " in address:
        raise AddressError(address)
    return parsed


def header_name(name: str) -> str:
    """A name reduced to what no header ever has to quote, so that no folding can break it."""
    kept = (
        char
        if char.isalnum() or char in _IN_A_NAME or unicodedata.category(char)[0] == _MARKS
        else " "
        for char in name
    )
    return " ".join("".join(kept).split())[:_LONGEST_NAME].strip()
