"""Why an authority refuses a request."""

from __future__ import annotations

from dataclasses import dataclass

from traces_tui.forms.definition import Choice, Errors, Field, Form, Step, Values
from traces_tui.i18n import Message, msg

REASONS: dict[str, Message] = {
    "unknown_person": msg("The organisation does not know this person"),
    "unknown_organisation": msg("The organisation can't be found at this address"),
    "other_authority": msg("Another authority is competent"),
    "incomplete": msg("The data are incomplete or contradict each other"),
    "duplicate": msg("The person already has an account"),
    "other": msg("Another reason"),
}
"""Key as stored → reason, in the order of the list."""

NEEDS_WORDS = "other"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason and what the agent wrote with it."""

    reason: str
    words: str


def reason_choices(_values: Values) -> tuple[Choice, ...]:
    """The reasons as the entries of a list."""
    return tuple(Choice(key, words) for key, words in REASONS.items())


def _known_reason(value: str, _values: Values) -> Message | None:
    return None if value in REASONS else msg("Choose a reason of the list")


class RefusalForm(Form[Refusal]):
    """“Another reason” needs words."""

    def judge(self, clean: Values, step: Step | None = None) -> Errors:
        """What is wrong, by field."""
        found = super().judge(clean, step)
        if clean["reason"] == NEEDS_WORDS and not clean["words"]:
            found["words"] = msg("Write the reason")
        return found


def refusal_form() -> RefusalForm:
    """Refuse a request: the reason is mailed to the applicant."""
    fields = (
        Field(
            "reason",
            msg("Reason"),
            "choice",
            missing=msg("Choose a reason"),
            rules=(_known_reason,),
            choices=reason_choices,
        ),
        Field(
            "words",
            msg("Message to the applicant"),
            "long_text",
            max_length=500,
            help=msg("It is mailed as you write it, with the reason in the applicant's language."),
        ),
    )
    title = msg("Refuse the request")
    return RefusalForm(
        "refusal",
        title,
        (Step("refusal", title, fields),),
        lambda values: Refusal(values["reason"], values["words"]),
    )
