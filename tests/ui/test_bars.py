"""Small charts: figures with bars that fit."""

from __future__ import annotations

import pytest
from textual.app import ComposeResult
from textual.containers import Vertical

from tests.ui.at_the_desk import desk_app, screen_text, settled, shown
from traces_tui.i18n import msg, verbatim
from traces_tui.office import Office
from traces_tui.screens.base import DeskScreen
from traces_tui.widgets.bars import Bar, Bars, Row

LINE = "━"
NOTE = msg("none")


class Chart(DeskScreen):
    """One chart in a box."""

    def __init__(self, chart: Bars, width: int, height: int) -> None:
        super().__init__()
        self._chart = chart
        self._room = (width, height)

    def body(self) -> ComposeResult:
        """The box."""
        with Vertical() as box:
            box.styles.width, box.styles.height = self._room
            self._chart.styles.height = "100%"
            yield self._chart


def rows(*counts: int, sign: str = "") -> list[Row]:
    """Rows that are named by their counts."""
    return [Row(verbatim(f"n{count}"), (Bar(count),), sign=sign) for count in counts]


async def drawn(
    office: Office,
    chart: Bars,
    some: list[Row],
    *,
    width: int = 30,
    height: int = 10,
    term: str = "xterm-256color",
) -> list[str]:
    """The rows of a chart on the screen."""
    app = desk_app(office, term=term)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, Chart(chart, width, height))
        chart.show(some, NOTE)
        await settled(pilot)
        lines = screen_text(app).splitlines()[1 : height + 1]
        assert all(not line[width + 2 :].strip() for line in lines)
        return [line[2:].rstrip() for line in lines]


def bars_of(lines: list[str]) -> list[int]:
    """How long the bars are."""
    return [line.count(LINE) for line in lines]


async def test_label_figure_bar_in_columns(office: Office) -> None:
    lines = await drawn(office, Bars(msg("Status")), rows(10, 5, 0), width=20)
    assert lines[:4] == [
        "Status",
        "n10  10 ━━━━━━━━━━━━",
        "n5    5 ━━━━━━",
        "n0    0",
    ]


async def test_what_is_not_zero_has_a_cell(office: Office) -> None:
    lines = await drawn(office, Bars(msg("Status")), rows(9_000, 1, 0))
    assert bars_of(lines)[1:4] == [18, 1, 0]


async def test_the_longest_bar_stays_short_in_a_wide_box(office: Office) -> None:
    lines = await drawn(office, Bars(msg("Status")), rows(2, 1), width=70)
    assert bars_of(lines)[1:3] == [24, 12]


async def test_one_scale_for_all_columns(office: Office) -> None:
    chart = Bars(msg("Status"), (msg("Name"), msg("Accounts"), msg("Help")))
    some = [Row(verbatim("x"), (Bar(4), Bar(2))), Row(verbatim("y"), (Bar(0), Bar(1)))]
    lines = await drawn(office, chart, some)
    heads, x, y = lines[1:4]
    first, second = heads.index("Accounts"), heads.index("Help")
    lengths = [part.count(LINE) for part in (x[first:second], x[second:], y[second:])]
    assert lengths == [9, 4, 2]
    assert (y[first], y[second]) == ("0", "1")


@pytest.mark.parametrize("term", ["xterm-256color", "linux"])
async def test_a_sign_stands_in_front(office: Office, term: str) -> None:
    some = [*rows(3), *rows(2, sign="warn")]
    lines = await drawn(office, Bars(msg("Status")), some, width=20, term=term)
    assert [line[:4] for line in lines[1:3]] == ["  n3", "▲ n2"]


async def test_too_few_rows_of_room_show_the_last_or_nothing(office: Office) -> None:
    some = rows(1, 2, 3, 4)
    shortened = await drawn(office, Bars(msg("Status"), shorten=True), some, height=4)
    assert [line[:2] for line in shortened] == ["St", "n2", "n3", "n4"]
    assert await drawn(office, Bars(msg("Status")), some, height=4) == [""] * 4


async def test_no_room_for_bars_shows_nothing_rather_than_half_of_it(office: Office) -> None:
    assert await drawn(office, Bars(msg("Status")), rows(10), width=6) == [""] * 10


async def test_nothing_to_show_says_why(office: Office) -> None:
    lines = await drawn(office, Bars(msg("Status")), [])
    assert lines[:2] == ["Status", "none"]


async def test_hostile_labels_stay_text(office: Office) -> None:
    some = [Row(verbatim("[/x]\x1b]52;c;eA==\x07"), (Bar(1),))]
    lines = await drawn(office, Bars(msg("Status")), some, width=40)
    assert lines[1].startswith("[/x]")
    assert "\x1b" not in lines[1]


async def test_the_same_figures_are_not_drawn_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = Bars(msg("Status"))
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, Chart(chart, 30, 8))
        chart.show(rows(1, 2), NOTE)
        await settled(pilot)
        asked: list[bool] = []
        monkeypatch.setattr(chart, "refresh", lambda *_, **__: asked.append(True))
        chart.show(rows(1, 2), NOTE)
        assert asked == []
        chart.show(rows(1, 3), NOTE)
        assert asked == [True]


async def test_another_language_says_the_words_anew(office: Office) -> None:
    chart = Bars(msg("Organisation"), (msg("Name"), msg("Accounts")))
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, Chart(chart, 40, 8))
        chart.show(rows(1), NOTE)
        await settled(pilot)
        app.speak("fr")
        await settled(pilot)
        assert "Comptes" in screen_text(app)
