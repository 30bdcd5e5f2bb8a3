"""The bare Linux console: sixteen colours, few signs, and everything can still be read."""

from __future__ import annotations

import pytest

from tests.terminal.conftest import Place
from tests.terminal.console_fonts import FONTS, signs_of
from tests.terminal.desk_tour import (
    GREETING,
    TITLE,
    agent,
    go,
    open_registration,
    sent_attributes,
    sign_in,
    signs_sent,
    visitor,
)
from tests.terminal.tmux import Pane
from traces_tui.demo.people import PASSWORD
from traces_tui.widgets.glyphs import GLYPHS

LINUX = {"TERM": "linux", "COLORTERM": "", "TRACES_TUI_THEME": "auto"}
FROM_ELSEWHERE = LINUX | {"COLORTERM": "truecolor"}
"""What SSH may carry over from another terminal."""
STYLES = {0, 1, 4, 7, 22, 24, 27}
COLOURS = {*range(30, 38), 39, *range(40, 48), 49, *range(90, 98)}
"""Bright grounds and dim letters are missing: the console shows them as something else."""


@pytest.mark.parametrize("font", FONTS)
def test_every_console_sign_is_in_the_fonts(font: str) -> None:
    assert set("".join(GLYPHS["console"].values())) - signs_of(font) == set()


def only_what_a_console_has(pane: Pane) -> None:
    """Colours, styles and signs of everything that was sent so far."""
    used = sent_attributes(pane.sent)
    numbers = {int(number or 0) for one in used for number in one.split(";")}
    assert numbers - STYLES - COLOURS == set()
    assert not {one for one in used if {"1", "30"} <= set(one.split(";"))}, "bold black is grey"
    assert numbers & COLOURS, "no colour at all"
    fonts = frozenset.intersection(*map(signs_of, FONTS))
    assert signs_sent(pane.sent) - fonts == set()


@pytest.mark.parametrize("terminal", [LINUX, FROM_ELSEWHERE], ids=["bare", "COLORTERM"])
def test_visitors_pages(place: Place, terminal: dict[str, str]) -> None:
    with place.open_in_tmux(environ=terminal) as pane:
        assert len(list(visitor(pane))) > 5
        only_what_a_console_has(pane)


def test_agents_pages(place: Place) -> None:
    with place.open_in_tmux("demo", environ=LINUX) as pane:
        assert len(list(agent(pane))) > 8
        pane.resize(120, 40)
        pane.settle()
        go(pane, "1")
        only_what_a_console_has(pane)


def test_operators_pages(place: Place) -> None:
    """One who has just registered, and one who is valid."""
    with place.open_in_tmux("demo", environ=LINUX) as pane:
        sign_in(pane, "julien.fischer@rucher-du-houblon.example", PASSWORD, "Récépissé")
        go(pane, "Escape")
        sign_in(pane, "camille@maison-engel.example", PASSWORD, GREETING)
        pane.settle()
        only_what_a_console_has(pane)


def test_sign_in_and_mistakes_can_be_read(place: Place) -> None:
    with place.open_in_tmux(environ=LINUX) as pane:
        pane.wait_for(TITLE)
        pane.wait_for(" bg bn bs cs ")
        assert "46" in pane.paint_of(" fr "), "the present language"
        open_registration(pane)
        screen = pane.screen()
        for words in ("Il y a", "problèmes à corriger", "Courrier électronique", "Mot de passe"):
            assert words in screen
        assert screen.count("×") >= 3
        assert "\x1b[91m" in pane.paint_of("Il y a")


def test_another_look_stays_within_sixteen_colours(place: Place) -> None:
    """Whoever chooses one for better terminals gets the nearest that there is."""
    with place.open_in_tmux(environ=LINUX) as pane:
        pane.wait_for(TITLE)
        for digit in "123":
            go(pane, "F3")
            pane.press(digit)
            pane.settle()
            go(pane, "Escape")
        numbers = {
            int(number or 0) for one in sent_attributes(pane.sent) for number in one.split(";")
        }
        assert numbers - STYLES - COLOURS - set(range(100, 108)) == set()
        assert signs_sent(pane.sent) - signs_of("Lat15-Fixed16") == set()


def test_keys_as_the_console_sends_them(place: Place) -> None:
    """F1 to F5 and Shift+Tab have sequences of their own there."""
    with place.open(TERM="linux", COLORTERM="", TRACES_TUI_THEME="auto") as window:
        window.wait_for(TITLE)
        for sequence, words in (("\x1b[[A", "Fermer"), ("\x1b[[B", "Sprache")):
            window.type(sequence)
            window.wait_for(words)
            window.press("escape")
            window.wait_for(TITLE, gone=[words])
        window.type("a\t\x1b\tb")
        window.wait_for("ab")
