"""The bar of languages of the sign-in page, by the system's own codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message as Event
from textual.widget import Widget

from traces_tui.languages import LANGUAGES
from traces_tui.widgets.desk import OnTop, Speaking, desk, strong

MORE = "more"


class LanguageBar(Widget, Speaking, OnTop, can_focus=True):
    """All codes that fit in the row, the present one marked, and how many more there are.

    Languages that have no catalogue yet are dimmed. Left and Right move, Enter chooses, a click
    chooses too; the last entry opens the whole list.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("home", "move(-100)", show=False),
        Binding("end", "move(100)", show=False),
        Binding("enter,space", "choose", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    @dataclass
    class Chosen(Event):
        """A language was chosen, or, with an empty code, the whole list was asked for."""

        code: str

    def __init__(self) -> None:
        super().__init__(id="language-bar")
        self._at: int | None = None
        self._spans: list[tuple[int, int, str]] = []

    def relabel(self) -> None:
        """Mark the present language."""
        self._at = None
        self.refresh()

    def on_blur(self) -> None:
        """Forget where Left and Right had moved to."""
        self._at = None

    def render(self) -> Content:
        """The row."""
        present = desk(self).tr.code
        shown = self._codes(self.size.width - 2)
        at = self._position(shown)
        row = Content(" ")
        self._spans = []
        for index, code in enumerate(shown):
            row = row.append(Content(" " if index else ""))
            begin = row.cell_length
            words, style = self._cell(code, len(shown), present)
            if self.has_focus and index == at:
                style = "$on-focus on $focus underline"
            row = row.append(Content.styled(words, style))
            self._spans.append((begin, row.cell_length, code))
        return row

    def _cell(self, code: str, shown: int, present: str) -> tuple[str, str]:
        """Words and style of one entry."""
        if code == MORE:
            rest = len(LANGUAGES) - (shown - 1)
            return f"+{rest} {desk(self).glyph('next')}", "$link"
        if code == present:
            framed = f"[{code}]" if desk(self).no_color else f" {code} "
            return framed, f"$on-button on $button {strong(self)}"
        complete = next(entry.complete for entry in LANGUAGES if entry.code == code)
        return code, "$ink" if complete else "$muted"

    def _codes(self, width: int) -> list[str]:
        """The codes that fit, the present one among them."""
        codes = [entry.code for entry in LANGUAGES]
        each = max(len(code) for code in codes) + 1
        framed = each * len(codes) + 2
        if framed <= width:
            return codes
        room = (width - 2 - len(f"+{len(codes)} ▸")) // each
        shown = codes[: max(1, room)]
        present = desk(self).tr.code
        if present not in shown:
            shown[-1] = present
        return [*shown, MORE]

    def _position(self, shown: list[str]) -> int:
        if self._at is not None:
            return min(self._at, len(shown) - 1)
        present = desk(self).tr.code
        return shown.index(present) if present in shown else 0

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the marked language stands, for the terminal's own cursor."""
        corner = self.content_region.offset
        if not self._spans:
            return corner
        at = self._position([code for _, _, code in self._spans])
        return corner + Offset(self._spans[at][0], 0)

    def action_move(self, by: int) -> None:
        """Move the mark."""
        shown = [code for _, _, code in self._spans]
        self._at = min(max(self._position(shown) + by, 0), len(shown) - 1)
        self.refresh()

    def action_choose(self) -> None:
        """Choose the marked language."""
        shown = [code for _, _, code in self._spans]
        self._choose(shown[self._position(shown)])

    def on_click(self, event: events.Click) -> None:
        """Choose the clicked language."""
        event.stop()
        for begin, end, code in self._spans:
            if begin <= event.x < end:
                self._choose(code)

    def _choose(self, code: str) -> None:
        self.post_message(self.Chosen("" if code == MORE else code))
