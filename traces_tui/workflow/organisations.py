"""The directory of valid organisations, and finding look-alikes before another one is made."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from traces_tui.forms.directory import SHORTEST_SEARCH
from traces_tui.models.tables import Authority, Organisation
from traces_tui.office import Office
from traces_tui.text import folded
from traces_tui.workflow import budgets, portraits
from traces_tui.workflow.views import DirectoryRow, Page

PAGE = 50
LONGEST_SEARCH = 200
"""Letters that are looked at."""
_MOST_WORDS = 6
_MOST_LIKE = 5
_ALIKE = 0.8
_CANDIDATES = 200
_LEGAL_FORMS = re.compile(
    r"\b(sarl|eurl|earl|gaec|scea|sas|sasu|sa|snc|scop|sci|ets|etablissements|societe|ste|gmbh|ltd|bv|srl|spa)\b"
)
_SPELLED_OUT = re.compile(r"\b(\w) (?=\w\b)")
"""The letters of ``S.A.R.L.`` once its points are gone."""


def directory(
    office: Office, search: str, after: str | None = None, limit: int = PAGE
) -> Page[DirectoryRow]:
    """Search the valid organisations: open to everybody, thin data, no people.

    Args:
        office: The office.
        search: Words that name, commune or postal code must all hold.
        after: Where the last part ended.
        limit: How many rows at most.

    Returns:
        Rows by name; nothing for a search of fewer than two letters.

    Raises:
        TooManyTries: This source has searched too often.
    """
    words = folded(search[:LONGEST_SEARCH]).split()[:_MOST_WORDS]
    if sum(map(len, words)) < SHORTEST_SEARCH:
        return Page((), None)
    limits = office.settings.limits
    with office.connected():
        with office.writing():  # and not while searching: writers would wait
            budgets.spend(
                office,
                "directory",
                office.source,
                limits.directory_per_source,
                limits.directory_window_minutes,
            )
        conditions = [
            Organisation.folded_name.contains(word) | Organisation.folded_place.contains(word)
            for word in words
        ]
        if after is not None:
            name, _, last = after.rpartition(":")
            conditions.append(
                (Organisation.folded_name > name)
                | ((Organisation.folded_name == name) & (Organisation.id > int(last)))
            )
        rows = list(
            Organisation.select(Organisation, Authority)
            .join(Authority)
            .where(Organisation.valid, *conditions)
            .order_by(Organisation.folded_name, Organisation.id)
            .limit(limit + 1)
        )
    shown = rows[:limit]
    return Page(
        tuple(
            DirectoryRow(
                row.id,
                row.name,
                row.commune,
                row.postal_code,
                row.country,
                row.activities,
                portraits.authority_view(row.authority),
            )
            for row in shown
        ),
        f"{shown[-1].folded_name}:{shown[-1].id}" if len(rows) > limit else None,
    )


def bare_name(name: str) -> str:
    """A folded name without its legal form: “SARL Ferme du Ried” and “Ferme du Ried” are alike."""
    plain = _SPELLED_OUT.sub(r"\1", folded(name))
    return " ".join(_LEGAL_FORMS.sub(" ", plain).split()) or plain


def look_alikes(own: Organisation) -> list[Organisation]:
    """Valid organisations of the same country and postal code or commune with a similar name.

    The same establishment is often registered again with slight differences.
    """
    wanted = bare_name(own.name)
    near = (
        Organisation.select(Organisation, Authority)
        .join(Authority)
        .where(
            Organisation.valid,
            Organisation.id != own.id,
            Organisation.country == own.country,
            (Organisation.postal_code == own.postal_code)
            | (Organisation.commune == own.commune)
            | (Organisation.folded_name == own.folded_name),
        )
        .limit(_CANDIDATES)
    )
    scored = [(SequenceMatcher(None, wanted, bare_name(row.name)).ratio(), row) for row in near]
    scored = [pair for pair in scored if pair[0] >= _ALIKE]
    scored.sort(key=lambda pair: -pair[0])
    return [row for _, row in scored[:_MOST_LIKE]]
