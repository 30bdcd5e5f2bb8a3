"""What can be done with a row, numbered: a way that works on every keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from traces_tui.forms.definition import Choice
from traces_tui.i18n import Message, msg
from traces_tui.widgets.desk import desk
from traces_tui.widgets.pick import PickDialog


class ActionsDialog(PickDialog):
    """A numbered menu. Answers the name of the chosen act, or None.

    Args:
        title: What the acts are about.
        acts: Name and words of each act, in order; at most nine.
    """

    def __init__(self, title: Message, acts: Sequence[tuple[str, Message]]) -> None:
        super().__init__(
            title, tuple(Choice(name, words) for name, words in acts), searchable=False
        )
        self._numbers = {name: number for number, (name, _) in enumerate(acts, 1)}

    def prompt(self, choice: Choice) -> Content:
        """Number and words."""
        number = str(self._numbers[choice.value])
        return Content.assemble((number, "bold"), f" {self.glyph('next')} ", self.say(choice.label))

    def choose(self, value: str) -> None:
        """Answer with an act; the Enter that opened the menu chooses none by trembling."""
        if not desk(self).struck_twice:
            super().choose(value)

    def hint(self) -> Message:
        """How to choose."""
        return msg("Press a number, or ↑↓ and Enter. Esc closes.")
