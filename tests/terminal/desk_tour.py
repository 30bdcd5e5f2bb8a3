"""A walk through the demonstration that looks into every room of the desk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tests.terminal.tmux import Pane
from traces_tui.demo.people import PASSWORD, RITTER

TITLE = "Connexion au système"
REGISTER = "Enregistrer un nouveau compte"
GREETING = "Bonjour"
_ATTRIBUTES = re.compile(rb"\x1b\[([0-9;:]*)m")


def sent_attributes(sent: bytes | bytearray) -> set[str]:
    """Every parameter list with which the program chose colours and styles (SGR)."""
    return {found.decode() for found in _ATTRIBUTES.findall(sent)}


def signs_sent(sent: bytes | bytearray) -> set[str]:
    """Every sign that is neither ASCII nor part of a word in some script."""
    return {
        sign
        for sign in sent.decode("utf-8")
        if not sign.isascii() and unicodedata.category(sign)[0] not in "LMN"
    }


def go(pane: Pane, *keys: str, then: str = "", gone: str = "") -> None:
    """Press keys, and see that something came of it.

    Args:
        pane: Where.
        keys: tmux's names.
        then: What stands there afterwards.
        gone: What stands there no longer.
    """
    before = pane.painted()
    pane.press(*keys)
    pane.wait_until(lambda: pane.painted() != before, f"an effect of {keys}")
    pane.wait_for(*filter(None, [then]), gone=[*filter(None, [gone])])
    pane.settle()


def sign_in(pane: Pane, email: str, password: str, then: str) -> None:
    """Sign in on an empty sign-in page."""
    pane.wait_for(TITLE)
    pane.type(email)
    pane.wait_for(email[-20:])
    pane.press("Enter")
    pane.type(password)
    pane.wait_for("•••")
    pane.press("Enter")
    pane.wait_for(then)


def open_registration(pane: Pane) -> None:
    """From the sign-in page to the first step, where mistakes are made."""
    pane.click(REGISTER)
    pane.wait_for("Commencer")
    pane.settle()
    pane.press("Enter")
    pane.wait_for("Étape 1 sur 5")
    pane.settle()
    pane.type("marie.dupont@ferme")
    pane.wait_for("marie.dupont@ferme")
    pane.press("Enter")
    pane.type("toutpetit")
    pane.wait_for("•••")
    pane.press("NPage")
    pane.wait_for("problèmes à corriger")


def visitor(pane: Pane) -> Iterator[str]:
    """What everybody can open without an account."""
    pane.wait_for(TITLE)
    pane.settle()
    yield "sign-in"
    for key, words in (("F1", "Fermer"), ("F2", "Sprache"), ("F3", "[ ]")):
        go(pane, key, then=words)
        yield f"{key} on the sign-in page"
        go(pane, "Escape", gone=words)
    pane.click("Consulter le répertoire")
    pane.wait_for("Retour", gone=[TITLE])
    pane.settle()
    yield "directory"
    go(pane, "Escape", then=TITLE)
    open_registration(pane)
    yield "registration with mistakes"
    go(pane, "F1", then="Fermer")
    yield "help"


def agent(pane: Pane) -> Iterator[str]:
    """What an agent works with."""
    sign_in(pane, RITTER, PASSWORD, GREETING)
    pane.settle()
    yield "menu"
    go(pane, "1", then="67210")
    yield "queue"
    go(pane, "Space")
    yield "a marked row"
    go(pane, "Enter", then="1 ▸")
    yield "actions"
    go(pane, "Escape", gone="1 ▸")
    go(pane, "r", then="Annuler")
    yield "refusal"
    go(pane, "Escape", gone="Annuler")
    go(pane, "Escape")  # takes the mark away
    go(pane, "Escape", then=GREETING)
    for number in "2345678":
        go(pane, number, gone=GREETING)
        yield f"entry {number} of the menu"
        go(pane, "Escape", then=GREETING)
