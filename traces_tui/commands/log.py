"""Where the program's log goes: a file in the data folder, never the screen."""

from __future__ import annotations

import logging
import os
import secrets
import sys
import traceback
from io import TextIOWrapper
from pathlib import Path

FILE = "traces_tui.log"
_FORM = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"


class _File(logging.FileHandler):
    """Opened at the first line; a log that can't be written disturbs nobody."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / FILE, encoding="utf-8", delay=True)

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return open(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, if the file can be opened."""
        try:
            super().emit(record)
        except OSError:
            self.stream = None

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Say nothing: the screen belongs to the person."""


_log = logging.getLogger(__name__)
_handlers: list[logging.Handler] = []


def hold() -> None:
    """Keep what is logged before :func:`start` off the screen."""
    _add(logging.NullHandler())


def start(folder: Path) -> None:
    """Log into a folder; it need not exist yet."""
    if not any(isinstance(handler, _File) for handler in _handlers):
        _add(_File(folder))


def to_stderr() -> None:
    """Log to standard error too: for a service, whose manager keeps it."""
    _add(logging.StreamHandler(sys.stderr))


def stop() -> None:
    """Let go of every log that was started."""
    while _handlers:
        handler = _handlers.pop()
        logging.getLogger().removeHandler(handler)
        handler.close()


def incident(error: BaseException) -> str:
    """Log where an unforeseen error happened, without its words and values: they may be secret.

    Returns:
        The number to tell the person.
    """
    number = secrets.token_hex(4).upper()
    frames = reversed(traceback.extract_tb(error.__traceback__))
    where = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    _log.critical("incident %s: %s at %s", number, type(error).__name__, where)
    return number


def _add(handler: logging.Handler) -> None:
    handler.setFormatter(logging.Formatter(_FORM))
    logging.getLogger().addHandler(handler)
    _handlers.append(handler)
