"""The desk line by line in a real terminal: what is secret is never shown, nor kept by it."""

from __future__ import annotations

import pytest

from tests.terminal.conftest import Place
from tests.terminal.tmux import Pane

ADDRESS = "zenobie.quetsche@ferme.example"
SECRET = "Kougelhopf-Mirabelle-7"
NUMBER = "Numéro\u00a0:"
ASKED_FOR_ADDRESS = "Courrier électronique\u00a0:"
ASKED_FOR_PASSWORD = "Mot de passe\u00a0:"


def answer(pane: Pane, question: str, text: str) -> None:
    """Wait until a question stands at the end, and answer it."""
    pane.wait_until(lambda: last_line(pane).endswith(question), question)
    pane.type(text)
    pane.press("Enter")


def last_line(pane: Pane) -> str:
    """The last line on which something stands."""
    return next((row for row in reversed(pane.rows()) if row), "")


@pytest.mark.parametrize(
    ("arguments", "environ"),
    [
        (("--plain",), {}),
        ((), {"ACCESSIBLE": "1"}),
        ((), {"TERM": "dumb"}),
        (("--plain",), {"TERM": "linux", "NO_COLOR": "1"}),
    ],
    ids=["--plain", "ACCESSIBLE", "dumb", "console"],
)
def test_signing_in_line_by_line(
    place: Place, arguments: tuple[str, ...], environ: dict[str, str]
) -> None:
    with place.open_in_tmux(*arguments, environ=environ) as pane:
        pane.wait_for("1  Connexion", "Numéro")
        answer(pane, NUMBER, "1")
        answer(pane, ASKED_FOR_ADDRESS, ADDRESS)
        answer(pane, ASKED_FOR_PASSWORD, SECRET)
        pane.wait_for("Erreur", ADDRESS)
        assert SECRET not in pane.everything()
        assert SECRET.encode() not in pane.sent
        assert b"\x1b" not in pane.sent


def test_a_window_of_forty_columns_cuts_no_word(place: Place) -> None:
    with place.open_in_tmux("--plain", size=(40, 24)) as pane:
        pane.wait_for("1  Connexion", "Numéro")
        assert "puis Entrée pour obtenir de l'aide." in " ".join(pane.rows())


def test_the_end_of_input_is_the_end(place: Place) -> None:
    """Ctrl+D and Ctrl+C end a conversation with a sentence, never with a trace."""
    for key in ("C-d", "C-c"):
        with place.open_in_tmux("--plain") as pane:
            pane.wait_for("Numéro")
            pane.press(key)
            pane.wait_end()
            assert "Traceback" not in pane.everything()


def test_a_terminal_without_a_name_is_asked_line_by_line(place: Place) -> None:
    """TERM may be missing altogether."""
    environ = {name: value for name, value in place.environ.items() if name != "TERM"}
    with Pane(environ=environ) as pane:
        pane.wait_for("1  Connexion")
        assert b"\x1b" not in pane.sent
