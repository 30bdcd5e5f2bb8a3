"""The only module with SQL that one database speaks and another does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from peewee import Database, PostgresqlDatabase, SqliteDatabase

BUSY_SECONDS = 5
"""How long a writer waits for another one."""

_SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "trusted_schema": 0,
    "busy_timeout": BUSY_SECONDS * 1000,
}
_IDLE_SECONDS = 300
_SQLITE_APPEND_ONLY = (
    "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    # INSERT OR REPLACE deletes without asking the trigger above.
    "CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal "
    "WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
)
_POSTGRES_APPEND_ONLY = (
    "CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
    "CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal "
    "FOR EACH ROW EXECUTE FUNCTION journal_append_only()",
    "CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only()",
)


def sqlite_path(url: str) -> Path | None:
    """The file of a ``sqlite:///`` URL; None for another database."""
    scheme, _, rest = url.partition(":")
    if not scheme.startswith("sqlite"):
        return None
    return Path(rest.removeprefix("//").removeprefix("/") if rest.startswith("///") else rest)


def connect(url: str) -> Database:
    """A database object for a URL; nothing is opened yet.

    SQLite writes with ``BEGIN IMMEDIATE``, so that a read before a write can't be overtaken.

    Args:
        url: ``sqlite:///relative.db``, ``sqlite:////absolute.db`` or ``postgresql://…``.
    """
    path = sqlite_path(url)
    database: Database
    if path is not None:
        from playhouse.pool import PooledSqliteDatabase

        # An idle connection is kept for the next act: with the last one SQLite would write the
        # whole log back into the file and prepare every statement anew, at each key press.
        database = PooledSqliteDatabase(
            str(path),
            max_connections=0,
            stale_timeout=_IDLE_SECONDS,
            pragmas=_SQLITE_PRAGMAS,
            lock_type="IMMEDIATE",
            autoconnect=False,
            check_same_thread=False,
        )
        return database
    from playhouse.db_url import connect as connect_url

    database = connect_url(url, autoconnect=False)
    return database


def close_idle(database: Database) -> None:
    """Close the connections that are kept for the next act."""
    close: Callable[[], None] | None = getattr(database, "close_idle", None)
    if close is not None:
        close()


def protect_journal(database: Database) -> None:
    """Make the database itself refuse to change or delete a journal row."""
    if isinstance(database, SqliteDatabase):
        for statement in _SQLITE_APPEND_ONLY:
            database.execute_sql(statement)
    elif isinstance(database, PostgresqlDatabase):
        for statement in _POSTGRES_APPEND_ONLY:
            database.execute_sql(statement)


def lock_for_writing(database: Database, name: int) -> None:
    """Serialise transactions that look before they write (numbers, taken addresses).

    SQLite's ``BEGIN IMMEDIATE`` has done it already; PostgreSQL takes an advisory lock that ends
    with the transaction.
    """
    if isinstance(database, PostgresqlDatabase):
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (name,))
