"""Several people acting at the same moment: in threads, and in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

from traces_tui.office import Office

T = TypeVar("T")

_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 60
_PRELUDE = """
import sys
from pathlib import Path
from tests.offices import *
from traces_tui.refusal import Refused
from traces_tui.workflow import *
from traces_tui.workflow import accounts, confirmation, recovery, registration, review, sign_in
office = make_office(Path(sys.argv[1]))
arguments = sys.argv[2:]
office.hasher, office.database
print("ready", flush=True)
sys.stdin.readline()
try:
    {act}
except Refused as refusal:
    print(type(refusal).__name__)
"""


def in_threads(acts: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Do all acts at once, each in a thread; an exception counts as a result."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], T]) -> T | Exception:
        barrier.wait()
        try:
            return act()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def in_processes(office: Office, acts: Sequence[tuple[str, ...]]) -> list[str]:
    """Do all acts at once, each in a process of its own on the office's file.

    Args:
        office: Whose database it is.
        acts: A statement that prints its result, and ``arguments`` for it.

    Returns:
        What each printed; the name of a refusal where there was one.
    """
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _PRELUDE.format(act=act), office.settings.data_dir, *arguments],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for act, *arguments in acts
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    printed = [process.communicate(timeout=_PATIENCE)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return printed
