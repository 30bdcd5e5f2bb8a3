"""What the sixteen colours and the few signs of a console allow, whatever a stylesheet asks."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import ClassVar, Final

from rich.color import Color as Ink
from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter
from textual.scrollbar import ScrollBarRender

from traces_tui.widgets.glyphs import GlyphSet
from traces_tui.widgets.output_filter import RowFilter

_BLACK: Final = 0
_BRIGHT: Final = range(8, 16)
_WHITE: Final = 15
_DARK_GROUNDS: Final = frozenset({1, 4, 5})
"""Red, blue and magenta: black can't be read on them."""

_SIGNS: Final = str.maketrans(
    dict.fromkeys("▌▐▊▎▏▕", "┃") | dict.fromkeys("▀▄", "━") | {"▔": " ", "▁": " "}
)
"""What stands in for the pieces of blocks that Textual draws its borders with."""


class ConsoleColours(RowFilter):
    """Sends only what a console shows as it was meant.

    Its bold is *bright*: bold black becomes grey, which can't be read on a coloured ground. Its
    grounds are never bright, and its dim is grey.
    """

    def changed(self, segment: Segment) -> Segment:
        """The same text in a style that can be read."""
        if segment.style is None:
            return segment
        return Segment(segment.text, shown(segment.style), None)


class ConsoleSigns(RowFilter):
    """Draws borders without the halves of a block, which no console font has."""

    def changed(self, segment: Segment) -> Segment:
        """Other signs in the same cells."""
        if segment.text.isascii():
            return segment
        return Segment(segment.text.translate(_SIGNS), segment.style, None)


_COLOURS: Final = ConsoleColours()
_CONSOLE_SIGNS: Final = ConsoleSigns()


@cache
def console_filters(*, few_colours: bool, few_signs: bool) -> tuple[LineFilter, ...]:
    """What stands between the stylesheets and a console.

    Args:
        few_colours: There are sixteen.
        few_signs: Its font has only what Linux consoles have.
    """
    return (_COLOURS,) * few_colours + (_CONSOLE_SIGNS,) * few_signs


@lru_cache(512)
def shown(style: Style) -> Style:
    """The nearest style that can be read on a console."""
    ground = None if style.bgcolor is None else style.bgcolor.number
    ink = None if style.color is None else style.color.number
    changes = Style.null()
    if ground is not None and ground in _BRIGHT:
        ground -= len(_BRIGHT)
        changes += Style(bgcolor=Ink.from_ansi(ground))
    if ink == _BLACK and ground in _DARK_GROUNDS:
        changes += Style(color=Ink.from_ansi(_WHITE))
    elif ink == _BLACK and style.bold:
        changes += Style(bold=False)
    if style.dim:
        changes += Style(dim=False)
    return style + changes if changes else style


class WholeCells(ScrollBarRender):
    """Scroll bars without the eighths of a block, which no console font has."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * len(ScrollBarRender.VERTICAL_BARS)
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * len(ScrollBarRender.HORIZONTAL_BARS)


def scroll_bars(signs: GlyphSet) -> type[ScrollBarRender]:
    """The scroll bars that can be drawn with these signs."""
    return ScrollBarRender if signs == "modern" else WholeCells
