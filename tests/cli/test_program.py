"""The program as a whole: help, version, and every error in one sentence."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

import traces_tui
from tests.cli.console import ROOT, Console
from traces_tui.commands import administration, log
from traces_tui.commands.invocation import source

COMMANDS = ["demo", "init", "agent", "authority", "mail", "confirm", "doctor", "ssh"]
GROUPS = {"agent": ["add"], "authority": ["set", "list"], "mail": ["work", "list", "retry"]}


def one_sentence(text: str) -> bool:
    """Whether something was said in one line that is no traceback."""
    return text.count("\n") == 1 and "Traceback" not in text


class TestHelp:
    def test_names_every_command_in_the_language_that_is_asked_for(self, console: Console) -> None:
        english = console.run("--help")
        french = console.run("--language", "fr", "--help")
        assert english.status == french.status == 0
        for command in COMMANDS:
            assert f"\n  {command} " in english.out
            assert f"\n  {command} " in french.out
        assert "Show the version and leave." in english.out
        assert "Show the version and leave." not in french.out

    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_has_one(self, console: Console, command: str) -> None:
        printed = console.run(command, "--help")
        assert printed.status == 0
        assert printed.out.startswith(f"Usage: traces-tui {command}")
        for inner in GROUPS.get(command, []):
            assert console.run(command, inner, "--help").out.startswith(
                f"Usage: traces-tui {command} {inner}"
            )

    @pytest.mark.parametrize("group", GROUPS)
    def test_a_group_without_a_command_shows_it_as_an_error(
        self, console: Console, group: str
    ) -> None:
        printed = console.run(group)
        assert (printed.status, printed.out) == (2, "")
        assert printed.err.startswith(f"Usage: traces-tui {group}")

    def test_works_when_the_settings_do_not(self, console: Console) -> None:
        console.environ["TRACES_TUI_LANGUAGE"] = "12"
        assert console.run("--help").status == 0


def test_version(console: Console) -> None:
    assert console.run("--version").out == f"traces-tui {traces_tui.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bogus"], "There is no command “bogus”. Help: traces-tui --help"),
        (["mail", "bogus"], "There is no command “bogus”. Help: traces-tui mail --help"),
        (["--bogus"], "There is no option --bogus. Help: traces-tui --help"),
        (["--language"], "The option --language takes one value. Help: traces-tui --help"),
        (["--language", "xx"], "There is no language “xx”. Help: traces-tui --help"),
        (["agent", "add"], "EMAIL is missing. Help: traces-tui agent add --help"),
        (["agent", "add", "a"], "--authority is missing. Help: traces-tui agent add --help"),
        (["init", "now"], "“now” is one word too many. Help: traces-tui init --help"),
        (["init", "\x1b[2J"], "“\ufffd[2J” is one word too many. Help: traces-tui init --help"),
    ],
)
def test_a_command_line_that_is_wrong(console: Console, arguments: list[str], said: str) -> None:
    printed = console.run(*arguments)
    assert (printed.status, printed.out, printed.err) == (2, "", f"{said}\n")
    assert not console.folder.exists()


def test_a_wrong_theme_names_the_right_ones(console: Console) -> None:
    printed = console.run("--theme", "rosa")
    assert printed.status == 2
    assert "auto, nuit, jour, contraste, ansi" in printed.err


class TestSettings:
    def test_an_error_is_said_with_its_place(self, console: Console, tmp_path: Path) -> None:
        file = tmp_path / "config.toml"
        file.write_text("language = 'fr'\nsmtp.prot = 25\n", "utf-8")
        printed = console.run("--config", str(file), "mail", "list")
        assert printed.status == 1
        assert one_sentence(printed.err)
        assert f"{file}, line 2" in printed.err
        assert "smtp.port" in printed.err

    def test_an_unknown_language_is_an_error(self, console: Console) -> None:
        console.environ["TRACES_TUI_LANGUAGE"] = "xx"
        printed = console.run("--language", "en", "init")
        assert printed.status == 1
        assert one_sentence(printed.err)
        assert "TRACES_TUI_LANGUAGE" in printed.err

    def test_the_option_names_the_file(self, console: Console, tmp_path: Path) -> None:
        file = tmp_path / "config.toml"
        file.write_text(f'database = "sqlite:///{tmp_path}/elsewhere.db"\n', "utf-8")
        assert console.run("--config", str(file), "init").status == 0
        assert (tmp_path / "elsewhere.db").exists()


class TestFailures:
    def test_a_refusal_is_said_in_the_language_of_the_office(self, console: Console) -> None:
        console.environ["TRACES_TUI_LANGUAGE"] = "fr"
        printed = console.run("authority", "set", "ZZ-1", "--phone", "03 53 01 00 00")
        assert (printed.status, printed.err) == (1, "L'autorité ZZ-1 n'existe pas.\n")

    def test_a_broken_database_is_one_sentence(self, console: Console) -> None:
        console.folder.mkdir()
        (console.folder / "traces_tui.db").write_bytes(b"no database at all, this" * 100)
        printed = console.run("mail", "list")
        assert printed.status == 1
        assert printed.err == "The database file is damaged. Call the administrator.\n"

    def test_a_folder_that_is_missing_is_one_sentence(self, console: Console) -> None:
        console.environ["TRACES_TUI_DATABASE"] = "sqlite:////nowhere/at/all.db"
        printed = console.run("init")
        assert printed.status == 1
        assert printed.err == "The folder of the database, /nowhere/at, does not exist.\n"

    def test_the_unforeseen_gets_a_number_and_no_traceback(
        self, console: Console, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_invocation: object) -> str:
            raise ZeroDivisionError("the secret Cigogne-67")

        monkeypatch.setattr(administration, "_database_name", fail)
        printed = console.run("init")
        assert printed.status == 1
        assert one_sentence(printed.err)
        number = printed.err.partition("incident ")[2][:8]
        logged = (console.folder / log.FILE).read_text("utf-8")
        assert f"incident {number}: ZeroDivisionError at " in logged
        assert "administration.py" in logged
        assert "Cigogne" not in logged + printed.err

    def test_interruption_says_nothing(
        self, console: Console, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(_invocation: object) -> str:
            raise KeyboardInterrupt

        monkeypatch.setattr(administration, "_database_name", interrupt)
        printed = console.run("init")
        assert (printed.status, printed.err.strip()) == (130, "")

    def test_a_log_that_can_not_be_written_disturbs_nobody(
        self, console: Console, capsys: pytest.CaptureFixture[str]
    ) -> None:
        log.start(console.folder / "missing" / "deeper")
        logging.getLogger("traces_tui").error("nobody reads this")
        log.stop()
        assert capsys.readouterr() == ("", "")

    def test_nothing_of_the_log_is_left_installed(self, console: Console) -> None:
        before = list(logging.getLogger().handlers)
        console.run("init")
        assert logging.getLogger().handlers == before

    def test_a_pipe_that_closes_is_no_traceback(self, console: Console) -> None:
        console.run("init")
        process = console.start("authority", "list")
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
        process.stderr.close()
        process.wait(20)


class TestSource:
    @pytest.mark.parametrize(
        ("connection", "expected"),
        [
            ("192.0.2.7 50111 192.0.2.1 22", "ssh:192.0.2.7"),
            ("::ffff:192.0.2.7 50111 ::1 22", "ssh:192.0.2.7"),
            ("2001:DB8::7 50111 2001:db8::1 22", "ssh:2001:db8::7"),
            ("fe80::1%eth0 50111 fe80::2 22", "ssh:fe80::1"),
        ],
    )
    def test_an_ssh_client_is_known_by_its_address(self, connection: str, expected: str) -> None:
        assert source({"SSH_CONNECTION": connection}) == expected

    @pytest.mark.parametrize("connection", ["", " ", "\x1b[2J 1 2 3", "tty1"])
    def test_what_is_no_address_is_not_believed(
        self, connection: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("os.ttyname", lambda _descriptor: "/dev/tty1")
        assert source({"SSH_CONNECTION": connection}) == "tty1"

    def test_without_terminal_it_is_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "__stdin__", None)
        assert source({}) == "local"


def test_the_way_to_the_kiosk_loads_nothing_heavy() -> None:
    """Database, hashing, mail and Textual come after the first frame, or with it."""
    code = (
        "import sys; import traces_tui.cli, traces_tui.commands.desk;"
        "from traces_tui.commands.invocation import Invocation;"
        "Invocation({'TRACES_TUI_CONFIG': '/dev/null'}).office;"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = {"textual", "rich", "peewee", "passlib", "jinja2", "babel", "phonenumbers", "smtplib"}
    assert not set(done.stdout.split()) & heavy
