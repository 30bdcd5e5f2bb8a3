"""Nobody has typed for long: say so, then give the terminal to the next person."""

from __future__ import annotations

import time
from collections.abc import Callable

from traces_tui.i18n import Message, plural
from traces_tui.settings import CALM_SECONDS

Limits = tuple[int, int]
"""Seconds without a key until the first warning, and from there to the end."""


class Unattended(Exception):
    """Nobody is there any more: what was typed goes, and so does the session."""


class Watch:
    """Counts seconds since the last key.

    Args:
        limits: Gives the limits as they are now, or None while nothing would be lost.
        now: Gives seconds that only go forward; tests hand in their own.
    """

    def __init__(
        self, limits: Callable[[], Limits | None], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = limits
        self._now = now
        self._touched = now()
        self._told: int | None = None

    def touch(self) -> bool:
        """Somebody is there.

        Returns:
            Whether a warning had been said since the last key.
        """
        self._touched = self._now()
        warned, self._told = self._told is not None, None
        return warned

    def rest(self) -> float | None:
        """Seconds until there is something to say; None for never."""
        limits = self._limits()
        if limits is None:
            return None
        end = sum(limits)
        following = next((mark for mark in _marks(limits) if self._is_new(mark)), 0)
        return max(0.0, end - following - (self._now() - self._touched))

    def passed(self) -> int | None:
        """Look at the clock.

        Returns:
            How many seconds are left, where that is to be said now.

        Raises:
            Unattended: None are.
        """
        limits = self._limits()
        if limits is None:
            return None
        left = sum(limits) - (self._now() - self._touched)
        if left <= 0:
            raise Unattended
        due = [mark for mark in _marks(limits) if self._is_new(mark) and left <= mark]
        if not due:
            return None
        self._told = due[-1]
        return self._told

    def _is_new(self, mark: int) -> bool:
        return self._told is None or mark < self._told


def _marks(limits: Limits) -> tuple[int, ...]:
    """When something is said, in seconds before the end, the first one first."""
    _, warning = limits
    first = min(warning, CALM_SECONDS[0])
    return (first, *(mark for mark in CALM_SECONDS if mark < first))


def time_left(seconds: int, *, signed_in: bool) -> Message:
    """How long is left, what happens then, and what to do.

    Args:
        seconds: What is left.
        signed_in: Whether there is a session to lose.
    """
    if signed_in:
        return plural(
            "Without a key, you are signed out in {n} second. Press Enter to continue.",
            "Without a key, you are signed out in {n} seconds. Press Enter to continue.",
            seconds,
        )
    return plural(
        "Without a key, what you typed is erased in {n} second. Press Enter to continue.",
        "Without a key, what you typed is erased in {n} seconds. Press Enter to continue.",
        seconds,
    )
