"""The office: settings, clock, database and hasher, wired once and handed on."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from traces_tui.clock import Clock, utc_now
from traces_tui.i18n import Message, msg
from traces_tui.refusal import Unavailable
from traces_tui.settings import Settings
from traces_tui.text import printable

if TYPE_CHECKING:
    from peewee import Database

    from traces_tui.hashing import Hasher

_log = logging.getLogger(__name__)

LOCAL = "local"
_LONGEST_SOURCE = 80  # the columns' width


class Office:
    """What every flow needs. Cheap to make: database and hasher are made when first asked for.

    Attributes:
        settings: The frozen settings.
        clock: The time.
        source: Where the person sits (``tty1``, ``ssh:192.0.2.7``): for budgets and the journal.
    """

    def __init__(self, settings: Settings, *, clock: Clock = utc_now, source: str = LOCAL) -> None:
        self.settings = settings
        self.clock = clock
        self.source = printable(source)[:_LONGEST_SOURCE]
        self._making = Lock()

    @property
    def database(self) -> Database:
        """The database object; the tables are bound to it while it is :meth:`connected`."""
        # Screens work in threads: two of them must not make two.
        with self._making:
            return self._database

    @cached_property
    def _database(self) -> Database:
        from traces_tui.models.dialect import close_idle, connect

        database = connect(self.settings.database_url())
        weakref.finalize(self, close_idle, database)
        return database

    @property
    def hasher(self) -> Hasher:
        """Hashes and verifies secrets."""
        with self._making:
            return self._hasher

    @cached_property
    def _hasher(self) -> Hasher:
        from traces_tui.hashing import Hasher

        return Hasher(self.settings)

    def prepare(self) -> list[str]:
        """Make the database ready: folder, schema, authorities.

        Returns:
            The names of the migrations that were applied.

        Raises:
            Unavailable: It can't be made ready; the message says why.
        """
        from traces_tui.models import schema
        from traces_tui.places import authorities

        self._make_folder()
        with self.connected():
            if schema.from_the_future(self.database):
                raise Unavailable(
                    msg("The database was made by a newer version of this program. Update it.")
                )
            applied = schema.migrate(self.database)
            # A program that was stopped between the two must not leave the table empty for ever.
            if applied or not schema.has_authorities():
                schema.fill_authorities(self.database, authorities().values())
        return applied

    def _make_folder(self) -> None:
        """The default data folder is made; a folder that somebody named must exist."""
        from traces_tui.models.dialect import sqlite_path

        path = sqlite_path(self.settings.database_url())
        if path is None:
            return
        folder = path.absolute().parent
        if folder == self.settings.data_path():
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise Unavailable(
                    msg(
                        "The folder {folder} can't be made: {why}.",
                        folder=str(folder),
                        why=error.strerror or "",
                    )
                ) from error
        elif not folder.is_dir():
            raise Unavailable(
                msg("The folder of the database, {folder}, does not exist.", folder=str(folder))
            )
        # SQLite would make it readable for everybody; its companion files follow this one. What
        # can't be made here is told by the first statement.
        with suppress(OSError):
            path.touch(mode=0o600, exist_ok=True)

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Hold this thread's connection; inside another ``connected`` it is the same one.

        Raises:
            Unavailable: The database fails; the message says what to do.
        """
        from peewee import DatabaseError, InterfaceError

        from traces_tui.models.tables import bind

        try:
            bind(self.database)
            opened = self.database.connect(reuse_if_open=True)
            try:
                yield
            finally:
                if opened:
                    self.database.close()
        except (DatabaseError, InterfaceError) as error:
            _log.error("database: %s: %s", type(error).__name__, error)
            raise Unavailable(_database_message(error)) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction that reads and writes: all of it, or nothing."""
        with self.connected(), self.database.atomic():
            yield


_TROUBLES = (
    (
        ("readonly", "read-only"),
        msg("The database can't be written: the disk is read-only. Nothing was lost here."),
    ),
    (
        ("disk is full", "no space"),
        msg("The database can't be written: the disk is full. Nothing was lost here."),
    ),
    (
        ("unable to open",),
        msg("The database file can't be opened. Call the administrator."),
    ),
    (
        ("not a database", "malformed"),
        msg("The database file is damaged. Call the administrator."),
    ),
    (
        ("locked", "busy"),
        msg("The database is busy. Try again in a moment; nothing was lost here."),
    ),
    (
        ("no such table",),
        msg("The database is empty. The administrator must run: traces-tui init"),
    ),
)
"""Words of a database's error → what to tell a person."""


def _database_message(error: BaseException) -> Message:
    """What to tell a person of a database error; details are in the log."""
    from peewee import PeeweeException

    # On a full disk SQLite rolls back by itself, and the second try to do so hides the cause.
    told = ""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, PeeweeException):
            told += f"{cause} ".lower()
        cause = cause.__context__
    for words, message in _TROUBLES:
        if any(word in told for word in words):
            return message
    return msg("The database can't be reached. Try again; nothing was lost here.")
