"""A person who types at the plain desk, and what is read out to that person."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, cast

import pytest

from tests.offices import MovableClock, make_office
from traces_tui.i18n import translator
from traces_tui.office import Office
from traces_tui.plain import start
from traces_tui.plain.talk import Talk
from traces_tui.plain.terminal import Terminal
from traces_tui.settings import Smtp

Typed = str | Callable[[], str]
"""A line, or what gives it when it is asked for (the code of a mail)."""


class Typist(io.TextIOBase):
    """Types one line after the other; what can be called is asked for its line then."""

    def __init__(self, lines: Iterable[Typed]) -> None:
        self._lines = iter(lines)

    def readline(self, _size: int | None = -1, /) -> str:  # type: ignore[override]  # of TextIO
        """The next line; nothing at the end."""
        line = next(self._lines, None)
        if line is None:
            return ""
        return (line if isinstance(line, str) else line()) + "\n"

    def isatty(self) -> bool:
        """This is a pipe."""
        return False


def typing(*lines: Typed) -> TextIO:
    """Somebody who types these lines."""
    return cast("TextIO", Typist(lines))


class Paper(io.StringIO):
    """Where everything is written."""


@dataclass(frozen=True)
class Spoken:
    """A whole conversation."""

    status: int
    text: str

    @property
    def errors(self) -> list[str]:
        """What was told as an error, in order."""
        return [
            line.removeprefix("Error: ")
            for line in self.text.split("\n")
            if line.startswith("Error: ")
        ]


class Desk:
    """The plain desk of one office, in this process.

    Attributes:
        office: Mails stay in its outbox.
    """

    def __init__(self, office: Office, language: str = "en") -> None:
        self.office = office
        self.language = language

    def hear(self, *lines: Typed, **given: Any) -> Spoken:
        """Type lines; the input ends after the last one."""
        paper = Paper()
        terminal = Terminal(typing(*lines), paper)
        status = start.run(self.office, language=self.language, terminal=terminal, **given)
        return Spoken(status, paper.getvalue())

    def talk(self, *lines: Typed) -> tuple[Talk, Paper]:
        """A conversation that a test leads itself, and what is written in it."""
        paper = Paper()
        return Talk(self.office, Terminal(typing(*lines), paper), self.language), paper

    def say(self, message: Any) -> str:
        """The words of a message in the language of the desk."""
        return translator(self.language).say(message)


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is broken where a test looks for it."""
    monkeypatch.setattr(Terminal, "width", 10_000)


@pytest.fixture
def clock() -> MovableClock:
    """A clock that is moved by hand."""
    return MovableClock()


@pytest.fixture
def office(tmp_path: Path, clock: MovableClock) -> Office:
    """An office whose mails stay in the outbox."""
    return make_office(tmp_path / "data", clock, smtp=Smtp(send_from_kiosk=False))


@pytest.fixture
def desk(office: Office) -> Desk:
    """The plain desk of that office, in English."""
    return Desk(office)
