"""Statements that are put together once.

Peewee needs longer to write a statement than SQLite to run it. What runs at every act is therefore
written down at its first use, with gaps; later uses only fill in the values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from inspect import signature
from typing import Any, NamedTuple, cast

from peewee import Database, Insert, Value

from traces_tui.models.fields import to_microseconds
from traces_tui.models.tables import Table, bound_database


class _Gap(NamedTuple):
    name: str


class _Written(NamedTuple):
    sql: str
    parameters: list[object]
    is_insert: bool


class Statement:
    """A Peewee query with gaps.

    ``Statement(lambda key: Budget.delete().where(Budget.key == key))`` is run with
    ``run(key="…")``. Values are written as they are, moments as the tables keep them.
    """

    def __init__(self, build: Callable[..., Any], gaps: Iterable[str] | None = None) -> None:
        """Nothing is put together yet.

        Args:
            build: Makes the query; its parameters name the gaps.
            gaps: Their names, where the parameters do not tell.
        """
        self._build = build
        self._gaps = tuple(signature(build).parameters if gaps is None else gaps)
        self._written: dict[type[Database], _Written] = {}

    def run(self, **values: object) -> int:
        """Write, on the thread's connection.

        Returns:
            How many rows were changed; of an insert the new row's id.
        """
        database, written = self._ready()
        cursor = _execute(database, written, values)
        if not written.is_insert:
            return int(cursor.rowcount)
        row = cursor.fetchone() if database.returning_clause else None
        return int(row[0] if row else cursor.lastrowid or 0)

    def row(self, **values: object) -> tuple[Any, ...] | None:
        """Read the first row as the database keeps it, on the thread's connection."""
        cursor = _execute(*self._ready(), values)
        return cast("tuple[Any, ...] | None", cursor.fetchone())

    def rows(self, **values: object) -> list[tuple[Any, ...]]:
        """Read all rows as the database keeps them, on the thread's connection."""
        cursor = _execute(*self._ready(), values)
        return cast("list[tuple[Any, ...]]", cursor.fetchall())

    def read(self, *tables: type[Table], **values: object) -> tuple[Any, ...] | None:
        """Read the first row as objects, on the thread's connection.

        Args:
            tables: Whose columns the query selects, all of them and in this order.
            values: Fill the gaps.

        Returns:
            An object of each table; None where there is no row.
        """
        row = self.row(**values)
        if row is None:
            return None
        cells = iter(row)
        return tuple(
            table(**{one.name: one.python_value(next(cells)) for one in table._meta.sorted_fields})
            for table in tables
        )

    def _ready(self) -> tuple[Database, _Written]:
        database = bound_database()
        written = self._written.get(type(database))
        if written is None:
            gaps = {name: Value(_Gap(name), converter=False, unpack=False) for name in self._gaps}
            query = self._build(**gaps)
            sql, parameters = query.sql()
            written = _Written(sql, list(parameters), isinstance(query, Insert))
            self._written[type(database)] = written
        return database, written


def _execute(database: Database, written: _Written, values: dict[str, object]) -> Any:
    filled = [
        values[parameter.name] if isinstance(parameter, _Gap) else parameter
        for parameter in written.parameters
    ]
    return database.execute_sql(
        written.sql,
        [to_microseconds(value) if isinstance(value, datetime) else value for value in filled],
    )


_inserts: dict[tuple[type[Table], tuple[str, ...]], Statement] = {}


def insert(table: type[Table], **values: object) -> int:
    """Add a row; columns that are not named get their defaults.

    Returns:
        The new row's id.
    """
    key = (table, tuple(values))
    statement = _inserts.get(key)
    if statement is None:
        statement = _inserts[key] = Statement(table.insert, values)
    return statement.run(**values)
