"""An agent's lists: which requests there are, and one after the other to decide."""

from __future__ import annotations

from traces_tui.i18n import Day, Hour, Message, msg, plural
from traces_tui.plain.file import Next, read_out
from traces_tui.plain.talk import Back, Talk, numbered
from traces_tui.workflow.views import Page, QueueRow, Tab

ROWS = 9
"""Rows that are read out at once: each has a number of one digit."""

TABS = {
    Tab.TO_VALIDATE: msg("To validate"),
    Tab.NEW: msg("New"),
    Tab.VALID: msg("Valid"),
    Tab.REFUSED: msg("Refused"),
}
"""The lists in order, with their names."""


def review(talk: Talk, key: str, tab: Tab) -> None:
    """Go through a list until the person goes back.

    Raises:
        SessionOver: The session has ended.
        Leave: ``!`` was typed.
    """
    _List(talk, key, tab).read()


class _List:
    """One list, its search and its place."""

    def __init__(self, talk: Talk, key: str, tab: Tab) -> None:
        self._talk = talk
        self._key = key
        self._tab = tab
        self._search = ""
        self._after: str | None = None

    def read(self) -> None:
        """Read rows out, and do what is typed."""
        self._talk.head(TABS[self._tab])
        while True:
            page = self._page()
            if not page.rows and not self._search:
                self._talk.say(_why_empty(self._tab, Hour(self._talk.office.clock())))
                return
            try:
                typed = self._ask(page)
            except Back:
                if not self._search:
                    return
                self._search, self._after = "", None
                continue
            self._follow(typed, page)

    def _page(self) -> Page[QueueRow]:
        """The rows from where the last ones ended; from the beginning where none are left."""
        from traces_tui.workflow import files

        page = self._talk.do(files.queue, self._key, self._tab, self._search, self._after, ROWS)
        if page.rows or self._after is None:
            return page
        self._after = None
        return self._page()

    def _ask(self, page: Page[QueueRow]) -> str:
        def show() -> None:
            if not page.rows:
                self._talk.say(_nothing(self._search))
            for number, row in enumerate(page.rows, 1):
                self._talk.say(numbered(number, _row(row)))

        question = (
            msg("Number to open, letters to search, Enter for more:")
            if page.after is not None
            else msg("Number to open, letters to search:")
        )
        return self._talk.line(question, help=(_HOW,), show=show).strip()

    def _follow(self, typed: str, page: Page[QueueRow]) -> None:
        if not typed:
            self._after = page.after
        elif typed.isdecimal() and 0 < int(typed[:3]) <= len(page.rows):
            self._open(page, int(typed[:3]) - 1)
        elif typed.isdecimal() and len(typed) == 1:
            self._talk.error(msg("Type one of the numbers"))
        else:
            self._search, self._after = typed, None

    def _open(self, page: Page[QueueRow], at: int) -> None:
        """Read one file out, then, as long as it is asked for, the one after it."""
        rows = page.rows
        while True:
            number = rows[at].number
            try:
                wanted = read_out(self._talk, self._key, number)
            except Back:
                return
            if wanted is Next.LIST:
                return
            page = self._page()
            rows = page.rows
            present = [row.number for row in rows]
            if number in present:
                at = present.index(number) + 1
            if at >= len(rows) and page.after is not None:
                self._after, at = page.after, 0
                page = self._page()
                rows = page.rows
            if at >= len(rows):
                self._talk.say(msg("There is no other request in this list."))
                return


_HOW = msg(
    "A number opens a request. Letters search a name, an organisation, an address or a postal code."
)


def _row(row: QueueRow) -> Message:
    if row.handled_by:
        return msg(
            "{name}, {organisation}, by {agent} on {day}",
            name=row.name,
            organisation=row.organisation,
            agent=row.handled_by,
            day=Day(row.since),
        )
    waits = plural(
        "{name}, {organisation}, {postal_code}, for {n} day",
        "{name}, {organisation}, {postal_code}, for {n} days",
        row.days,
        name=row.name,
        organisation=row.organisation,
        postal_code=row.postal_code,
    )
    return msg("{row} (overdue)", row=waits) if row.overdue else waits


def _nothing(search: str) -> Message:
    return msg("No result for “{search}”. Try fewer letters.", search=search)


def _why_empty(tab: Tab, now: Hour) -> Message:
    match tab:
        case Tab.TO_VALIDATE:
            return msg("No request to validate; looked at {hour}.", hour=now)
        case Tab.NEW:
            return msg("No applicant is still to confirm the address.")
        case Tab.VALID:
            return msg("No account is valid yet: validated requests appear here.")
        case Tab.REFUSED:
            return msg("Nothing was refused: refused requests appear here.")
