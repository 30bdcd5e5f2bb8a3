"""The whole notice, lived line by line at a terminal that can show no screen."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pexpect
import pytest
from pexpect.popen_spawn import PopenSpawn

from traces_tui.lines import cells
from traces_tui.mail.mailbox_reader import messages

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
OPERATOR = "marie.dupont@ferme-ried.fr"
AGENT = "b.keller@ddpp67.example"
PASSWORD = "Cigogne-67-Ried"
NEW_PASSWORD = "Heron-cendre-68"
AGENT_PASSWORD = "Zut-alors-42!"
ANSWER = "Là-bas, École"
MOVES = re.compile(r"\x1b|[\u2500-\u259f]|\x07")
"""Cursor, colours, boxes, the bell."""


class Heard:
    """Somebody at the plain desk.

    Attributes:
        shown: Everything that was ever shown.
    """

    _child: Any

    def __init__(self) -> None:
        self.shown = ""

    def answer(self, question: str, line: str) -> None:
        """Wait for a question and answer it."""
        self.wait(question)
        self._child.sendline(line)

    def wait(self, words: str) -> None:
        """Wait until something is shown, on however many lines."""
        self._child.expect(r"\s+".join(map(re.escape, words.split(" "))))
        self.shown += self._text(self._child.before) + self._text(self._child.after)

    def end(self) -> int | None:
        """Wait for the end.

        Returns:
            The exit status.
        """
        raise NotImplementedError

    @staticmethod
    def _text(shown: object) -> str:
        return shown if isinstance(shown, str) else ""


class Pipe(Heard):
    """Two pipes with the plain desk between them."""

    def __init__(self, environ: dict[str, str], *arguments: str) -> None:
        super().__init__()
        self._child = PopenSpawn(
            [sys.executable, "-m", "traces_tui", *arguments],
            env=environ,
            cwd=str(ROOT),
            encoding="utf-8",
            timeout=30,
        )
        self._child.delaybeforesend = None

    def end(self) -> int | None:
        """Wait for the end.

        Returns:
            The exit status.
        """
        self._child.expect(pexpect.EOF)
        self.shown += self._text(self._child.before)
        status: int = self._child.wait()
        self._child.proc.stdin.close()
        self._child.proc.stdout.close()
        return status


class Window(Heard):
    """A terminal with the plain desk in it."""

    def __init__(self, environ: dict[str, str], *arguments: str, columns: int = 60) -> None:
        super().__init__()
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "traces_tui", *arguments],
            env=environ,
            cwd=str(ROOT),
            encoding="utf-8",
            timeout=30,
            dimensions=(24, columns),
        )
        self._child.delaybeforesend = None

    def key(self, name: str) -> None:
        """Press a control key."""
        self._child.sendcontrol(name)

    def signal(self, number: int) -> None:
        """Send a signal."""
        self._child.kill(number)

    def vanish(self) -> int:
        """The window is closed without a word.

        Returns:
            The exit status.
        """
        process = self._child.ptyproc
        process.fileobj.close()
        ended = until(lambda: os.waitpid(process.pid, os.WNOHANG)[1] or None)
        process.closed = self._child.closed = True
        return os.waitstatus_to_exitcode(ended)

    def echoes(self) -> bool:
        """Whether the terminal shows what is typed."""
        return bool(termios.tcgetattr(self._child.child_fd)[3] & termios.ECHO)

    def end(self) -> int | None:
        """Wait for the end.

        Returns:
            The exit status.
        """
        self._child.expect(pexpect.EOF)
        self.shown += self._text(self._child.before)
        self._child.close()
        status: int | None = self._child.exitstatus
        return status


class Place:
    """A host with an agent, whose mails lie in a folder."""

    def __init__(self, folder: Path) -> None:
        self.mail = folder / "mail"
        self.environ = {
            "HOME": str(folder),
            "PATH": "/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "TERM": "dumb",
            "TZ": "Europe/Paris",
            "TRACES_TUI_CONFIG": os.devnull,
            "TRACES_TUI_DATA_DIR": str(folder / "data"),
            "TRACES_TUI_LANGUAGE": "en",
            "TRACES_TUI_SMTP_MAILDIR": str(self.mail),
            "TRACES_TUI_PASSWORD_ARGON2_MEMORY_KIB": "8",
            "TRACES_TUI_PASSWORD_ARGON2_TIME": "1",
            "TRACES_TUI_REGISTRATION_UNDO_SECONDS": "1",
        }

    def run(self, *arguments: str, typed: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command without a terminal."""
        return subprocess.run(
            [sys.executable, "-m", "traces_tui", *arguments],
            env=self.environ,
            cwd=ROOT,
            input=typed or "",
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def open(self, *arguments: str, columns: int = 60, **environ: str) -> Window:
        """Open a terminal."""
        return Window(self.environ | environ, *arguments, columns=columns)

    def code(self, to: str, kind: str) -> str:
        """The code of the newest mail to somebody, as soon as there is one."""
        return until(
            lambda: next(
                (
                    mail.code
                    for mail in messages(self.mail)
                    if (mail.to, mail.code_kind) == (to, kind) and mail.code
                ),
                None,
            )
        )


def until(found: Callable[[], T | None]) -> T:
    """Ask until there is an answer."""
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        if (answer := found()) is not None:
            return answer
        select.select([], [], [], 0.02)
    raise AssertionError("it never came")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A host with the agent Beate Keller."""
    place = Place(tmp_path)
    done = place.run(
        "agent", "add", AGENT, "--authority", "FR-67", "--first-name", "Beate",
        "--last-name", "Keller",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    yield place
    for log in tmp_path.glob("data/*.log"):
        print(log.read_text("utf-8"))  # shown where a test failed


def by_dumb_terminal(place: Place) -> Heard:
    """A terminal that can place no cursor is offered the plain desk."""
    desk = place.open()
    desk.wait("This terminal (TERM=dumb) can't show a screen")
    return desk


def by_screen_reader(place: Place) -> Heard:
    """Any terminal of somebody who asks for it, as narrow as a braille line."""
    return place.open(columns=41, TERM="xterm-256color", ACCESSIBLE="1")


def by_pipe(place: Place) -> Heard:
    """No terminal at all."""
    return Pipe(place.environ | {"COLUMNS": "60"}, "--plain")


@pytest.mark.parametrize("come", [by_dumb_terminal, by_screen_reader, by_pipe])
def test_from_registration_to_a_new_password(place: Place, come: Callable[[Place], Heard]) -> None:
    desk = come(place)
    register(desk)
    confirm(desk, place)
    validate(desk, place)
    sign_in(desk, PASSWORD)
    desk.wait("This is your first sign-in.")
    desk.answer("Number: ", "0")
    recover(desk, place)
    sign_in(desk, PASSWORD)
    desk.wait("Error: Address or password wrong")
    desk.answer("E-mail address", "!")
    desk.answer("Number: ", "0")
    assert desk.end() == 0
    for secret in (PASSWORD, NEW_PASSWORD, AGENT_PASSWORD, ANSWER):
        assert secret not in desk.shown
    assert not MOVES.search(desk.shown)
    width = 41 if come is by_screen_reader else 60
    for line in desk.shown.splitlines():
        prompt, sign, _typed = line.partition(": ")
        assert cells(prompt + sign) < width


def register(desk: Heard) -> None:
    """Every step, the check page, and the request leaves (notice, § I.2)."""
    desk.answer("Number: ", "2")
    desk.answer("E-mail address (user id): ", OPERATOR)
    desk.answer("Password: ", PASSWORD)
    desk.answer("Password (confirmation): ", PASSWORD)
    desk.answer("Secret question: ", "8")
    desk.answer("type it again): ", ANSWER)
    desk.answer("Name of the organisation: ", "SARL Ferme du Ried")
    desk.answer("Address: ", "12 rue des Cigognes")
    desk.answer("Country [France]: ", "")
    desk.answer("Postal code: ", "67600")
    desk.answer("Commune: ", "selestat")
    desk.answer("First name: ", "Marie")
    desk.answer("Last name: ", "Dupont")
    desk.answer("Language of communication [English]: ", "")
    desk.answer("Type of notification [HTML]: ", "")
    desk.answer("Telephone (optional): ", "")
    desk.answer("Fax (optional): ", "")
    desk.answer("More information (optional): ", "")
    desk.answer("Enter to hear all: ", "0")
    desk.wait("Your request is registered")


def confirm(desk: Heard, place: Place) -> None:
    """The code of the mail, right there (notice, § I.4)."""
    desk.answer("Number: ", "1")
    desk.answer("Code of the message: ", place.code(OPERATOR, "confirmation"))
    desk.wait("has been confirmed")
    desk.answer("Number: ", "0")


def validate(desk: Heard, place: Place) -> None:
    """The agent comes in with the mailed password, and validates (notice, § I.5)."""
    sign_in(desk, place.code(AGENT, "temporary_password"), AGENT)
    desk.answer("Secret question: ", "7")
    desk.answer("type it again): ", "Rex")
    choose_password(desk, AGENT_PASSWORD)
    desk.wait("To validate: 1")
    desk.answer("Number: ", "1")
    desk.wait("Dupont Marie")
    desk.answer("to search: ", "1")
    desk.answer("Number: ", "1")
    desk.wait("Validate Marie Dupont?")
    desk.answer("Number [1]: ", "2")
    desk.wait("Marie Dupont is valid.")
    desk.answer("Number: ", "!")
    desk.wait("You are signed out.")


def recover(desk: Heard, place: Place) -> None:
    """A temporary password, the secret question, a new password."""
    desk.answer("Number: ", "4")
    desk.answer("E-mail address: ", OPERATOR)
    desk.wait("has an account")
    sign_in(desk, place.code(OPERATOR, "temporary_password"))
    desk.wait("What is the name of your first school?")
    desk.answer("Your answer: ", "la-bas, ecole")
    desk.wait("Error: This is not the answer you gave.")
    desk.answer("Your answer: ", ANSWER)
    choose_password(desk, NEW_PASSWORD)
    desk.wait("Good day, Marie Dupont")
    desk.answer("Number: ", "0")
    desk.wait("You are signed out.")


def sign_in(desk: Heard, password: str, email: str = OPERATOR) -> None:
    """From the first menu."""
    desk.answer("Number: ", "1")
    desk.answer("E-mail address: ", email)
    desk.answer("Password: ", password)


def choose_password(desk: Heard, password: str) -> None:
    """Type a new password twice."""
    desk.answer("New password: ", password)
    desk.answer("New password (confirmation): ", password)


class TestEnd:
    def test_ctrl_d_is_a_sentence(self, place: Place) -> None:
        desk = place.open("--plain")
        desk.wait("Number: ")
        desk.key("d")
        assert desk.end() == 0
        assert desk.shown.endswith("The input has ended. What was not sent is not kept.\r\n")

    def test_ctrl_c_at_a_secret_gives_the_terminal_back(self, place: Place) -> None:
        desk = place.open("--plain")
        desk.answer("Number: ", "1")
        desk.answer("E-mail address: ", OPERATOR)
        desk.wait("Password: ")
        assert not desk.echoes()
        desk.key("c")
        desk.wait("Interrupted. What was not sent is not kept.")
        until(lambda: desk.echoes() or None)
        assert desk.end() == 130

    def test_keys_that_stop_or_abort_do_nothing(self, place: Place) -> None:
        desk = place.open("--plain")
        desk.wait("Number: ")
        desk.key("z")
        desk.key("\\")
        desk.answer("", "0")
        assert desk.end() == 0

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
    def test_a_signal_ends_it(self, place: Place, number: signal.Signals) -> None:
        desk = place.open("--plain")
        desk.wait("Number: ")
        desk.signal(number)
        assert desk.end() == 128 + number
        assert "Traceback" not in desk.shown

    def test_a_vanished_terminal_ends_it(self, place: Place) -> None:
        desk = place.open("--plain")
        desk.wait("Number: ")
        assert desk.vanish() == 128 + signal.SIGHUP


class TestPipe:
    def test_lines_of_a_pipe_are_answers(self, place: Place) -> None:
        done = place.run("--plain", typed="3\nAAAA-AAAA-AAAA\n<\n0\n")
        assert (done.returncode, done.stderr) == (0, "")
        assert "Error: This code does not exist." in done.stdout
        assert done.stdout.endswith("Goodbye.\n")

    def test_bytes_that_are_no_text_are_refused_in_words(self, place: Place) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "traces_tui", "--plain"],
            env=place.environ,
            cwd=ROOT,
            input=b"4\nmarie\xff@ferme.example\n",
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0
        assert b"remove the invisible or control" in done.stdout.replace(b"\n", b" ")
        assert done.stderr == b""

    def test_a_megabyte_is_refused_and_secrets_are_not_shown(self, place: Place) -> None:
        megabyte = "x" * 1_000_000
        typed = f"2\n{megabyte}\n{OPERATOR}\n{PASSWORD}\n{megabyte}A-1\n"
        done = place.run("--plain", typed=typed)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Error:" in done.stdout
        assert len(done.stdout) < 20_000
        assert PASSWORD not in done.stdout

    @pytest.mark.parametrize("environ", [{"ACCESSIBLE": "1"}, {"TERM": "dumb"}], ids=str)
    def test_nothing_but_the_option_begins_in_a_pipe(
        self, place: Place, environ: dict[str, str]
    ) -> None:
        place.environ |= environ
        done = place.run(typed="0\n")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "This needs a terminal. Over SSH, ask for one: ssh -t\n"

    def test_a_reader_who_leaves_ends_it_quietly(self, place: Place) -> None:
        done = subprocess.run(
            ["/bin/sh", "-c", f"yes '?' | {sys.executable} -m traces_tui --plain | head -n 1"],
            env=place.environ,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.stdout, done.stderr) == ("TRACES classic\n", "")


class TestAlone:
    def soon(self, place: Place) -> Place:
        """The same host, where people are soon taken for gone."""
        place.environ |= {
            "TRACES_TUI_IDLE_PUBLIC_SECONDS": "1",
            "TRACES_TUI_IDLE_PUBLIC_WARNING_SECONDS": "3",
        }
        return place

    def test_the_next_person_finds_a_new_process(self, place: Place) -> None:
        desk = self.soon(place).open(TERM="xterm-256color", ACCESSIBLE="1")
        desk.answer("Number: ", "2")
        desk.answer("(user id): ", OPERATOR)
        desk.wait("Without a key, what you typed is erased in 3 seconds.")
        desk.wait("Nobody was there")
        desk.answer("Number: ", "2")
        desk.wait("(user id): ")
        assert desk.shown.count("TRACES classic") == 2
        desk.key("d")
        assert desk.end() == 0
        assert not MOVES.search(desk.shown)

    def test_over_ssh_the_connection_ends(self, place: Place) -> None:
        desk = self.soon(place).open("ssh", TERM="xterm", SSH_ORIGINAL_COMMAND="plain")
        desk.answer("Number: ", "2")
        assert desk.end() == 0
        assert "Nobody was there" in desk.shown


class TestChoice:
    def test_accessible_chooses_it_at_any_terminal(self, place: Place) -> None:
        desk = place.open(TERM="xterm-256color", ACCESSIBLE="1")
        desk.answer("Number: ", "0")
        assert desk.end() == 0
        assert "can't show a screen" not in desk.shown

    def test_over_ssh_it_is_a_command(self, place: Place) -> None:
        desk = place.open("ssh", TERM="xterm", SSH_ORIGINAL_COMMAND="plain")
        desk.answer("Number: ", "0")
        assert desk.end() == 0

    def test_the_demonstration_speaks_too(self, place: Place) -> None:
        desk = place.open("demo", "--plain", "--language", "en")
        desk.answer("Number: ", "10")
        desk.wait("marion.jung@")
        desk.answer("Number: ", "9")
        desk.answer("Number: ", "1")
        desk.wait("Hi Marion Jung,")
        desk.answer("Number: ", "0")
        assert desk.end() == 0
