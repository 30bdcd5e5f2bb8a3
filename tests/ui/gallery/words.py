"""Which words of a screen never saw a translator."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import cast

from peewee import Field, Model

from tests.ui.gallery.visit import Visit
from tests.ui.pseudo import latin_words
from traces_tui.languages import LANGUAGES, own_name
from traces_tui.mail.mailbox_reader import messages
from traces_tui.models.tables import Account, Authority, Organisation, Request
from traces_tui.widgets.entry import Entry

FIXED = (
    "TRACES classic TRACES NT COI CHED-PP FLEGT Trade Control and Expert System",
    "https://webgate.ec.europa.eu/sanco/traces/ https://webgate.ec.europa.eu/tracesnt/",
    "Ctrl Tab Shift TR ssh traces-tui km",
    "Langue Language Sprache",  # who looks for this dialog may not read the language of the screen
)
"""Names and signs that are the same in every language."""
_DATA: tuple[tuple[type[Model], tuple[Field, ...]], ...] = (
    (Authority, (Authority.name, Authority.seat, Authority.email, Authority.code)),
    (Organisation, (Organisation.name, Organisation.address, Organisation.commune)),
    (Account, (Account.first_name, Account.last_name, Account.email, Account.more_information)),
    (Request, (Request.reason_words,)),
)
"""What people have written, and what the law has named."""
_VALUES = re.compile(r"[\w.•-]+@[\w.…-]+|\b[0-9A-F]{8}\b|\b[0-9A-Z]{4}(?:-[0-9A-Z]{4})+\b")
"""Addresses, numbers of incidents, codes."""


def untranslated(visit: Visit, text: str) -> list[str]:
    """The words in Latin letters that are neither data nor names."""
    typed = " ".join(line.value for line in visit.screen.query(Entry))
    known = f"{_fixed()} {typed} {_data(visit)}"
    return [word for word in latin_words(_VALUES.sub(" ", text)) if word not in known]


@cache
def _fixed() -> str:
    languages = [f"{language.code} {own_name(language.code)}" for language in LANGUAGES]
    return " ".join((*FIXED, *languages))


def _data(visit: Visit) -> str:
    """What stands in the office, its mails included."""
    with visit.office.connected():
        found = [
            str(value)
            for table, fields in _DATA
            for row in cast("Iterable[tuple[object, ...]]", table.select(*fields).tuples())
            for value in row
        ]
    if visit.app.demo is not None:
        found += [f"{mail.subject} {mail.text}" for mail in messages(visit.people.mail_folder)]
        found += [f"{one.name} {one.password}" for one in visit.people.people]
    return " ".join(found)
