"""What is painted on a screen: rows of text, runs of one style, and how well they can be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rich.color import Color as RichColor
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from traces_tui.app import DeskApp

CONSOLE = (
    *("000000", "AA0000", "00AA00", "AA5500", "0000AA", "AA00AA", "00AAAA", "AAAAAA"),
    *("555555", "FF5555", "55FF55", "FFFF55", "5555FF", "FF55FF", "55FFFF", "FFFFFF"),
)
"""The sixteen colours of the Linux console."""
_GROUND, _INK = "000000", "AAAAAA"

RGB = tuple[int, int, int]


@dataclass(frozen=True)
class Run:
    """Neighbouring cells of one style."""

    row: int
    column: int
    text: str
    cells: int
    ink: RGB
    ground: RGB
    bold: bool
    underline: bool
    italic: bool

    @property
    def contrast(self) -> float:
        """Contrast of the text and its ground (WCAG 2.2)."""
        return contrast(self.ink, self.ground)


def strips_of(app: DeskApp) -> list[Strip]:
    """The rows of the screen on top, as they go to the terminal."""
    return app.screen._compositor.render_strips(app.size)[: app.size.height]


def runs_of(app: DeskApp) -> list[Run]:
    """Everything that is painted, row by row."""
    return runs_in(strips_of(app))


def runs_in(strips: list[Strip]) -> list[Run]:
    """Everything that is painted in some rows."""
    return [run for row, strip in enumerate(strips) for run in _runs(row, strip)]


def digest_of(runs: list[Run]) -> str:
    """A short name of everything that is painted, colours and styles included."""
    return hashlib.sha256(repr(runs).encode()).hexdigest()[:12]


def _runs(row: int, strip: Strip) -> Iterator[Run]:
    column = 0
    joined = Segment.simplify(segment for segment in strip if segment.text)
    for text, style, _ in joined:
        cells = Segment(text).cell_length
        yield _run(row, column, text, cells, style or Style.null())
        column += cells


def _run(row: int, column: int, text: str, cells: int, style: Style) -> Run:
    ink, ground = _rgb(style.color, _INK), _rgb(style.bgcolor, _GROUND)
    if style.reverse:
        ink, ground = ground, ink
    return Run(
        row,
        column,
        text,
        cells,
        ink,
        ground,
        bool(style.bold),
        bool(style.underline),
        bool(style.italic),
    )


def _rgb(color: RichColor | None, default: str) -> RGB:
    if color is None or color.type is ColorType.DEFAULT:
        return _parsed(default)
    if color.type in {ColorType.STANDARD, ColorType.EIGHT_BIT} and (color.number or 0) < len(
        CONSOLE
    ):
        return _parsed(CONSOLE[color.number or 0])
    red, green, blue = color.get_truecolor()
    return red, green, blue


@cache
def _parsed(code: str) -> RGB:
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)


@cache
def contrast(first: RGB, second: RGB) -> float:
    """Contrast of two colours (WCAG 2.2)."""
    one, two = sorted((_luminance(first), _luminance(second)))
    return (two + 0.05) / (one + 0.05)


def _luminance(color: RGB) -> float:
    parts = [part / 255 for part in color]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
