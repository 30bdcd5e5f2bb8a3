"""The line that people type into: cleaned, limited, and silent about secrets."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.geometry import Offset, Size
from textual.message import Message as Event
from textual.reactive import Reactive
from textual.widgets import Input

from traces_tui.i18n import Message, msg, plural
from traces_tui.text import has_unsafe, is_unsafe

MOST_PASTED = 20_000
"""Characters of a paste that are looked at; the rest could never fit a field."""


class Entry(Input):
    """An input of one row.

    Pastes lose line ends and control characters; what is longer than the field is cut, or refused
    where it is a secret, because nobody could see the cut. Each of these is told in a
    :class:`Remark`. Nothing ever goes to a clipboard.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """As in Textual, but typing does not lay the whole screen out: the line keeps its size."""

    @dataclass
    class Remark(Event):
        """Something was done to what was typed, and the person should know."""

        words: Message

    def __init__(
        self,
        *,
        secret: bool = False,
        hidden: bool = False,
        most: int = 0,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """Make an empty line.

        Args:
            secret: Whether it is kept exactly as typed and never copied.
            hidden: Whether it shows dots at first.
            most: Most characters; 0 for no limit.
            id: The widget's id.
            classes: The widget's classes.
        """
        super().__init__(
            password=hidden, select_on_focus=False, compact=True, id=id, classes=classes
        )
        self.cursor_blink = False
        self.secret = secret
        self.most = most

    def put(self, value: str) -> None:
        """Set the value from outside, cleaned, with the cursor at its end."""
        self.value = "".join(char for char in value if not is_unsafe(char))
        self.cursor_position = len(self.value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put typed or pasted text in, as far as it may stand here."""
        start, end = sorted((max(0, start), min(len(self.value), end)))
        if text and (cleaned := self._cleaned(text)) != text:
            text = cleaned
            self._remark(msg("Control characters were left out"))
        if self.most and (over := len(self.value) - (end - start) + len(text) - self.most) > 0:
            limit = plural("At most {n} character", "At most {n} characters", self.most)
            if self.secret and len(text) > 1:
                self._remark(msg("{limit}: nothing was pasted", limit=limit))
                return
            text = text[: len(text) - over]
            self._remark(limit)
        super().replace(text, start, end)

    def _cleaned(self, text: str) -> str:
        if not has_unsafe(text):
            return text
        return "".join(char for char in text[:MOST_PASTED] if not is_unsafe(char))

    def _remark(self, words: Message) -> None:
        self.post_message(self.Remark(words))

    def _on_paste(self, event: events.Paste) -> None:
        """Take what was pasted as one line."""
        event.stop()
        event.prevent_default()
        lines = event.text[: MOST_PASTED * 4].strip("\r\n").splitlines()
        text = ("" if self.secret else " ").join(lines)
        if text:
            selection = self.selection
            self.replace(text, *sorted((selection.start, selection.end)))

    def action_copy(self) -> None:
        """Copy nothing: the next person could paste it."""

    def action_cut(self) -> None:
        """Cut nothing: the next person could paste it."""

    def action_paste(self) -> None:
        """Paste nothing: the program keeps no clipboard. Terminals paste by themselves."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the cursor stands on the screen, for the terminal's own cursor."""
        region = self.content_region
        cell = self._position_to_cell(self.cursor_position) - self.scroll_offset.x
        return Offset(region.x + cell, region.y)
