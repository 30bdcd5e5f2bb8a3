"""Forgotten password: the address, the answer, a new question, a new password."""

from __future__ import annotations

from dataclasses import dataclass, replace

from traces_tui.forms.address import email_field
from traces_tui.forms.definition import Field, Form, Values, one_page
from traces_tui.forms.password import new_password_fields
from traces_tui.forms.registration import LONGEST_ANSWER, question_fields
from traces_tui.i18n import Message, msg
from traces_tui.settings import Settings


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A secret question with its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A password that met the rule."""

    password: str


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """A new password, vouched for by the present one."""

    current: str
    password: str


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A new question, vouched for by the present password."""

    current: str
    question: str
    answer: str


def forgotten_form() -> Form[str]:
    """Ask for a new password: only the address."""
    return one_page(
        "forgotten", msg("Ask for a new password"), (email_field(),), lambda values: values["email"]
    )


def answer_form() -> Form[str]:
    """Answer the secret question."""
    return one_page(
        "answer",
        msg("Secret question"),
        (
            Field(
                "answer",
                msg("Your answer"),
                "answer",
                missing=msg("Enter your answer"),
                max_length=LONGEST_ANSWER,
                help=msg("Capitals, accents and spaces count."),
            ),
        ),
        lambda values: values["answer"],
    )


def new_question_form() -> Form[NewQuestion]:
    """Choose a question and an answer."""
    return one_page(
        "new_question",
        msg("Choose a secret question"),
        question_fields(),
        lambda values: NewQuestion(values["question"], values["answer"]),
    )


def new_password_form(settings: Settings, words: tuple[str, ...] = ()) -> Form[NewPassword]:
    """Choose a new password.

    Args:
        settings: Gives the rule.
        words: Words of the person that the password must not consist of.
    """
    return one_page(
        "new_password",
        msg("Choose a new password"),
        new_password_fields(
            settings.password,
            lambda _values: words,
            {"password": msg("New password"), "password_again": msg("New password (confirmation)")},
        ),
        lambda values: NewPassword(values["password"]),
    )


def _current_password() -> Field:
    return Field(
        "current",
        msg("Present password"),
        "password",
        missing=msg("Enter your present password"),
        max_length=4096,
    )


def _is_new(value: str, values: Values) -> Message | None:
    return msg("Choose one that differs from the present") if value == values["current"] else None


def password_change_form(settings: Settings, words: tuple[str, ...] = ()) -> Form[PasswordChange]:
    """Change the password while signed in."""
    new, again = new_password_form(settings, words).fields
    return one_page(
        "password_change",
        msg("Change the password"),
        (_current_password(), replace(new, rules=(*new.rules, _is_new)), again),
        lambda values: PasswordChange(values["current"], values["password"]),
    )


def question_change_form() -> Form[QuestionChange]:
    """Change the secret question while signed in."""
    return one_page(
        "question_change",
        msg("Change the secret question"),
        (_current_password(), *question_fields()),
        lambda values: QuestionChange(values["current"], values["question"], values["answer"]),
    )
