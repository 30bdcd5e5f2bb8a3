"""Names in every script: what stands right of them stays in its column, by tmux's own count."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.offices import AGENT, AGENT_PASSWORD, CHEAP, WIDE, agent, confirmed
from tests.terminal.conftest import Place
from tests.terminal.desk_tour import GREETING, TITLE, go, sign_in
from tests.terminal.tmux import Ruler
from traces_tui.clock import utc_now
from traces_tui.office import Office
from traces_tui.settings import Settings

NAMES = {
    "Latin": ("Dupont", "Marie"),
    "Bengali": ("বাংলাদেশী", "শ্রীময়ী"),
    "Persian": ("محمدی", "رضا"),
    "Korean": ("김", "민준"),
    "Chinese": ("北京市", "小明"),
    "Devanagari": ("शर्मा", "कृष्ण"),
    "Thai": ("สวัสดี", "ที่นี่"),
    "Vietnamese": ("Nguyễn", "Thị Ánh"),
    "Greek": ("Παπαδοπούλου", "Ελένη"),
    "Cyrillic": ("Иванов", "Петър"),
}
CODE = "67600"


@pytest.fixture
def ruler() -> Iterator[Ruler]:
    """Measures texts as tmux does."""
    with Ruler() as one:
        yield one


def office_in(folder: Path) -> Office:
    """An office with a request for every name, and an agent."""
    office = Office(Settings(data_dir=str(folder), password=CHEAP, limits=WIDE), clock=utc_now)
    office.prepare()
    for number, (last, first) in enumerate(NAMES.values()):
        confirmed(
            office,
            f"person{number}@ferme.example",
            last_name=last,
            first_name=first,
            organisation_name=f"{first} {last}",
        )
    agent(office)
    return office


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_queue_keeps_its_columns(place: Place, ruler: Ruler, size: tuple[int, int]) -> None:
    office_in(place.folder)
    with place.open_in_tmux(size=size) as pane:
        sign_in(pane, AGENT, AGENT_PASSWORD, GREETING)
        go(pane, "1")
        pane.wait_for(CODE)
        found: dict[str, int] = {}
        for _ in NAMES:
            for row in pane.rows():
                for script, (last, _first) in NAMES.items():
                    if last in row and CODE in row.partition(last)[2]:
                        found[script] = ruler.width(row[: row.index(CODE, row.index(last))])
            pane.press("Down")
            pane.settle()
        assert set(found) == set(NAMES)
        assert len(set(found.values())) == 1, found


def test_the_languages_keep_the_border(place: Place, ruler: Ruler) -> None:
    """Each of the 37 own names stands between the two sides of the box."""
    with place.open_in_tmux() as pane:
        pane.wait_for(TITLE)
        go(pane, "F2")
        sides: set[int] = set()
        seen: set[str] = set()
        for _ in range(4):
            box = [row for row in pane.rows() if row.count("▌") >= 1 and "▐" in row]
            sides |= {ruler.width(row[: row.rindex("▐")]) for row in box}
            seen |= {row.partition("▌")[2] for row in box}
            pane.press("NPage")
            pane.settle()
        assert len(seen) > 30
        assert len(sides) == 1, sides
