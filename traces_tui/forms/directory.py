"""What is typed to search the public directory."""

from __future__ import annotations

from functools import cache

from traces_tui.forms.definition import Field, Form, Values, one_page
from traces_tui.i18n import Message, msg
from traces_tui.text import folded

SHORTEST_SEARCH = 2
"""Letters and digits from which the directory answers."""
_TOO_SHORT = msg("Type at least two letters")


def long_enough(typed: str) -> bool:
    """Whether the directory answers to what was typed; spaces and signs count for nothing."""
    return len(folded(typed).replace(" ", "")) >= SHORTEST_SEARCH


def _enough(typed: str, _values: Values) -> Message | None:
    return None if long_enough(typed) else _TOO_SHORT


@cache
def directory_form() -> Form[Values]:
    """One line: the beginning of a name, a commune or a postal code."""
    search = Field(
        "search",
        msg("Name, commune or postal code"),
        missing=_TOO_SHORT,
        max_length=80,
        rules=(_enough,),
    )
    return one_page("directory", msg("Directory of organisations"), (search,), dict)
