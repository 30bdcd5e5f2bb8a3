"""Brings a database to the present schema and fills the table of authorities."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from peewee import Database, PeeweeException
from playhouse.migrations import Runner

from traces_tui.models.tables import Authority

if TYPE_CHECKING:
    from collections.abc import Iterable

    from traces_tui.places import AuthorityRecord

_MIGRATIONS = Path(__file__).with_name("migrations")
_BATCH = 50


def pending(database: Database) -> list[str]:
    """Names of the migrations that this database has not seen yet."""
    return [
        migration.name
        for migration in Runner(database, str(_MIGRATIONS)).status()
        if not migration.applied
    ]


def from_the_future(database: Database) -> list[str]:
    """Names of applied migrations that this program does not know: it is older than the file."""
    return [
        migration.name
        for migration in Runner(database, str(_MIGRATIONS)).status()
        if migration.path is None
    ]


def migrate(database: Database) -> list[str]:
    """Apply what is pending; two programs may start at once.

    Returns:
        The names of the migrations that were applied here.
    """
    if not pending(database):
        return []
    try:
        applied: list[str] = Runner(database, str(_MIGRATIONS)).up()
    except PeeweeException:
        if pending(database):
            raise
        return []  # the other program was faster
    return applied


def has_authorities() -> bool:
    """Whether the table of authorities has been filled."""
    return Authority.select().exists()


def fill_authorities(database: Database, records: Iterable[AuthorityRecord]) -> int:
    """Add the authorities that are missing; contact data of the others stays.

    Returns:
        How many were added.
    """
    known = {code for (code,) in Authority.select(Authority.code).tuples().execute()}
    rows = [
        {
            "code": record.code,
            "country": record.country,
            "department": record.department,
            "kind": record.kind,
            "name": "" if record.kind == "NATIONAL" else record.name,
            "seat": record.seat or "",
            "parent": record.parent,
            "phone": "",
            "email": "",
        }
        for record in records
        if record.code not in known
    ]
    with database.atomic():
        for start in range(0, len(rows), _BATCH):
            Authority.insert_many(rows[start : start + _BATCH]).on_conflict_ignore().execute()
    return len(rows)
