"""The password rule beside a new password, judged while one types."""

from __future__ import annotations

from traces_tui.forms.password import checklist
from traces_tui.i18n import msg
from traces_tui.settings import Password
from traces_tui.widgets.password_list import PasswordChecklist


class PasswordAside(PasswordChecklist):
    """The published rule and the strength, for one person.

    Args:
        policy: The rule.
        words: Words of the person, which make a password easy to guess.
    """

    def __init__(self, policy: Password, words: tuple[str, ...]) -> None:
        super().__init__(msg("Your password"), checklist(policy, ""))
        self._policy = policy
        self._own_words = words

    def follow(self, password: str) -> None:
        """Judge what stands in the field now."""
        self.show(checklist(self._policy, password))
        self.rate(password, self._own_words)
