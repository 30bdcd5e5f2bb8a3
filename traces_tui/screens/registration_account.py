"""The first step of the registration: the address and the password."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from traces_tui.forms.address import suggested_email
from traces_tui.forms.definition import Errors
from traces_tui.i18n import msg
from traces_tui.screens.registration_asides import AccountAside
from traces_tui.widgets.field import FormField
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.keys import key
from traces_tui.widgets.press import Link


class AccountPage(FormPage):
    """Judges the password as one types and offers a better spelling of the address."""

    BINDINGS: ClassVar[list[BindingType]] = [key("f6", "take_suggestion", msg("Take it"))]

    _taken: str | None = None
    """The address that was said to have an account."""

    @property
    def _beside(self) -> AccountAside:
        return self.query_one(AccountAside)

    def show_errors(self, errors: Errors) -> None:
        """Show them; a taken address comes with the way to sign in."""
        from traces_tui.workflow.refusals import AddressTaken

        super().show_errors(errors)
        if errors.get("email") == AddressTaken().message:
            self._taken = self.field("email").value
            self._beside.offer_sign_in(True)

    @on(FormField.Changed)
    def _compare(self, event: FormField.Changed) -> None:
        if event.field.field.name == "email":
            self._beside.offer_sign_in(event.field.value == self._taken)
            self._suggest(None)
        self._beside.show(self.values())

    @on(FormField.Left)
    def _look_for_slips(self, event: FormField.Left) -> None:
        if event.field.field.name == "email":
            self._suggest(suggested_email(event.field.value.strip().lower()))

    def _suggest(self, address: str | None) -> None:
        self._beside.suggest(address)
        self.refresh_bindings()

    @on(Link.Pressed, "#take-suggestion")
    def action_take_suggestion(self) -> None:
        """Take the better spelling of the address."""
        if (address := self._beside.suggestion) is not None:
            self.field("email").value = address
            self.field("password").target.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show the key only while there is something to take."""
        if action == "take_suggestion":
            return self.is_mounted and self._beside.suggestion is not None
        return super().check_action(action, parameters)
