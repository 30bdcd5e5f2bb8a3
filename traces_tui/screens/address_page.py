"""A page that asks for an address and offers a better spelling of it (“gmial.com”)."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from traces_tui.forms.address import suggested_email
from traces_tui.i18n import msg
from traces_tui.widgets.field import FormField
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.keys import key
from traces_tui.widgets.press import Link

_FIELD = "email"


class Suggestion(Link):
    """The link that offers another spelling; it stands anywhere on the page."""

    def __init__(self) -> None:
        super().__init__(msg("Did you mean {domain}?", domain=""), id="take-suggestion")
        self.display = False
        self.address: str | None = None
        """The address that was probably meant."""

    def offer(self, address: str | None) -> None:
        """Offer an address, or none."""
        self.address = address
        self.display = address is not None
        if address is not None:
            self.say(msg("Did you mean {domain}?", domain=address.rpartition("@")[2]))


class AddressPage(FormPage):
    """Looks for a slip of the fingers when one leaves the address."""

    BINDINGS: ClassVar[list[BindingType]] = [key("f6", "take_suggestion", msg("Take it"))]

    @property
    def suggestion(self) -> Suggestion:
        """The link."""
        return self.query_one(Suggestion)

    def look_for_slips(self) -> bool:
        """Offer a better spelling of what stands there.

        Returns:
            Whether it is offered now and was not before.
        """
        before = self.suggestion.address
        better = suggested_email(self.field(_FIELD).value.strip().lower())
        self._offer(better)
        return better is not None and better != before

    @on(FormField.Left)
    def _address_left(self, event: FormField.Left) -> None:
        if event.field.field.name == _FIELD:
            self.look_for_slips()

    @on(FormField.Changed)
    def _address_changed(self, event: FormField.Changed) -> None:
        if event.field.field.name == _FIELD:
            self._offer(None)

    def _offer(self, address: str | None) -> None:
        self.suggestion.offer(address)
        self.refresh_bindings()

    @on(Link.Pressed, "#take-suggestion")
    def action_take_suggestion(self) -> None:
        """Take the better spelling, and go on."""
        if (address := self.suggestion.address) is not None:
            field = self.field(_FIELD)
            field.value = address
            after = self.fields.index(field) + 1
            (self.fields[after] if after < len(self.fields) else field).target.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show the key only while there is something to take."""
        if action == "take_suggestion":
            return self.is_mounted and self.suggestion.address is not None
        return super().check_action(action, parameters)
