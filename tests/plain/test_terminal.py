"""The terminal: lines of any kind in, safe lines out, secrets unseen, ends in one way."""

from __future__ import annotations

import io
import os
import pty
import termios
import threading
from collections.abc import Iterator
from typing import TextIO

import pytest

from traces_tui.plain.handle import Gone
from traces_tui.plain.keys import LONGEST_LINE
from traces_tui.plain.terminal import Terminal
from traces_tui.text import has_unsafe


def piped(typed: bytes) -> Terminal:
    """A terminal that reads these bytes and writes nowhere in particular."""
    return Terminal(io.TextIOWrapper(io.BytesIO(typed), "utf-8"), io.StringIO())


class TestReading:
    @pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
    def test_a_line_has_no_end(self, end: bytes) -> None:
        assert piped(b" a b " + end).read("?") == " a b "

    def test_the_end_of_the_input_is_gone(self) -> None:
        terminal = piped(b"a\n")
        terminal.read("?")
        with pytest.raises(Gone):
            terminal.read("?")

    def test_bytes_that_are_no_text_reach_the_form_which_refuses_them(self) -> None:
        assert has_unsafe(piped(b"Mar\xffie\n").read("?"))

    def test_of_a_megabyte_the_rest_is_no_answer_to_the_next_question(self) -> None:
        terminal = piped(b"a" * 1_000_000 + b"\nb\n")
        assert len(terminal.read("?")) == LONGEST_LINE
        assert terminal.read("?") == "b"

    def test_a_line_of_exactly_that_length_is_a_line(self) -> None:
        terminal = piped(b"a" * (LONGEST_LINE - 1) + b"\nb\n")
        terminal.read("?")
        assert terminal.read("?") == "b"

    def test_a_pipe_hides_nothing(self) -> None:
        assert not piped(b"a\n").hides

    def test_a_terminal_that_vanished_is_gone(self) -> None:
        class Vanished(io.StringIO):
            def readline(self, _size: int = -1, /) -> str:  # type: ignore[override]  # of TextIO
                raise OSError(5, "Input/output error")

        with pytest.raises(Gone):
            Terminal(Vanished(), io.StringIO()).read("?")


class TestWriting:
    def test_what_moves_a_cursor_is_never_sent(self) -> None:
        paper = io.StringIO()
        Terminal(io.StringIO("x\n"), paper).write("a\x1b[2Jb\u202ec\x07")
        Terminal(io.StringIO("x\n"), paper).read("d\x1b]52;c;x\x07\n")
        assert "\x1b" not in paper.getvalue()
        assert "\x07" not in paper.getvalue()
        assert "\u202e" not in paper.getvalue()

    def test_a_reader_who_left_is_gone(self) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "w") as sink:
            terminal = Terminal(io.StringIO("x\n"), sink)
            with pytest.raises(Gone):
                terminal.write("a")

    def test_wraps_at_the_width_that_the_environment_tells(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "31")
        paper = io.StringIO()
        Terminal(io.StringIO(), paper).write("word " * 20)
        assert max(map(len, paper.getvalue().split("\n"))) <= 30


@pytest.fixture
def window() -> Iterator[tuple[int, TextIO, TextIO]]:
    """A real terminal: the person's end, and ours for reading and for writing."""
    person, ours = pty.openpty()
    with os.fdopen(ours, "r") as source, os.fdopen(os.dup(ours), "w") as sink:
        yield person, source, sink
    os.close(person)


def typed_at(person: int, prompt: str, line: bytes) -> threading.Thread:
    """Somebody who waits for a prompt, then types."""

    def type_it() -> None:
        seen = b""
        while prompt.encode() not in seen:
            seen += os.read(person, 1000)
        os.write(person, line)

    thread = threading.Thread(target=type_it)
    thread.start()
    return thread


class TestSecrets:
    def test_are_not_echoed_and_the_terminal_is_as_before(
        self, window: tuple[int, TextIO, TextIO]
    ) -> None:
        person, source, sink = window
        terminal = Terminal(source, sink)
        before = termios.tcgetattr(source.fileno())
        assert terminal.hides
        thread = typed_at(person, "Word", b"Cigogne-67\n")
        assert terminal.read("Word:", secret=True) == "Cigogne-67"
        thread.join()
        assert termios.tcgetattr(source.fileno()) == before
        terminal.write("end")
        seen = b""
        while b"end" not in seen:
            seen += os.read(person, 1000)
        assert b"Cigogne" not in seen

    def test_an_interrupted_one_leaves_no_blind_terminal(
        self, window: tuple[int, TextIO, TextIO], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, source, sink = window
        terminal = Terminal(source, sink)
        before = termios.tcgetattr(source.fileno())

        def interrupt(*_: object, **__: object) -> str:
            assert termios.tcgetattr(source.fileno()) != before
            raise KeyboardInterrupt

        monkeypatch.setattr(terminal, "_from_keys", interrupt)
        with pytest.raises(KeyboardInterrupt):
            terminal.read("Word:", secret=True)
        assert termios.tcgetattr(source.fileno()) == before
