"""How the screen looks (F3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content

from traces_tui.forms.definition import Choice
from traces_tui.i18n import msg
from traces_tui.widgets.desk import strong
from traces_tui.widgets.pick import PickDialog

if TYPE_CHECKING:
    from traces_tui.app import DeskApp

LOOKS = (
    Choice("traces-nuit", msg("Night: light text on a dark ground")),
    Choice("traces-jour", msg("Day: dark text on a light ground")),
    Choice("traces-contraste", msg("Strong contrast: white and yellow on black")),
    Choice("traces-ansi", msg("Sixteen colours: for simple terminals")),
)


class DisplayScreen(PickDialog):
    """The four looks. A digit or Enter applies one at once."""

    def __init__(self) -> None:
        super().__init__(msg("Display"), LOOKS, searchable=False)
        self.id = "display-screen"

    def on_mount(self) -> None:
        """Mark the present look."""
        self._current = self.app.theme
        super().on_mount()

    def prompt(self, choice: Choice) -> Content:
        """Number and words."""
        number = LOOKS.index(choice) + 1
        return Content.assemble((f"{number}", strong(self)), " ", super().prompt(choice))

    def choose(self, value: str) -> None:
        """Apply the look."""
        self.dismiss(value)
        cast("DeskApp", self.app).look(value)
