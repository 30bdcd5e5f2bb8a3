"""Delivery into a Maildir: each mail is there whole or not at all."""

from __future__ import annotations

import mailbox
from pathlib import Path

from traces_tui.mail.compose import Parcel
from traces_tui.mail.transport import UnreachableError


class MaildirTransport:
    """Writes each mail as a file that appears at once (written aside, synced, then linked)."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder).expanduser()

    def send(self, parcel: Parcel) -> None:
        """Deliver one mail; the folder is made if need be.

        Raises:
            UnreachableError: The folder can't be written.
        """
        try:
            for part in ("tmp", "new", "cur"):
                (self._folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
            box = mailbox.Maildir(self._folder, create=False)
            box.add(parcel.content.replace(b"\r\n", b"\n"))
        except OSError as error:
            reason = f"the mail folder can't be written: {error.strerror or 'unknown cause'}"
            raise UnreachableError(reason) from error
        except mailbox.Error as error:
            raise UnreachableError(f"the mail folder can't be written: {error}") from error

    def close(self) -> None:
        """Nothing stays open."""
