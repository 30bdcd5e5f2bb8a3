"""Lists behind one another, each named with how many rows it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message as Event
from textual.widget import Widget

from traces_tui.i18n import Message, msg
from traces_tui.widgets.desk import Speaking, desk
from traces_tui.widgets.keys import key
from traces_tui.widgets.words import said

Tab = tuple[str, Message]
"""Value and name."""


class CountTabs(Widget, Speaking, can_focus=True):
    """One row of tabs with counts. Left and Right, a digit, or a click choose.

    Args:
        tabs: Values and names, in order.
    """

    DEFAULT_CSS = """
    CountTabs { height: 1; width: auto; color: $muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("left", "step(-1)", msg("Previous list"), show=False),
        key("right", "step(1)", msg("Next list"), show=False),
        key("down,enter,space", "screen.focus_next", msg("Go to the list"), show=False),
    ]

    @dataclass
    class Chosen(Event):
        """Another tab was chosen."""

        tabs: CountTabs
        value: str

        @property
        def control(self) -> CountTabs:
            """The tabs."""
            return self.tabs

    def __init__(self, tabs: Sequence[Tab], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._tabs = tuple(tabs)
        self._counts: Mapping[str, int] = {}
        self.value = self._tabs[0][0]
        """The tab in front."""

    def count(self, counts: Mapping[str, int]) -> None:
        """Show other counts."""
        if counts != self._counts:
            self._counts = dict(counts)
            self.refresh(layout=True)

    def choose(self, value: str) -> None:
        """Put a tab in front."""
        if value != self.value:
            self.value = value
            self.refresh(layout=True)
            self.post_message(self.Chosen(self, value))

    def choose_number(self, number: int) -> None:
        """Put a tab in front by its place, counted from 1."""
        if 0 < number <= len(self._tabs):
            self.choose(self._tabs[number - 1][0])

    def action_step(self, by: int) -> None:
        """Go to the tab beside."""
        values = [value for value, _ in self._tabs]
        self.choose(values[(values.index(self.value) + by) % len(values)])

    def relabel(self) -> None:
        """Draw in the present language."""
        self.refresh(layout=True)

    def render(self) -> Content:
        """The row of tabs."""
        return Content("").join(self._pieces())

    def _pieces(self) -> list[Content]:
        pieces = []
        for value, name in self._tabs:
            words = said(self, name)
            if value in self._counts:
                words = f"{words} {desk(self).tr.number(self._counts[value])}"
            here = value == self.value
            sides = "[]" if here and desk(self).no_color else "  "
            style = "$muted on $page"
            if here:
                style = (
                    "bold $on-focus on $focus" if self.has_focus else "bold $on-button on $button"
                )
            pieces.append(Content.styled(f"{sides[0]}{words}{sides[1]}", style))
        return pieces

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        event.stop()
        end = 0
        for (value, _), piece in zip(self._tabs, self._pieces(), strict=True):
            end += piece.cell_length
            if event.x < end:
                self.choose(value)
                return
