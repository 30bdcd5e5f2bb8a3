"""Things to do or to know, one below the other, each with a number or a sign in front."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from traces_tui.i18n import Message, verbatim
from traces_tui.widgets.words import Words


class Items(Vertical):
    """A list to read; lines that wrap stay clear of the numbers.

    Args:
        items: What to list.
        glyph: Name of the sign in front; numbers if None.
    """

    DEFAULT_CSS = """
    Items { height: auto; }
    Items > Horizontal { height: auto; }
    Items .item-sign { width: 3; }
    Items .item-words { width: 1fr; }
    """

    def __init__(
        self,
        items: Sequence[Message],
        glyph: str | None = None,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._items = tuple(items)
        self._glyph = glyph

    def compose(self) -> ComposeResult:
        """One row or more for each."""
        for number, item in enumerate(self._items, 1):
            with Horizontal():
                if self._glyph is None:
                    yield Words((verbatim(number), "bold $link"), classes="item-sign")
                else:
                    yield Words(glyph=self._glyph, glyph_style="$link", classes="item-sign")
                yield Words(item, classes="item-words")
