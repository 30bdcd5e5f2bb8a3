"""Nobody types any more: it is said three times, then everything goes."""

from __future__ import annotations

import os
import pty
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

import pytest

from tests.offices import OPERATOR, PASSWORD, MovableClock, make_office, valid_operator
from tests.plain.conversation import Paper, typing
from traces_tui.i18n import msg
from traces_tui.models.tables import Session
from traces_tui.office import Office
from traces_tui.plain import start
from traces_tui.plain.idle import Unattended, Watch
from traces_tui.plain.talk import Talk
from traces_tui.plain.terminal import Terminal
from traces_tui.settings import Idle, Smtp

ANEW = 75


class Seconds:
    """Time that passes only where somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class TestWatch:
    def watch(self, *limits: int) -> tuple[Watch, Seconds]:
        """A watch with these limits, and its time."""
        seconds = Seconds()
        return Watch(lambda: (limits[0], limits[1]), seconds), seconds

    def said(self, *limits: int) -> list[tuple[float, int]]:
        """When something is said, and how many seconds are then left, until the end."""
        watch, seconds = self.watch(*limits)
        found: list[tuple[float, int]] = []
        for _ in range(10):
            seconds.now += watch.rest() or 0.0
            try:
                left = watch.passed()
            except Unattended:
                assert seconds.now == sum(limits)
                return found
            if left is not None:
                found.append((seconds.now, left))
        raise AssertionError(found)

    @pytest.mark.parametrize(
        ("limits", "said"),
        [
            ((120, 60), [(120, 60), (150, 30), (170, 10)]),
            ((780, 120), [(840, 60), (870, 30), (890, 10)]),
            ((5, 45), [(5, 45), (20, 30), (40, 10)]),
            ((5, 10), [(5, 10)]),
            ((2, 1), [(2, 1)]),
        ],
    )
    def test_says_each_mark_once(
        self, limits: tuple[int, int], said: list[tuple[float, int]]
    ) -> None:
        assert self.said(*limits) == said

    def test_a_key_begins_anew_and_tells_whether_it_was_asked_for(self) -> None:
        watch, seconds = self.watch(120, 60)
        assert not watch.touch()
        seconds.now = 125
        assert watch.passed() == 60
        assert watch.touch()
        assert (watch.rest(), watch.passed()) == (120, None)

    def test_a_leap_says_only_where_it_landed(self) -> None:
        watch, seconds = self.watch(120, 60)
        seconds.now = 151
        assert watch.passed() == 30
        assert watch.passed() is None
        assert watch.rest() == 19

    def test_nothing_to_lose_waits_for_ever(self) -> None:
        seconds = Seconds()
        watch = Watch(lambda: None, seconds)
        seconds.now = 1e9
        assert (watch.rest(), watch.passed()) == (None, None)


class Person:
    """Somebody at a real terminal who types when something is read out, and then not any more.

    Args:
        descriptor: The person's end.
        does: What is typed once these words were shown, in order.
    """

    def __init__(self, descriptor: int, *does: tuple[str, str]) -> None:
        self.heard = ""
        self._descriptor = descriptor
        self._does = list(does)
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def _live(self) -> None:
        at = 0
        while True:
            try:
                self.heard += os.read(self._descriptor, 4096).decode()
            except OSError:
                return
            while self._does and (found := self.heard.find(self._does[0][0], at)) >= 0:
                words, line = self._does.pop(0)
                at = found + len(words)
                os.write(self._descriptor, line.encode())

    def leave(self) -> str:
        """What was heard until the terminal closed."""
        self._thread.join(10)
        return self.heard.replace("\r\n", "\n")


@pytest.fixture
def window() -> Iterator[tuple[int, TextIO, TextIO]]:
    """A real terminal: the person's end, and ours for reading and for writing."""
    person, ours = pty.openpty()
    with os.fdopen(ours, "r") as source, os.fdopen(os.dup(ours), "w") as sink:
        yield person, source, sink
    os.close(person)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office that soon takes people for gone."""
    office = _office(tmp_path, 1)
    valid_operator(office)
    return office


def _office(folder: Path, warning: int) -> Office:
    idle = Idle(
        public_seconds=1,
        public_warning_seconds=warning,
        agent_seconds=1,
        agent_warning_seconds=warning,
    )
    return make_office(folder / "data", MovableClock(), idle=idle, smtp=Smtp(send_from_kiosk=False))


Open = Callable[..., tuple[int, str]]


@pytest.fixture
def open_desk(tmp_path: Path, office: Office, window: tuple[int, TextIO, TextIO]) -> Open:
    """Lets somebody come to the desk; gives what it ended with and what was heard."""
    assert office.settings.idle.public_seconds == 1

    def come(*does: tuple[str, str], anew: int | None = ANEW, warning: int = 1) -> tuple[int, str]:
        person, source, sink = window
        office = _office(tmp_path, warning)
        somebody = Person(person, *does)
        status = start.run(office, language="en", terminal=Terminal(source, sink), anew=anew)
        source.close()
        sink.close()
        return status, somebody.leave()

    return come


def open_sessions(office: Office) -> int:
    """Sessions that have not ended."""
    with office.connected():
        return int(Session.select().where(Session.ended_at.is_null()).count())


class TestDesk:
    def test_an_abandoned_session_ends_and_makes_room(
        self, open_desk: Open, office: Office
    ) -> None:
        before = open_sessions(office)
        status, heard = open_desk(("Number: ", f"1\n{OPERATOR}\n"), ("Password: ", f"{PASSWORD}\n"))
        assert status == ANEW
        assert heard.count("Without a key, you are signed out in 1 second.") == 1
        assert "Nobody was there" in heard
        assert heard.endswith("\n" * 10)
        assert open_sessions(office) == before

    def test_a_line_that_is_begun_is_shown_again_and_lost_at_the_end(self, open_desk: Open) -> None:
        status, heard = open_desk(("Number: ", "2\nmarie.dup"))
        assert status == ANEW
        assert "(user id): marie.dup\nWithout a key, what you typed is erased in 1" in heard
        assert "Press Enter to continue.\nE-mail address (user id): marie.dup" in heard

    def test_a_secret_that_is_begun_is_not(self, open_desk: Open) -> None:
        _, heard = open_desk(("Number: ", f"1\n{OPERATOR}\n"), ("Password: ", "Cigo"))
        assert "Without a key" in heard
        assert "Cigo" not in heard

    def test_a_key_saves_the_line(self, open_desk: Open) -> None:
        status, heard = open_desk(
            ("Number: ", f"3\n{'A' * 4}"),
            ("Press Enter to continue.", "-AAAA-AAAA\n"),
            ("This code does not exist.", "<\n"),
            ("Number: ", "0\n"),
            warning=40,
        )
        assert status == 0
        assert "Error: This code does not exist." in heard

    def test_enter_after_a_warning_answers_nothing(self, open_desk: Open) -> None:
        status, heard = open_desk(
            ("Number: ", "2\n"),
            ("Press Enter to continue.", "\n"),
            ("(user id): ", ""),
            ("(user id): ", "<\n"),
            ("Number: ", "0\n"),
            warning=40,
        )
        assert status == 0
        assert "Error" not in heard

    def test_nobody_at_the_first_menu_is_no_news(
        self, open_desk: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        limits: list[object] = []
        rest = Watch.rest

        def ask(watch: Watch) -> float | None:
            limits.append(rest(watch))
            return rest(watch)

        monkeypatch.setattr(Watch, "rest", ask)
        assert open_desk(("Number: ", "0"), ("0", "\n"))[0] == 0
        assert limits[0] is None

    def test_without_people_after_this_one_nobody_is_taken_for_gone(self, open_desk: Open) -> None:
        status, heard = open_desk(("Number: ", "2\n"), ("(user id): ", "\x04"), anew=None)
        assert status == 0
        assert "Without a key" not in heard

    def test_a_sign_gives_ten_times_as_long(self, office: Office) -> None:
        talk = Talk(office, Terminal(typing("+", "a"), Paper()), "en")
        talk.used = True
        assert talk.limits() == (1, 1)
        assert talk.line(msg("Name")) == "a"
        assert talk.limits() == (10, 10)
        with talk.somebody():
            assert talk.limits() == (10, 10)

    def test_signing_out_makes_room_too(self, open_desk: Open) -> None:
        status, heard = open_desk(
            ("Number: ", f"1\n{OPERATOR}\n"),
            ("Password: ", f"{PASSWORD}\n"),
            ("Menu", "0\n"),
            ("Number: ", ""),
            ("Number: ", "0\n"),
            warning=40,
        )
        assert status == ANEW
        assert "You are signed out." in heard

    def test_a_pipe_is_watched_as_well(self, office: Office) -> None:
        reading, writing = os.pipe()
        with os.fdopen(reading) as source, open(os.devnull, "w", encoding="utf-8") as sink:
            os.write(writing, f"1\n{OPERATOR}\n{PASSWORD}\n".encode())
            status = start.run(office, language="en", terminal=Terminal(source, sink), anew=ANEW)
        os.close(writing)
        assert status == ANEW
