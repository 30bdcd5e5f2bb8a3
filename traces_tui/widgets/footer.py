"""The last row: the keys that work now, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from traces_tui.i18n import Message
from traces_tui.widgets.desk import Speaking
from traces_tui.widgets.keys import key_name, label_of
from traces_tui.widgets.words import said

if TYPE_CHECKING:
    from textual.screen import Screen

WIDEST = 76
"""Cells that the keys may take on the narrowest usual screen."""
_USUAL = 80
"""Columns of that screen; wider ones have room for more."""
_LAST = ("back", "leave_program", "help", "messages", "language", "display")
"""Actions that every screen has; on a narrow screen the last of them give way first."""


class Footer(Widget, Speaking):
    """Names the keys of the screen and of the focused widget; each can be clicked.

    Whole entries are left out where the row is too short, never parts of words: first the display,
    then the language, which the bar on top has as well.
    """

    def __init__(self) -> None:
        super().__init__(id="footer")
        self._spans: list[tuple[int, int, str]] = []
        self._waiting: Message | None = None

    def on_mount(self) -> None:
        """Follow the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._renew)

    def _renew(self, _screen: Screen[object]) -> None:
        self.refresh()

    def relabel(self) -> None:
        """Draw the row in the present language."""
        self.refresh()

    def wait(self, message: Message | None) -> None:
        """Say what is being waited for in place of the keys; None brings the keys back."""
        if message != self._waiting:
            self._waiting = message
            self.refresh()

    def render(self) -> Content:
        """The row."""
        if self._waiting is not None:
            return Content.styled(f" {said(self, self._waiting)}", "bold $footer-key-foreground")
        width = self.size.width if self.size.width > _USUAL else min(self.size.width, WIDEST)
        entries = self._entries()
        while len(entries) > 1 and sum(len(k) + len(w) + 3 for _, k, w in entries) - 1 > width:
            entries.pop()
        row = Content(" ")
        self._spans = []
        for pressed, name, words in entries:
            begin = row.cell_length
            row = row.append(Content.styled(name, "bold $footer-key-foreground")).append(
                f" {words}"
            )
            self._spans.append((begin, row.cell_length, pressed))
            row = row.append("  ")
        return row

    def _entries(self) -> list[tuple[str, str, str]]:
        """Key, its name and its words, the screen's own first."""
        seen: dict[str, Binding] = {}
        for _, binding, enabled, _tooltip in self.screen.active_bindings.values():
            if binding.show and enabled and binding.description:
                seen.setdefault(binding.action, binding)
        ordered = sorted(seen.values(), key=_place)
        return [
            (binding.key, said(self, key_name(binding.key)), said(self, label_of(binding)))
            for binding in ordered
        ]

    def on_click(self, event: events.Click) -> None:
        """A click on an entry is its key."""
        event.stop()
        for begin, end, pressed in self._spans:
            if begin <= event.x < end:
                self.app.simulate_key(pressed)


def _place(binding: Binding) -> int:
    return _LAST.index(binding.action) + 1 if binding.action in _LAST else 0
