"""How the screen is started: with a terminal only, and in a new process for each person."""

from __future__ import annotations

import re
import shlex
import signal
import sys
from pathlib import Path

import pexpect
import pytest

from tests.cli.console import ROOT, Console


def window(
    console: Console, *arguments: str, endings: str = "0", line: str = "", **environ: str
) -> pexpect.spawn[str]:
    """Start the program with the fake screen, or a line of shell, in a terminal."""
    command = [sys.executable, "-m", "tests.cli.fake_desk", endings, *arguments]
    if line:
        command = ["/bin/sh", "-c", line]
    child = pexpect.spawn(
        command[0],
        command[1:],
        env={"PATH": "/usr/bin:/bin", "HOME": str(console.folder), **console.environ, **environ},
        cwd=str(ROOT),
        encoding="utf-8",
        timeout=20,
    )
    child.delaybeforesend = None
    return child


def told(child: pexpect.spawn[str]) -> tuple[str, int | None]:
    """Everything that was printed until the end, and the status."""
    child.expect(pexpect.EOF)
    text = child.before or ""
    child.close()
    return text, child.exitstatus


class TestRefusals:
    @pytest.mark.parametrize("command", [[], ["--once"], ["demo"], ["ssh"]], ids=str)
    def test_without_a_terminal_it_is_one_line(self, console: Console, command: list[str]) -> None:
        process = console.start(*command)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out) == (1, "")
        assert err == "This needs a terminal. Over SSH, ask for one: ssh -t\n"
        assert not console.folder.exists()

    @pytest.mark.parametrize("stream", ["0<", "1>", "2>"])
    def test_one_stream_that_is_no_terminal_is_enough(
        self, console: Console, tmp_path: Path, stream: str
    ) -> None:
        (tmp_path / "file").write_text("")
        fake = f"{shlex.quote(sys.executable)} -m tests.cli.fake_desk 0"
        child = window(console, line=f"{fake} {stream}{shlex.quote(str(tmp_path / 'file'))}")
        text, status = told(child)
        assert status == 1
        assert text + (tmp_path / "file").read_text() in {
            "This needs a terminal. Over SSH, ask for one: ssh -t\n",
            "This needs a terminal. Over SSH, ask for one: ssh -t\r\n",
        }

    @pytest.mark.parametrize("term", ["dumb", "", "unknown"])
    @pytest.mark.parametrize("command", [[], ["demo"]], ids=str)
    def test_a_terminal_without_cursor_is_asked_line_by_line(
        self, console: Console, command: list[str], term: str
    ) -> None:
        child = window(console, *command, TERM=term)
        child.expect_exact(f"This terminal (TERM={term}) can't show a screen: the desk asks line")
        child.sendline("0")
        assert told(child)[1] == 0


class TestKiosk:
    def test_is_opened_with_what_the_options_say(self, console: Console) -> None:
        text, status = told(
            window(console, "--language", "ko", "--theme", "jour", TEXTUAL_DRIVER="evil:Driver")
        )
        assert status == 0
        assert "language ko theme jour demo False source pts/" in text
        assert "textual False driver None" in text

    def test_knows_the_ssh_client(self, console: Console) -> None:
        text, _ = told(window(console, SSH_CONNECTION="192.0.2.7 50111 192.0.2.1 22"))
        assert "source ssh:192.0.2.7 " in text

    def test_ssh_without_a_command_is_the_kiosk(self, console: Console) -> None:
        text, status = told(window(console, "ssh"))
        assert status == 0
        assert text.count("pid ") == 1

    def test_the_next_person_gets_a_new_process(self, console: Console) -> None:
        text, status = told(window(console, "--theme", "nuit", endings="75,75,3"))
        assert status == 3
        # exec keeps the number of the process: what is new is all that was in it.
        assert len(set(re.findall(r"pid (\d+)", text))) == 1
        assert text.count("theme nuit") == 3

    def test_once_is_for_one_person(self, console: Console) -> None:
        text, status = told(window(console, "--once", endings="75,3"))
        assert (text.count("pid "), status) == (1, 0)

    def test_ends_with_the_status_of_the_screen(self, console: Console) -> None:
        assert told(window(console, endings="1"))[1] == 1


class TestDemo:
    def folder(self, child: pexpect.spawn[str]) -> Path:
        """Where the demonstration keeps its things."""
        child.expect(r"folder (\S+)\r\n")
        assert isinstance(child.match, re.Match)
        return Path(child.match[1])

    def test_keeps_its_office_from_screen_to_screen_and_nothing_afterwards(
        self, console: Console
    ) -> None:
        child = window(console, "demo", "--language", "en", endings="75,wait0")
        folder = self.folder(child)
        assert self.folder(child) == folder
        assert folder.is_dir()
        child.sendline()
        assert told(child)[1] == 0
        assert not folder.exists()
        assert not console.folder.exists()

    @pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
    def test_is_gone_when_the_process_is_told_to_end(
        self, console: Console, ending: signal.Signals
    ) -> None:
        child = window(console, "demo", endings="wait0")
        folder = self.folder(child)
        assert folder.is_dir()
        child.kill(ending)
        assert told(child)[1] == 128 + ending
        assert not folder.exists()
