"""What the workflow hands out: frozen views, never rows.

Everything here is light to import; screens, mails and tests may hold on to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from traces_tui.i18n import CountryName, Message, msg, verbatim

T = TypeVar("T")


class Status(StrEnum):
    """Where an account stands (notice: nouveau, confirmé, valide; refused is ours)."""

    NEW = "new"
    CONFIRMED = "confirmed"
    VALID = "valid"
    REFUSED = "refused"

    @property
    def word(self) -> Message:
        """The status as people read it."""
        return _STATUS_WORDS[self]


_STATUS_WORDS = {
    Status.NEW: msg("new"),
    Status.CONFIRMED: msg("confirmed"),
    Status.VALID: msg("valid"),
    Status.REFUSED: msg("refused"),
}


class LockCause(StrEnum):
    """Why an account is locked (notice, § Mot de passe oublié)."""

    TRIES = "tries"
    INACTIVITY = "inactivity"


class Role(StrEnum):
    """What a signed-in person may do."""

    OPERATOR = "operator"
    AGENT = "agent"


class SessionKind(StrEnum):
    """What a session is good for."""

    FULL = "full"
    """A signed-in person."""
    PENDING = "pending"
    """An applicant who is known but may not sign in yet: sees the state of the request only."""
    RECOVERY = "recovery"
    """A temporary password was accepted: leads to a new password and nowhere else."""


class RecoveryStep(StrEnum):
    """What a recovery session asks next."""

    ANSWER = "answer"
    NEW_QUESTION = "new_question"
    NEW_PASSWORD = "new_password"  # noqa: S105 - the name of a step


class MailState(StrEnum):
    """How far a mail has come."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Tab(StrEnum):
    """The agent's four lists."""

    TO_VALIDATE = "confirmed"
    NEW = "new"
    VALID = "valid"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AuthorityView:
    """A competent authority and how to reach it."""

    code: str
    """``FR-67``, or a country's code for its national authority."""
    country: str
    local_name: str
    """``DDPP du Bas-Rhin``; empty for a national authority."""
    seat: str
    phone: str
    email: str

    @property
    def name(self) -> Message:
        """The authority's name as people read it."""
        if self.local_name:
            return verbatim(self.local_name)
        return msg("Competent authority of {country}", country=CountryName(self.country))


@dataclass(frozen=True, slots=True)
class MailProgress:
    """What became of the last mail of a kind to a person."""

    state: MailState
    at: datetime
    """When it was sent, or queued, or given up."""
    next_try_at: datetime | None = None
    """Set while an unsent mail waits for another try after a failure."""
    refused_by_server: bool = False
    """The receiving server said that the address can't be delivered to."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a request has come: the timeline page."""

    number: str
    """``2026-000417``."""
    status: Status
    email: str
    """The full address: shown masked on public screens (:func:`traces_tui.text.masked_address`)."""
    name: str
    authority: AuthorityView
    created_at: datetime
    confirmed_at: datetime | None
    decided_at: datetime | None
    code_expires_at: datetime | None
    mail: MailProgress | None
    """The confirmation mail, while the request is new."""
    resend_at: datetime | None
    """From when another confirmation mail may be asked for; None where it makes no sense."""
    refusal: Message | None = None
    """The reason of a refusal."""
    refusal_words: str = ""
    """What the agent wrote with it. Hostile text like all typed text."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A request that was just registered."""

    key: str
    """Key of a pending session: a parked one where the address was taken and that is concealed."""
    progress: Progress


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A code was accepted."""

    number: str
    authority: AuthorityView
    at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Who holds a session."""

    key: str
    """The session's key: handed to every later call, never shown, never logged."""
    kind: SessionKind
    role: Role
    name: str
    email: str
    language: str
    authority: AuthorityView | None
    """An agent's own authority, an operator's competent one."""
    last_sign_in_at: datetime | None = None
    """The sign-in before this one."""
    failures_since: int = 0
    """Failed tries between that sign-in and this one."""
    next_step: RecoveryStep | None = None
    """For a recovery session."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """Where a recovery session stands."""

    step: RecoveryStep
    question: str | None
    """Key of the secret question to answer (:mod:`traces_tui.forms.questions`)."""
    tries_left: int
    authority: AuthorityView | None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list."""

    rows: tuple[T, ...]
    after: str | None
    """Hand it back for the next part; None at the end."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of an agent's list."""

    number: str
    name: str
    """Family name first."""
    organisation: str
    postal_code: str
    status: Status
    since: datetime
    """When it came into this state."""
    days: int
    """Whole days since then."""
    overdue: bool
    handled_by: str = ""
    """Which agent decided it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing an agent looks at before deciding."""

    good: bool
    words: Message


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a file's history."""

    at: datetime
    words: Message


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """An organisation as an agent sees it."""

    id: int
    name: str
    address: str
    postal_code: str
    commune: str
    country: str
    valid: bool


@dataclass(frozen=True, slots=True)
class File:
    """One request with all that an agent needs to decide."""

    number: str
    status: Status
    email: str
    first_name: str
    last_name: str
    language: str
    phone: str
    fax: str
    more_information: str
    organisation: OrganisationView
    authority: AuthorityView
    created_at: datetime
    confirmed_at: datetime | None
    decided_at: datetime | None
    decided_by: str
    checks: tuple[Check, ...]
    history: tuple[Event, ...]
    similar: tuple[OrganisationView, ...]
    """Valid organisations that look alike; the file may be linked to one of them."""
    chosen: int | None = None
    """Id of the one among them that the applicant picked in the directory."""
    refusal: Message | None = None
    refusal_words: str = ""

    @property
    def needs_care(self) -> bool:
        """Whether a check warns, so that the screen asks once before validating."""
        return not all(check.good for check in self.checks)


@dataclass(frozen=True, slots=True)
class Lost:
    """A file on which somebody else was faster."""

    number: str
    name: str
    status: Status
    by: str
    """The other agent's name, or empty."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision on one or several files did."""

    done: tuple[str, ...]
    """Numbers of the files that were decided."""
    lost: tuple[Lost, ...]
    undo_until: datetime | None
    """Until when :func:`traces_tui.workflow.review.undo` takes it back."""


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """A person's own data."""

    role: Role
    email: str
    first_name: str
    last_name: str
    language: str
    notification: str
    """``html`` or ``text``."""
    phone: str
    fax: str
    more_information: str
    question: str | None
    organisation: OrganisationView | None
    authority: AuthorityView | None
    progress: Progress | None
    """The request that brought the account; None for an agent."""
    locks_at: datetime
    """When three months without sign-in will be over."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as an agent of its area finds it."""

    number: str
    """The number of its newest request: the handle for :mod:`traces_tui.workflow.accounts`."""
    name: str
    email: str
    organisation: str
    status: Status
    lock: LockCause | None
    question_set: bool
    question_locked: bool
    last_sign_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """What anybody may know of a valid organisation."""

    id: int
    name: str
    commune: str
    postal_code: str
    country: str
    activities: str
    authority: AuthorityView


@dataclass(frozen=True, slots=True)
class AgeBand:
    """How many confirmed requests have waited for so long."""

    over_days: int
    up_to_days: int | None
    """None for the overdue ones."""
    count: int

    @property
    def overdue(self) -> bool:
        """Whether these have waited for too long."""
        return self.up_to_days is None


@dataclass(frozen=True, slots=True)
class Week:
    """What happened to requests in one week."""

    begins: datetime
    """Its Monday, at midnight in the local zone."""
    registered: int
    validated: int
    refused: int

    @property
    def quiet(self) -> bool:
        """Whether nothing happened."""
        return not (self.registered or self.validated or self.refused)


@dataclass(frozen=True, slots=True)
class Work:
    """An agent's home: what waits, and how the last weeks went."""

    authority: AuthorityView
    counts: dict[Tab, int]
    organisations: int
    accounts: int
    waiting: tuple[AgeBand, ...]
    """The queue by age, the youngest first; the last ones are overdue."""
    weeks: tuple[Week, ...]
    """The last weeks, the present one last."""

    @property
    def overdue(self) -> int:
        """How many have waited for too long."""
        return sum(band.count for band in self.waiting if band.overdue)
