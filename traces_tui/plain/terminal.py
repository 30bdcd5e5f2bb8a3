"""Reading and writing lines: the only place of this room that touches a terminal."""

from __future__ import annotations

import codecs
import os
import select
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from traces_tui.lines import wrapped
from traces_tui.plain.handle import LOCAL_FLAGS, Gone, descriptor_of, modes_of, take_keys
from traces_tui.plain.idle import Watch
from traces_tui.plain.keys import LONGEST_LINE, TypedLine
from traces_tui.text import printable

_NARROWEST = 20
_WIDEST = 80
"""Columns; longer lines are hard to follow, and a braille line shows forty."""
_CHUNK = 65_536


class Terminal:
    """Lines in, lines out. No cursor is moved and no colour is set.

    Args:
        source: Where lines are read.
        sink: Where lines are written.
    """

    watch: Watch | None = None
    """Looks after the time while a line is waited for."""
    warn: Callable[[int], str]
    """Words for the seconds that are left; set together with the watch."""
    typing = False
    """Whether a line has been begun."""

    def __init__(self, source: TextIO | None = None, sink: TextIO | None = None) -> None:
        self._source = source or sys.stdin
        self._sink = sink or sys.stdout
        for stream, errors in ((self._source, "surrogateescape"), (self._sink, "replace")):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                # Bytes that are no text reach the form, which refuses them in words.
                reconfigure(errors=errors)
        self._descriptor = descriptor_of(self._source)
        encoding = self._source.encoding or "utf-8"
        self._decode = codecs.getincrementaldecoder(encoding)("surrogateescape").decode
        self._ahead = ""
        """What was typed beyond the last line."""
        self._held = False
        self._shows = False

    @property
    def hides(self) -> bool:
        """Whether it is a terminal, where what is typed can be kept from being seen."""
        return self._descriptor is not None and modes_of(self._descriptor) is not None

    @property
    def width(self) -> int:
        """Columns of a line, now."""
        return max(_NARROWEST, min(self._size()[0] - 1, _WIDEST))

    def _size(self) -> tuple[int, int]:
        with suppress(OSError, ValueError):
            columns, rows = os.get_terminal_size(self._sink.fileno())
            if columns and rows:
                return columns, rows
        columns, rows = shutil.get_terminal_size()
        return columns, rows

    # --- writing --------------------------------------------------------------------------------

    def write(self, text: str = "") -> None:
        """Write a paragraph, wrapped.

        Raises:
            Gone: Nobody reads it.
        """
        safe = printable(text, line_breaks=True)
        self._put("\n".join(wrapped(safe, self.width)) + "\n")

    def push_away(self) -> None:
        """Move what stands on the window out of sight, as far as empty lines can.

        Raises:
            Gone: Nobody is there.
        """
        if self.hides:
            self._put("\n" * min(self._size()[1], 100))

    def _prompt(self, prompt: str) -> None:
        self._put("\n".join(wrapped(printable(prompt), self.width - 1)) + " ")

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

    # --- reading --------------------------------------------------------------------------------

    def read(self, prompt: str, *, secret: bool = False) -> str:
        """Ask for a line.

        Args:
            prompt: What to ask.
            secret: Whether it is not shown while it is typed, where that can be done.

        Raises:
            Gone: There is no other line.
            Unattended: Nobody types one.
        """
        with self.held():
            # Only now: what is typed at once must not be shown either.
            self._prompt(prompt)
            if self._descriptor is None:
                return self._from_stream()
            if self._held:
                take_keys(self._descriptor)  # a shell may have had the terminal meanwhile
                return self._from_keys(prompt, secret=secret)
            return self._from_lines(prompt)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Take every key of a terminal at once and show it ourselves; afterwards all is as before.

        What is typed while nothing is asked is then not shown before its question, and not at all
        if that asks for a secret.
        """
        before = None if self._held or self._descriptor is None else modes_of(self._descriptor)
        if before is None or self._descriptor is None:
            yield
            return
        import termios

        # A terminal that echoes nothing shows by itself what is typed.
        self._shows = bool(before[LOCAL_FLAGS] & termios.ECHO)
        self._held = True
        try:
            take_keys(self._descriptor)
            yield
        finally:
            self._held = False
            with suppress(termios.error):
                # What was typed ahead is not thrown away.
                termios.tcsetattr(self._descriptor, termios.TCSADRAIN, before)

    def _from_keys(self, prompt: str, *, secret: bool) -> str:
        """A line of a terminal, key after key."""
        line = TypedLine(seen=self._shows and not secret)
        while True:
            self.typing = bool(line.text)
            data, warned = self._more(lambda: self._ask_again(prompt, line))
            if not data:
                raise Gone
            if warned and not line.text and data in "\r\n":
                self._put("\n")
                self._prompt(prompt)  # it said that somebody is there, and no more
                continue
            shown = []
            for at, char in enumerate(data, 1):
                shown.append(line.key(char))
                if line.done or line.ended:
                    self._ahead = data[at:] + self._ahead
                    break
            self._put("".join(shown) if self._shows or secret else "")
            if line.ended:
                raise Gone
            if line.done:
                return line.text

    def _ask_again(self, prompt: str, line: TypedLine) -> None:
        self._prompt(prompt)
        if line.seen:
            self._put(printable(line.text))

    def _from_lines(self, prompt: str) -> str:
        """A line of a pipe or a file."""
        parts: list[str] = []
        length = 0
        while True:
            data, warned = self._more(lambda: self._prompt(prompt))
            line, end, rest = data.partition("\n")
            if length < LONGEST_LINE:
                parts.append(line[: LONGEST_LINE - length])
                length += len(parts[-1])
            if end and warned and not length:
                self._ahead = rest + self._ahead
                self._put("\n")
                self._prompt(prompt)
                continue
            if end or not data:
                self._ahead = rest + self._ahead
                self._put("\n")  # nobody's Enter has ended the line
                if not (end or length):
                    raise Gone
                return "".join(parts).removesuffix("\r")

    def _from_stream(self) -> str:
        """A line of something that is no file of the system."""
        try:
            line = self._source.readline(LONGEST_LINE)
            rest = line
            while len(rest) == LONGEST_LINE and not rest.endswith("\n"):
                rest = self._source.readline(LONGEST_LINE)
        except (OSError, ValueError) as error:
            raise Gone from error
        self._put("\n")
        if not line:
            raise Gone
        return line.removesuffix("\n").removesuffix("\r")

    def _more(self, ask_again: Callable[[], None]) -> tuple[str, bool]:
        """What was typed since.

        Returns:
            The characters, none at the end of the input; and whether a warning was said before.
        """
        if self._ahead:
            typed, self._ahead = self._ahead, ""
            return typed, False
        warned = False
        while True:
            self._wait(ask_again)
            data = self._read()
            if self.watch is not None:
                warned = self.watch.touch() or warned
            typed = self._decode(data, not data)
            if typed or not data:
                return typed, warned

    def _wait(self, ask_again: Callable[[], None]) -> None:
        """Wait for a key; meanwhile say how long that goes on."""
        watch, descriptor = self.watch, self._descriptor
        if watch is None or descriptor is None:
            return
        while (rest := watch.rest()) is not None:
            if select.select([descriptor], [], [], rest)[0]:
                return
            left = watch.passed()
            if left is not None:
                self._put("\n")
                self.write(self.warn(left))
                ask_again()

    def _read(self) -> bytes:
        if self._descriptor is None:
            return b""
        try:
            return os.read(self._descriptor, _CHUNK)
        except OSError as error:
            raise Gone from error
