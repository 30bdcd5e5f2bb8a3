"""What a console is sent in place of what it would show otherwise than meant."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.scrollbar import ScrollBarRender

from traces_tui.widgets.cells import count_spacing_marks
from traces_tui.widgets.console import WholeCells, console_filters, scroll_bars, shown
from traces_tui.widgets.themes import few_colours


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("bold black on cyan", "not bold black on cyan"),
        ("bold white on blue", "bold white on blue"),
        ("black on bright_red", "bright_white on red"),
        ("black on bright_green", "black on green"),
        ("dim white on blue", "not dim white on blue"),
        ("#112233 on #445566", "#112233 on #445566"),
    ],
)
def test_styles(asked: str, sent: str) -> None:
    console = ColorSystem.STANDARD
    expected = Style.parse(sent).render("x", color_system=console)
    assert shown(Style.parse(asked)).render("x", color_system=console) == expected


def test_pieces_of_blocks_become_lines() -> None:
    row = [Segment("▌ Connexion ▐", Style.parse("bold black on white"))]
    for one in console_filters(few_colours=True, few_signs=True):
        row = one.apply(row, Color(0, 0, 0))
    assert [segment.text for segment in row] == ["┃ Connexion ┃"]
    assert row[0].style is not None
    assert not row[0].style.bold
    assert console_filters(few_colours=False, few_signs=False) == ()


def test_scroll_bars_have_whole_cells() -> None:
    assert scroll_bars("console") is WholeCells
    assert scroll_bars("modern") is ScrollBarRender
    bar = WholeCells.render_bar(size=10, virtual_size=33, window_size=10, position=4)
    assert {segment.text.strip() for segment in bar.segments} == {""}


def test_vowel_signs_have_their_cell() -> None:
    """Bengali as xterm, VTE and tmux count it; marks above and below letters take none."""
    count_spacing_marks()
    assert [cell_len(word) for word in ("বাংলা", "নমস্কার", "e\u0301", "김", "رضا")] == [5, 6, 1, 2, 3]


def test_a_console_has_few_colours_whatever_came_over_ssh() -> None:
    assert few_colours({"TERM": "linux", "COLORTERM": "truecolor"})
    assert not few_colours({"TERM": "xterm", "COLORTERM": "truecolor"})
