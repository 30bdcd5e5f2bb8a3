"""The step of the registration that asks for the organisation and finds its authority."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from textual import on, work

from traces_tui.forms.registration import DEFAULTS, competence, place_values
from traces_tui.places import AuthorityRecord
from traces_tui.refusal import Refused
from traces_tui.screens.registration_asides import OrganisationAside
from traces_tui.widgets.field import FormField
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.press import Action
from traces_tui.workflow.views import AuthorityView, DirectoryRow

if TYPE_CHECKING:
    from traces_tui.app import DeskApp

_OF_THE_ROW = frozenset({"organisation_name", "postal_code"})
"""Fields that make it another organisation when they are edited."""


class PlacePage(FormPage):
    """Shows who is competent while one types, and fills the fields from the directory."""

    chosen: int | None = None
    """The organisation that was picked in the directory."""
    _taken: Mapping[str, str] = MappingProxyType({})
    """What it filled in."""

    @cached_property
    def _known(self) -> dict[str, AuthorityView]:
        """Authorities whose contact was asked for already, by code."""
        return {}

    @property
    def _beside(self) -> OrganisationAside:
        return self.query_one(OrganisationAside)

    @on(FormField.Changed)
    def _edited(self, event: FormField.Changed) -> None:
        name = event.field.field.name
        if name in _OF_THE_ROW and event.field.value != self._taken.get(name, event.field.value):
            self._forget()
        if name in {"country", "postal_code", "commune"}:
            # The commune's list follows its postal code in the base class, after this.
            self.call_next(self._tell_authority)

    def _forget(self) -> None:
        self.chosen = None
        self._taken = MappingProxyType({})
        self._beside.show_chosen(False)

    def _tell_authority(self) -> None:
        found = competence(self.values())
        if found is None:
            self._beside.show_authority(None, certain=False)
            return
        view = self._known.get(found.authority.code)
        self._beside.show_authority(view or _view(found.authority), certain=found.certain)
        if view is None:
            self._ask_contact(found.authority.code)

    @work(exclusive=True, group="contact", exit_on_error=False, description="contact")
    async def _ask_contact(self, code: str) -> None:
        from traces_tui.workflow.authorities import contact

        try:
            view = await cast("DeskApp", self.app).ask(contact, code)
        except Refused:
            return  # how to reach it is an extra: the name stands there already
        if view is not None and code not in self._known:
            self._known[code] = view
            self._tell_authority()

    @on(Action.Pressed, "#select-organisation")
    def _select(self, event: Action.Pressed) -> None:
        from traces_tui.screens.organisation_picker import OrganisationPicker

        event.stop()
        self.app.push_screen(
            OrganisationPicker(self.field("organisation_name").value.strip()), self._fill
        )

    def _fill(self, row: DirectoryRow | None) -> None:
        if row is None:
            return
        self._taken = {"organisation_name": row.name, "postal_code": row.postal_code}
        self.set_values(place_values(row.name, row.country, row.postal_code, row.commune))
        self.chosen = row.id
        self._beside.show_chosen(True)
        self.focus_first()

    @on(Action.Pressed, "#clear-organisation")
    def _clear(self, event: Action.Pressed) -> None:
        event.stop()
        self._forget()
        self.forget_errors()
        empty = dict.fromkeys(self.values(), "")
        self.set_values(empty | {"country": DEFAULTS["country"]})
        self.focus_first()


def _view(record: AuthorityRecord) -> AuthorityView:
    """What the tables know of an authority, before the office is asked."""
    name = record.name if record.department else ""
    return AuthorityView(record.code, record.country, name, record.seat or "", "", "")
