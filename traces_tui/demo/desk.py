"""Opening the demonstration office, and what its screen shows of it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from traces_tui.demo.clock import DemoClock
from traces_tui.i18n import Message
from traces_tui.settings import Idle, Limits, Password, Settings, Smtp

if TYPE_CHECKING:
    from traces_tui.office import Office

_MAIL = "mail"
_IN_MEMORY = "/dev/shm"  # noqa: S108 - an own folder is made in it
_PLENTY = 10_000
_ENDING = (signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """The sign-in card of a made-up person."""

    name: str
    role_or_state: Message
    """``agent, DDPP du Bas-Rhin``, or the state of an operator's account."""
    email: str
    password: str | None
    """None where none would open anything."""
    note: Message
    """What there is to try with this person."""


@dataclass(frozen=True, slots=True)
class DemoDesk:
    """What the screen of the demonstration shows beside the office."""

    people: tuple[DemoPerson, ...]
    """Agents first, then operators by state."""
    mail_folder: Path
    """The Maildir that takes every mail (:mod:`traces_tui.mail.mailbox_reader`)."""


@contextmanager
def open_demo(language: str) -> Iterator[tuple[Office, DemoDesk]]:
    """Open an office full of made-up people in a temporary folder.

    The folder is deleted at the end, also when the process is told to end (SIGTERM, SIGHUP): then
    the program leaves with the usual status of that signal.

    Args:
        language: Code of the bar; the first screen and most mails are in it.
    """
    from traces_tui.demo.story import tell
    from traces_tui.office import Office

    with (
        _leaving_on_signals(),
        TemporaryDirectory(
            prefix="traces-tui-demo-", dir=_memory(), ignore_cleanup_errors=True
        ) as folder,
    ):
        settings = _settings(Path(folder), language)
        clock = DemoClock()
        office = Office(settings, clock=clock, source="demo")
        people = tell(office, clock)
        yield office, DemoDesk(people, Path(settings.smtp.maildir))


def _memory() -> str | None:
    """A folder that lies in memory, where the host has one and nobody named another.

    It is fast, and nothing of what visitors type touches a disk.
    """
    if "TMPDIR" in os.environ or not os.access(_IN_MEMORY, os.W_OK | os.X_OK):
        return None
    return _IN_MEMORY


def _settings(folder: Path, language: str) -> Settings:
    """Settings that need nothing outside the folder and keep nobody waiting."""
    return Settings(
        data_dir=str(folder / "data"),
        language=language,
        idle=Idle(enabled=False),
        # Nothing here is worth protecting; a person's sign-in must not take the start's time.
        password=Password(argon2_memory_kib=64, argon2_time=1),
        # Whoever tries everybody in turn is no attacker.
        limits=Limits(
            sign_ins_per_source=_PLENTY, codes_per_source=_PLENTY, registrations_per_source=_PLENTY
        ),
        smtp=Smtp(
            maildir=str(folder / _MAIL),
            sender="ne-pas-repondre@traces.example",
            contact="assistance@traces.example",
        ),
    )


@contextmanager
def _leaving_on_signals() -> Iterator[None]:
    """Let a signal that ends the process unwind the stack first.

    Only the main thread may say so. The screen takes the same signals over while it runs.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = {number: signal.signal(number, _leave) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    # A second one, or one that comes while the folder is being deleted, changes nothing.
    for other in _ENDING:
        signal.signal(other, signal.SIG_IGN)
    sys.exit(128 + number)
