"""Reading and writing lines: the only place of this room that touches a terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from traces_tui.plain.lines import wrapped
from traces_tui.text import printable

LONGEST_LINE = 100_000
"""Characters of one line that are kept; no form takes so many, so that it is refused, not cut."""
_NARROWEST = 20
_WIDEST = 100
"""Columns; longer lines are hard to follow."""


class Gone(Exception):
    """The input has ended, or the terminal is no longer there."""


class Terminal:
    """Lines in, lines out. No cursor is moved and no colour is set.

    Args:
        source: Where lines are read.
        sink: Where lines are written.
    """

    def __init__(self, source: TextIO | None = None, sink: TextIO | None = None) -> None:
        self._source = source or sys.stdin
        self._sink = sink or sys.stdout
        for stream, errors in ((self._source, "surrogateescape"), (self._sink, "replace")):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                # Bytes that are no text reach the form, which refuses them in words.
                reconfigure(errors=errors)
        self._echoes = _is_terminal(self._source)

    @property
    def hides(self) -> bool:
        """Whether what is typed can be kept from being seen."""
        return self._echoes and _can_hide(self._source)

    @property
    def width(self) -> int:
        """Columns of a line, now."""
        with suppress(OSError, ValueError):
            columns = os.get_terminal_size(self._sink.fileno()).columns
            if columns:
                return max(_NARROWEST, min(columns - 1, _WIDEST))
        return max(_NARROWEST, min(shutil.get_terminal_size().columns - 1, _WIDEST))

    def write(self, text: str = "") -> None:
        """Write a paragraph, wrapped.

        Raises:
            Gone: Nobody reads it.
        """
        safe = printable(text, line_breaks=True)
        self._put("\n".join(wrapped(safe, self.width)) + "\n")

    def read(self, prompt: str) -> str:
        """Ask for a line.

        Raises:
            Gone: There is no other line.
        """
        self._prompt(prompt)
        return self._line()

    def read_secret(self, prompt: str) -> str:
        """Ask for a line that is not shown while it is typed, where that can be done.

        Raises:
            Gone: There is no other line.
        """
        if not self.hides:
            return self.read(prompt)
        with _unseen(self._source.fileno()):
            # Only now: what is typed at once must not be shown either.
            self._prompt(prompt)
            line = self._line()
        self._put("\n")
        return line

    def _prompt(self, prompt: str) -> None:
        self._put("\n".join(wrapped(printable(prompt), self.width - 1)) + " ")

    def _line(self) -> str:
        try:
            line = self._source.readline(LONGEST_LINE)
            rest = line
            while len(rest) == LONGEST_LINE and not rest.endswith("\n"):
                rest = self._source.readline(LONGEST_LINE)
        except (OSError, ValueError) as error:
            raise Gone from error
        if not self._echoes:
            self._put("\n")  # nobody's Enter has ended the line
        if not line:
            raise Gone
        return line.removesuffix("\n").removesuffix("\r")

    def _put(self, text: str) -> None:
        try:
            self._sink.write(text)
            self._sink.flush()
        except (OSError, ValueError) as error:
            self._let_go()
            raise Gone from error

    def _let_go(self) -> None:
        """What is still to be written goes nowhere, so that the end is not one more error."""
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._sink.fileno())
            os.close(nowhere)


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:
        return False


def _can_hide(stream: TextIO) -> bool:
    import termios

    try:
        termios.tcgetattr(stream.fileno())
    except (termios.error, OSError, ValueError):
        return False
    return True


@contextmanager
def _unseen(descriptor: int) -> Iterator[None]:
    """Let the terminal show nothing of what is typed; afterwards all is as before."""
    import termios

    before = termios.tcgetattr(descriptor)
    hidden = termios.tcgetattr(descriptor)
    hidden[3] &= ~(termios.ECHO | termios.ECHONL)
    try:
        # What was typed ahead is not thrown away.
        termios.tcsetattr(descriptor, termios.TCSADRAIN, hidden)
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
