"""Finding an entry of a list by a part of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from traces_tui.forms.definition import Choice
from traces_tui.i18n import Translator, translator
from traces_tui.text import folded

Search = Callable[[str], Sequence[str]]
"""Gives the values of the entries that fit what was typed, best first."""


class ByName:
    """Searches the labels in the reader's language, in French and in English, and the values.

    Args:
        choices: The list.
        reader: Speaks the reader's language.
    """

    def __init__(self, choices: Iterable[Choice], reader: Translator) -> None:
        self._choices = tuple(choices)
        self._reader = reader

    @cached_property
    def _names(self) -> tuple[tuple[str, frozenset[str]], ...]:
        readers = (self._reader, translator("fr"), translator("en"))
        return tuple(
            (choice.value, frozenset(folded(reader.say(choice.label)) for reader in readers))
            for choice in self._choices
        )

    def __call__(self, typed: str) -> tuple[str, ...]:
        """The values that fit, best first; none for what holds no letter."""
        wanted = folded(typed)
        ranked = sorted(
            (rank, number, value)
            for number, (value, names) in enumerate(self._names)
            if (rank := _rank(wanted, value, names)) is not None
        )
        return tuple(value for _, _, value in ranked)


def _rank(wanted: str, value: str, names: Iterable[str]) -> int | None:
    """How well an entry fits, 0 being best; None where it does not."""
    if not wanted:
        return None
    if value.casefold() == wanted:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    if any(f" {wanted}" in name for name in names):
        return 2
    if any(wanted in name for name in names):
        return 3
    return None
