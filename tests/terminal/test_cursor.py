"""The accessible screen: the terminal's own cursor stands on the focus, wherever that is."""

from __future__ import annotations

from tests.terminal.conftest import Place
from tests.terminal.desk_tour import GREETING, TITLE, sign_in
from tests.terminal.tmux import Pane
from traces_tui.demo.people import PASSWORD, RITTER

CURSOR_SWITCH = "5"


def cursor_stands_at(pane: Pane, text: str, after: int = 0) -> None:
    """Wait until the cursor is shown at a text, or so many cells behind its beginning.

    A blank may stand between: a short label is centred on its button.
    """

    def there() -> bool:
        state = pane.state()
        rows = pane.rows()
        row = rows[state.row] if state.row < len(rows) else ""
        return state.cursor_shown and row[state.column - after :].startswith((text, f" {text}"))

    pane.wait_until(there, f"the cursor at {text!r}", 5)


def show_cursor(pane: Pane) -> None:
    """Switch it on, in the display panel of the sign-in page."""
    pane.wait_for(TITLE)
    pane.settle()
    assert not pane.state().cursor_shown
    pane.press("F3")
    pane.wait_for("Affichage  ▀")
    pane.press(CURSOR_SWITCH)
    cursor_stands_at(pane, f" {CURSOR_SWITCH} [x]")
    pane.press("Down")
    cursor_stands_at(pane, " 6 [ ]")
    pane.press("Escape")
    pane.wait_for(TITLE, gone=["Affichage  ▀"])
    pane.settle()


def test_on_the_sign_in_page_and_in_its_dialogs(place: Place) -> None:
    pane = place.open_in_tmux()
    show_cursor(pane)
    pane.type("abc")
    cursor_stands_at(pane, "abc", after=3)
    pane.press("Left")
    cursor_stands_at(pane, "c")
    pane.press("BSpace", "BSpace", "Delete", "Tab")
    for words in (
        "Afficher",
        "Connexion",
        "▸ Enregistrer un nouveau compte",
        "▸ J'ai reçu un code",
    ):
        pane.press("Tab")
        cursor_stands_at(pane, words)
    pane.press("F1")
    cursor_stands_at(pane, "Fermer")
    pane.press("Escape")
    cursor_stands_at(pane, "▸ J'ai reçu un code")
    pane.press("F2")
    cursor_stands_at(pane, "Tapez un code")
    pane.type("de")
    cursor_stands_at(pane, "de", after=2)
    pane.press("Escape")
    cursor_stands_at(pane, "▸ J'ai reçu un code")
    pane.press("C-c")
    cursor_stands_at(pane, "Continuer")
    pane.press("Escape")
    cursor_stands_at(pane, "▸ J'ai reçu un code")
    while pane.state().row != 1:
        pane.press("Tab")
        pane.settle()
    cursor_stands_at(pane, " fr ")
    pane.press("Right")
    cursor_stands_at(pane, "hr")


def test_on_menus_lists_and_actions(place: Place) -> None:
    pane = place.open_in_tmux("demo")
    show_cursor(pane)
    sign_in(pane, RITTER, PASSWORD, GREETING)
    cursor_stands_at(pane, " 1 ▸")
    pane.press("Down")
    cursor_stands_at(pane, " 2 ▸")
    pane.press("1")
    cursor_stands_at(pane, "▸ ▲ Haas")
    pane.press("Down")
    cursor_stands_at(pane, "▸ ▲ Παπα")
    pane.press("Tab")
    cursor_stands_at(pane, "Valider")
