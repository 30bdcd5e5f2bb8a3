"""The line above a list: it says what can be searched, as far as there is room."""

from __future__ import annotations

from traces_tui.i18n import msg
from traces_tui.widgets.desk import Speaking
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.words import said

_LONGEST = 80
"""Characters that one can search for."""
_ROOMY = 50
"""Cells from which all that can be searched is named."""


class SearchLine(Entry, Speaking):
    """Searches requests and accounts; ``/`` leads here.

    Args:
        id: The widget's id.
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, most=_LONGEST)

    def relabel(self) -> None:
        """Say what can be searched."""
        roomy = self.size.width >= _ROOMY
        words = msg("search a name, an address, a post code") if roomy else msg("search")
        self.placeholder = f"/ {said(self, words)}"

    def on_mount(self) -> None:
        """Say it from the first drawing on."""
        self.relabel()

    def on_resize(self) -> None:
        """More room, more words."""
        self.relabel()
