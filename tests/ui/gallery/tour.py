"""A tour: one story in all sizes, themes and languages, and everything that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import product

from tests.ui.gallery.checks import SMALL, USUAL, WIDE, Cell, Seen, faults, look
from tests.ui.gallery.keyboard import (
    buttonless,
    closing,
    controls,
    forbidden,
    named,
    overlays,
    tab_order,
)
from tests.ui.gallery.story import Journey, Story
from tests.ui.gallery.visit import PSEUDO, Visit, visit

THEMES = ("nuit", "jour", "contraste", "ansi")
FALLING_BACK = "el"
LANGUAGES = ("fr", "en", FALLING_BACK, PSEUDO)
"""Greek has no catalogue, and speaks English; the last one nobody speaks: it is 40 % longer."""
FALLS_BACK = frozenset({"login", "registration_account_errors", "operator_home", "queue", "help"})
"""Stories that are looked at in Greek every time: the others differ from English no further."""
HOME = Cell(USUAL, "jour", "fr")
"""Where a tour begins."""
USUAL_CELLS: tuple[Cell, ...] = (
    *(Cell(USUAL, theme, "fr") for theme in ("jour", "contraste", "ansi")),
    *(Cell(USUAL, "nuit", code) for code in LANGUAGES),
    *(Cell(size, "nuit", code) for size in (SMALL, WIDE) for code in LANGUAGES[:2]),
)
"""Every size, theme and language, with few of the dear switches of theme and size."""
ALL_CELLS = tuple(
    Cell(size, theme, code)
    for size, theme, code in product((USUAL, SMALL, WIDE), THEMES, LANGUAGES)
)
_known: set[str] = set()
"""Screens that were gone around with Tab, and whose overlays were opened, in this process."""
WHOLE = "whole"
"""``MATRIX=whole`` visits every cell of the matrix."""


@dataclass
class Report:
    """What was seen of a story."""

    story: Story
    screen: str
    """Name of the screen's class."""
    seen: list[Seen] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


async def tours(journey: Journey) -> AsyncIterator[Report]:
    """Make the journey, with a tour of each of its stories."""
    async with visit(theme=f"traces-{HOME.theme}", demo=journey.demo) as there:
        now = HOME
        for story in journey.stories:
            await _go(there, now, HOME)
            await story.way(there)
            report = Report(story, type(there.screen).__name__)
            await _keys(there, report)
            now = await _tour(there, report)
            if story is journey.stories[-1]:
                report.faults += await closing(there)
            yield report


async def _keys(there: Visit, report: Report) -> None:
    """What keys and mouse do here; each kind of screen is gone around with real keys once."""
    report.faults += controls(there)
    report.faults += forbidden(there)
    report.faults += buttonless(there)
    order = there.screen.focus_chain
    if report.screen not in _known:
        _known.add(report.screen)
        order, wrong = await tab_order(there)
        report.faults += wrong
        report.faults += await overlays(there)
    report.order = [named(control) for control in order]


async def _tour(there: Visit, report: Report) -> Cell:
    """Look at the screen in all cells.

    Returns:
        The last of them.
    """
    focus = there.app.focused
    now = HOME
    for cell in _cells_of(report.story):
        await _go(there, now, cell)
        now = cell
        seen = look(there, cell)
        report.seen.append(seen)
        report.faults += faults(there, seen)
        if seen.focus is not focus:
            report.faults.append(f"focus: {cell}: moved from {focus} to {seen.focus}")
            focus = seen.focus
    report.faults += _same_in_all_themes(report.seen)
    return now


def _cells_of(story: Story) -> tuple[Cell, ...]:
    """Where a story is looked at."""
    if os.environ.get("MATRIX") == WHOLE:
        return ALL_CELLS
    if story.name in FALLS_BACK:
        return USUAL_CELLS
    return tuple(cell for cell in USUAL_CELLS if cell.language != FALLING_BACK)


async def _go(there: Visit, now: Cell, cell: Cell) -> None:
    """Switch what differs, the language last."""
    if cell.size != now.size:
        await there.resize(*cell.size)
    if cell.theme != now.theme:
        await there.look(f"traces-{cell.theme}")
    if cell.language != now.language:
        await there.speak(cell.language)


def _same_in_all_themes(seen: list[Seen]) -> list[str]:
    """The themes of true colour differ in colours only."""
    texts = {(one.cell.size, one.cell.language): one for one in seen if one.cell.theme == "nuit"}
    return [
        f"themes: {one.cell} says something else than nuit"
        for one in seen
        if one.cell.theme in {"jour", "contraste"}
        and one.text != texts[one.cell.size, one.cell.language].text
    ]
