"""A numbered menu: what one may do, each line with its number and a few words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from traces_tui.i18n import Message
from traces_tui.widgets.desk import desk
from traces_tui.widgets.press import Pressable
from traces_tui.widgets.words import said, styled

_GAP = 3
_INDENT = 5
"""Cells before the label: number, sign and what is between them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu."""

    name: str
    """The id of its line."""
    label: Message
    hint: Message | None = None
    brief: Message | None = None
    """In place of a hint that does not fit beside the label."""
    look: str = "$muted"
    """How the hint looks."""


class MenuLine(Pressable):
    """Number, sign, label, and what one finds there."""

    def __init__(self, digit: str, entry: Entry) -> None:
        super().__init__(entry.label, id=entry.name, classes="menu-line")
        self.digit = digit
        """The key that presses it."""
        self.entry = entry

    def words(self) -> Content:
        """The line, with its hint below where there are two rows, else beside it.

        Beside, the hints of all lines begin in one column. Where one has no room, the lines have
        none, but for those that can say it in brief.
        """
        line = Content.assemble(
            (f" {self.digit} ", "bold"), desk(self).glyph("next"), " ", super().words()
        )
        width = self.content_size.width
        if self.content_size.height > 1:
            return line.append("\n").append(self._hint(width - _INDENT, self).pad_left(_INDENT))
        label = max(one.label_width for one in self._lines)
        room = width - _INDENT - label - _GAP
        hint = self._hint(room, *self._lines)
        if not hint:
            return line
        return line.append(" " * (label - self.label_width + _GAP)).append(hint)

    @property
    def label_width(self) -> int:
        """The cells of the label."""
        return Content(said(self, self.entry.label)).cell_length

    @property
    def _lines(self) -> list[MenuLine]:
        return list(self.parent.query(MenuLine)) if isinstance(self.parent, Menu) else [self]

    def _hint(self, room: int, *lines: MenuLine) -> Content:
        """The hint, where it and those of the lines that have but one fit; else the brief one."""
        entry = self.entry
        look = "" if self.has_focus else entry.look
        tied = [self] if entry.brief else [one for one in lines if one.entry.brief is None]
        if all(one.hint_width <= room for one in tied):
            return styled(said(self, entry.hint), look) if entry.hint else Content("")
        brief = styled(said(self, entry.brief), look) if entry.brief else Content("")
        return brief if brief.cell_length <= room else Content("")

    @property
    def hint_width(self) -> int:
        """The cells of the whole hint."""
        return Content(said(self, self.entry.hint)).cell_length if self.entry.hint else 0

    def tell(self, hint: Message, brief: Message | None = None, look: str = "$muted") -> None:
        """Show another hint; nothing is drawn again when it is the same."""
        entry = replace(self.entry, hint=hint, brief=brief, look=look)
        if entry != self.entry:
            self.entry = entry
            self.relabel()


class Menu(Vertical):
    """The lines of a menu; digits press them wherever the focus is on the screen.

    The numbers go from 1 on without a hole; 0 is the way out.

    Args:
        entries: What may be done.
        out: The way out, the last line.
    """

    DEFAULT_CSS = """
    Menu { height: auto; }
    MenuLine {
        width: 100%;
        height: 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        border-left: outer $page;
        &:hover { background: $strip; }
        &:focus {
            background: $cursor;
            color: $on-cursor;
            text-style: bold;
            border-left: outer $focus-side;
        }
        &:ansi { border-left: heavy $page; }
        &:ansi:focus { text-style: none; border-left: heavy $focus-side; }
        &:nocolor:focus { text-style: reverse; }
    }
    """

    def __init__(self, entries: Sequence[Entry], out: Entry, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._entries = {str(digit): entry for digit, entry in enumerate(entries, 1)} | {"0": out}

    def compose(self) -> ComposeResult:
        """The lines."""
        for digit, entry in self._entries.items():
            yield MenuLine(digit, entry)

    def press(self, digit: str | None) -> bool:
        """Press the line of a digit.

        Returns:
            Whether there is one.
        """
        for line in self.query(MenuLine):
            if line.digit == digit:
                line.focus()
                line.press()
                return True
        return False
