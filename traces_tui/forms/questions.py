"""The fourteen secret questions of the notice."""

from __future__ import annotations

from traces_tui.forms.definition import Choice, Values
from traces_tui.i18n import Message, msg

QUESTIONS: dict[str, Message] = {
    "spouse_met": msg("Where did you meet your wife/husband?"),
    "grandparents_work": msg("What does your grandfather/grandmother do?"),
    "pet_preferred": msg("Which pet do you prefer?"),
    "parent_second_name": msg("What is the second first name of your mother/father?"),
    "mother_birthplace": msg("Where was your mother born?"),
    "childhood_friend": msg("What is the name of your favourite childhood friend?"),
    "pet_name": msg("What is the name of your pet?"),
    "first_school": msg("What is the name of your first school?"),
    "favourite_band": msg("What is your favourite band?"),
    "favourite_hero": msg("Who is your favourite hero?"),
    "favourite_hobby": msg("What is your favourite hobby?"),
    "favourite_figure": msg("Who is your favourite historical figure?"),
    "favourite_team": msg("Which sports team do you prefer?"),
    "first_car": msg("What was the make of your first car or first bicycle?"),
}
"""Key as stored → question, in the order of the notice."""


def question_choices(_values: Values) -> tuple[Choice, ...]:
    """The questions as the entries of a list."""
    return _CHOICES


_CHOICES = tuple(Choice(key, words) for key, words in QUESTIONS.items())
