"""What was seen before: one readable file a story, compared line by line."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from tests.ui.gallery.cells import digest_of
from tests.ui.gallery.checks import Seen
from tests.ui.gallery.painter import picture
from tests.ui.gallery.tour import FALLING_BACK, USUAL_CELLS, Report
from tests.ui.gallery.visit import PSEUDO

FOLDER = Path(__file__).parent / "stored"
FAILED = Path("build/gallery/failed")
RENEW = "renew"
"""``SNAPSHOTS=renew`` writes the files anew instead of comparing (``make snapshots``)."""
FALLBACK = "en"


def renewing() -> bool:
    """Whether the stored files are to be written."""
    return os.environ.get("SNAPSHOTS") == RENEW


def written(name: str, report: Report) -> str:
    """The file of a story.

    Greek has no catalogue: only the rows in which it differs from English are told. The language
    that nobody speaks is checked, not stored.
    """
    seen = report.seen
    texts = {
        (one.cell.size, one.cell.language): one.text.split("\n")
        for one in seen
        if one.cell.theme == "nuit" and one.cell in USUAL_CELLS
    }
    lines = [f"{name} ({report.screen})", "", "Tab order"]
    lines += [f"{number:3}  {control}" for number, control in enumerate(report.order, 1)]
    lines += ["", "Painted"]
    lines += [
        f"  {one.cell}  {digest_of(one.runs)}"
        for one in seen
        if one.cell in USUAL_CELLS and one.cell.language == "fr"
    ]
    for (size, language), rows in texts.items():
        if language == PSEUDO:
            continue
        lines += ["", f"{size[0]}x{size[1]} {language}"]
        other = texts.get((size, FALLBACK), []) if language == FALLING_BACK else []
        for number, row in enumerate(rows):
            if number >= len(other) or row != other[number]:
                lines.append(f"{number + 1:2}|{row}".rstrip())
    return "\n".join(lines) + "\n"


def differences(name: str, now: str, seen: list[Seen]) -> list[str]:
    """How a story differs from what is stored; nothing when it is being renewed.

    What differs is written to :data:`FAILED`, as text and as pictures.
    """
    file = FOLDER / f"{name}.txt"
    if renewing():
        FOLDER.mkdir(exist_ok=True)
        file.write_text(now, "utf-8")
        return []
    before = file.read_text("utf-8") if file.exists() else ""
    if now == before:
        return []
    FAILED.mkdir(parents=True, exist_ok=True)
    (FAILED / f"{name}.txt").write_text(now, "utf-8")
    for one in seen:
        digest = f"  {one.cell}  {digest_of(one.runs)}"
        if one.cell.language == "fr" and digest not in before:
            drawn = picture(one.runs, one.cell.size)
            (FAILED / f"{name} {one.cell}.svg").write_text(drawn, "utf-8")
    diff = difflib.unified_diff(
        before.splitlines(), now.splitlines(), f"stored/{file.name}", "now", lineterm="", n=1
    )
    return [f"differs from what is stored (pictures in {FAILED}; make snapshots):", *diff]
