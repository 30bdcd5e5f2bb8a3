"""Statements that are put together once."""

from __future__ import annotations

import pytest
from peewee import IntegrityError, PostgresqlDatabase, SqliteDatabase

from tests.offices import OPERATOR, MovableClock, registered
from traces_tui.models import statements
from traces_tui.models.statements import Statement, insert
from traces_tui.models.tables import TABLES, Account, Budget, Journal, Request
from traces_tui.office import Office


class Recorder(PostgresqlDatabase):
    """A PostgreSQL database that only writes down what it is asked."""

    def __init__(self) -> None:
        super().__init__("nowhere")
        self.asked: list[tuple[str, list[object]]] = []

    def execute_sql(self, sql: str, params: list[object]) -> Recorder:  # type: ignore[override]
        self.asked.append((sql, params))
        return self

    rowcount = 3

    def fetchone(self) -> tuple[int]:
        return (7,)


class TestInsert:
    def test_fills_in_defaults_and_gives_the_id(self, office: Office, clock: MovableClock) -> None:
        with office.connected():
            first = insert(Journal, at=clock.now, act="a", result="", source="x")
            second = insert(Journal, at=clock.now, act="b", result="", source="x")
            row = Journal.get_by_id(second)
        assert second == first + 1
        assert (row.at, row.act, row.actor, row.detail) == (clock.now, "b", "", "")

    def test_of_other_columns_is_another_statement(self, office: Office) -> None:
        with office.connected():
            one = insert(Journal, at=office.clock(), act="a", result="", source="")
            two = insert(Journal, at=office.clock(), act="a", result="", source="", detail="d")
            assert [Journal.get_by_id(one).detail, Journal.get_by_id(two).detail] == ["", "d"]

    def test_the_database_checks_it(self, office: Office) -> None:
        receipt = registered(office)
        with office.connected(), pytest.raises(IntegrityError):
            insert(
                Request, number=receipt.progress.number, account=1, organisation=1, authority="X"
            )


class TestRun:
    COUNT = Statement(
        lambda key, until, most: Budget.update(used=Budget.used + 1, window_ends_at=until).where(
            (Budget.key == key) & (Budget.used < most)
        )
    )

    def test_fills_the_gaps(self, office: Office, clock: MovableClock) -> None:
        with office.connected():
            for key in ("a", "b"):
                Budget.insert(key=key, used=0, window_ends_at=clock.now).execute()
            later = clock.move(minutes=1)
            changed = [self.COUNT.run(key="a", until=later, most=2) for _ in range(3)]
            rows = {row.key: (row.used, row.window_ends_at) for row in Budget.select()}
        assert changed == [1, 1, 0]
        assert rows["a"] == (2, later)
        assert rows["b"][0] == 0

    @pytest.mark.parametrize("key", ["'; DROP TABLE budget; --", "?", "%s", "{key}"])
    def test_values_are_no_sql(self, office: Office, clock: MovableClock, key: str) -> None:
        with office.connected():
            Budget.insert(key=key, used=0, window_ends_at=clock.now).execute()
            assert self.COUNT.run(key=key, until=clock.now, most=9) == 1

    def test_a_forgotten_value_is_an_error(self, office: Office) -> None:
        with office.connected(), pytest.raises(KeyError):
            self.COUNT.run(key="a", most=2)

    def test_is_put_together_once(self, office: Office) -> None:
        built: list[object] = []

        def build(key: object) -> object:
            built.append(key)
            return Budget.delete().where(Budget.key == key)

        statement = Statement(build)
        with office.connected():
            for key in "abc":
                statement.run(key=key)
        assert len(built) == 1


class TestRead:
    FIND = Statement(
        lambda email: (
            Request.select(Request, Account)
            .join(Account, on=(Request.account == Account.id))
            .where(Account.email == email)
        )
    )

    def test_gives_the_objects_that_peewee_would(self, office: Office) -> None:
        registered(office)
        with office.connected():
            found = self.FIND.read(Request, Account, email=OPERATOR)
            assert found is not None
            request, account = found
            assert request.__data__ == Request.get().__data__
            assert account.__data__ == Account.get().__data__
            assert request.organisation.name == "SARL Ferme du Ried"

    def test_nothing_is_none(self, office: Office) -> None:
        with office.connected():
            assert self.FIND.read(Request, Account, email=OPERATOR) is None
            assert self.FIND.row(email=OPERATOR) is None
            assert self.FIND.rows(email=OPERATOR) == []

    def test_rows_are_all_that_are_found(self, office: Office) -> None:
        every = Statement(
            lambda status: Account.select(Account.email).where(Account.status == status)
        )
        registered(office, "a@x.example.fr")
        registered(office, "b@x.example.fr")
        with office.connected():
            assert sorted(every.rows(status="new")) == [("a@x.example.fr",), ("b@x.example.fr",)]


class TestPostgresql:
    def test_the_same_statements_in_its_own_words(self, clock: MovableClock) -> None:
        database = Recorder()
        with database.bind_ctx(TABLES):
            assert insert(Journal, at=clock.now, act="a", result="", source="") == 7
            assert TestRun.COUNT.run(key="a", until=clock.now, most=2) == 3
        (first, values), (second, _) = database.asked
        assert first.startswith('INSERT INTO "journal"')
        assert first.endswith('RETURNING "journal"."id"')
        assert values[0] == int(clock.now.timestamp()) * 1_000_000
        assert "%s" in first
        assert "?" not in first + second

    def test_each_database_has_its_own(self, office: Office, clock: MovableClock) -> None:
        with Recorder().bind_ctx(TABLES):
            insert(Journal, at=clock.now, act="a", result="", source="")
        with office.connected():
            insert(Journal, at=clock.now, act="a", result="", source="")
            assert Journal.select().count() == 1
        kept = statements._inserts[(Journal, ("at", "act", "result", "source"))]._written
        assert len(kept) == 2
        assert all(issubclass(kind, (SqliteDatabase, Recorder)) for kind in kept)
