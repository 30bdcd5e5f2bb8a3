"""What a field is made of besides its line: the label, the row below, the button of a secret."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size

from traces_tui.i18n import Message, msg
from traces_tui.widgets.desk import desk
from traces_tui.widgets.press import Pressable
from traces_tui.widgets.words import Part, Words, said, styled


class Note(Words):
    """The third row: a rule under the field, or in its place an error or a word of praise."""

    def words(self) -> Content:
        """The message, or the rule."""
        if self.parts:
            return super().words()
        return Content(desk(self).glyph("rule") * max(1, self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A rule takes one row; a message what it needs."""
        return super().get_content_height(container, viewport, width) if self.parts else 1

    def on_resize(self) -> None:
        """Draw the rule as long as the field is now."""
        self.refresh()


class Label(Words):
    """The name of a field, with its hint where the two fit in one row.

    Args:
        name: The name.
        hint: More about it, which may be left out.
        optional: Whether the field may stay empty, which is always said.
    """

    def __init__(self, name: Message, hint: Message | None, *, optional: bool) -> None:
        self._short: tuple[Part, ...] = ((name, "bold"),)
        if optional:
            self._short = (*self._short, (msg("(optional)"), "$muted"))
        hints = () if hint is None else ((hint, "$muted"),)
        super().__init__(self._short[0], *hints, *self._short[1:], classes="field-label")

    def words(self) -> Content:
        """The whole label, or the part of it that must be read."""
        return self._at(self.content_size.width)

    def _at(self, width: int) -> Content:
        whole = super().words()
        if whole.cell_length <= width or not width:
            return whole
        parts = (part if isinstance(part, tuple) else (part, "") for part in self._short)
        return Content("  ").join([styled(said(self, words), style) for words, style in parts])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row, or what a long name needs."""
        return len(self._at(width).wrap(max(1, width)))

    def on_resize(self) -> None:
        """There is another room now."""
        self.refresh()


class Toggle(Pressable):
    """Shows or hides a secret."""
