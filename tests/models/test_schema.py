"""The schema: one migration makes exactly the tables, whoever comes first."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peewee import IntegrityError, SqliteDatabase

from tests.offices import make_office, settings_in
from tests.workflow.races import in_threads
from traces_tui.models import dialect, schema
from traces_tui.models.fields import MomentField, to_microseconds
from traces_tui.models.tables import TABLES, Authority, Journal, Organisation
from traces_tui.office import Office
from traces_tui.places import authorities

_ROOT = Path(__file__).resolve().parents[2]


def structure(file: Path) -> set[tuple[str, str]]:
    """Tables and indexes as SQLite keeps them."""
    with closing(sqlite3.connect(file)) as database:
        rows = database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index')"
            " AND sql IS NOT NULL AND name NOT LIKE 'schema_migration%'"
            " AND name <> 'sqlite_sequence'"
        ).fetchall()
    return {(name, sql.replace("IF NOT EXISTS ", "")) for name, sql in rows}


def test_the_migration_makes_the_tables_of_the_program(office: Office, tmp_path: Path) -> None:
    bare = SqliteDatabase(str(tmp_path / "bare.db"))
    with bare.bind_ctx(TABLES):
        bare.create_tables(TABLES)
    bare.close()
    migrated = structure(Path(office.settings.data_dir) / "traces_tui.db")
    assert migrated == structure(tmp_path / "bare.db")
    assert len([name for name, sql in migrated if sql.startswith("CREATE TABLE")]) == len(TABLES)


def test_preparing_twice_changes_nothing(tmp_path: Path) -> None:
    office = Office(settings_in(tmp_path / "new"))
    assert office.prepare() == ["0001_first_schema"]
    assert office.prepare() == []
    assert Office(settings_in(tmp_path / "new")).prepare() == []


def test_every_authority_is_there(office: Office) -> None:
    with office.connected():
        known = {row.code: row for row in Authority.select()}
    assert set(known) == set(authorities())
    assert known["FR-67"].name == "DDPP du Bas-Rhin"
    assert known["FR-67"].parent == "FR"
    assert known["DE"].name == ""


def test_authorities_are_filled_in_if_that_was_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(settings_in(tmp_path / "new"))

    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(schema, "fill_authorities", killed)
        with pytest.raises(KeyboardInterrupt):
            office.prepare()
    office.prepare()
    with office.connected():
        assert Authority.select().count() == len(authorities())


def test_contact_data_survive_a_refill(office: Office) -> None:
    with office.connected():
        Authority.update(phone="1").where(Authority.code == "FR-67").execute()
        assert schema.fill_authorities(office.database, authorities().values()) == 0
        Authority.delete().where(Authority.code == "FR-68").execute()
        assert schema.fill_authorities(office.database, authorities().values()) == 1
        assert Authority.get_by_id("FR-67").phone == "1"


def test_two_threads_prepare_at_once(tmp_path: Path) -> None:
    offices = [Office(settings_in(tmp_path / "new")) for _ in range(2)]
    office = offices[0]
    assert sorted(map(str, in_threads([office.prepare, office.prepare]))) == [
        "['0001_first_schema']",
        "[]",
    ]


def test_two_processes_prepare_at_once(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from tests.offices import settings_in
from traces_tui.office import Office
office = Office(settings_in(Path(sys.argv[1])))
from traces_tui.models import schema, tables
from traces_tui.places import authorities
authorities()
print("ready", flush=True)
sys.stdin.readline()
print(len(office.prepare()))
"""
    folder = tmp_path / "new"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(folder)],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    printed = sorted(process.communicate("go\n", timeout=60)[0].strip() for process in processes)
    assert [process.returncode for process in processes] == [0, 0]
    assert printed in (["0", "1"], ["1", "1"])
    office = make_office(folder)
    with office.connected():
        assert Authority.select().count() == len(authorities())


class TestDialect:
    @pytest.mark.parametrize(
        ("url", "path"),
        [
            ("sqlite:///file.db", Path("file.db")),
            ("sqlite:////var/lib/file.db", Path("/var/lib/file.db")),
            ("sqlite+pool:///file.db", Path("file.db")),
            ("postgresql:///traces", None),
            ("postgresql://host/traces", None),
        ],
    )
    def test_the_file_of_a_url(self, url: str, path: Path | None) -> None:
        assert dialect.sqlite_path(url) == path

    def test_sqlite_is_durable_and_checks_its_keys(self, tmp_path: Path) -> None:
        office = Office(settings_in(tmp_path / "new"))
        office.prepare()
        with office.connected():
            kept = {
                name: office.database.execute_sql(f"PRAGMA {name}").fetchone()[0]
                for name in (
                    "journal_mode",
                    "synchronous",
                    "foreign_keys",
                    "trusted_schema",
                    "busy_timeout",
                )
            }
        assert kept == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "trusted_schema": 0,
            "busy_timeout": dialect.BUSY_SECONDS * 1000,
        }

    def test_foreign_keys_are_enforced(self, office: Office) -> None:
        with office.connected(), pytest.raises(IntegrityError):
            Organisation.insert(
                name="x",
                folded_name="x",
                folded_place="",
                address="",
                postal_code="",
                commune="",
                country="FR",
                activities="",
                authority="XX",
                created_at=office.clock(),
            ).execute()

    def test_a_writer_takes_the_lock_before_it_reads(self, office: Office) -> None:
        other = sqlite3.connect(Path(office.settings.data_dir) / "traces_tui.db", timeout=0)
        with closing(other), office.writing():
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            assert other.execute("SELECT count(*) FROM account").fetchone() == (0,)

    def test_postgresql_refuses_changes_of_the_journal_too(self) -> None:
        """Without a server only the words can be checked."""
        told = " ".join(dialect._POSTGRES_APPEND_ONLY)
        assert "BEFORE UPDATE OR DELETE ON journal" in told
        assert "BEFORE TRUNCATE ON journal" in told


class TestMoment:
    @given(
        st.datetimes(
            min_value=datetime(1970, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
            max_value=datetime(9000, 1, 1),  # noqa: DTZ001 - as above
            timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))]),
        )
    )
    def test_comes_back_as_it_was(self, moment: datetime) -> None:
        field: MomentField = MomentField()  # type: ignore[assignment]
        stored = field.db_value(moment)
        assert isinstance(stored, int)
        back = field.python_value(stored)
        assert back == moment
        assert back is not None
        assert back.tzinfo is UTC

    def test_a_moment_without_zone_is_an_error(self) -> None:
        with pytest.raises(TypeError):
            to_microseconds(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point

    def test_is_compared_and_sorted_in_the_database(self, office: Office) -> None:
        moments = [office.clock() + timedelta(microseconds=n) for n in (5, -3, 0)]
        with office.connected():
            for moment in moments:
                Journal.insert(at=moment, act="x", result="", source="").execute()
            rows = [row.at for row in Journal.select().order_by(Journal.at)]
            later = Journal.select().where(Journal.at > office.clock()).count()
        assert rows == sorted(moments)
        assert later == 1
