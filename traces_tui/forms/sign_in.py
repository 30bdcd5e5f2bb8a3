"""Sign in (notice: Connexion au système)."""

from __future__ import annotations

from dataclasses import dataclass

from traces_tui.forms.definition import Field, Form, Values, one_page
from traces_tui.i18n import msg

LONGEST_ADDRESS = 254
LONGEST_PASSWORD = 4096


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who wants in."""

    email: str
    password: str


def _build(values: Values) -> SignIn:
    return SignIn(values["email"], values["password"])


def sign_in_form() -> Form[SignIn]:
    """Address and password. The shape of the address is not judged: a wrong one opens nothing."""
    return one_page(
        "sign_in",
        msg("Sign in to the system"),
        (
            Field(
                "email",
                msg("E-mail address"),
                "email",
                missing=msg("Enter your e-mail address"),
                max_length=LONGEST_ADDRESS,
                help=msg("The address that you registered with."),
            ),
            Field(
                "password",
                msg("Password"),
                "password",
                missing=msg("Enter your password"),
                max_length=LONGEST_PASSWORD,
                help=msg(
                    "Your own password, or the temporary one of a message: it begins with TR."
                ),
            ),
        ),
        _build,
    )
