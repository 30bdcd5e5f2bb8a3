"""Draws screens as SVG: each run of cells in its place, whatever the viewer thinks of blanks."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from rich.cells import cell_len

from tests.ui.gallery.cells import RGB, Run

CELL = (8.0, 17.0)
"""Width and height of a cell."""
_BASE = 13.0
_FONT = 13.2
_FAMILY = "DejaVu Sans Mono, Noto Sans Mono CJK KR, monospace"
_MARGIN = 12.0
_CAPTION = 22.0


def drawing(runs: list[Run]) -> str:
    """The runs, as a group whose corner is at 0, 0."""
    parts = [f'<g font-family="{_FAMILY}" font-size="{_FONT}">']
    for run in runs:
        x, y, width = run.column * CELL[0], run.row * CELL[1], run.cells * CELL[0]
        parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width + 0.3:g}" height="{CELL[1] + 0.3:g}" '
            f'fill="{_hex(run.ground)}"/>'
        )
    for run in runs:
        for piece in _pieces(run):
            parts += _text(piece)
    return "\n".join([*parts, "</g>"])


def _pieces(run: Run) -> list[Run]:
    """A run without wide letters, or its letters one by one: fonts draw them too narrow."""
    if run.cells == len(run.text):
        return [run]
    column, pieces = run.column, []
    for letter in run.text:
        cells = cell_len(letter)
        pieces.append(replace(run, column=column, text=letter, cells=cells))
        column += cells
    return pieces


def _text(run: Run) -> list[str]:
    text = run.text.replace("\u00a0", " ")
    if not text.strip():
        return []
    before = len(text) - len(text.lstrip())
    bare = text.strip()
    cells = run.cells - before - (len(text) - len(text.rstrip()))
    look = [
        f'x="{(run.column + before) * CELL[0]:g}"',
        f'y="{run.row * CELL[1] + _BASE:g}"',
        f'textLength="{cells * CELL[0]:g}" lengthAdjust="spacingAndGlyphs"',
        f'fill="{_hex(run.ink)}"',
        'xml:space="preserve"',
    ]
    look += ['font-weight="bold"'] * run.bold + ['font-style="italic"'] * run.italic
    look += ['text-decoration="underline"'] * run.underline
    return [f"<text {' '.join(look)}>{escape(bare)}</text>"]


def _hex(color: RGB) -> str:
    return f"#{color[0]:02x}{color[1]:02x}{color[2]:02x}"


def picture(runs: list[Run], size: tuple[int, int]) -> str:
    """One screen as a file."""
    return _file(drawing(runs), size[0] * CELL[0], size[1] * CELL[1])


def sheet(title: str, pictures: list[tuple[str, list[Run], tuple[int, int]]], columns: int) -> str:
    """Screens beside and below one another, each with its caption.

    Args:
        title: Stands on top.
        pictures: Caption, runs, and size in cells of each.
        columns: How many stand in a row.
    """
    parts, top, wide = [], _CAPTION + _MARGIN, 0.0
    for first in range(0, len(pictures), columns):
        left, tall = _MARGIN, 0.0
        for caption, runs, (width, height) in pictures[first : first + columns]:
            parts.append(
                f'<text x="{left:g}" y="{top + 14:g}" font-family="sans-serif" font-size="13" '
                f'fill="#333">{escape(caption)}</text>'
                f'<g transform="translate({left:g} {top + _CAPTION:g})">{drawing(runs)}</g>'
            )
            left += width * CELL[0] + _MARGIN
            tall = max(tall, height * CELL[1])
        wide = max(wide, left)
        top += tall + _CAPTION + _MARGIN
    heading = (
        f'<text x="{_MARGIN:g}" y="20" font-family="sans-serif" font-size="17" '
        f'font-weight="bold" fill="#000">{escape(title)}</text>'
    )
    return _file(
        "\n".join([heading, *parts]), wide, top, '<rect width="100%" height="100%" fill="#b8b8b8"/>'
    )


def _file(inside: str, width: float, height: float, ground: str = "") -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}">{ground}{inside}</svg>\n'
    )
