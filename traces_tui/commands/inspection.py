"""Read-only looks into the database for the administrator: nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from peewee import fn

from traces_tui.i18n import msg
from traces_tui.models import schema
from traces_tui.models.tables import Account, Authority, Journal, Outbox, Request
from traces_tui.office import Office
from traces_tui.refusal import Refused
from traces_tui.workflow.portraits import authority_view
from traces_tui.workflow.views import AuthorityView, MailState, Role, Status


@dataclass(frozen=True, slots=True)
class Schema:
    """How the database's schema compares with this program's."""

    pending: tuple[str, ...]
    """Migrations still to apply."""
    unknown: tuple[str, ...]
    """Migrations of a newer program."""


def schema_of(office: Office) -> Schema:
    """Compare the schema of an existing database."""
    with office.connected():
        return Schema(
            tuple(schema.pending(office.database)), tuple(schema.from_the_future(office.database))
        )


def authority_of(office: Office, code: str) -> AuthorityView:
    """An authority by its code.

    Raises:
        Refused: There is none.
    """
    with office.connected():
        row = Authority.get_or_none(Authority.code == code)
    if row is None:
        raise Refused(msg("There is no authority {code}.", code=code), "authority")
    return authority_view(row)


def all_authorities(office: Office) -> tuple[AuthorityView, ...]:
    """Every authority, by code."""
    with office.connected():
        return tuple(authority_view(row) for row in Authority.select().order_by(Authority.code))


def unreachable_authorities(office: Office) -> tuple[AuthorityView, ...]:
    """Authorities that hold requests or have agents, but neither telephone nor address."""
    in_use = Request.select(Request.authority).union(
        Account.select(Account.authority).where(Account.role == Role.AGENT)
    )
    with office.connected():
        rows = (
            Authority.select()
            .where(Authority.code.in_(in_use), Authority.phone == "", Authority.email == "")
            .order_by(Authority.code)
        )
        return tuple(authority_view(row) for row in rows)


def areas_without_agents(office: Office) -> tuple[tuple[AuthorityView, int], ...]:
    """Areas where confirmed requests wait and nobody may decide, with how many wait."""
    agents = Account.select(Account.authority).where(
        Account.role == Role.AGENT, Account.status == Status.VALID
    )
    with office.connected():
        rows = (
            Request.select(Request.authority, fn.COUNT(Request.id))
            .join(Authority)
            .where(
                Request.status == Status.CONFIRMED,
                Authority.code.not_in(agents),
                Authority.parent.is_null() | Authority.parent.not_in(agents),
            )
            .group_by(Request.authority)
            .order_by(Request.authority)
            .tuples()
            .execute()
        )
        return tuple(
            (authority_view(Authority.get_by_id(code)), int(waiting)) for code, waiting in rows
        )


def agent_count(office: Office) -> int:
    """How many agents there are."""
    with office.connected():
        number: int = Account.select().where(Account.role == Role.AGENT).count()
    return number


def oldest_due(office: Office) -> datetime | None:
    """Since when the mail that has been due the longest waits; None where none is due."""
    with office.connected():
        row = (
            Outbox.select()
            .where(Outbox.state == MailState.QUEUED, Outbox.due_at <= office.clock())
            .order_by(Outbox.created_at)
            .first()
        )
    return None if row is None else row.created_at


def last_written(office: Office) -> datetime | None:
    """The moment of the journal's newest row."""
    with office.connected():
        row = Journal.select().order_by(Journal.id.desc()).first()
    return None if row is None else row.at
