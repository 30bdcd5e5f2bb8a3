"""How a terminal is set: whether it shows what is typed, and keeps it until Enter."""

from __future__ import annotations

from typing import Any, TextIO

LOCAL_FLAGS, _CHARACTERS = 3, 6
"""Places in what a terminal is set to."""


class Gone(Exception):
    """The input has ended, or the terminal is no longer there."""


def descriptor_of(stream: TextIO) -> int | None:
    """The number of an open file of the system; None where there is none."""
    try:
        return stream.fileno()
    except (OSError, ValueError):
        return None


def modes_of(descriptor: int) -> list[Any] | None:
    """How a terminal is set; None where it is none."""
    import termios

    try:
        return termios.tcgetattr(descriptor)
    except (termios.error, OSError, ValueError):
        return None


def take_keys(descriptor: int) -> None:
    """Let a terminal hand over every key, and show none; Ctrl+C goes on being a signal."""
    import termios

    modes = modes_of(descriptor)
    if modes is None:
        raise Gone
    modes[LOCAL_FLAGS] &= ~(termios.ICANON | termios.IEXTEN | termios.ECHO | termios.ECHONL)
    modes[_CHARACTERS][termios.VMIN], modes[_CHARACTERS][termios.VTIME] = 1, 0
    try:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, modes)
    except termios.error as error:
        raise Gone from error
