"""The office: one wiring, and a clear sentence for every database that fails."""

from __future__ import annotations

import gc
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.offices import OPERATOR, MovableClock, make_office, registered, settings_in
from tests.workflow.races import in_threads
from traces_tui.clock import utc_now
from traces_tui.i18n import Translator
from traces_tui.models import dialect
from traces_tui.models.tables import Account
from traces_tui.office import Office
from traces_tui.refusal import Unavailable
from traces_tui.settings import Settings
from traces_tui.workflow import sign_in
from traces_tui.workflow.refusals import SignInRefused

_NOBODY = 65_534


def sentence(act: object) -> str:
    """What a person is told when the act fails."""
    assert callable(act)
    with pytest.raises(Unavailable) as caught:
        act()
    return Translator("en").say(caught.value.message)


@contextmanager
def rights(mode: int) -> Iterator[Office]:
    """An office whose file has these rights, and whose person is one for whom they count."""
    with TemporaryDirectory(prefix="traces-tui-rights-") as name:
        office = make_office(Path(name) / "data")
        registered(office)
        dialect.close_idle(office.database)
        (Path(name) / "data" / "traces_tui.db").chmod(mode)
        if os.geteuid() != 0:
            yield office
            return
        for path in (Path(name), *Path(name).rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)
        os.seteuid(_NOBODY)
        try:
            yield office
        finally:
            os.seteuid(0)


class TestDatabase:
    def test_a_damaged_file(self, tmp_path: Path) -> None:
        (tmp_path / "traces_tui.db").write_bytes(b"no database at all, " * 500)
        office = Office(settings_in(tmp_path))
        assert sentence(office.prepare) == ("The database file is damaged. Call the administrator.")
        assert "damaged" in sentence(lambda: sign_in.sign_in(office, OPERATOR, "x"))

    def test_a_page_that_was_overwritten(self, tmp_path: Path) -> None:
        office = make_office(tmp_path / "data")
        registered(office)
        dialect.close_idle(office.database)
        file = tmp_path / "data" / "traces_tui.db"
        content = bytearray(file.read_bytes())
        content[4096:] = b"\xa5" * (len(content) - 4096)
        file.write_bytes(content)
        assert "damaged" in sentence(lambda: sign_in.sign_in(office, OPERATOR, "x"))

    def test_an_empty_file(self, tmp_path: Path) -> None:
        (tmp_path / "traces_tui.db").touch()
        office = Office(settings_in(tmp_path))
        assert "traces-tui init" in sentence(lambda: sign_in.sign_in(office, OPERATOR, "x"))
        office.prepare()
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, "x")

    def test_a_missing_folder_that_was_named(self, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path}/missing/traces.db"
        office = Office(settings_in(tmp_path, database=url))
        told = sentence(office.prepare)
        assert told == f"The folder of the database, {tmp_path}/missing, does not exist."
        assert "can't be opened" in sentence(lambda: sign_in.sign_in(office, OPERATOR, "x"))
        assert not (tmp_path / "missing").exists()

    def test_the_default_folder_is_made_for_its_owner_only(self, tmp_path: Path) -> None:
        office = Office(settings_in(tmp_path / "a" / "b"))
        office.prepare()
        assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700

    def test_a_folder_that_can_not_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        office = Office(settings_in(tmp_path / "file" / "data"))
        assert sentence(office.prepare) == (
            f"The folder {tmp_path}/file/data can't be made: Not a directory."
        )

    def test_a_file_that_may_not_be_written(self) -> None:
        with rights(0o400) as office:
            told = sentence(lambda: sign_in.sign_in(office, OPERATOR, "x"))
        assert told == (
            "The database can't be written: the disk is read-only. Nothing was lost here."
        )

    def test_a_file_that_may_not_be_read(self) -> None:
        with rights(0) as office:
            assert "can't be opened" in sentence(lambda: sign_in.sign_in(office, OPERATOR, "x"))

    def test_a_newer_schema(self, tmp_path: Path) -> None:
        make_office(tmp_path)
        with closing(sqlite3.connect(tmp_path / "traces_tui.db")) as database, database:
            database.execute(
                "INSERT INTO schema_migration (name, applied) VALUES ('0099_later', '2030-01-01')"
            )
        assert "newer version" in sentence(Office(settings_in(tmp_path)).prepare)

    def test_one_that_is_busy(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(dialect._SQLITE_PRAGMAS, "busy_timeout", 1)
        office = make_office(tmp_path)
        with closing(sqlite3.connect(tmp_path / "traces_tui.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            told = sentence(lambda: sign_in.sign_in(office, OPERATOR, "x"))
            assert told.startswith("The database is busy.")
            other.execute("ROLLBACK")
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, "x")

    def test_a_full_disk(self, tmp_path: Path) -> None:
        office = make_office(tmp_path)
        with office.connected():
            pages = office.database.execute_sql("PRAGMA page_count").fetchone()[0]
            office.database.execute_sql(f"PRAGMA max_page_count = {pages}")
            told = sentence(lambda: [registered(office, f"p{n}@ferme.fr") for n in range(500)])
        assert "disk is full" in told

    def test_details_are_logged_and_not_shown(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        (tmp_path / "traces_tui.db").touch()
        told = sentence(lambda: sign_in.sign_in(Office(settings_in(tmp_path)), OPERATOR, "x"))
        assert "budget" not in told
        assert "no such table: budget" in caplog.text


class TestConnection:
    def test_is_kept_for_the_next_act(self, tmp_path: Path) -> None:
        office = make_office(tmp_path)
        with office.connected():
            first = office.database.connection()
        assert office.database.is_closed()
        with office.connected():
            assert office.database.connection() is first

    def test_within_another_is_the_same(self, tmp_path: Path) -> None:
        office = make_office(tmp_path)
        with office.connected():
            with office.connected():
                pass
            assert not office.database.is_closed()

    def test_is_closed_with_the_office(self, tmp_path: Path) -> None:
        office = make_office(tmp_path)
        with office.connected():
            connection = office.database.connection()
        del office
        gc.collect()
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")

    def test_a_failed_act_leaves_nothing_open(self, tmp_path: Path) -> None:
        office = make_office(tmp_path)
        with pytest.raises(ZeroDivisionError):
            self.fail(office)
        assert office.database.is_closed()
        assert not office.database.in_transaction()
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, "x")

    def fail(self, office: Office) -> None:
        with office.writing():
            Account.update(email="x").execute()
            raise ZeroDivisionError

    def test_two_offices_take_turns(self, tmp_path: Path) -> None:
        one, two = make_office(tmp_path / "one"), make_office(tmp_path / "two")
        registered(one)
        for office, there in ((one, 1), (two, 0), (one, 1)):
            with office.connected():
                assert Account.select().count() == there

    def test_threads_share_one_database_and_one_hasher(self, tmp_path: Path) -> None:
        make_office(tmp_path)
        office = Office(settings_in(tmp_path))
        made = in_threads([lambda: (id(office.database), id(office.hasher))] * 8)
        assert len(set(made)) == 1


def test_costs_nothing_before_it_is_asked(tmp_path: Path) -> None:
    Office(settings_in(tmp_path / "never"))
    assert not (tmp_path / "never").exists()


@pytest.mark.parametrize(
    ("source", "kept"),
    [("tty1", "tty1"), ("a\x1b[2Jb", "a\ufffd[2Jb"), ("x" * 200, "x" * 80)],
    ids=["plain", "control", "long"],
)
def test_the_source_is_safe_to_keep(source: str, kept: str) -> None:
    assert Office(Settings(), source=source).source == kept


def test_the_clock_is_the_real_one_unless_told() -> None:
    assert Office(Settings()).clock is utc_now
    assert utc_now().tzinfo is UTC
    clock = MovableClock()
    assert Office(Settings(), clock=clock).clock() == clock.now
