"""A place to work at: a data folder, a mail server, and terminals."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.mail.post import MailServer
from tests.terminal.post import Letterbox
from tests.terminal.terminal import ROOT, Terminal
from tests.terminal.tmux import Pane


@dataclass
class Place:
    """One host on which the program is installed."""

    folder: Path
    environ: dict[str, str]
    windows: ExitStack = field(default_factory=ExitStack)

    @property
    def database(self) -> Path:
        """The database file."""
        return self.folder / "traces_tui.db"

    def open(self, *arguments: str, size: tuple[int, int] = (80, 24), **environ: str) -> Terminal:
        """Open a window with our program in it; it is closed with the test."""
        window = Terminal(*arguments, environ=self.environ | environ, size=size)
        return self.windows.enter_context(window)

    def open_in_tmux(
        self,
        *arguments: str,
        size: tuple[int, int] = (80, 24),
        environ: Mapping[str, str] | None = None,
    ) -> Pane:
        """Open a pane of tmux with our program in it; it is closed with the test."""
        pane = Pane(*arguments, environ=self.environ | dict(environ or {}), size=size)
        return self.windows.enter_context(pane)

    def run(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run a command of our program without a terminal."""
        return subprocess.run(
            [sys.executable, "-m", "traces_tui", *arguments],
            cwd=ROOT,
            env=self.environ | environ,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )


Settle = Callable[..., Place]


@pytest.fixture
def letters() -> Letterbox:
    """What the mail server took."""
    return Letterbox()


@pytest.fixture
def mail_server(letters: Letterbox) -> Iterator[MailServer]:
    """A mail server on this host."""
    server = MailServer(letters)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def place(tmp_path: Path, mail_server: MailServer) -> Iterator[Place]:
    """A fresh host whose mails go to that server; secrets are hashed cheaply."""
    folder = tmp_path / "data"
    environ = {
        "HOME": os.environ["HOME"],
        "LC_ALL": "C.UTF-8",
        "PATH": "/usr/bin:/bin",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TZ": "Europe/Paris",
        "PYTHONDONTWRITEBYTECODE": "",
        "TRACES_TUI_DATA_DIR": str(folder),
        "TRACES_TUI_LANGUAGE": "fr",
        "TRACES_TUI_THEME": "nuit",
        "TRACES_TUI_SMTP_HOST": "127.0.0.1",
        "TRACES_TUI_SMTP_PORT": str(mail_server.port),
        "TRACES_TUI_PASSWORD_ARGON2_MEMORY_KIB": "8",
        "TRACES_TUI_PASSWORD_ARGON2_TIME": "1",
        "TRACES_TUI_REGISTRATION_UNDO_SECONDS": "1",
    }
    with ExitStack() as windows:
        yield Place(folder, environ, windows)
    for log in folder.glob("*.log"):
        print(log.read_text("utf-8"))  # shown where a test failed
