"""The clock of the demonstration: stands in the past while the story is told, then runs."""

from __future__ import annotations

from datetime import datetime

from traces_tui.clock import utc_now


class DemoClock:
    """Time that is set by hand, until it is let go."""

    def __init__(self) -> None:
        self._at: datetime | None = None

    def __call__(self) -> datetime:
        """The present moment of the story, in the end the real one."""
        return self._at or utc_now()

    def set(self, moment: datetime) -> None:
        """Move to a moment; the story only goes forward.

        Raises:
            ValueError: It lies before the present one.
        """
        if self._at is not None and moment < self._at:
            raise ValueError(f"the story can't go back from {self._at} to {moment}")
        self._at = moment

    def run(self) -> None:
        """Show the real time from now on."""
        self._at = None
