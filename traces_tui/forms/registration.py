"""The registration form of the notice (§ I.2), in five steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache

from traces_tui.forms.address import (
    clean_postal_code,
    email_field,
    needs_postal_code,
    phone_field,
    postal_code_error,
)
from traces_tui.forms.definition import Choice, Errors, Field, Form, Step, Values
from traces_tui.forms.password import new_password_fields
from traces_tui.forms.questions import question_choices
from traces_tui.i18n import CountryName, LanguageName, Message, msg, verbatim
from traces_tui.languages import LANGUAGES
from traces_tui.places import Competence, communes_of, competent_authority, countries
from traces_tui.settings import Settings
from traces_tui.text import folded

DEFAULTS = {"country": "FR", "language": "fr", "notification": "html"}
"""What stands in the form before anybody typed (notice: Français, HTML)."""
LONGEST_ANSWER = 128


@dataclass(frozen=True, slots=True)
class Registration:
    """A form without errors."""

    email: str
    password: str
    question: str | None
    answer: str
    organisation_name: str
    address: str
    postal_code: str
    country: str
    commune: str
    """Name of the commune or town."""
    insee_code: str | None
    authority: str
    """Code of the competent authority."""
    first_name: str
    last_name: str
    language: str
    notification: str
    phone: str
    fax: str
    more_information: str


def notification_choices(_values: Values) -> tuple[Choice, ...]:
    """How mails are written."""
    return _NOTIFICATIONS


_NOTIFICATIONS = (Choice("html", msg("HTML")), Choice("text", msg("plain text")))


def language_choices(_values: Values) -> tuple[Choice, ...]:
    """The languages of the bar, by their own names."""
    return _languages()


@cache
def _languages() -> tuple[Choice, ...]:
    return tuple(Choice(entry.code, verbatim(LanguageName(entry.code))) for entry in LANGUAGES)


def country_choices(_values: Values) -> tuple[Choice, ...]:
    """Every country, by its name."""
    return _countries()


@cache
def _countries() -> tuple[Choice, ...]:
    return tuple(Choice(code, verbatim(CountryName(code))) for code in countries())


def commune_choices(values: Values) -> tuple[Choice, ...]:
    """The communes of a French postal code; empty where the code is not in the table."""
    if (values.get("country") or "FR") != "FR":
        return ()
    return _communes(clean_postal_code(values.get("postal_code", ""), values))


@lru_cache(maxsize=16)
def _communes(postal_code: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(found.insee_code, verbatim(f"{found.name} ({found.department})"))
        for found in communes_of(postal_code)
    )


def competence(values: Values) -> Competence | None:
    """The authority that a half-filled form leads to, for showing it while typing."""
    country = values.get("country") or "FR"
    code = clean_postal_code(values.get("postal_code", ""), values)
    if country == "FR" and not code:
        return None
    return competent_authority(country, code, values.get("commune") or None)


def _one_of(choices: Field, wanted: Message) -> Field:
    def known(value: str, values: Values) -> Message | None:
        offered = choices.choices(values) if choices.choices else ()
        return None if any(choice.value == value for choice in offered) else wanted

    return replace(choices, rules=(known, *choices.rules))


def question_fields() -> tuple[Field, Field]:
    """The secret question and its answer."""
    return (
        _one_of(
            Field(
                "question",
                msg("Secret question"),
                "choice",
                missing=msg("Choose a question"),
                choices=question_choices,
                help=msg(
                    "It is asked when you have forgotten your password or your account is locked."
                ),
            ),
            msg("Choose a question of the list"),
        ),
        Field(
            "answer",
            msg("Answer to the secret question"),
            "answer",
            missing=msg("Enter the answer"),
            max_length=LONGEST_ANSWER,
            hint=msg("exactly as you will type it again"),
            help=msg("Capitals, accents and spaces count: note how you have written it."),
        ),
    )


def person_fields() -> tuple[Field, ...]:
    """The data of the person (notice: Informations utilisateur)."""
    return (
        Field("first_name", msg("First name"), missing=msg("Enter your first name"), max_length=80),
        Field("last_name", msg("Last name"), missing=msg("Enter your last name"), max_length=80),
        _one_of(
            Field(
                "language",
                msg("Language of communication"),
                "language",
                missing=msg("Choose a language"),
                choices=language_choices,
                help=msg("The language of the messages that you receive."),
            ),
            msg("Choose a language of the list"),
        ),
        _one_of(
            Field(
                "notification",
                msg("Type of notification"),
                "choice",
                missing=msg("Choose a type"),
                choices=notification_choices,
                help=msg("How messages are written: with layout (HTML) or as plain text."),
            ),
            msg("Choose a type of the list"),
        ),
        phone_field("phone", msg("Telephone")),
        phone_field("fax", msg("Fax")),
        Field("more_information", msg("More information"), "long_text", max_length=500),
    )


def _organisation_fields() -> tuple[Field, ...]:
    return (
        Field(
            "organisation_name",
            msg("Name of the organisation"),
            missing=msg("Enter the organisation's name"),
            max_length=120,
        ),
        Field("address", msg("Address"), missing=msg("Enter the address"), max_length=200),
        _one_of(
            Field(
                "country",
                msg("Country"),
                "country",
                missing=msg("Choose a country"),
                choices=country_choices,
            ),
            msg("Choose a country of the list"),
        ),
        Field(
            "postal_code",
            msg("Postal code"),
            "postal_code",
            max_length=12,
            clean=clean_postal_code,
            rules=(postal_code_error,),
            help=msg("It leads to your competent authority."),
        ),
        Field(
            "commune",
            msg("Commune"),
            "commune",
            max_length=100,
            choices=commune_choices,
            help=msg(
                "The commune where the establishment stands decides which authority is yours."
            ),
        ),
    )


def place_values(name: str, country: str, postal_code: str, commune: str) -> dict[str, str]:
    """What an organisation of the directory fills into the form.

    Args:
        name: Of the organisation.
        country: Code of its country.
        postal_code: As the directory has it.
        commune: Name of its commune; the field holds its INSEE code where it has one.
    """
    wanted = folded(commune)
    known = communes_of(postal_code) if country == DEFAULTS["country"] else ()
    code = next((found.insee_code for found in known if folded(found.name) == wanted), commune)
    return {
        "organisation_name": name,
        "country": country,
        "postal_code": postal_code,
        "commune": code,
    }


def _insee(values: Values) -> str | None:
    """The INSEE code of the chosen commune, or None where the town was typed freely."""
    chosen = values.get("commune", "")
    offered = commune_choices(values)
    return chosen if any(choice.value == chosen for choice in offered) else None


class RegistrationForm(Form[Registration]):
    """The form, with the rules that hold between the parts of a place."""

    def judge(self, clean: Values, step: Step | None = None) -> Errors:
        """What is wrong, by field, in the order of the form."""
        found = super().judge(clean, step)
        if step is None or step.name == "organisation":
            found |= _place_errors(clean, found)
        return {name: found[name] for name in self.by_name if name in found}


def _place_errors(clean: Values, found: Errors) -> Errors:
    """Errors of postal code and commune, which depend on the country and on each other."""
    if not clean["postal_code"] and needs_postal_code(clean):
        return {"postal_code": msg("Enter the postal code")}
    if "postal_code" in found or "country" in found:
        return {}
    offered = commune_choices(clean)
    if not clean["commune"]:
        return {"commune": msg("Choose the commune") if offered else msg("Enter the town")}
    if offered and _insee(clean) is None:
        return {"commune": msg("Choose a commune of the list")}
    if competent_authority(clean["country"], clean["postal_code"], _insee(clean)) is None:
        return {"postal_code": msg("No authority is known for this code")}
    return {}


def _build(values: Values) -> Registration:
    from traces_tui.places import commune

    insee = _insee(values)
    found = commune(insee) if insee else None
    competent = competent_authority(values["country"], values["postal_code"], insee)
    return Registration(
        email=values["email"],
        password=values["password"],
        question=values.get("question") or None,
        answer=values.get("answer", ""),
        organisation_name=values["organisation_name"],
        address=values["address"],
        postal_code=values["postal_code"],
        country=values["country"],
        commune=found.name if found else values["commune"],
        insee_code=insee,
        authority=competent.authority.code if competent else "",
        first_name=values["first_name"],
        last_name=values["last_name"],
        language=values["language"],
        notification=values["notification"],
        phone=values["phone"],
        fax=values["fax"],
        more_information=values["more_information"],
    )


@lru_cache(maxsize=4)
def registration_form(settings: Settings) -> RegistrationForm:
    """The form with the office's numbers.

    Args:
        settings: Gives the password rule and whether a secret question is asked.
    """
    account = Step(
        "account",
        msg("Your account"),
        (email_field(hint=msg("user id")), *new_password_fields(settings.password)),
    )
    question = Step("question", msg("Secret question"), question_fields())
    organisation = Step("organisation", msg("Your organisation"), _organisation_fields())
    you = Step("you", msg("About you"), person_fields())
    steps = (
        (account, question, organisation, you)
        if settings.secret_question
        else (account, organisation, you)
    )
    return RegistrationForm("registration", msg("Register a new user account"), steps, _build)
