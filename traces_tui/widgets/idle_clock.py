"""How long nobody has touched the keyboard or the mouse."""

from __future__ import annotations

import time
from collections.abc import Callable


class IdleClock:
    """Counts seconds since the last touch.

    Args:
        now: Gives seconds that only go forward; tests hand in their own.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self._touched = now()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self.now()

    @property
    def seconds(self) -> float:
        """Seconds since the last touch."""
        return self.now() - self._touched
