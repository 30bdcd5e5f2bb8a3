"""The real program in a real pseudo-terminal, with the eyes and the hands of a person."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pexpect
import pyte

from tests.terminal.waiting import DEADLINE, Watched

ROOT = Path(__file__).resolve().parents[2]
GOLD = "ffd617"
"""Ground of a button that has the focus, in the theme of these tests."""
FILLED = "2a3762"
"""Ground of a field that has the focus, in the same theme."""
KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "ctrl+a": "\x01",
    "ctrl+c": "\x03",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
    "ctrl+u": "\x15",
    "ctrl+z": "\x1a",
    "ctrl+backslash": "\x1c",
}
_CHUNK = 65_536
_PATIENCE = 0.05
_STEADY = 0.2
_REPORT = "\x1b[<0;{column};{row}{end}"


class Terminal(Watched):
    """A terminal window in which one command runs.

    Every wait is for a condition, with a deadline; nothing sleeps.

    Args:
        arguments: What follows ``python -m traces_tui``, or a whole command with ``command``.
        environ: The whole environment of the process.
        size: Columns and rows.
        command: Another program than ours.
    """

    def __init__(
        self,
        *arguments: str,
        environ: Mapping[str, str],
        size: tuple[int, int] = (80, 24),
        command: Sequence[str] = (sys.executable, "-m", "traces_tui"),
    ) -> None:
        columns, rows = size
        self.sent = bytearray()
        """Every byte that the program sent."""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._child: pexpect.spawn[bytes] = pexpect.spawn(
            command[0],
            [*command[1:], *arguments],
            env=dict(environ),
            cwd=str(ROOT),
            dimensions=(rows, columns),
            encoding=None,
            timeout=DEADLINE,
        )
        self._child.delaybeforesend = None
        process: Any = vars(self._child)["ptyproc"]  # pexpect sets it, its stubs lack it
        process.delayafterclose = process.delayafterterminate = 0.05
        self._ended = False
        self._vanished = False

    def __enter__(self) -> Terminal:
        """Look at it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the window; a process that is still there is killed."""
        if self._vanished:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
        else:
            self._child.close(force=True)

    @property
    def pid(self) -> int:
        """The process in the window."""
        pid = self._child.pid
        assert pid is not None, "the program was not started"
        return pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return bool(self._child.isalive())

    @property
    def ended(self) -> bool:
        """Whether the window has gone silent for ever."""
        return self._ended

    # --- eyes -----------------------------------------------------------------------------------

    def rows(self) -> list[str]:
        """The rows as they stand on the screen, without the blanks at their ends."""
        return [row.rstrip() for row in self._screen.display]

    def screen(self) -> str:
        """The whole screen."""
        return "\n".join(self.rows())

    def has(self, text: str) -> bool:
        """Whether a text stands on the screen, in one row or wrapped in its column."""
        return self.find(text) is not None

    def find(self, text: str) -> tuple[int, int] | None:
        """Column and row where a text begins, from 0, if it stands in one row.

        Of several the last one counts: what is laid over a page stands below or right of what it
        repeats, and a page names its acts after it has explained them.
        """
        places = [
            (at, y) for y, row in enumerate(self._screen.display) if (at := row.rfind(text)) >= 0
        ]
        return places[-1] if places else None

    def gilded(self, text: str) -> bool:
        """Whether this text is a button, a link or a row that has the focus."""
        return any(
            all(self._screen.buffer[y][x + i].bg == GOLD for i in range(len(text)))
            for y, row in enumerate(self._screen.display)
            for x in (match.start() for match in re.finditer(re.escape(text), row))
        )

    def in_field(self, label: str) -> bool:
        """Whether the field under this label has the focus: its line is filled."""
        return any(
            self._screen.buffer[y + 1][match.start()].bg == FILLED
            for y, row in enumerate(self._screen.display[:-1])
            for match in re.finditer(re.escape(label), row)
        )

    # --- patience -------------------------------------------------------------------------------

    def look(self, seconds: float = _PATIENCE) -> bool:
        """Take what the program sends; returns whether something came."""
        try:
            data = self._child.read_nonblocking(_CHUNK, timeout=seconds)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            self._ended = True
            return False
        self.sent += data
        self._stream.feed(data)
        return True

    def wait_for(self, *texts: str, gone: Sequence[str] = ()) -> str:
        """Wait until texts stand on the screen, and others don't; gives the screen."""
        self.wait_until(
            lambda: all(map(self.has, texts)) and not any(map(self.has, gone)),
            " + ".join([*map(repr, texts), *(f"no {text!r}" for text in gone)]),
        )
        return self.screen()

    def wait_end(self, seconds: float = DEADLINE) -> int:
        """Wait until the process has ended; gives its exit status, or minus the signal."""
        until = time.monotonic() + seconds
        while not self._ended:
            if time.monotonic() > until:
                raise AssertionError(f"the program did not end\n{self.screen()}")
            self.look()
        self._child.wait()
        if self._child.exitstatus is None:
            return -int(self._child.signalstatus or 0)
        return int(self._child.exitstatus)

    # --- hands ----------------------------------------------------------------------------------

    def write(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._child.send(data)

    def press(self, *keys: str) -> None:
        """Press keys by their names, or letters."""
        for name in keys:
            self.write(KEYS.get(name, name).encode())

    def type(self, text: str) -> None:
        """Type a text."""
        self.write(text.encode())

    def paste(self, text: str) -> None:
        """Paste a text, as terminals do it."""
        self.write(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def click(self, text: str, below: int = 0) -> None:
        """Wait for a text and click on its second letter, or so many rows below it."""
        self.wait_for(text)
        place = self.find(text)
        assert place is not None
        column, row = place[0] + 2, place[1] + 1 + below
        for end in "Mm":
            self.type(_REPORT.format(column=column, row=row, end=end))

    def fill(self, label: str, text: str) -> None:
        """Wait until the field with this label has the focus, and type into it."""
        self.wait_until(lambda: self.in_field(label), f"the focus in {label!r}")
        self.type(text)
        typed = "•" * min(len(text), 8) if "passe" in label.lower() else text[-20:]
        self.wait_for(typed)

    def walk_to(self, label: str, most: int = 40) -> None:
        """Press Tab until the button or link with this label has the focus.

        Who presses faster than the screen follows goes too far, and back again.
        """
        self.wait_for(label)
        key, back = "tab", "shift+tab"
        for _ in range(most):
            if self.gilded(label):
                self._settle(_STEADY)
                if self.gilded(label):
                    return
                key, back = back, key
            before = self._gold()
            self.press(key)
            self.wait_until(
                lambda before=before: bool(self._gold() - before),  # type: ignore[misc]  # bound to this turn
                f"the effect of {key}",
            )
            self._settle()
        raise AssertionError(f"{key} never led to {label!r}\n{self.screen()}")

    def _gold(self) -> frozenset[tuple[int, int]]:
        """Where gold is on the screen: it goes where the focus goes."""
        return frozenset(
            (x, y)
            for y, row in self._screen.buffer.items()
            for x, cell in row.items()
            if GOLD in (cell.bg, cell.fg)
        )

    def push(self, label: str) -> None:
        """Walk to a button by the keyboard and press it."""
        self.walk_to(label)
        self.press("enter")

    def cost_of(self, *keys: str) -> int:
        """How many bytes the program sends as its answer to keys."""
        self._settle(_STEADY)
        before = len(self.sent)
        self.press(*keys)
        if keys:
            self.wait_until(lambda: len(self.sent) > before, f"an answer to {keys}")
        self._settle(_STEADY)
        return len(self.sent) - before

    def resize(self, columns: int, rows: int) -> None:
        """Drag the window to another size; what doesn't fit our eyes isn't looked at."""
        self._child.setwinsize(rows, columns)
        self._screen.resize(min(rows, 200), min(columns, 500))

    def hang_up(self) -> None:
        """Close the window as terminals do: SIGHUP."""
        self._child.kill(signal.SIGHUP)

    def vanish(self) -> None:
        """Close our end of the line; the signal that the kernel sends with it is the only word."""
        os.close(self._child.child_fd)
        self._vanished = True

    def wait_gone(self, seconds: float = DEADLINE) -> bool:
        """Wait until the process is gone, without a line to it."""
        descriptor = os.pidfd_open(self.pid)
        try:
            ready, _, _ = select.select([descriptor], [], [], seconds)
        finally:
            os.close(descriptor)
        return bool(ready)

    def signal(self, number: int) -> None:
        """Send a signal."""
        self._child.kill(number)

    def _settle(self, quiet: float = _PATIENCE) -> None:
        """Take everything that belongs together: until nothing comes for so many seconds."""
        while self.look(quiet):
            pass
