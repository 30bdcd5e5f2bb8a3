"""doctor: one line for each thing, with what to do, and a status."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.console import Console
from tests.mail.post import PostOffice, Serve, queue
from tests.offices import confirmed
from traces_tui.commands.checks import Finding, Level, examine
from traces_tui.commands.invocation import Invocation
from traces_tui.models.dialect import connect
from traces_tui.models.tables import Outbox


@pytest.fixture
def good(console: Console) -> Console:
    """An office in which everything is in order."""
    console.run("authority", "set", "FR-67", "--phone", "03 53 01 67 00")
    console.run("agent", "add", "a@ddpp67.example", "--authority", "FR-67")
    return console


def findings(console: Console) -> list[Finding]:
    """What the doctor finds."""
    return list(examine(Invocation(console.environ)))


def lines(console: Console, level: str) -> list[str]:
    """Lines of a level as printed, without the advice."""
    printed = console.run("doctor").out
    return [line.split(None, 1)[1] for line in printed.splitlines() if line.startswith(level)]


class TestReport:
    def test_a_good_office_is_all_right(self, good: Console) -> None:
        printed = good.run("doctor")
        assert (printed.status, printed.err) == (0, "")
        assert all(line.startswith("ok ") for line in printed.out.splitlines())
        for subject in ("Settings", "Languages", "Terminal", "Data folder", "Database"):
            assert f"  {subject}: " in printed.out
        for subject in ("Authorities", "Agents", "Outbox", "Clock", "Mail"):
            assert f"  {subject}: " in printed.out

    def test_a_warning_says_what_to_do_and_leaves_the_status(self, console: Console) -> None:
        console.run("init")
        printed = console.run("doctor")
        assert printed.status == 0
        assert "warning  Agents: none, nobody can validate a request.\n" in printed.out
        assert "→ traces-tui agent add EMAIL --authority FR-…\n" in printed.out

    def test_an_error_is_the_status(self, good: Console) -> None:
        good.environ |= {"TRACES_TUI_SMTP_MAILDIR": "", "TRACES_TUI_SMTP_PORT": "1"}
        printed = good.run("doctor")
        assert printed.status == 1
        assert "error    Mail server: localhost:1 can't be used: Connection refused." in printed.out

    def test_it_writes_nothing(self, console: Console) -> None:
        console.run("doctor")
        assert not console.folder.exists()


class TestSettings:
    def test_an_error_in_them_is_the_only_line(self, console: Console) -> None:
        console.environ["TRACES_TUI_SMTP_PORT"] = "many"
        printed = console.run("--language", "en", "doctor")
        assert (printed.status, printed.err) == (1, "")
        assert printed.out.splitlines()[0].startswith("error    Variable TRACES_TUI_SMTP_PORT")
        assert len(printed.out.splitlines()) == 2

    def test_a_password_that_others_may_read_is_a_warning(
        self, good: Console, tmp_path: Path
    ) -> None:
        file = tmp_path / "config.toml"
        file.write_text('database = "postgresql://traces:geheim@127.0.0.1:1/traces"\n', "utf-8")
        good.environ["TRACES_TUI_CONFIG"] = str(file)
        file.chmod(0o644)
        assert any("others may read it" in line for line in lines(good, "warning"))
        file.chmod(0o640)
        assert not any("others may read it" in line for line in lines(good, "warning"))

    def test_a_language_without_catalogue_is_a_warning(self, good: Console) -> None:
        good.environ["TRACES_TUI_LANGUAGE"] = "ko"
        assert lines(good, "warning") == [
            "Languages: “ko” is not translated yet; English is shown."
        ]

    def test_a_missing_catalogue_is_an_error(
        self, good: Console, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr("traces_tui.paths.locales_dir", lambda: tmp_path)
        assert "Languages: the catalogue of fr is missing." in lines(good, "error")


class TestData:
    def test_a_folder_open_to_others_is_a_warning(self, good: Console) -> None:
        good.folder.chmod(0o755)
        assert lines(good, "warning") == [f"Data folder: others may look into {good.folder}."]

    @pytest.mark.parametrize("what", ["Data folder", "Database"])
    def test_what_can_not_be_written_is_an_error(
        self, good: Console, monkeypatch: pytest.MonkeyPatch, what: str
    ) -> None:
        locked = good.folder if what == "Data folder" else good.folder / "traces_tui.db"

        def access(path: str | Path, mode: int) -> bool:
            return Path(path) != locked and os.path.exists(path)

        monkeypatch.setattr("os.access", access)
        assert lines(good, "error") == [f"{what}: {locked} can't be written by this user."]

    def test_a_damaged_database_is_an_error(self, good: Console) -> None:
        (good.folder / "traces_tui.db").write_bytes(b"no database at all, this" * 100)
        assert lines(good, "error") == [
            "Database: The database file is damaged. Call the administrator."
        ]

    def test_an_old_schema_is_an_error(self, good: Console) -> None:
        history(good, "DELETE FROM schema_migration")
        (line,) = lines(good, "error")
        assert line.startswith("Database: ")
        assert "missing" in line

    def test_a_newer_schema_is_an_error(self, good: Console) -> None:
        history(good, "INSERT INTO schema_migration (name, applied) VALUES ('9999_x', '2030')")
        assert lines(good, "error") == ["Database: made by a newer version of this program."]


def history(console: Console, statement: str) -> None:
    """Change what the database knows of its migrations."""
    database = connect(f"sqlite:///{console.folder / 'traces_tui.db'}")
    with database.connection_context():
        database.execute_sql(statement)


class TestOffice:
    def test_an_area_in_which_requests_wait_for_nobody(self, good: Console) -> None:
        for number in (1, 2):
            confirmed(
                good.office(), f"someone{number}@a.example", postal_code="35000", commune="35238"
            )
        found = lines(good, "warning")
        assert "Agents: DDPP d'Ille-et-Vilaine has none, and 2 requests wait there." in found
        assert "Authorities: applicants can't reach DDPP d'Ille-et-Vilaine." in found

    def test_an_agent_of_the_nation_is_enough(self, good: Console) -> None:
        confirmed(good.office(), postal_code="35000", commune="35238")
        good.run("agent", "add", "n@nation.example", "--authority", "FR")
        assert not any("has none" in line for line in lines(good, "warning"))

    def test_mails_that_wait_for_long(self, good: Console) -> None:
        office = good.office()
        row = queue(office)
        assert any(line.startswith("Outbox: 1 waiting") for line in lines(good, "ok"))
        then = office.clock() - timedelta(hours=2)
        with office.writing():
            Outbox.update(created_at=then, due_at=then).where(Outbox.id == row).execute()
        (line,) = lines(good, "warning")
        assert line.startswith("Outbox: 1 mail waits, since ")

    def test_mails_that_were_given_up(self, good: Console) -> None:
        office = good.office()
        row = queue(office)
        with office.writing():
            Outbox.update(state="failed").where(Outbox.id == row).execute()
        assert lines(good, "warning") == ["Outbox: 1 mail was given up."]

    def test_a_clock_behind_the_journal(
        self, good: Console, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def ahead(_office: object) -> datetime:
            return good.office().clock() + timedelta(days=1)

        monkeypatch.setattr("traces_tui.commands.inspection.last_written", ahead)
        (line,) = lines(good, "error")
        assert line.startswith("Clock: it shows ")


class TestMailServer:
    def test_one_that_answers(self, good: Console, serve: Serve) -> None:
        post = PostOffice()
        good.environ |= {
            "TRACES_TUI_SMTP_MAILDIR": "",
            "TRACES_TUI_SMTP_HOST": "127.0.0.1",
            "TRACES_TUI_SMTP_PORT": str(serve(post).port),
            "TRACES_TUI_SMTP_SENDER": "noreply@traces.example",
            "TRACES_TUI_SMTP_CONTACT": "help@traces.example",
        }
        assert any("answers" in line for line in lines(good, "ok"))
        assert (post.conversations, post.taken) == (1, [])
        assert lines(good, "warning") == []
        good.environ["TRACES_TUI_SMTP_CONTACT"] = "help@example.invalid"
        assert lines(good, "warning") == [
            "Mail: sender or contact is a placeholder; servers refuse it."
        ]

    def test_a_mail_folder_that_can_not_be_written(self, good: Console, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        good.environ["TRACES_TUI_SMTP_MAILDIR"] = str(tmp_path / "file" / "mail")
        assert [one.level for one in findings(good) if "folder" in one.what.text] == [
            Level.OK,
            Level.ERROR,
        ]


class TestPrinter:
    @pytest.mark.parametrize(
        ("command", "level", "line"),
        [
            ("", "ok", "Printer: none, receipts are shown on the screen."),
            ("cat -u", "ok", "Printer: cat -u"),
            (
                "no-such-printer -d counter",
                "error",
                "Printer: the command no-such-printer is not on this host.",
            ),
        ],
    )
    def test_its_command_is_looked_for(
        self, good: Console, command: str, level: str, line: str
    ) -> None:
        good.environ["TRACES_TUI_RECEIPT_PRINT_COMMAND"] = command
        assert line in lines(good, level)
        assert good.run("doctor").status == (level == "error")
