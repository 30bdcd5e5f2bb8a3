"""Choosing from a list: short ones by number, long ones by typing a part of a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from traces_tui.forms.definition import Choice
from traces_tui.i18n import Message, msg, plural, translator
from traces_tui.text import folded

if TYPE_CHECKING:
    from traces_tui.plain.talk import Talk

MOST_SHOWN = 15
"""Entries that are read out at once."""

Search = Callable[[str], Sequence[str]]
"""Gives the values that fit what was typed, best first."""


def pick(
    talk: Talk,
    label: Message,
    choices: Sequence[Choice],
    old: str = "",
    *,
    question: Message | None = None,
    search: Search | None = None,
    help: Iterable[Message] = (),  # noqa: A002 - what the sign asks for
) -> str:
    """Ask for one entry of a list.

    Args:
        talk: Whom to ask.
        label: What is chosen.
        choices: The list.
        old: The value that Enter alone keeps; empty for none.
        question: How to ask; the label when nothing is given.
        search: Finds values; the labels in the reader's language, French and English otherwise.
        help: What ``?`` says beside the signs.

    Returns:
        A value of the list, or what Enter alone keeps.
    """
    by_value = {choice.value: choice for choice in choices}
    find = search or (lambda typed: _by_label(talk, choices, typed))
    shown = list(choices) if len(choices) <= MOST_SHOWN else []
    rest = 0

    from traces_tui.plain.talk import invited, numbered

    def show() -> None:
        talk.say(*(numbered(number, choice.label) for number, choice in enumerate(shown, 1)))
        if rest:
            talk.say(plural("… and {n} other", "… and {n} others", rest))
        if not shown or rest:
            talk.say(_HOW)

    while True:
        asked = question or invited(_with_old(label, by_value.get(old)))
        typed = talk.line(asked, help=(*help, _HOW), show=show).strip()
        if not typed:
            return old
        if (at := _number(typed)) is not None and 0 < at <= len(shown):
            return shown[at - 1].value
        found = [by_value[value] for value in find(typed) if value in by_value]
        same = [one for one in found if _is(talk, one, typed)] or found
        if len(same) == 1:
            talk.fact(label, same[0].label)
            return same[0].value
        if not found:
            talk.error(msg("Nothing fits. Type fewer letters."))
            continue
        shown, rest = found[:MOST_SHOWN], len(found[MOST_SHOWN:])


_HOW = msg("Type a part of the name")


def _number(typed: str) -> int | None:
    """A number of the list, in digits of any script."""
    return int(typed) if typed.isdecimal() and len(typed) <= 3 else None  # noqa: PLR2004 - no list has a thousand entries


def _with_old(label: Message, old: Choice | None) -> Message:
    return label if old is None else msg("{question} [{answer}]", question=label, answer=old.label)


def codes_of_languages(typed: str) -> tuple[str, ...]:
    """The languages that fit, by code or by name."""
    from traces_tui.languages import find

    return tuple(entry.code for entry in find(typed))


def _is(talk: Talk, choice: Choice, typed: str) -> bool:
    wanted = folded(typed)
    return wanted in (choice.value.casefold(), folded(talk.tr.say(choice.label)))


def _by_label(talk: Talk, choices: Iterable[Choice], typed: str) -> list[str]:
    wanted = folded(typed)
    readers = (talk.tr, translator("fr"), translator("en"))
    ranked = []
    for number, choice in enumerate(choices):
        names = {folded(reader.say(choice.label)) for reader in readers}
        if (rank := _rank(wanted, choice.value, names)) is not None:
            ranked.append((rank, number, choice.value))
    return [value for _, _, value in sorted(ranked)]


def _rank(wanted: str, value: str, names: Iterable[str]) -> int | None:
    """How well an entry fits; None where it does not."""
    if not wanted:
        return None
    if value.casefold() == wanted:
        return 0
    fits = [name.find(wanted) for name in names if wanted in f" {name}"]
    if not fits:
        return None
    return 1 if 0 in fits else 2
