"""Choosing from a list: short ones by number, long ones by typing a part of a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from traces_tui.forms.definition import Choice
from traces_tui.forms.matching import ByName, Search
from traces_tui.i18n import Message, msg, plural
from traces_tui.text import folded

if TYPE_CHECKING:
    from traces_tui.plain.talk import Talk

MOST_SHOWN = 15
"""Entries that are read out at once."""


def pick(
    talk: Talk,
    label: Message,
    choices: Sequence[Choice],
    old: str = "",
    *,
    question: Message | None = None,
    search: Search | None = None,
    help: Iterable[Message] = (),  # noqa: A002 - what the sign asks for
    said: bool = True,
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
        said: Whether the entry that was found is said.

    Returns:
        A value of the list, or what Enter alone keeps.
    """
    by_value = {choice.value: choice for choice in choices}
    find = search or ByName(choices, talk.tr)
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
            if said:
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
