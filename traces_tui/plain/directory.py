"""The directory of organisations, open to everybody: looked up, or chosen from."""

from __future__ import annotations

from collections.abc import Callable

from traces_tui.forms.directory import directory_form
from traces_tui.i18n import CountryName, Message, msg, verbatim
from traces_tui.plain.asking import FormTalk
from traces_tui.plain.rows import OPEN, ROWS, TAKE, Rows
from traces_tui.plain.talk import Back, Talk
from traces_tui.refusal import Refused
from traces_tui.workflow.refusals import SessionOver
from traces_tui.workflow.views import DirectoryRow, Page
from traces_tui.workflow.wording import facts_of, why_no_organisation


def look_up(talk: Talk) -> None:
    """Search, and read out what anybody may know of an organisation.

    Raises:
        Back: To where it was opened.
        TooManyTries: This source has searched too often.
    """
    talk.head(directory_form().title)
    _search(talk, lambda row: _tell(talk, row), OPEN)


def select(talk: Talk, authority: str = "") -> DirectoryRow:
    """Search until an organisation is chosen.

    Args:
        talk: Whom to ask.
        authority: Code of the only authority whose organisations may be chosen, if any.

    Raises:
        Back: None was chosen.
        SessionOver: The session has ended.
    """
    chosen: list[DirectoryRow] = []

    def take(row: DirectoryRow) -> bool:
        if authority and row.authority.code != authority:
            talk.error(
                msg("This organisation lies in another area: {name}.", name=row.authority.name)
            )
            return True
        chosen.append(row)
        return False

    talk.head(directory_form().title)
    try:
        _search(talk, take, TAKE)
    except SessionOver:
        raise
    except Refused as refused:
        talk.error(refused.message)
        raise Back from refused
    return chosen[0]


def _search(
    talk: Talk, opened: Callable[[DirectoryRow], bool], asked: tuple[Message, Message]
) -> None:
    """Ask what to search, then which row.

    Args:
        talk: Whom to ask.
        opened: Does something with a row that was chosen; answers whether to go on.
        asked: How the row is asked.
    """
    from traces_tui.workflow import organisations

    def read(search: str, after: str | None) -> Page[DirectoryRow]:
        return talk.do(organisations.directory, search, after, ROWS)

    form = FormTalk(talk, directory_form())
    while True:
        form.step(directory_form().steps[0])
        rows = Rows(
            talk,
            read,
            _line,
            why_no_organisation,
            help=(msg("A number stands for an organisation. Letters begin a new search."),),
            search=form.values["search"],
            asked=asked,
        )
        try:
            while opened(rows.choose()[0]):
                pass
        except Back:
            continue
        return


def _line(row: DirectoryRow) -> Message:
    return msg(
        "{name}, {postal_code} {town}, {country}",
        name=row.name,
        postal_code=row.postal_code,
        town=row.commune,
        country=CountryName(row.country),
    )


def _tell(talk: Talk, row: DirectoryRow) -> bool:
    """All that anybody may know; the list follows."""
    talk.head(verbatim(row.name))
    for label, value in facts_of(row):
        talk.fact(label, value)
    talk.say(verbatim(""))
    return True
