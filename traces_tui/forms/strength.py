"""How strong a password is: advice beside the rule, which alone decides."""

from __future__ import annotations

from collections.abc import Iterable

from traces_tui.i18n import msg

STRENGTHS = (msg("Very weak"), msg("Weak"), msg("Fair"), msg("Good"), msg("Very good"))
"""How strong a password is, from 0 to 4."""
_MEASURED = 72
"""Characters of a password that are measured; more make it stronger anyway."""


def strength(password: str, words: Iterable[str]) -> int:
    """How strong a password is, from 0 to 4; takes milliseconds: screens ask in a thread.

    Args:
        password: As typed.
        words: What the person typed elsewhere, which makes a password easy to guess.
    """
    from zxcvbn import zxcvbn

    return int(zxcvbn(password[:_MEASURED], user_inputs=[w for w in words if w])["score"])


def person_words(email: str, *names: str) -> tuple[str, ...]:
    """Words of a person that a password must not mostly consist of."""
    return (*email.replace("@", " ").replace(".", " ").split(), *filter(None, names))
