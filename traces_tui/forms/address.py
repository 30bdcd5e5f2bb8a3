"""Electronic addresses, telephones and postal codes: messy input in, one spelling out."""

from __future__ import annotations

from functools import lru_cache

from traces_tui.forms.definition import Field, Values
from traces_tui.i18n import Message, msg
from traces_tui.places import (
    normal_postal_code,
    postal_code_example,
    postal_code_fits,
    postal_code_needed,
)

LONGEST_ADDRESS = 254
"""RFC 5321: 256 octets with the angle brackets."""

_COMMON_DOMAINS = {
    "gmial.com": "gmail.com",
    "gmal.com": "gmail.com",
    "gmail.fr": "gmail.com",
    "gmail.co": "gmail.com",
    "hotmial.com": "hotmail.com",
    "hotmial.fr": "hotmail.fr",
    "outlok.com": "outlook.com",
    "outlok.fr": "outlook.fr",
    "orange.com.fr": "orange.fr",
    "wanado.fr": "wanadoo.fr",
    "laposte.fr": "laposte.net",
    "yaho.fr": "yahoo.fr",
    "yahoo.fe": "yahoo.fr",
}


def clean_email(typed: str, _values: Values) -> str:
    """Lower case, and the domain as its IDNA A-label: what an agent sees can't deceive.

    What is no address comes back as typed.
    """
    return kept_email(typed) or typed


@lru_cache(maxsize=4)  # cleaning and judging ask for the same one
def kept_email(typed: str) -> str | None:
    """The address as it is kept, or None where what was typed is none."""
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(
            typed.removeprefix("mailto:"),
            check_deliverability=False,
            allow_smtputf8=False,
            strict=True,
            test_environment=True,
        )
    except EmailNotValidError:
        return None
    return (found.ascii_email or found.normalized).lower()


def email_error(value: str, _values: Values) -> Message | None:
    """Whether the address can receive mail, as far as its form tells."""
    if kept_email(value) is None:
        return msg("Enter an address like name@example.com")
    return None


def suggested_email(email: str) -> str | None:
    """The address that was probably meant (``gmial.com``), or None."""
    local, at, domain = email.rpartition("@")
    better = _COMMON_DOMAINS.get(domain)
    return f"{local}{at}{better}" if better and local else None


def email_field(label: Message | None = None, hint: Message | None = None) -> Field:
    """The electronic address, which is the user id."""
    return Field(
        "email",
        label or msg("E-mail address"),
        "email",
        missing=msg("Enter your e-mail address"),
        hint=hint,
        max_length=LONGEST_ADDRESS,
        clean=clean_email,
        rules=(email_error,),
        help=msg("The address is your user id. One address serves for one account only."),
    )


def clean_phone(typed: str, values: Values) -> str:
    """The international form of a number; what is no number comes back as typed."""
    return _international(typed, values.get("country") or "FR") or typed


def phone_error(value: str, values: Values) -> Message | None:
    """Whether the number could ring, by its country's numbering plan."""
    if _international(value, values.get("country") or "FR") is None:
        return msg("Enter a number like 03 88 00 00 00")
    return None


def _international(typed: str, country: str) -> str | None:
    """The international form of a number, or None where what was typed is none."""
    import phonenumbers

    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def phone_field(name: str, label: Message) -> Field:
    """A telephone or fax number; optional, as in the notice."""
    return Field(name, label, "phone", max_length=30, clean=clean_phone, rules=(phone_error,))


def clean_postal_code(typed: str, values: Values) -> str:
    """The postal code in its country's spelling."""
    return normal_postal_code(values.get("country") or "FR", typed)


def postal_code_error(value: str, values: Values) -> Message | None:
    """Whether the code has the form of its country."""
    country = values.get("country") or "FR"
    if postal_code_fits(country, value):
        return None
    example = postal_code_example(country)
    if example is None:
        return msg("Enter the postal code of the country")
    return msg("Enter a code like {example}", example=example)


def needs_postal_code(values: Values) -> bool:
    """Whether the chosen country has postal codes."""
    return postal_code_needed(values.get("country") or "FR")
