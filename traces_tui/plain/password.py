"""Choosing a password: the rule before, what is missed, and how strong the new one is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from traces_tui.forms.definition import Values
from traces_tui.forms.password import checklist
from traces_tui.forms.strength import STRENGTHS, strength
from traces_tui.i18n import Message, msg
from traces_tui.plain.talk import BULLET, invited, numbered
from traces_tui.settings import Password

NAME = "password"
"""What the field of a new password is called in every form."""


class NewPassword:
    """What is said around the field of a new password.

    Args:
        policy: The rule.
        words: Gives words of the person, which make a password easy to guess.
    """

    def __init__(self, policy: Password, words: Callable[[Values], tuple[str, ...]]) -> None:
        self._policy = policy
        self._words = words

    @property
    def rule(self) -> tuple[Message, ...]:
        """What it must have, one line each: said before it is asked."""
        return (
            invited(msg("Your password")),
            *(numbered(BULLET, label) for label, _ in checklist(self._policy, "")),
        )

    def remarks(self, values: Values, *, right: bool) -> Iterator[Message]:
        """What to say of one that was typed.

        Args:
            values: What stands in the form.
            right: Whether it is taken.
        """
        typed = values.get(NAME, "")
        if right:
            word = STRENGTHS[strength(typed, self._words(values))]
            yield msg("{label}: {value}", label=msg("Strength"), value=word)
            return
        missed = [label for label, met in checklist(self._policy, typed) if not met]
        if typed and len(missed) > 1:  # the error names a single one
            yield invited(msg("Still missing"))
            yield from (numbered(BULLET, label) for label in missed)
