"""The base of every refusal: an exception that carries the sentence for the person."""

from __future__ import annotations

from traces_tui.i18n import Message


class Refused(Exception):
    """The act was not done and nothing was written.

    Attributes:
        message: What to tell the person.
        field: The form field that the message belongs to, or None for the whole form.
    """

    def __init__(self, message: Message, field: str | None = None) -> None:
        super().__init__(message.text)
        self.message = message
        self.field = field

    @property
    def errors(self) -> dict[str, Message]:
        """The refusal in the shape of form errors; the key is empty for the whole form."""
        return {self.field or "": self.message}


class Unavailable(Refused):
    """The database can't be opened, read or written; what was typed is still there."""
