"""An agent's lists: which requests there are, and one after the other to decide."""

from __future__ import annotations

from traces_tui.i18n import Day, Hour, Message, msg, plural
from traces_tui.plain.deciding import decide, validate_all
from traces_tui.plain.file import Next, read_out
from traces_tui.plain.rows import ALL, ROWS, Rows
from traces_tui.plain.talk import Back, Talk
from traces_tui.refusal import Refused
from traces_tui.workflow.refusals import SessionOver
from traces_tui.workflow.views import Page, QueueRow, Tab

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
    """One list of requests."""

    def __init__(self, talk: Talk, key: str, tab: Tab) -> None:
        self._talk = talk
        self._key = key
        self._tab = tab
        self._waiting = tab is Tab.TO_VALIDATE
        self._rows = Rows(
            talk,
            self._part,
            _row,
            self._why_empty,
            help=(_HOW, _HOW_SEVERAL) if self._waiting else (_HOW,),
            several=self._waiting,
        )

    def _part(self, search: str, after: str | None) -> Page[QueueRow]:
        from traces_tui.workflow import files

        return self._talk.do(files.queue, self._key, self._tab, search, after, ROWS)

    def _why_empty(self, search: str) -> Message:
        return (
            _nothing(search) if search else _why_empty(self._tab, Hour(self._talk.office.clock()))
        )

    def read(self) -> None:
        """Read rows out, and do what is typed."""
        self._talk.head(TABS[self._tab])
        if self._waiting:
            self._talk.once(_HOW_SEVERAL)
        while True:
            try:
                chosen = self._rows.choose()
            except Back:
                return
            try:
                self._act(chosen)
            except Back:
                continue
            except SessionOver:
                raise
            except Refused as refused:
                self._talk.error(refused.message)

    def _act(self, chosen: tuple[QueueRow, ...]) -> None:
        if not chosen:
            validate_all(self._talk, self._key)
        elif len(chosen) > 1:
            decide(self._talk, self._key, chosen)
        else:
            self._open(chosen[0].number)

    def _open(self, number: str) -> None:
        """Read one file out, then, as long as it is asked for, the one after it.

        Raises:
            Back: To the list.
        """
        before = [row.number for row in self._rows.page().rows]
        at = before.index(number) if number in before else 0
        while read_out(self._talk, self._key, number) is Next.FILE:
            page = self._rows.page()
            present = [row.number for row in page.rows]
            if number in present:
                at = present.index(number) + 1
            if at >= len(page.rows) and page.after is not None:
                page, at = self._rows.go_on(page), 0
            if at >= len(page.rows):
                self._talk.say(msg("There is no other request in this list."))
                return
            number = page.rows[at].number


_HOW = msg(
    "A number opens a request. Letters search a name, an organisation, an address or a postal code."
)


_HOW_SEVERAL = msg(
    "Several numbers at once, such as 1 3 or 2-4, decide on several; {sign} (asterisk) validates "
    "all that wait.",
    sign=ALL,
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
    if not row.days:
        return msg(
            "{name}, {organisation}, {postal_code}, since today",
            name=row.name,
            organisation=row.organisation,
            postal_code=row.postal_code,
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
