"""Who lives in the demonstration, and what has happened to them: the only place of its data.

Nobody here exists. Telephone numbers lie in the ranges that ARCEP keeps for fiction (03 53 01,
02 61 91, 01 99 00), addresses under ``.example``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from traces_tui.i18n import Message, msg

PASSWORD = "Mirabelle-67"  # noqa: S105 - printed on every card
QUESTION = "pet_name"
ANSWER = "Minette"

BAS_RHIN = "FR-67"
ILLE_ET_VILAINE = "FR-35"
NATIONAL = "FR"


@dataclass(frozen=True, slots=True)
class DemoAuthority:
    """How an authority is reached."""

    code: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class DemoAgent:
    """Somebody who decides."""

    first_name: str
    last_name: str
    email: str
    authority: str
    since: int
    """Began so many days ago."""
    note: Message


class Act(Enum):
    """One thing that happens in a story."""

    REGISTER = "register"
    RESEND = "resend"
    CONFIRM = "confirm"
    VALIDATE = "validate"
    REFUSE = "refuse"
    SIGN_IN = "sign in"
    MISTYPE = "mistype the password until the account locks"
    ASK_PASSWORD = "ask for a new password"  # noqa: S105 - the name of an act
    RESET_QUESTION = "reset the question"


@dataclass(frozen=True, slots=True)
class Event:
    """An act so many days ago, at an hour of the day; on day 0, so many hours ago."""

    days: int
    hour: float
    act: Act
    by: str = ""
    """Address of the agent who decides."""
    reason: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an establishment stands."""

    address: str
    postal_code: str
    commune: str
    """INSEE code, or the town's name where the postal code belongs to no commune."""
    area: str


@dataclass(frozen=True, slots=True)
class DemoOperator:
    """Somebody who applies."""

    first_name: str
    last_name: str
    email: str
    organisation: str
    place: Place
    phone: str
    state: Message
    note: Message
    events: tuple[Event, ...]
    language: str | None = None
    """A code of the bar; None for the language of the demonstration."""
    notification: str = "html"
    more_information: str = ""
    opens: bool = True
    """Whether the password on the card leads anywhere."""


AUTHORITIES = (
    DemoAuthority(BAS_RHIN, "03 53 01 67 00", "traces@ddpp67.example"),
    DemoAuthority(ILLE_ET_VILAINE, "02 61 91 35 00", "traces@ddpp35.example"),
    DemoAuthority(NATIONAL, "01 99 00 75 00", "traces@autorite-nationale.example"),
)

RITTER = "helene.ritter@ddpp67.example"
WENDLING = "marc.wendling@ddpp67.example"
LE_BIHAN = "gwenaelle.lebihan@ddpp35.example"
BENALI = "nadia.benali@autorite-nationale.example"

AGENTS = (
    DemoAgent(
        "Hélène",
        "Ritter",
        RITTER,
        BAS_RHIN,
        105,
        msg("Start here: eight requests wait for a decision."),
    ),
    DemoAgent(
        "Marc",
        "Wendling",
        WENDLING,
        BAS_RHIN,
        104,
        msg("Same area: what one of the two decides, the other finds decided."),
    ),
    DemoAgent(
        "Gwenaëlle",
        "Le Bihan",
        LE_BIHAN,
        ILLE_ET_VILAINE,
        80,
        msg("Sees the files of her area only."),
    ),
    DemoAgent(
        "Nadia", "Benali", BENALI, NATIONAL, 45, msg("Sees the files of every area of France.")
    ),
)

_NEW = msg("new")
_CONFIRMED = msg("confirmed")
_VALID = msg("valid")
_REFUSED = msg("refused")

_OBERNAI = Place("15 rue des Tanneurs", "67210", "67348", BAS_RHIN)
_HAGUENAU = Place("7 rue du Tilleul", "67500", "67180", BAS_RHIN)
_MOLSHEIM = Place("30 rue des Vergers", "67120", "67300", BAS_RHIN)


def _of_late(
    first_name: str,
    last_name: str,
    organisation: str,
    place: Place,
    days: tuple[int, int],
    by: str,
    refused: str = "",
) -> DemoOperator:
    """Somebody who applied and got an answer so many days ago."""
    applied, answered = days
    name = last_name.lower()
    return DemoOperator(
        first_name,
        last_name,
        f"contact@{name}.example",
        organisation,
        place,
        f"03 53 01 11 {applied}",
        _REFUSED if refused else _VALID,
        msg("Got an answer in the last weeks: counts in the charts of the agents."),
        (
            Event(applied, 10.6, Act.REGISTER),
            Event(applied, 10.8, Act.CONFIRM),
            Event(answered, 9.8, Act.REFUSE if refused else Act.VALIDATE, by=by, reason=refused),
        ),
    )


OPERATORS = (
    # --- new: the form was sent, the address not proved ---
    DemoOperator(
        "Julien",
        "Fischer",
        "julien.fischer@rucher-du-houblon.example",
        "Rucher du Houblon",
        Place("8 rue des Acacias", "67370", "67495", BAS_RHIN),
        "03 53 01 10 12",
        _NEW,
        msg("Type the code of his message to confirm, or correct the address."),
        (Event(0, 2, Act.REGISTER),),
    ),
    DemoOperator(
        "Sandrine",
        "Lutz",
        "s.lutz@volailles-lutz.example",
        "EARL Volailles Lutz",
        Place("3 chemin du Moulin", "67310", "67520", BAS_RHIN),
        "03 53 01 10 13",
        _NEW,
        msg("Has asked for the message a second time: only the newest code counts."),
        (Event(4, 9.2, Act.REGISTER), Event(3, 8.1, Act.RESEND)),
    ),
    # --- confirmed: wait for the authority ---
    DemoOperator(
        "Christophe",
        "Haas",
        "contact@charcuterie-haas.example",
        "Charcuterie Haas et Fils",
        Place("21 rue du Marché", "67210", "67348", BAS_RHIN),
        "03 53 01 10 14",
        _CONFIRMED,
        msg("Has waited for twelve days: overdue."),
        (Event(12, 9.5, Act.REGISTER), Event(12, 9.7, Act.CONFIRM)),
        more_information="Expéditions hebdomadaires vers la Suisse.",
    ),
    DemoOperator(
        "Ελένη",
        "Παπαδοπούλου",
        "eleni@import-egee.example",
        "SARL Import Égée",
        Place("14 quai des Mariniers", "67100", "67482", BAS_RHIN),
        "03 53 01 10 15",
        _CONFIRMED,
        msg("Has waited for nine days; name and language are Greek."),
        (Event(9, 14.1, Act.REGISTER), Event(9, 16.5, Act.CONFIRM)),
        language="el",
        notification="text",
    ),
    DemoOperator(
        "Laurent",
        "Knecht",
        "laurent.knecht@maison-engel.example",
        "Maison Engel, fromage affiné",
        Place("5 rue de la Gare", "67500", "67180", BAS_RHIN),
        "03 53 01 10 16",
        _CONFIRMED,
        msg("The directory has nearly the same organisation: link the file to it."),
        (Event(5, 10.2, Act.REGISTER), Event(5, 10.4, Act.CONFIRM)),
    ),
    DemoOperator(
        "Maxime",
        "Adam",
        "m.adam@laiterie-trois-rivieres.example",
        "Coopérative laitière des Trois Rivières",
        Place("BP 90016", "67016", "Strasbourg Cedex", BAS_RHIN),
        "03 53 01 10 17",
        _CONFIRMED,
        msg("A CEDEX code: the area is only guessed."),
        (Event(4, 11.3, Act.REGISTER), Event(4, 11.6, Act.CONFIRM)),
    ),
    DemoOperator(
        "Patrick",
        "Stoll",
        "patrick.stoll@elevage-stoll.example",
        "Élevage Stoll",
        Place("17 rue des Bergers", "67260", "67434", BAS_RHIN),
        "03 53 01 10 18",
        _CONFIRMED,
        msg("Was refused before and asks again: the file says why."),
        (
            Event(24, 8.6, Act.REGISTER),
            Event(24, 9.1, Act.CONFIRM),
            Event(
                20,
                14.4,
                Act.REFUSE,
                by=WENDLING,
                reason="incomplete",
                words="L'adresse indiquée est celle du siège, non celle de l'élevage.",
            ),
            Event(3, 9.3, Act.REGISTER),
            Event(3, 9.4, Act.CONFIRM),
        ),
    ),
    DemoOperator(
        "민준",
        "김",
        "minjun.kim@epicerie-hangang.example",
        "Épicerie Hangang",
        Place("40 rue des Tonneliers", "67000", "67482", BAS_RHIN),
        "03 53 01 10 19",
        _CONFIRMED,
        msg("A Korean name: its letters are two cells wide."),
        (Event(2, 15.2, Act.REGISTER), Event(2, 15.3, Act.CONFIRM)),
    ),
    DemoOperator(
        "Estelle",
        "Jaeger",
        "estelle.jaeger@transports-jaeger.example",
        "Transports d'animaux Jaeger",
        Place("2 rue de l'Industrie", "67170", "67067", BAS_RHIN),
        "03 53 01 10 20",
        _CONFIRMED,
        msg("Wrote yesterday: nothing stands against validating."),
        (Event(1, 9.0, Act.REGISTER), Event(1, 9.2, Act.CONFIRM)),
    ),
    DemoOperator(
        "Aurélie",
        "Muller",
        "aurelie.muller@haras-des-saules.example",
        "Haras des Saules",
        Place("1 allée des Tilleuls", "67120", "67300", BAS_RHIN),
        "03 53 01 10 21",
        _CONFIRMED,
        msg("Her password opens the page that says who holds the file, and since when."),
        (Event(0, 3.2, Act.REGISTER), Event(0, 3.0, Act.CONFIRM)),
    ),
    # --- valid ---
    DemoOperator(
        "Camille",
        "Engel",
        "camille@maison-engel.example",
        "SAS Maison Engel, fromages affinés",
        Place("5 rue de la Gare", "67500", "67180", BAS_RHIN),
        "03 53 01 10 22",
        _VALID,
        msg("Signs in every week: see an operator's home page."),
        (
            Event(53, 9.1, Act.REGISTER),
            Event(53, 9.3, Act.CONFIRM),
            Event(52, 10.2, Act.VALIDATE, by=WENDLING),
            Event(52, 11.5, Act.SIGN_IN),
            Event(29, 8.9, Act.SIGN_IN),
            Event(1, 8.3, Act.SIGN_IN),
        ),
    ),
    DemoOperator(
        "Olivier",
        "Kuntz",
        "olivier.kuntz@negoce-kuntz.example",
        "Négoce Kuntz",
        Place("66 route de Bitche", "67110", "67324", BAS_RHIN),
        "03 53 01 10 23",
        _VALID,
        msg("Validated a week ago, has never signed in."),
        (
            Event(8, 13.5, Act.REGISTER),
            Event(8, 13.6, Act.CONFIRM),
            Event(6, 9.4, Act.VALIDATE, by=RITTER),
        ),
    ),
    DemoOperator(
        "Marion",
        "Jung",
        "marion.jung@pepiniere-jung.example",
        "Pépinière Jung",
        Place("9 rue des Jardiniers", "67230", "67028", BAS_RHIN),
        "03 53 01 10 24",
        _VALID,
        msg("Her three months are nearly over: she was warned by mail."),
        (
            Event(90, 9.2, Act.REGISTER),
            Event(90, 9.5, Act.CONFIRM),
            Event(87, 10.1, Act.VALIDATE, by=WENDLING),
            Event(86, 8.2, Act.SIGN_IN),
        ),
    ),
    DemoOperator(
        "Lucie",
        "Meyer",
        "lucie.meyer@fermette-meyer.example",
        "Fermette Meyer",
        Place("28 rue Haute", "67140", "67021", BAS_RHIN),
        "03 53 01 10 25",
        msg("valid, temporary password sent"),
        msg("Has forgotten her password: the temporary one is in her message."),
        (
            Event(40, 9.6, Act.REGISTER),
            Event(40, 9.8, Act.CONFIRM),
            Event(39, 9.1, Act.VALIDATE, by=WENDLING),
            Event(39, 15.0, Act.SIGN_IN),
            Event(0, 0.1, Act.ASK_PASSWORD),
        ),
    ),
    DemoOperator(
        "Thierry",
        "Klein",
        "thierry.klein@bergerie-klein.example",
        "Bergerie Klein",
        Place("4 rue du Château", "67700", "67437", BAS_RHIN),
        "03 53 01 10 26",
        msg("valid, question reset"),
        msg("Ask for a new password: he chooses a new question first."),
        (
            Event(47, 11.1, Act.REGISTER),
            Event(47, 11.4, Act.CONFIRM),
            Event(45, 9.2, Act.VALIDATE, by=RITTER),
            Event(44, 10.0, Act.SIGN_IN),
            Event(1, 15.1, Act.RESET_QUESTION, by=RITTER),
        ),
    ),
    # --- locked ---
    DemoOperator(
        "Sophie",
        "Bauer",
        "sophie.bauer@miel-bauer.example",
        "Miel Bauer",
        Place("11 rue des Prés", "67600", "67462", BAS_RHIN),
        "03 53 01 10 27",
        msg("locked: five wrong passwords"),
        msg("The right password does not help: ask for a new one."),
        (
            Event(34, 9.0, Act.REGISTER),
            Event(34, 9.1, Act.CONFIRM),
            Event(32, 9.3, Act.VALIDATE, by=RITTER),
            Event(30, 9.0, Act.SIGN_IN),
            Event(1, 17.2, Act.MISTYPE),
        ),
        opens=False,
    ),
    DemoOperator(
        "Bernard",
        "Roth",
        "bernard.roth@bestiaux-roth.example",
        "Bestiaux Roth",
        Place("33 route de Wissembourg", "67250", "67474", BAS_RHIN),
        "03 53 01 10 28",
        msg("locked: three months without sign-in"),
        msg("Was warned twice, then locked: ask for a new password."),
        (
            Event(104, 9.4, Act.REGISTER),
            Event(104, 9.9, Act.CONFIRM),
            Event(103, 10.3, Act.VALIDATE, by=WENDLING),
        ),
        opens=False,
    ),
    # --- refused ---
    DemoOperator(
        "Nathalie",
        "Simon",
        "nathalie.simon@gibier-des-collines.example",
        "Gibier des Collines",
        Place("7 rue de la Forêt", "67130", "67448", BAS_RHIN),
        "03 53 01 10 29",
        _REFUSED,
        msg("Her password shows the reason; the form takes a new request."),
        (
            Event(10, 9.1, Act.REGISTER),
            Event(10, 9.5, Act.CONFIRM),
            Event(
                8,
                14.2,
                Act.REFUSE,
                by=RITTER,
                reason="unknown_organisation",
                words="Aucun établissement de ce nom au 7 rue de la Forêt. Merci de joindre "
                "le numéro SIRET.",
            ),
        ),
    ),
    # --- the last weeks of the Bas-Rhin: what the charts of its agents show ---
    _of_late("Denis", "Hoffmann", "Scierie Hoffmann", _OBERNAI, (46, 44), RITTER),
    _of_late("Valérie", "Kieffer", "Ferme Kieffer", _HAGUENAU, (40, 39), WENDLING),
    _of_late("Nicolas", "Urban", "Canards du Marais", _MOLSHEIM, (32, 31), RITTER),
    _of_late("Martine", "Gross", "Confiserie Gross", _OBERNAI, (27, 25), WENDLING),
    _of_late("Étienne", "Lorentz", "Brasserie Lorentz", _HAGUENAU, (26, 24), RITTER),
    _of_late("Sylvie", "Baumann", "Escargots Baumann", _MOLSHEIM, (19, 17), WENDLING),
    _of_late("Gérard", "Heitz", "Salaisons Heitz", _OBERNAI, (18, 16), RITTER),
    _of_late("Agnès", "Wolff", "Laines Wolff", _HAGUENAU, (17, 11), WENDLING, "other_authority"),
    _of_late("Pascal", "Diebold", "Aviculture Diebold", _MOLSHEIM, (11, 5), RITTER),
    _of_late("Claire", "Schaeffer", "Herbes Schaeffer", _OBERNAI, (10, 2), WENDLING),
    # --- the other area ---
    DemoOperator(
        "Yann",
        "Le Goff",
        "yann.legoff@huitres-le-goff.example",
        "Huîtres Le Goff",
        Place("12 quai de l'Estran", "35260", "35049", ILLE_ET_VILAINE),
        "02 61 91 10 30",
        _CONFIRMED,
        msg("Waits in Ille-et-Vilaine: the agents of the Bas-Rhin can't see him."),
        (Event(3, 10.0, Act.REGISTER), Event(3, 10.5, Act.CONFIRM)),
    ),
    DemoOperator(
        "Георги",
        "Димитров",
        "georgi.dimitrov@conserverie-du-phare.example",
        "Conserverie du Phare",
        Place("3 chaussée du Phare", "35400", "35288", ILLE_ET_VILAINE),
        "02 61 91 10 31",
        _VALID,
        msg("Valid in Ille-et-Vilaine; name and language are Bulgarian."),
        (
            Event(33, 9.0, Act.REGISTER),
            Event(33, 9.2, Act.CONFIRM),
            Event(32, 11.0, Act.VALIDATE, by=LE_BIHAN),
            Event(2, 9.0, Act.SIGN_IN),
        ),
        language="bg",
    ),
    DemoOperator(
        "Rozenn",
        "Guivarch",
        "rozenn.guivarch@cidrerie-guivarch.example",
        "Cidrerie Guivarch",
        Place("19 rue du Verger", "35500", "35360", ILLE_ET_VILAINE),
        "02 61 91 10 32",
        _REFUSED,
        msg("Refused because another authority is competent."),
        (
            Event(15, 9.3, Act.REGISTER),
            Event(15, 9.6, Act.CONFIRM),
            Event(14, 10.1, Act.REFUSE, by=LE_BIHAN, reason="other_authority"),
        ),
    ),
)
