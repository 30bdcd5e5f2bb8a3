"""What a terminal tells of its colours is believed: none, sixteen, 256, or all of them."""

from __future__ import annotations

import pytest

from tests.terminal.conftest import Place
from tests.terminal.desk_tour import TITLE, go, open_registration, sent_attributes, visitor
from tests.terminal.tmux import Pane
from traces_tui.widgets.glyphs import GLYPHS
from traces_tui.widgets.themes import NUIT

ALL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
MANY = {"TERM": "xterm-256color", "COLORTERM": ""}
WITHOUT_COLOUR = {"", "0", "1", "4", "7", "22", "24", "27", "39", "49"}
"""Bold, underlined, reverse, and the terminal's own two colours."""
_MARGIN = 6
"""Columns left of a field."""


def numbers_in(pane: Pane) -> set[str]:
    """Every number with which the program chose colours and styles."""
    return {number for one in sent_attributes(pane.sent) for number in one.split(";")}


def is_reverse(pane: Pane, text: str) -> bool:
    """Whether a text stands in reverse, in whatever order tmux tells it."""
    return any(
        "7" in one.split(";") for one in sent_attributes(pane.paint_of(text).encode("utf-8"))
    )


class TestWithoutColour:
    """https://no-color.org: none means none, and grey is a colour."""

    @pytest.mark.parametrize("terminal", [ALL, {"TERM": "linux"}], ids=["window", "console"])
    def test_nothing_is_coloured(self, place: Place, terminal: dict[str, str]) -> None:
        with place.open_in_tmux(environ=terminal | {"NO_COLOR": "1"}) as pane:
            assert len(list(visitor(pane))) > 5
            assert numbers_in(pane) - WITHOUT_COLOUR == set()
            assert b"\x1b]4;" not in pane.sent
            assert b"\x1b]1" not in pane.sent

    def test_every_state_can_be_told(self, place: Place) -> None:
        """Buttons have brackets, the focus is reverse, errors have a sign and words."""
        with place.open_in_tmux(environ=ALL | {"NO_COLOR": "1"}) as pane:
            pane.wait_for(TITLE, "[fr]", "[ Connexion ]")
            field_with_focus = beside(pane, "Courrier électronique")
            go(pane, "Tab")
            assert beside(pane, "Courrier électronique") != field_with_focus
            assert beside(pane, "Mot de passe") == field_with_focus
            assert not is_reverse(pane, "Connexion")
            go(pane, "Tab")
            go(pane, "Tab")
            assert is_reverse(pane, "Connexion")
            open_registration(pane)
            assert pane.screen().count(GLYPHS["modern"]["bad"]) >= 3
            assert "4" in numbers_of(pane.paint_of("marie.dupont@"))
            pane.wait_for("[ Continuer ]")

    @pytest.mark.parametrize("value", ["1", "no", "0"])
    def test_any_value_counts(self, place: Place, value: str) -> None:
        with place.open_in_tmux(environ=ALL | {"NO_COLOR": value}) as pane:
            pane.wait_for(TITLE)
            assert numbers_in(pane) - WITHOUT_COLOUR == set()

    def test_an_empty_value_means_nothing(self, place: Place) -> None:
        with place.open_in_tmux(environ=ALL | {"NO_COLOR": ""}) as pane:
            pane.wait_for(TITLE)
            assert ground(NUIT["page"]) in pane.paint_of(TITLE)


class TestColours:
    def test_all_of_them(self, place: Place) -> None:
        """The colours of the theme, as they are."""
        with place.open_in_tmux(environ=ALL) as pane:
            pane.wait_for(TITLE)
            assert ground(NUIT["page"]) in pane.paint_of(TITLE)
            assert ground(NUIT["brand"]) in pane.paint_of("Français")
            go(pane, "Tab")
            go(pane, "Tab")
            go(pane, "Tab")
            assert ground(NUIT["focus"]) in pane.paint_of("Connexion")
            assert not any("8;5;" in one for one in sent_attributes(pane.sent))

    def test_256_of_them(self, place: Place) -> None:
        with place.open_in_tmux(environ=MANY) as pane:
            pane.wait_for(TITLE)
            assert "\x1b[48;5;" in pane.paint_of(TITLE)
            assert not any("8;2;" in one for one in sent_attributes(pane.sent))

    @pytest.mark.parametrize("term", ["screen", "vt220", "no-such-terminal", "xterm"])
    def test_a_terminal_that_promises_nothing_gets_sixteen(self, place: Place, term: str) -> None:
        with place.open_in_tmux(
            environ={"TERM": term, "COLORTERM": "", "TRACES_TUI_THEME": "auto"}
        ) as pane:
            pane.wait_for(TITLE)
            assert not {"2", "5", "38", "48"} & numbers_in(pane)

    def test_the_window_is_named_where_there_is_one(self, place: Place) -> None:
        """And gets its own name back; a console would only show rubbish."""
        with place.open(TERM="xterm-256color", COLORTERM="truecolor") as window:
            window.wait_for(TITLE)
            window.hang_up()
            window.wait_end()
            assert b"\x1b]2;TRACES" in window.sent
            assert b"\x1b[22;2t" in window.sent
            assert b"\x1b[23;2t" in window.sent
        with place.open(TERM="linux", COLORTERM="") as window:
            window.wait_for(TITLE)
            assert b"\x1b]2;" not in window.sent


def ground(colour: str) -> str:
    """How a ground of that colour is asked for."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"\x1b[48;2;{red};{green};{blue}m"


def numbers_of(painted: str) -> set[str]:
    """Every number of these sequences."""
    return {number for one in sent_attributes(painted.encode()) for number in one.split(";")}


def beside(pane: Pane, label: str) -> str:
    """What stands left of a label: the bar of the field that has the focus."""
    row = next(row for row in pane.rows() if label in row[: len(label) + _MARGIN])
    return row[: row.index(label)].strip()
