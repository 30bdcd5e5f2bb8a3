"""What a person may change about the screen beside its colours; it lasts as long as the process."""

from __future__ import annotations

from dataclasses import dataclass

from traces_tui.settings import CALM_SECONDS, PATIENCE


@dataclass(frozen=True, slots=True)
class Comfort:
    """Switches of the display panel."""

    cursor: bool = False
    """The terminal's own cursor stands on the focus: magnifiers and braille lines follow it."""
    calm: bool = False
    """Nothing on the screen moves by itself more often than needed."""
    patient: bool = False
    """Time limits are longer by :data:`PATIENCE`."""
    large: bool = False
    """Buttons are three rows high on small screens too."""

    @property
    def pace(self) -> int:
        """What every limit of time is multiplied by."""
        return PATIENCE if self.patient else 1

    def seconds_to_tell(self, left: int) -> int | None:
        """What a countdown shows now.

        Args:
            left: Seconds that are left.

        Returns:
            The seconds to show as they are, or None for what was shown before.
        """
        return left if not self.calm or left in CALM_SECONDS else None


ACCESSIBLE = Comfort(cursor=True, calm=True, patient=True, large=True)
"""All of it: the accessible screen."""
