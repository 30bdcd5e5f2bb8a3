"""The whole notice, lived by an operator and an agent at one kiosk, in French, by the keyboard."""

from __future__ import annotations

import re
import time

from tests.terminal.conftest import Place
from tests.terminal.post import CONFIRMATION_CODE, TEMPORARY_PASSWORD, Letterbox, found
from tests.terminal.terminal import Terminal

OPERATOR = "marie.dupont@ferme-ried.fr"
PASSWORD = "Cigogne-67-Ried"
NEW_PASSWORD = "Heron-cendre-68"
ANSWER = "Là-bas, École"
AGENT = "b.keller@ddpp67.example"
AGENT_PASSWORD = "Zut-alors-42!"

TITLE = "Connexion au système"
WRONG = "Adresse ou mot de passe inexact"
OSC_52 = b"\x1b]52"


def test_from_registration_to_a_new_password(place: Place, letters: Letterbox) -> None:
    """The account of a person lives through everything that the notice tells."""
    add_agent(place)
    kiosk = place.open()
    register(kiosk)
    confirm(kiosk, letters)
    validate(kiosk, letters)
    wait_for_mail(kiosk, letters, OPERATOR, "Votre compte a été activé")
    sign_in(kiosk, OPERATOR, PASSWORD)
    kiosk.wait_for("Bonjour Marie Dupont", "première connexion")
    sign_out(kiosk)
    lock(kiosk, letters)
    recover(kiosk, letters)
    sign_out(kiosk)
    sign_in(kiosk, OPERATOR, PASSWORD)
    kiosk.wait_for(WRONG)
    kiosk.hang_up()
    assert kiosk.wait_end() == 0
    assert OSC_52 not in kiosk.sent
    assert b"Traceback" not in kiosk.sent
    assert letters.subjects(AGENT).count("Demandes de création d'utilisateurs") == 1
    assert letters.subjects(OPERATOR) == [
        "Demande de confirmation",
        "Votre compte a été activé",
        "Votre compte a été bloqué",
        "Votre mot de passe temporaire",
        "Votre mot de passe a été modifié",
    ]


def add_agent(place: Place) -> None:
    """The administrator makes the agent's account; the temporary password leaves by mail."""
    done = place.run(
        "agent", "add", AGENT, "--authority", "FR-67", "--first-name", "Beate", "--last-name",
        "Keller",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def wait_for_mail(kiosk: Terminal, letters: Letterbox, to: str, subject: str) -> str:
    """Wait until a mail has come over SMTP; gives its text."""
    kiosk.wait_until(lambda: letters.has(to, subject), f"{subject!r} for {to}")
    return letters.newest(to, subject)


def read(kiosk: Terminal, seconds: float = 0.7) -> None:
    """Read a page, as a person does: for so long it takes no Enter, which may come from before."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        kiosk.look()


def register(kiosk: Terminal) -> None:
    """Five steps, the check page, and the request leaves (notice, § I.2)."""
    kiosk.wait_for(TITLE)
    kiosk.push("Enregistrer un nouveau compte")
    kiosk.wait_for("Commencer")
    kiosk.press("enter")
    kiosk.wait_for("Étape 1 sur 5")
    kiosk.fill("Courrier électronique", OPERATOR)
    kiosk.press("enter")
    kiosk.fill("Mot de passe", PASSWORD)
    kiosk.press("enter")
    kiosk.fill("Mot de passe (confirmation)", PASSWORD)
    kiosk.wait_for("Les deux saisies sont identiques")
    assert PASSWORD not in kiosk.screen()
    kiosk.press("enter")
    kiosk.wait_for("Étape 2 sur 5", "Question secrète")
    choose_question(kiosk, "5", ANSWER)
    kiosk.wait_for("Étape 3 sur 5", "Code postal")
    kiosk.fill("Nom de l'organisation", "SARL Ferme du Ried")
    kiosk.press("enter")
    kiosk.fill("Adresse", "12 rue des Cigognes")
    kiosk.press("enter")
    kiosk.wait_until(lambda: kiosk.in_field("Pays"), "the country")
    kiosk.press("down")
    kiosk.fill("Code postal", "67600")
    kiosk.press("enter")
    kiosk.wait_until(lambda: kiosk.in_field("Commune"), "the commune")
    kiosk.press("enter")
    kiosk.wait_for("Kintzheim")
    kiosk.type("selestat")
    kiosk.wait_for("Sélestat", gone=["Kintzheim"])
    kiosk.press("enter")
    kiosk.wait_for("DDPP du Bas-Rhin", gone=["selestat"])
    kiosk.push("Continuer")
    kiosk.wait_for("Étape 4 sur 5")
    kiosk.fill("Prénom", "Marie")
    kiosk.press("enter")
    kiosk.fill("Nom", "Dupont")
    kiosk.push("Continuer")
    kiosk.wait_for("Vérifiez vos réponses", OPERATOR, "Marie Dupont", "Sélestat")
    assert PASSWORD not in kiosk.screen()
    assert ANSWER not in kiosk.screen()
    read(kiosk)
    kiosk.press("enter")
    kiosk.wait_for("Votre demande est enregistrée", "nouveau", "m•••••t@ferme-ried.fr")
    assert OPERATOR not in kiosk.screen()


def choose_question(kiosk: Terminal, digit: str, answer: str) -> None:
    """Choose one of the fourteen by its number, and answer it."""
    kiosk.wait_until(lambda: kiosk.in_field("Question secrète"), "the question")
    kiosk.press("enter")
    kiosk.wait_for("Quel est votre groupe préféré")
    kiosk.press(digit)
    kiosk.wait_for("Réponse", gone=["Quel est votre groupe préféré"])
    kiosk.press("down")
    kiosk.fill("Réponse", answer)
    kiosk.press("enter")


def confirm(kiosk: Terminal, letters: Letterbox) -> None:
    """The code of the mail, typed on the page that is still open (notice, § I.3 and I.4)."""
    text = wait_for_mail(kiosk, letters, OPERATOR, "Demande de confirmation")
    code = found(CONFIRMATION_CODE, text)
    kiosk.fill("Code du message", "AAAA-AAAA-AAAA")
    kiosk.press("enter")
    kiosk.wait_for("✗")
    kiosk.press("ctrl+u")
    kiosk.type(code.lower().replace("-", " "))
    kiosk.press("enter")
    kiosk.wait_for("Votre demande d'enregistrement est confirmée", "DDPP du Bas-Rhin")
    kiosk.push("Terminer et effacer")
    kiosk.wait_for(TITLE, gone=["ferme-ried", "Dupont"])
    wait_for_mail(kiosk, letters, AGENT, "Demandes de création d'utilisateurs")


def validate(kiosk: Terminal, letters: Letterbox) -> None:
    """The agent comes in with the mailed password, and validates the request (notice, § I.5)."""
    mailed = wait_for_mail(kiosk, letters, AGENT, "Votre mot de passe temporaire")
    sign_in(kiosk, AGENT, found(TEMPORARY_PASSWORD, mailed))
    kiosk.wait_for("Choisissez une nouvelle question secrète")
    choose_question(kiosk, "3", "Rex")
    choose_password(kiosk, AGENT_PASSWORD)
    kiosk.wait_for("Bonjour Beate Keller")
    kiosk.wait_until(lambda: waiting(kiosk) == "1", "one request that waits")
    kiosk.press("1")
    kiosk.wait_for("Dupont Marie", "SARL Ferme du Ried", OPERATOR)
    kiosk.press("v")
    kiosk.wait_until(
        lambda: kiosk.has("Compte validé") or kiosk.has("Valider Marie Dupont"), "a validation"
    )
    if not kiosk.has("Compte validé"):
        read(kiosk)
        kiosk.press("enter")
        kiosk.wait_for("Compte validé")
    kiosk.press("escape")
    kiosk.wait_for("Bonjour Beate Keller")
    kiosk.wait_until(lambda: waiting(kiosk) != "1", "a list without requests")
    sign_out(kiosk)


def waiting(kiosk: Terminal) -> str:
    """What the agent's home says of the requests: their number first."""
    line = re.search(r"Demandes à valider +(\S+)", kiosk.screen())
    return line[1] if line else ""


def lock(kiosk: Terminal, letters: Letterbox) -> None:
    """Five wrong tries; then even the right password is answered like a wrong one."""
    kiosk.fill("Courrier électronique", OPERATOR)
    kiosk.press("enter")
    for _ in range(5):
        try_password(kiosk, "Faux-mot-de-passe-1")
    wait_for_mail(kiosk, letters, OPERATOR, "Votre compte a été bloqué")
    try_password(kiosk, PASSWORD)


def try_password(kiosk: Terminal, password: str) -> None:
    """Type a password that opens nothing: it is wiped, the address stays."""
    kiosk.fill("Mot de passe", password)
    kiosk.press("enter")
    kiosk.wait_for(WRONG, OPERATOR, gone=["••"])


def recover(kiosk: Terminal, letters: Letterbox) -> None:
    """A temporary password, the secret question, a new password (notice, last part)."""
    kiosk.push("Demander un mot de passe")
    kiosk.wait_for("Envoyer le message", OPERATOR)
    kiosk.push("Envoyer le message")
    kiosk.wait_for("a un compte, un message part", "Ouvrez le message")
    mailed = wait_for_mail(kiosk, letters, OPERATOR, "Votre mot de passe temporaire")
    kiosk.push("Connexion")
    kiosk.wait_for(TITLE, OPERATOR)
    sign_in(kiosk, OPERATOR, found(TEMPORARY_PASSWORD, mailed))
    kiosk.wait_for("Quel est le")
    kiosk.type("la-bas, ecole")
    kiosk.press("enter")
    kiosk.wait_for("✗")
    kiosk.press("ctrl+u")
    kiosk.type(ANSWER)
    kiosk.press("enter")
    choose_password(kiosk, NEW_PASSWORD)
    kiosk.wait_for("Bonjour Marie Dupont", "Dernière connexion")


def choose_password(kiosk: Terminal, password: str) -> None:
    """Type a new password twice."""
    kiosk.fill("Nouveau mot de passe", password)
    kiosk.press("enter")
    kiosk.fill("Nouveau mot de passe (confirmation)", password)
    kiosk.wait_for("Les deux saisies sont identiques")
    kiosk.press("enter")


def sign_in(kiosk: Terminal, email: str, password: str) -> None:
    """Type address and password on the sign-in page, whatever stands there."""
    kiosk.wait_for(TITLE)
    kiosk.click("Courrier électronique", below=1)
    kiosk.wait_until(lambda: kiosk.in_field("Courrier électronique"), "the address")
    kiosk.press("end", "ctrl+u")
    kiosk.fill("Courrier électronique", email)
    kiosk.press("enter")
    kiosk.fill("Mot de passe", password)
    kiosk.press("enter")


def sign_out(kiosk: Terminal) -> None:
    """Leave from one's home page; a new process shows the sign-in page."""
    kiosk.press("0")
    kiosk.wait_for(TITLE, gone=["Bonjour"])
