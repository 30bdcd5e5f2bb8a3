"""Waiting for a program in a terminal, without ever sleeping."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable

DEADLINE = 20.0
"""Seconds after which a test gives up."""


class Watched(ABC):
    """A terminal that is looked at."""

    @abstractmethod
    def look(self) -> bool:
        """Take what the program sends; returns whether something came."""

    @abstractmethod
    def screen(self) -> str:
        """What stands on the screen."""

    @property
    @abstractmethod
    def ended(self) -> bool:
        """Whether the program has ended."""

    def wait_until(
        self, condition: Callable[[], bool], what: str, seconds: float = DEADLINE
    ) -> None:
        """Wait for a condition.

        Args:
            condition: Looked at after everything that the program sends, and now and then.
            what: What is being waited for, for the failure.
            seconds: The deadline.
        """
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                raise AssertionError(f"never came: {what}\n{self.screen()}")
            if not self.look() and self.ended and not condition():
                raise AssertionError(f"the program ended before: {what}\n{self.screen()}")
