"""Why the workflow says no: typed refusals, each with the sentence for the person."""

from __future__ import annotations

from datetime import datetime

from traces_tui.forms.definition import Errors
from traces_tui.i18n import Hour, Message, msg, plural
from traces_tui.refusal import Refused, Unavailable
from traces_tui.workflow.views import AuthorityView, Lost, Progress

__all__ = [
    "AddressTaken",
    "CodeRefused",
    "FormRefused",
    "NotAllowed",
    "NotYetValid",
    "Overtaken",
    "QuestionLocked",
    "Refused",
    "SessionOver",
    "SignInRefused",
    "TooManyTries",
    "TooSoon",
    "Unavailable",
    "UndoTooLate",
    "WrongAnswer",
]


class FormRefused(Refused):
    """The workflow's own check of the form found errors."""

    def __init__(self, errors: Errors) -> None:
        super().__init__(next(iter(errors.values())), next(iter(errors)))
        self._errors = errors

    @property
    def errors(self) -> Errors:
        """Every error, by field."""
        return self._errors


class AddressTaken(Refused):
    """One address, one account (notice, § Attention)."""

    def __init__(self) -> None:
        super().__init__(msg("This address already has an account: sign in with it"), "email")


class SignInRefused(Refused):
    """Unknown, wrong or locked: one answer for all three."""

    def __init__(self) -> None:
        super().__init__(
            msg(
                "Address or password wrong, or account locked. Try again, or ask for a new "
                "password: it also unlocks."
            )
        )


class TooManyTries(Refused):
    """A budget is used up."""

    def __init__(self, until: datetime) -> None:
        super().__init__(msg("Too many tries. Try again at {hour}.", hour=Hour(until)))
        self.until = until


class TooSoon(Refused):
    """A mail was sent just before."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            plural(
                "A message has just left. You can ask again in {n} second.",
                "A message has just left. You can ask again in {n} seconds.",
                seconds,
            )
        )
        self.seconds = seconds


class CodeRefused(Refused):
    """A confirmation code that does not open anything; each cause has its own sentence."""

    def __init__(self, cause: str, message: Message) -> None:
        super().__init__(message, "code")
        self.cause = cause
        """``wrong``, ``expired``, ``used``, ``replaced``, ``foreign`` or ``worn_out``."""


class WrongAnswer(Refused):
    """The answer to the secret question is not the one that was kept."""

    def __init__(self, left: int) -> None:
        super().__init__(
            plural(
                "This is not the answer you gave. Capitals, accents and spaces count. "
                "{n} try is left.",
                "This is not the answer you gave. Capitals, accents and spaces count. "
                "{n} tries are left.",
                left,
            ),
            "answer",
        )
        self.left = left


class QuestionLocked(Refused):
    """Too many wrong answers: only the authority can help."""

    def __init__(self, authority: AuthorityView | None) -> None:
        super().__init__(
            msg(
                "Too many wrong answers: the temporary password is void. Ask your authority to "
                "reset your secret question."
            )
        )
        self.authority = authority


class SessionOver(Refused):
    """The session ended: idle, too old, signed out, locked or refused meanwhile."""

    def __init__(self) -> None:
        super().__init__(msg("Your session has ended. Sign in again."))


class NotAllowed(Refused):
    """This person may not do this on this file. Written to the journal."""

    def __init__(self) -> None:
        super().__init__(msg("This file does not belong to your authority."))


class Overtaken(Refused):
    """Somebody else decided first."""

    def __init__(self, lost: Lost) -> None:
        super().__init__(
            msg(
                "{name} was already handled by {agent}: {status}.",
                name=lost.name,
                agent=lost.by,
                status=lost.status.word,
            )
            if lost.by
            else msg(
                "{name} has changed meanwhile: {status}.", name=lost.name, status=lost.status.word
            )
        )
        self.lost = lost


class UndoTooLate(Refused):
    """The time for taking a validation back is over."""

    def __init__(self) -> None:
        super().__init__(msg("Too late to undo: the applicant has been told."))


class NotYetValid(Refused):
    """Right password, but the account may not sign in yet: carries the page to show.

    Not an error for the person: the screen shows the timeline.
    """

    def __init__(self, key: str, progress: Progress) -> None:
        super().__init__(msg("Your account is not valid yet."))
        self.key = key
        self.progress = progress
