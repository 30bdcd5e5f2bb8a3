"""Long lists: some rows at a time, with numbers; letters search, Enter goes on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Generic, TypeVar

from traces_tui.i18n import Message, msg
from traces_tui.plain.talk import Back, Talk, numbered
from traces_tui.workflow.views import Page

T = TypeVar("T")

ROWS = 9
"""Rows that are read out at once: each has a number of one digit."""
ALL = "*"
"""Typed alone, it means every row of the list, not only those that were read out."""
_SEVERAL = re.compile(r"[1-9](?:\s*-\s*[1-9])?(?:[\s,;]+[1-9](?:\s*-\s*[1-9])?)*")
_RANGE = re.compile(r"([1-9])(?:\s*-\s*([1-9]))?")


OPEN = (
    msg("Number to open, letters to search, Enter for more:"),
    msg("Number to open, letters to search:"),
)
TAKE = (
    msg("Number to take, letters to search, Enter for more:"),
    msg("Number to take, letters to search:"),
)


class Rows(Generic[T]):
    """One list, its search and its place.

    Args:
        talk: Whom to ask.
        read: Reads a part of the list: what is searched, and where the last part ended.
        row: Says one row on one line.
        why_empty: Says why there is none, given what is searched.
        help: What ``?`` says beside the signs.
        search: What is searched at first.
        several: Whether more than one may be chosen, and all.
        asked: How it is asked: where more rows follow, and where none do.
    """

    def __init__(
        self,
        talk: Talk,
        read: Callable[[str, str | None], Page[T]],
        row: Callable[[T], Message],
        why_empty: Callable[[str], Message],
        *,
        help: tuple[Message, ...],  # noqa: A002 - what the sign asks for
        search: str = "",
        several: bool = False,
        asked: tuple[Message, Message] = OPEN,
    ) -> None:
        self._talk = talk
        self._read = read
        self._row = row
        self._why_empty = why_empty
        self._help = help
        self._search = search
        self._begun = bool(search)
        """Whether the list makes sense with a search only."""
        self._asked = asked
        self._several = several
        self._after: str | None = None

    def page(self) -> Page[T]:
        """The rows from where the last ones ended; from the beginning where none are left."""
        page = self._read(self._search, self._after)
        if page.rows or self._after is None:
            return page
        self._after = None
        return self.page()

    def go_on(self, page: Page[T]) -> Page[T]:
        """The rows after these."""
        self._after = page.after
        return self.page()

    def choose(self) -> tuple[T, ...]:
        """Read rows out until some are chosen.

        Returns:
            The rows; none of them where all are meant.

        Raises:
            Back: None was chosen.
        """
        wrong = False
        while True:
            page = self.page()
            if not page.rows and not self._search:
                self._talk.say(self._why_empty(""))
                raise Back
            try:
                typed = self._ask(page, told=wrong)
            except Back:
                if self._begun or not self._search:
                    raise
                self._search, self._after, wrong = "", None, False
                continue
            if self._several and typed == ALL:
                return ()
            numbers = self._numbers(typed)
            if wrong := bool(numbers) and max(numbers) > len(page.rows):
                self._talk.error(msg("Type one of the numbers"))
            elif numbers:
                return tuple(page.rows[number - 1] for number in numbers)
            elif typed:
                self._search, self._after = typed, None
            else:
                self._after = page.after

    def _ask(self, page: Page[T], *, told: bool) -> str:
        """Read the rows out, unless they just were, and ask for one."""

        def show() -> None:
            if not page.rows:
                self._talk.say(self._why_empty(self._search))
            for number, row in enumerate(page.rows, 1):
                self._talk.say(numbered(number, self._row(row)))

        question = self._question(page)
        return self._talk.line(question, help=self._help, show=None if told else show).strip()

    def _question(self, page: Page[T]) -> Message:
        if not page.rows:
            return msg("Letters to search:")
        more, last = self._asked
        return last if page.after is None else more

    def _numbers(self, typed: str) -> list[int]:
        """Numbers of rows in order, each once; none where words to search were typed."""
        if not self._several:
            return [int(typed)] if typed.isdecimal() and len(typed) == 1 else []
        if not _SEVERAL.fullmatch(typed):
            return []
        found: set[int] = set()
        for first, last in _RANGE.findall(typed):
            found |= set(range(int(first), int(last or first) + 1))
        return sorted(found)
