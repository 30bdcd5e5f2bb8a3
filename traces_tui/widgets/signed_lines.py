"""Short lines with a sign or a date in front; what is too long goes on under its own beginning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from traces_tui.i18n import Message
from traces_tui.widgets.desk import Speaking, desk
from traces_tui.widgets.words import said, styled

_BETWEEN = "   "
_ROOMY = 70
"""From so many cells on, short lines share a row."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line."""

    words: Message
    style: str = ""
    sign: str = ""
    """Name of a sign in front."""
    sign_style: str = ""
    lead: Message | None = None
    """Words in front, such as a date."""


class SignedLines(Widget, Speaking):
    """Shows lines one below the other; where there is room, several in a row."""

    DEFAULT_CSS = """
    SignedLines { height: auto; }
    """

    def __init__(
        self,
        lines: Sequence[Line] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._lines = tuple(lines)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.refresh(layout=True)

    def relabel(self) -> None:
        """Draw in the present language."""
        self.refresh(layout=True)

    @property
    def longest(self) -> int:
        """Cells of the longest line, with what stands in front of it."""
        whole = (Content.assemble(self._lead(line), said(self, line.words)) for line in self._lines)
        return max((line.cell_length for line in whole), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Rows that the lines need at a width."""
        return len(self._rows(width))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(self._rows(self.content_size.width))

    def _rows(self, width: int) -> list[Content]:
        rows: list[Content] = []
        room = 0
        for line in self._lines:
            lead = self._lead(line)
            words = styled(said(self, line.words), line.style)
            whole = Content.assemble(lead, words)
            if whole.cell_length + len(_BETWEEN) <= room:
                rows[-1] = Content.assemble(rows[-1], _BETWEEN, whole)
                room -= whole.cell_length + len(_BETWEEN)
                continue
            indent = " " * lead.cell_length
            parts = words.wrap(max(1, width - lead.cell_length))
            rows += [
                Content.assemble(indent if number else lead, part)
                for number, part in enumerate(parts)
            ]
            room = width - whole.cell_length if len(parts) == 1 and width >= _ROOMY else 0
        return rows

    def _lead(self, line: Line) -> Content:
        if line.sign:
            return Content.assemble((desk(self).glyph(line.sign), line.sign_style), " ")
        if line.lead is not None:
            return Content.assemble(styled(said(self, line.lead), "$muted"), "  ")
        return Content("")
