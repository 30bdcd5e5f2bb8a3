"""What must hold for every screen in every size, theme and language: no stored picture needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.css.query import NoMatches
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from wcwidth import wcswidth

from tests.ui.at_the_desk import misfits
from tests.ui.gallery.cells import Run, runs_in, strips_of
from tests.ui.gallery.visit import PSEUDO, Visit
from tests.ui.gallery.words import untranslated
from tests.ui.pseudo import OPEN
from traces_tui.widgets.dialog import DialogBox
from traces_tui.widgets.footer import WIDEST, Footer

USUAL, WIDE, SMALL = (80, 24), (120, 40), (64, 20)
TEXT, LINE = 4.5, 3.0
"""Least contrasts (WCAG 2.2, 1.4.3 and 1.4.11)."""
_LINES = frozenset(chr(code) for code in range(0x2500, 0x25A0))
_EDGES = frozenset("▌▐▀▄▛▜▙▟▖▗▘▝┃")
"""Halves of cells and heavy bars are edges of filled boxes; what is in the box is read."""
_LONG = (
    *("help-text", "page-text", "mail-view", "receipt", "check-page", "pick-list", "start-page"),
    *("lost-page", "forgotten-sent", "receipt-page"),
)
"""Long texts and lists, which may scroll."""


@dataclass(frozen=True)
class Cell:
    """One place of the matrix."""

    size: tuple[int, int]
    theme: str
    language: str

    def __str__(self) -> str:
        return f"{self.size[0]}x{self.size[1]} {self.theme} {self.language}"


@dataclass(frozen=True)
class Seen:
    """What stood on the screen in a cell."""

    cell: Cell
    text: str
    runs: list[Run]
    focus: Widget | None


def look(visit: Visit, cell: Cell) -> Seen:
    """Take down what stands on the screen; of a dialog, what stands in its box.

    The screen behind a dialog is dimmed and redrawn only when it comes back.
    """
    strips = strips_of(visit.app)
    for box in visit.screen.query(DialogBox):
        strips = [_within(strip, row, box.region) for row, strip in enumerate(strips)]
    text = "\n".join(strip.text.rstrip() for strip in strips)
    return Seen(cell, text, runs_in(strips), visit.app.focused)


def _within(strip: Strip, row: int, region: Region) -> Strip:
    if not region.y <= row < region.bottom:
        return Strip.blank(strip.cell_length)
    return Strip.join([Strip.blank(region.x), strip.crop(region.x, region.right)])


def faults(visit: Visit, seen: Seen) -> list[str]:
    """Everything that is wrong with what stands on the screen, each with its cell."""
    checks = (_clipped, _words, _rows, _footer, _focus, _contrast)
    return [
        f"{check.__name__[1:]}: {seen.cell}: {fault}"
        for check in checks
        for fault in check(visit, seen)
    ]


def _clipped(visit: Visit, seen: Seen) -> Iterator[str]:
    """Nothing is cut and nothing scrolls; in a small window forms may scroll."""
    long = {
        str(node)
        for name in _LONG
        for found in visit.screen.query(f"#{name}, .{name}")
        for node in found.walk_children(with_self=True)
    }
    for misfit in misfits(visit.app):
        if any(misfit.startswith(f"{node}: ") for node in long) and "cut" not in misfit:
            continue
        if seen.cell.size == SMALL and ("outside" in misfit or "scrolls" in misfit):
            continue
        if seen.cell.size == SMALL and seen.cell.language == PSEUDO:
            continue
        yield misfit


def _words(visit: Visit, seen: Seen) -> Iterator[str]:
    """Every word comes from the catalogue; nothing but data is in Latin letters then."""
    if seen.cell.language == PSEUDO:
        if seen.text.count(OPEN) <= 2:
            yield "the screen is empty"
        if bare := untranslated(visit, seen.text):
            yield f"never translated: {bare}"


def _rows(visit: Visit, seen: Seen) -> Iterator[str]:
    """No row is wider than the terminal, as terminals count; none is missing."""
    width, height = seen.cell.size
    rows = seen.text.split("\n")
    if len(rows) != height:
        yield f"{len(rows)} rows"
    for number, row in enumerate(rows):
        if wcswidth(row) > width:
            yield f"row {number} takes {wcswidth(row)} cells: {row!r}"


def _footer(visit: Visit, seen: Seen) -> Iterator[str]:
    """The keys take no more cells than the narrowest usual screen has for them."""
    for footer in visit.screen.query(Footer):
        if seen.cell.size == USUAL and (cells := footer.render().cell_length) > WIDEST + 3:
            yield f"the footer takes {cells} cells"


def _focus(visit: Visit, seen: Seen) -> Iterator[str]:
    """Something has the focus, and it can be seen."""
    focus, screen = seen.focus, visit.screen
    if focus is None:
        if screen.focus_chain:
            yield "nothing has the focus"
        return
    try:
        shown = screen.find_widget(focus).visible_region
    except NoMatches:
        shown = Region()
    if shown.height < 1 or not screen.region.overlaps(shown):
        yield f"{focus} has the focus and can't be seen"


def _contrast(visit: Visit, seen: Seen) -> Iterator[str]:
    """Everything that is painted can be read."""
    for run in seen.runs:
        sign = run.text.strip()
        if not sign or run.ink == run.ground or set(sign) <= _EDGES:
            continue
        least = LINE if set(sign.replace(" ", "")) <= _LINES else TEXT
        if run.contrast >= least:
            continue
        start = run.column + len(run.text) - len(run.text.lstrip())
        widget, _ = visit.screen.get_widget_at(min(start, seen.cell.size[0] - 1), run.row)
        if not widget.is_disabled:
            yield (
                f"{sign!r} in {widget} has a contrast of {run.contrast:.1f}: "
                f"{run.ink} on {run.ground}"
            )
