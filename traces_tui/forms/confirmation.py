"""The code of the confirmation mail, and the address it goes to."""

from __future__ import annotations

from traces_tui.forms.address import email_field
from traces_tui.forms.definition import Field, Form, Values, one_page
from traces_tui.i18n import Message, msg

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so that nothing is mistaken when typed from paper."""
GROUP = 4
GROUPS = 3
_MISREAD = str.maketrans("OIL", "011")


def normal_code(typed: str) -> str:
    """A code as kept: upper case, separators dropped, O read as 0, I and L as 1."""
    kept = "".join(char for char in typed.upper() if char.isalnum())
    return kept.translate(_MISREAD)


def shown_code(code: str) -> str:
    """A code as people read it: ``7K2M-Q9XD-4TFH``."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _clean_code(typed: str, _values: Values) -> str:
    return normal_code(typed)


def _code_error(value: str, _values: Values) -> Message | None:
    if len(value) != GROUP * GROUPS or set(value) - set(ALPHABET):
        return msg("Enter a code like {example}", example=shown_code("7K2MQ9XD4TFH"))
    return None


def confirmation_form() -> Form[str]:
    """Type the code of the mail."""
    return one_page(
        "confirmation",
        msg("Confirm your address"),
        (
            Field(
                "code",
                msg("Code of the message"),
                "code",
                missing=msg("Enter the code of the message"),
                max_length=40,
                clean=_clean_code,
                rules=(_code_error,),
                help=msg("Three groups of four signs. Capitals and hyphens do not matter."),
            ),
        ),
        lambda values: values["code"],
    )


def correction_form() -> Form[str]:
    """Correct a mistyped address before it is confirmed."""
    return one_page(
        "correction",
        msg("Correct the address"),
        (email_field(label=msg("Right e-mail address")),),
        lambda values: values["email"],
    )
