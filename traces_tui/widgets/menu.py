"""A numbered menu: what one may do, each line with its number and a few words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from traces_tui.i18n import Message
from traces_tui.widgets.desk import desk
from traces_tui.widgets.press import Pressable
from traces_tui.widgets.words import said, styled

_GAP = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu."""

    digit: str
    """The key that presses it."""
    name: str
    """The id of its line."""
    label: Message
    hint: Message | None = None


class MenuLine(Pressable):
    """Number, sign, label, and what one finds there."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.label, id=entry.name, classes="menu-line")
        self.entry = entry

    def words(self) -> Content:
        """The line, with its hint below where there are two rows, else beside it.

        Beside, the hints of all lines begin in one column; one that is too long is left out.
        """
        entry = self.entry
        line = Content.assemble(
            (f" {entry.digit} ", "bold"), desk(self).glyph("next"), " ", super().words()
        )
        hint = "" if entry.hint is None else said(self, entry.hint)
        if not hint:
            return line
        look = "" if self.has_focus else "$muted"
        if self.content_size.height > 1:
            return line.append("\n     ").append(styled(hint, look))
        missing = self._label_width() - super().words().cell_length
        line = line.append(" " * (missing + _GAP))
        if line.cell_length + Content(hint).cell_length > self.content_size.width:
            return line
        return line.append(styled(hint, look))

    def _label_width(self) -> int:
        lines = self.parent.query(MenuLine) if isinstance(self.parent, Menu) else ()
        return max(Content(said(self, line.entry.label)).cell_length for line in lines)

    def tell(self, hint: Message) -> None:
        """Show another hint."""
        if hint != self.entry.hint:
            self.entry = Entry(self.entry.digit, self.entry.name, self.entry.label, hint)
            self.relabel()


class Menu(Vertical):
    """The lines of a menu; digits press them wherever the focus is on the screen.

    Args:
        entries: What may be done.
    """

    def __init__(self, entries: Sequence[Entry], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._entries = tuple(entries)

    def compose(self) -> ComposeResult:
        """The lines."""
        for entry in self._entries:
            yield MenuLine(entry)

    def press(self, digit: str | None) -> bool:
        """Press the line of a digit.

        Returns:
            Whether there is one.
        """
        for line in self.query(MenuLine):
            if line.entry.digit == digit:
                line.focus()
                line.press()
                return True
        return False
