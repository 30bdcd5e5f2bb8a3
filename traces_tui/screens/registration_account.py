"""The first step of the registration: the address and the password."""

from __future__ import annotations

from textual import on

from traces_tui.forms.definition import Errors
from traces_tui.screens.address_page import AddressPage
from traces_tui.screens.registration_asides import AccountAside
from traces_tui.widgets.field import FormField


class AccountPage(AddressPage):
    """Judges the password as one types; a taken address leads to the sign-in page."""

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
        self._beside.show(self.values())
