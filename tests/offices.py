"""Offices for tests: a database file, cheap hashes, a clock that is moved by hand, made-up people.

Everything goes through the workflow, as a screen would; only mails are read from the table.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import msgspec
import pytest
from peewee import SqliteDatabase

from traces_tui.forms.registration import DEFAULTS
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account, Outbox
from traces_tui.office import Office
from traces_tui.settings import Limits, Password, Settings
from traces_tui.workflow import accounts, confirmation, recovery, registration, review, sign_in
from traces_tui.workflow.views import MailState, Person, Receipt, RecoveryStep, SessionKind

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""When the clock of an office begins: a Monday morning in winter time."""

OPERATOR = "marie.dupont@ferme-ried.fr"
AGENT = "b.keller@ddpp67.example"
PASSWORD = "Cigogne-67-Ried"
NEW_PASSWORD = "Heron-cendre-68"
AGENT_PASSWORD = "Zut-alors-42!"
QUESTION = "first_school"
ANSWER = "Là-bas, École"
AREA = "FR-67"
OTHER_AREA = "FR-68"
NATION = "FR"

CHEAP = Password(argon2_memory_kib=8, argon2_time=1)
WIDE = Limits(
    sign_ins_per_source=1_000_000,
    registrations_per_source=1_000_000,
    codes_per_source=1_000_000,
    directory_per_source=1_000_000,
    mails_per_account_per_day=1_000_000,
)
"""Budgets that no story uses up; tests of budgets set their own."""


class MovableClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> datetime:
        """Move it on; takes what ``timedelta`` takes."""
        self.now += timedelta(**by)
        return self.now


def settings_in(folder: Path, **changes: Any) -> Settings:
    """Settings with cheap hashes and wide budgets whose data stand in the folder."""
    return msgspec.structs.replace(
        Settings(data_dir=str(folder), password=CHEAP, limits=WIDE), **changes
    )


def make_office(
    folder: Path, clock: Callable[[], datetime] | None = None, source: str = "tty1", **changes: Any
) -> Office:
    """An office with a prepared database in the folder; a second one there shares the file.

    Args:
        folder: Where the data stand.
        clock: The time; a standing :class:`MovableClock` when nothing is given.
        source: Where the person sits.
        **changes: Settings that differ (``lock=Lock(tries=3)``).
    """
    office = Office(settings_in(folder, **changes), clock=clock or MovableClock(), source=source)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "traces_tui.db").exists():
        shutil.copyfile(_prepared(), folder / "traces_tui.db")
    with office.connected():
        # No test pulls the plug: waiting for the disk would double their time.
        cast("SqliteDatabase", office.database).pragma("synchronous", "off", permanent=True)
    return office


@cache
def _home() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="traces-tui-offices-")


@cache
def _prepared() -> Path:
    """A prepared database, made once in a process and copied for each office."""
    folder = Path(_home().name)
    office = Office(settings_in(folder))
    office.prepare()
    return folder / "traces_tui.db"


def typed_registration(email: str = OPERATOR, **changes: str) -> dict[str, str]:
    """The registration form as a person types it."""
    return {
        **DEFAULTS,
        "email": email,
        "password": PASSWORD,
        "password_again": PASSWORD,
        "question": QUESTION,
        "answer": ANSWER,
        "organisation_name": "SARL Ferme du Ried",
        "address": "12 rue des Cigognes",
        "postal_code": "67 600",
        "commune": "67462",
        "first_name": "Marie",
        "last_name": "Dupont",
        "phone": "03 88 12 34 56",
        **changes,
    }


IN_COLMAR = {"postal_code": "68000", "commune": "68066"}
"""Values of a registration that lies in :data:`OTHER_AREA`."""


def registered(office: Office, email: str = OPERATOR, **typed: str) -> Receipt:
    """A request that was just sent: ``new``."""
    return registration.register(office, typed_registration(email, **typed))


def confirmed(office: Office, email: str = OPERATOR, **typed: str) -> Receipt:
    """A request whose address is proved: ``confirmed``. The receipt's key still opens its page."""
    receipt = registered(office, email, **typed)
    confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION, email), receipt.key)
    return receipt


def valid_operator(office: Office, email: str = OPERATOR, **typed: str) -> Receipt:
    """A ``valid`` account with :data:`PASSWORD` that has not signed in yet.

    An agent of its area is made where there is none.
    """
    receipt = confirmed(office, email, **typed)
    code = receipt.progress.authority.code
    holder = agent(office, AGENT if code == AREA else f"agent@{code.lower()}.example", code)
    review.validate(office, holder.key, [receipt.progress.number])
    return receipt


def refused_operator(office: Office, email: str = OPERATOR, **typed: str) -> Receipt:
    """A request that was ``refused`` as incomplete."""
    receipt = confirmed(office, email, **typed)
    review.refuse(
        office, agent(office).key, [receipt.progress.number], {"reason": "incomplete", "words": ""}
    )
    return receipt


def signed_in(office: Office, email: str = OPERATOR, password: str = PASSWORD) -> Person:
    """A person with a full session."""
    person = sign_in.sign_in(office, email, password)
    assert person.kind is SessionKind.FULL
    return person


def agent(
    office: Office, email: str = AGENT, authority: str = AREA, name: str = "Beate Keller"
) -> Person:
    """An agent with a full session and :data:`AGENT_PASSWORD`; made at the first call."""
    with office.connected():
        known = Account.get_or_none(Account.email == email) is not None
    if known:
        return signed_in(office, email, AGENT_PASSWORD)
    first, _, last = name.partition(" ")
    accounts.add_agent(office, email, authority, first_name=first, last_name=last)
    person = sign_in.sign_in(office, email, code_of(office, MailKind.TEMPORARY_PASSWORD, email))
    if person.next_step is RecoveryStep.NEW_QUESTION:
        recovery.choose_question(office, person.key, {"question": "pet_name", "answer": "Rex"})
    return recovery.choose_password(
        office, person.key, {"password": AGENT_PASSWORD, "password_again": AGENT_PASSWORD}
    )


def mails(office: Office, kind: MailKind | None = None, email: str | None = None) -> list[Outbox]:
    """Rows of the outbox in whatever state, the oldest first."""
    with office.connected():
        rows = Outbox.select().order_by(Outbox.id)
        if kind is not None:
            rows = rows.where(Outbox.kind == kind)
        if email is not None:
            rows = rows.where(Outbox.to_address == email)
        return list(rows)


def payload_of(office: Office, kind: MailKind, email: str | None = None) -> dict[str, Any]:
    """What the newest queued mail of a kind carries."""
    queued = [row for row in mails(office, kind, email) if row.state == MailState.QUEUED]
    assert queued, f"no {kind} mail is queued"
    return cast("dict[str, Any]", msgspec.json.decode(queued[-1].payload))


def code_of(office: Office, kind: MailKind, email: str | None = None) -> str:
    """The code in the newest queued mail of a kind: a confirmation code or a TR password."""
    return str(payload_of(office, kind, email)["code"])


def temporary_password(office: Office, email: str = OPERATOR) -> str:
    """Ask for a new password and read the mail."""
    recovery.request_password(office, email)
    return code_of(office, MailKind.TEMPORARY_PASSWORD, email)


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands at :data:`START`."""
    return MovableClock()


@pytest.fixture
def office(tmp_path: Path, clock: MovableClock) -> Office:
    """An office in an own folder, with that clock."""
    return make_office(tmp_path / "data", clock)
