"""What the program costs in a real pseudo-terminal, against a bare Textual program beside it.

Start, memory and echo are ratios: both programs are started in turn, in the same run and the same
terminal. Bytes are absolute, because a line over SSH is.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MARK = b"Connexion"
"""Both programs paint it; with it the page stands."""
STARTS = 11
KEYS = 220
MOVES = 12
IDLE_SECONDS = 4.0
SIZE = (80, 24)

MOST_START = 1.4
MOST_MEMORY = 1.4
MOST_ECHO = 1.5
MOST_BYTES_A_KEY = 250
MOST_BYTES_A_MOVE = 12_000
"""Repainting 80x24 whole costs about 11 KB."""

_DEADLINE = 30.0
_QUIET = 0.25
_CHUNK = 65_536


class Window:
    """A program in a pseudo-terminal, watched by the clock."""

    def __init__(self, command: list[str], environ: Mapping[str, str]) -> None:
        self.begun = time.perf_counter()
        self.pid, self._line = pty.fork()
        if self.pid == 0:
            # The time of setting the size belongs to the terminal, but it must come first.
            columns, rows = SIZE
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.chdir(ROOT)
            os.execve(command[0], command, dict(environ))  # noqa: S606 - the programs of this file

    def read(self, seconds: float) -> bytes:
        """What comes within a time; as soon as something comes."""
        ready, _, _ = select.select([self._line], [], [], seconds)
        return os.read(self._line, _CHUNK) if ready else b""

    def wait_for(self, mark: bytes) -> float:
        """Seconds from the start to the moment when this was painted."""
        seen = b""
        while mark not in seen:
            if time.perf_counter() - self.begun > _DEADLINE:
                raise TimeoutError(f"{mark!r} was never painted")
            seen += self.read(1.0)
        return time.perf_counter() - self.begun

    def settle(self, quiet: float = _QUIET) -> int:
        """Read until nothing comes any more; how many bytes that was."""
        count = 0
        while data := self.read(quiet):
            count += len(data)
        return count

    def press(self, keys: bytes) -> None:
        """Send keys."""
        os.write(self._line, keys)

    def echo(self, key: bytes) -> float:
        """Seconds from a key to the first byte of the answer."""
        begun = time.perf_counter()
        self.press(key)
        if not self.read(_DEADLINE):
            raise TimeoutError("a key had no echo")
        return time.perf_counter() - begun

    def memory(self) -> int:
        """Resident KiB (Linux)."""
        for row in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if row.startswith("VmRSS:"):
                return int(row.split()[1])
        raise OSError("this system does not tell how much memory a process holds")

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._line)


@contextmanager
def window(command: list[str], environ: Mapping[str, str]) -> Iterator[Window]:
    """A window that is closed in the end."""
    opened = Window(command, environ)
    try:
        yield opened
    finally:
        opened.close()


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of both programs."""
    return {
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PATH": "/usr/bin:/bin",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TRACES_TUI_DATA_DIR": str(folder / "data"),
        "TRACES_TUI_LANGUAGE": "fr",
        "TRACES_TUI_THEME": "nuit",
    }


async def count_widgets(folder: Path) -> int:
    """How many widgets the sign-in page has."""
    from traces_tui.app import DeskApp
    from traces_tui.office import Office
    from traces_tui.settings import Settings

    app = DeskApp(Office(Settings(data_dir=str(folder))), language="fr", theme="nuit")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        return sum(1 for _ in app.screen.walk_children())


def measure(ours: Callable[[], Window], bare: Callable[[], Window]) -> dict[str, list[list[float]]]:
    """Start both programs in turn.

    Returns:
        Seconds to the painted page, KiB when it stands, seconds of one echo: for each the values
        of our program and of the bare one.
    """
    found: dict[str, list[list[float]]] = {"start": [[], []], "memory": [[], []], "echo": [[], []]}
    for round_ in range(STARTS):
        order = [(0, ours), (1, bare)]
        for which, start in order if round_ % 2 else reversed(order):
            opened = start()
            try:
                found["start"][which].append(opened.wait_for(MARK))
                opened.settle()
                found["memory"][which].append(opened.memory())
                for number in range(KEYS // STARTS):
                    found["echo"][which].append(opened.echo(b"abcdefghij"[number % 10 :][:1]))
                    opened.settle(0.05)
            finally:
                opened.close()
    return found


def ratio(name: str, values: list[list[float]], unit: str, scale: float, most: float) -> None:
    """Print one ratio: the median over pairs that were measured one after the other."""
    our, bare = (statistics.median(half) for half in values)
    found = statistics.median(ours / bares for ours, bares in zip(*values, strict=True))
    verdict = "" if found <= most else "  TOO MUCH"
    print(
        f"{name:<34} {our * scale:9.1f} {unit}   bare {bare * scale:9.1f} {unit}"
        f"   ratio {found:5.2f} (best of both {min(values[0]) / min(values[1]):.2f})"
        f"   wanted <= {most}{verdict}"
    )


def amount(name: str, value: float, unit: str, most: float) -> None:
    """Print one amount."""
    verdict = "" if value <= most else "  TOO MUCH"
    print(f"{name:<34} {value:9.0f} {unit}   wanted <= {most:g} {unit}{verdict}")


def count_bytes(opened: Window) -> None:
    """Print what a quiet line, a key and a move of the focus cost in bytes."""
    opened.wait_for(MARK)
    opened.settle(1.0)
    begun = time.perf_counter()
    idle = 0
    while (left := IDLE_SECONDS - (time.perf_counter() - begun)) > 0:
        idle += len(opened.read(left))
    amount("bytes per second while idle", idle / IDLE_SECONDS, "B/s", 0)
    keys = []
    for _ in range(10):
        opened.press(b"a")
        keys.append(opened.settle())
    amount("bytes per key (median)", statistics.median(keys), "B", MOST_BYTES_A_KEY)
    moves = []
    for _ in range(MOVES):
        opened.press(b"\t")
        moves.append(opened.settle())
    amount("bytes per move of the focus (most)", max(moves), "B", MOST_BYTES_A_MOVE)
    print(f"{'  in the order of the focus':<34} {' '.join(str(count) for count in moves)}")


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory(prefix="traces-tui-bench-") as name:
        folder = Path(name)
        environ = surroundings(folder)
        widgets = asyncio.run(count_widgets(folder / "counting"))
        our_command = [sys.executable, "-m", "traces_tui"]
        bare_command = [sys.executable, "-m", "benchmarks.bare", str(widgets)]
        print(f"terminal: {widgets} widgets at {SIZE[0]}x{SIZE[1]}, {STARTS} starts each, medians")
        for command in (our_command, bare_command):
            with window(command, environ) as opened:  # fills the caches of the disk and of Python
                opened.wait_for(MARK)
        found = measure(lambda: Window(our_command, environ), lambda: Window(bare_command, environ))
        ratio("cold start to the painted page", found["start"], "ms", 1000, MOST_START)
        ratio("memory with the painted page", found["memory"], "MiB", 1 / 1024, MOST_MEMORY)
        ratio("echo of a key", found["echo"], "ms", 1000, MOST_ECHO)
        with window(our_command, environ) as opened:
            count_bytes(opened)


if __name__ == "__main__":
    main()
