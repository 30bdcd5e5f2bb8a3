"""A command line to type at: one data folder, cheap hashes, English."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from traces_tui.cli import main
from traces_tui.office import Office
from traces_tui.settings import load

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Printed:
    """What a command left behind."""

    status: int
    out: str
    err: str


class Console:
    """Runs commands as the administrator of one office.

    Attributes:
        environ: What the commands find in the environment; tests change it.
    """

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capture = capture
        self.environ = {
            "TERM": "xterm-256color",
            "TRACES_TUI_DATA_DIR": str(folder),
            "TRACES_TUI_LANGUAGE": "en",
            "TRACES_TUI_PASSWORD_ARGON2_MEMORY_KIB": "8",
            "TRACES_TUI_PASSWORD_ARGON2_TIME": "1",
            "TRACES_TUI_SMTP_MAILDIR": str(folder / "mail"),
        }

    def run(self, *arguments: str) -> Printed:
        """Run a command in this process, by the program's own entry."""
        self._capture.readouterr()
        status = main(arguments, self.environ)
        printed = self._capture.readouterr()
        return Printed(status, printed.out, printed.err)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command as a process of its own, without a terminal."""
        return subprocess.Popen(
            [sys.executable, "-m", "traces_tui", *arguments],
            cwd=ROOT,
            env={"HOME": os.environ["HOME"], "PATH": "/usr/bin:/bin", **self.environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def office(self) -> Office:
        """The same office, ready, for looking into it."""
        office = Office(load(None, self.environ | {"TRACES_TUI_CONFIG": os.devnull}))
        office.prepare()
        return office


@pytest.fixture
def console(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    """A command line at a new office."""
    return Console(tmp_path / "data", capsys)
