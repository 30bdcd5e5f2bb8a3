"""The way to the printer: a command that takes the text on its standard input.

Nothing is written to a file and no shell reads the command. What the printer's queue keeps, and for
how long, is the queue's own setting.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock

from traces_tui.i18n import Message, msg, plural
from traces_tui.office import Office
from traces_tui.refusal import Refused
from traces_tui.text import printable

_log = logging.getLogger(__name__)
_FAR = "ssh:"
"""How the source of somebody begins who came over the network."""
_FAREWELL = 2.0
"""Seconds a command that was killed gets to be gone."""


class NotPrinted(Refused):
    """The receipt is not on paper; the message says what to do instead."""


def has_printer(office: Office) -> bool:
    """Whether receipts can be printed here: not for somebody far away, who can't fetch them."""
    return bool(office.settings.receipt.print_command) and not office.source.startswith(_FAR)


class Printer:
    """Prints for one page or one conversation; what still runs is stopped with it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def print(self, office: Office, lines: Sequence[str]) -> None:
        """Hand the lines to the print command and wait until it ends.

        Args:
            office: Its settings name the command, and the seconds it may take.
            lines: The text.

        Raises:
            NotPrinted: There is no printer here, or its command is missing, fails, or was stopped.
        """
        if not has_printer(office):
            raise NotPrinted(_NO_PRINTER)
        policy = office.settings.receipt
        text = "".join(f"{printable(line)}\n" for line in lines).encode("utf-8", "replace")
        try:
            process = self._begin(policy.command())
        except OSError as error:
            _log.error("the print command can't be started: %s", error.strerror)
            raise NotPrinted(_NO_PRINTER) from error
        try:
            process.communicate(text, timeout=policy.print_seconds)
        except subprocess.TimeoutExpired:
            _log.error("the print command did not end within %s s", policy.print_seconds)
            raise NotPrinted(_no_answer(policy.print_seconds)) from None
        finally:
            self._end(process)
        if process.returncode:
            _log.error("the print command ended with status %s", process.returncode)
            raise NotPrinted(_FAILED)

    def stop(self) -> None:
        """Print nothing any more, and stop what is being printed."""
        with self._lock:
            self._stopped = True
            if self._running is not None:
                _kill(self._running)

    def _begin(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._stopped:
                raise NotPrinted(_NO_PRINTER)
            self._running = subprocess.Popen(  # noqa: S603 - the keeper's own setting; no shell
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
                # Keys of the terminal are no business of it; its children are stopped with it.
                start_new_session=True,
            )
            return self._running

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._running = None
            _kill(process)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_FAREWELL)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


_NO_PRINTER = msg(
    "The printer can't be used at the moment. Note the number of your request, and tell the staff."
)
_FAILED = msg(
    "The printer refused the receipt: see whether it has paper, then try again, or note the number "
    "of your request."
)


def _no_answer(seconds: int) -> Message:
    return plural(
        "The printer did not answer within {n} second: try again, or note the number of your "
        "request.",
        "The printer did not answer within {n} seconds: try again, or note the number of your "
        "request.",
        seconds,
    )
