"""Linking a request to an organisation that the directory has already."""

from __future__ import annotations

from textual.content import Content

from traces_tui.forms.definition import Choice
from traces_tui.i18n import Message, msg, verbatim
from traces_tui.widgets.pick import PickDialog
from traces_tui.workflow.views import File, OrganisationView
from traces_tui.workflow.wording import address_of


class LinkOrganisationDialog(PickDialog):
    """The organisations that look like the applicant's, and the applicant's own.

    Answers the id of the chosen one as text, or None.

    Args:
        file: The request.
        current: Id of the organisation that stands now, as text.
    """

    rows_each = 2

    def __init__(self, file: File, current: str = "") -> None:
        self._home = file.authority.country
        self._places: dict[str, OrganisationView] = {
            str(place.id): place for place in (*file.similar, file.organisation)
        }
        self._own = str(file.organisation.id)
        super().__init__(
            msg("Organisation of {first} {last}", first=file.first_name, last=file.last_name),
            tuple(Choice(value, verbatim(place.name)) for value, place in self._places.items()),
            current,
            searchable=False,
        )
        self.id = "link-organisation"

    def prompt(self, choice: Choice) -> Content:
        """Number, name and address; the last line says that it is a new one."""
        place = self._places[choice.value]
        number = str(list(self._places).index(choice.value) + 1)
        mark = self.glyph("current") if choice.value == self._current else " "
        what = (
            msg("as a new organisation") if choice.value == self._own else msg("in the directory")
        )
        return Content.assemble(
            (number, "bold"),
            " ",
            (mark, "$good"),
            " ",
            (self.say(choice.label), "bold"),
            "  ",
            self.say(what),
            "\n    ",
            self.say(address_of(place, self._home)),
        )

    def hint(self) -> Message:
        """What the choice does."""
        return msg("Nothing is written before you validate. Press a number, or ↑↓ and Enter.")
