"""Which organisation an account will belong to: the applicant's own, or one of the directory."""

from __future__ import annotations

from traces_tui.forms.definition import Choice
from traces_tui.i18n import Message, msg
from traces_tui.plain.choosing import pick
from traces_tui.plain.directory import select
from traces_tui.plain.talk import Back, Talk
from traces_tui.workflow.views import File, OrganisationView
from traces_tui.workflow.wording import address_of

_SEARCH = "search"
"""The last entry: something else than what is proposed."""


def choose_place(talk: Talk, file: File) -> OrganisationView:
    """Ask which one.

    Raises:
        Back: It stays as it is.
        SessionOver: The session has ended.
    """
    places = {str(place.id): place for place in (*file.similar, file.organisation)}
    choices = (
        *(Choice(value, _line(file, place)) for value, place in places.items()),
        Choice(_SEARCH, msg("Another one, of the directory")),
    )
    while True:
        value = pick(talk, msg("Organisation"), choices)
        if not value:
            raise Back
        if value != _SEARCH:
            return places[value]
        try:
            row = select(talk, file.authority.code)
        except Back:
            continue
        return OrganisationView(
            row.id, row.name, "", row.postal_code, row.commune, row.country, valid=True
        )


def _line(file: File, place: OrganisationView) -> Message:
    own = place.id == file.organisation.id
    return msg(
        "{name} ({remark}), {address}",
        name=place.name,
        remark=msg("as a new organisation") if own else msg("in the directory"),
        address=address_of(place, file.authority.country),
    )
