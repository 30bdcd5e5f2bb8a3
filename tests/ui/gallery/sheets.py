"""Contact sheets of all stories, to be looked at: ``make sheets``, or only some by their names.

One sheet a story, in ``build/gallery``: PNG where ``rsvg-convert`` is installed, else SVG; and a
page with all of them.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

from tests.ui.gallery.cells import Run, runs_of
from tests.ui.gallery.painter import sheet
from tests.ui.gallery.stories import JOURNEYS, STORIES
from tests.ui.gallery.story import Journey
from tests.ui.gallery.visit import PSEUDO, Visit, visit
from traces_tui.driver import sanitise_environment

FOLDER = Path("build/gallery")
Cell = tuple[tuple[int, int], str, str]
USUAL, WIDE, SMALL = (80, 24), (120, 40), (64, 20)
CELLS: tuple[Cell, ...] = (
    (USUAL, "nuit", "fr"),
    (USUAL, "jour", "fr"),
    (USUAL, "contraste", "fr"),
    (USUAL, "ansi", "fr"),
    (USUAL, "nuit", "en"),
    (USUAL, "nuit", PSEUDO),
    (USUAL, "nuit", "el"),
    (SMALL, "nuit", "fr"),
    (SMALL, "jour", "en"),
    (WIDE, "nuit", "fr"),
    (WIDE, "jour", "fr"),
)
"""What a sheet shows; ``--all`` shows every size in every theme and language."""
_COLUMNS = 3


async def show(there: Visit, cell: Cell) -> list[Run]:
    """Bring the desk into a size, theme and language, and paint it."""
    size, theme, language = cell
    if there.app.size != size:
        await there.resize(*size)
    if there.app.theme != f"traces-{theme}":
        await there.look(f"traces-{theme}")
    await there.speak(language)
    return runs_of(there.app)


async def _sheets(journey: Journey, wanted: set[str], cells: tuple[Cell, ...]) -> None:
    async with visit(demo=journey.demo) as there:
        for story in journey.stories:
            await story.way(there)
            if story.name not in wanted:
                continue
            painted = [
                (f"{w} × {h}   {theme}   {language}", await show(there, cell), cell[0])
                for cell in cells
                for (w, h), theme, language in [cell]
            ]
            await show(there, CELLS[0])
            _write(story.name, sheet(story.name, painted, _COLUMNS))


def _write(name: str, drawn: str) -> None:
    svg = FOLDER / f"{name}.svg"
    svg.write_text(drawn, "utf-8")
    converter = shutil.which("rsvg-convert")
    if converter is not None:
        png = svg.with_suffix(".png")
        subprocess.run([converter, "-o", str(png), str(svg)], check=True)
        svg.unlink()
        svg = png
    print(svg)


def main(arguments: list[str]) -> int:
    """Make the sheets of these stories, or of all.

    Returns:
        The exit status: 2 when there is no story of a name.
    """
    names = [argument for argument in arguments if argument != "--all"]
    if unknown := [name for name in names if name not in STORIES]:
        print(f"no story {', '.join(unknown)}; there are: {', '.join(STORIES)}", file=sys.stderr)
        return 2
    cells = CELLS
    if "--all" in arguments:
        cells = tuple(
            (size, theme, language)
            for size in (USUAL, WIDE, SMALL)
            for theme in ("nuit", "jour", "contraste", "ansi")
            for language in ("fr", "en", PSEUDO, "el")
        )
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = set(names or STORIES)
    for journey in JOURNEYS:
        if any(story.name in wanted for story in journey.stories):
            asyncio.run(_sheets(journey, wanted, cells))
    pictures = sorted(FOLDER.glob("*.[ps][nv]g"))
    page = "\n".join(f'<p><img src="{file.name}" alt="{file.stem}"></p>' for file in pictures)
    (FOLDER / "index.html").write_text(f"<!doctype html>\n{page}\n", "utf-8")
    print(FOLDER / "index.html")
    return 0


if __name__ == "__main__":
    import os

    sanitise_environment(os.environ)
    raise SystemExit(main(sys.argv[1:]))
