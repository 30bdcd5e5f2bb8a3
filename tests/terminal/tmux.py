"""The real program in a window of tmux: a second opinion on what a terminal makes of its bytes.

Where :mod:`tests.terminal.terminal` is quick eyes and hands, this is a terminal that people use:
its own widths of letters, its own history, its own cursor. Every server has its own socket and
knows no configuration file of the person.
"""

from __future__ import annotations

import os
import re
import select
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from rich.cells import cell_len

from tests.terminal.terminal import ROOT
from tests.terminal.waiting import DEADLINE, Watched

_LOOK_AGAIN = 0.05
"""Seconds after which the screen is looked at though nothing was sent: tmux may lag behind."""
_CHUNK = 65_536
_SILENCE = 0.12
"""Seconds after which what belongs together has come."""
_CONFIGURATION = """\
set-option -g status off
set-option -g escape-time 0
set-option -g history-limit 5000
set-option -g remain-on-exit on
set-option -g default-terminal {term}
"""
_KINDS = frozenset({"linux", "screen"})
"""What tmux can pretend to be everywhere."""
_STATE = "#{cursor_x} #{cursor_y} #{cursor_flag} #{history_size} #{pane_dead} #{pane_pid}"


def tmux() -> str:
    """Where tmux is; a machine of a person may lack it, the tests' own may not."""
    found = shutil.which("tmux")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("tmux is missing; .ci/run installs it")
        pytest.skip("needs tmux")
    return found


@dataclass(frozen=True, slots=True)
class State:
    """What tmux knows of a pane."""

    column: int
    row: int
    cursor_shown: bool
    history: int
    dead: bool
    pid: int


class Server:
    """A server of tmux with its own socket.

    Args:
        term: What programs in it shall see as TERM, where tmux can be that.
    """

    def __init__(self, term: str) -> None:
        # Sockets want short paths.
        self._home = tempfile.TemporaryDirectory(prefix="tmux-")
        self.folder = Path(self._home.name)
        configuration = self.folder / "conf"
        kind = term if term in _KINDS else "screen"
        configuration.write_text(_CONFIGURATION.format(term=kind), "utf-8")
        self._base = [tmux(), "-S", str(self.folder / "socket"), "-f", str(configuration)]
        self.closed = False

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.close()

    def close(self) -> None:
        """End the server; one that has gone already does no harm."""
        if not self.closed:
            self.closed = True
            self._ask("kill-server")
            self._home.cleanup()

    def _ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self._base, *words],
            check=False,
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            # tmux asks its caller's locale how wide letters are.
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "screen"},
        )

    def _run(self, *words: str) -> str:
        done = self._ask(*words)
        assert done.returncode == 0, f"tmux {words[0]}: {done.stderr}"
        return done.stdout


class Pane(Server, Watched):
    """A pane of tmux in which our program runs.

    Every wait is for a condition, with a deadline, and wakes up when the program sends something.

    Args:
        arguments: What follows ``python -m traces_tui``.
        environ: The whole environment of the process.
        size: Columns and rows.
    """

    def __init__(
        self, *arguments: str, environ: Mapping[str, str], size: tuple[int, int] = (80, 24)
    ) -> None:
        super().__init__(environ.get("TERM", ""))
        self.sent = bytearray()
        """Every byte that the program sent, from the first one on."""
        pipe = self.folder / "pipe"
        os.mkfifo(pipe, 0o600)
        self._pipe = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
        program = shlex.join(
            [
                *("env", "-i", *(f"{name}={value}" for name, value in environ.items())),
                *(sys.executable, "-m", "traces_tui", *arguments),
            ]
        )
        columns, rows = size
        self._run(
            *("new-session", "-d", "-x", str(columns), "-y", str(rows), "-c", str(ROOT)),
            f"exec {program}",
            # In the same breath, so that no byte is missed.
            *(";", "pipe-pane", "-o", f"exec cat > {shlex.quote(str(pipe))}"),
        )

    def close(self) -> None:
        """End tmux, and with it the program."""
        if not self.closed:
            super().close()
            os.close(self._pipe)

    # --- eyes -----------------------------------------------------------------------------------

    def rows(self) -> list[str]:
        """The rows as they stand on the screen, without the blanks at their ends."""
        return [row.rstrip() for row in self._run("capture-pane", "-p").splitlines()]

    def screen(self) -> str:
        """The whole screen."""
        return "\n".join(self.rows())

    def painted(self) -> str:
        """The whole screen with tmux's own sequences for colours and styles."""
        return self._run("capture-pane", "-p", "-e")

    def everything(self) -> str:
        """Whatever can be scrolled to, the normal screen behind ours included."""
        whole = ("capture-pane", "-p", "-J", "-S", "-", "-E", "-")
        return self._run(*whole) + self._run(*whole, "-a", "-q")

    def state(self) -> State:
        """Cursor, history and process."""
        told = self._run("display-message", "-p", _STATE).split()
        column, row, shown, history, dead, pid = (int(word or 0) for word in told)
        return State(column, row, bool(shown), history, bool(dead), pid)

    def paint_of(self, text: str) -> str:
        """The sequences in force where a text begins on the screen; of several, the last one."""
        bare: list[str] = []
        paint: list[str] = []
        now = ""
        for part in re.split(r"(\x1b\[[0-9;:]*m)", self.painted()):
            if part.startswith("\x1b"):
                now = "" if part in ("\x1b[m", "\x1b[0m") else now + part
            else:
                bare += part
                paint += [now] * len(part)
        at = "".join(bare).rfind(text)
        assert at >= 0, f"{text!r} does not stand on\n{self.screen()}"
        return paint[at]

    # --- patience -------------------------------------------------------------------------------

    def look(self, seconds: float = _LOOK_AGAIN) -> bool:
        """Take what the program sends; returns whether something came."""
        ready, _, _ = select.select([self._pipe], [], [], seconds)
        if ready:
            self.sent += os.read(self._pipe, _CHUNK)
        return bool(ready)

    def settle(self, quiet: float = _SILENCE) -> None:
        """Take everything that belongs together: until nothing comes for so many seconds."""
        while self.look(quiet):
            pass

    @property
    def ended(self) -> bool:
        """Whether the program has ended."""
        return self.state().dead

    def wait_for(self, *texts: str, gone: Sequence[str] = ()) -> str:
        """Wait until texts stand on the screen, and others don't; gives the screen."""
        seen = ""

        def there() -> bool:
            nonlocal seen
            seen = self.screen()
            return all(text in seen for text in texts) and not any(text in seen for text in gone)

        self.wait_until(there, " + ".join([*map(repr, texts), *(f"no {text!r}" for text in gone)]))
        return seen

    def wait_end(self) -> None:
        """Wait until the program has ended."""
        self.wait_until(lambda: self.state().dead, "the end")

    # --- hands ----------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names: ``Enter``, ``BTab``, ``C-c``, ``F1``."""
        self._run("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self._run("send-keys", "-l", "--", text)

    def click(self, text: str) -> None:
        """Wait for a text and click on it, as terminals report it."""
        self.wait_for(text)
        y, row = next((y, row) for y, row in enumerate(self.rows()) if text in row)
        x = cell_len(row[: row.index(text)])
        for end in "Mm":
            self.type(f"\x1b[<0;{x + 2};{y + 1}{end}")

    def resize(self, columns: int, rows: int) -> None:
        """Drag the window to another size."""
        self._run("resize-window", "-x", str(columns), "-y", str(rows))


class Ruler(Server):
    """Tells how many cells tmux gives a text, by where its cursor stands after it."""

    def __init__(self) -> None:
        super().__init__("screen")
        self._widths: dict[str, int] = {}
        self._run("new-session", "-d", "-x", "400", "-y", "9", "exec tail -f /dev/null")
        self._tty = Path(self._run("display-message", "-p", "#{pane_tty}").strip())

    def width(self, text: str) -> int:
        """How many cells a text takes."""
        if text not in self._widths:
            # Another row for each text: when the cursor is there, the text is written.
            row = 1 + len(self._widths) % 7
            self._tty.write_text(f"\x1b[2J\x1b[1;1H{text}\x1b[{row}B", "utf-8")
            self._widths[text] = self._column_in(row)
        return self._widths[text]

    def _column_in(self, row: int) -> int:
        until = time.monotonic() + DEADLINE
        while time.monotonic() < until:
            told = self._run("display-message", "-p", "#{cursor_x} #{cursor_y}").split()
            if int(told[1]) == row:
                return int(told[0])
        raise AssertionError("tmux does not answer")
