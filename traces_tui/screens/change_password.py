"""Change the password while signed in."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from traces_tui.forms.recovery import password_change_form
from traces_tui.i18n import msg
from traces_tui.screens.own_account import Change, OwnAccountScreen
from traces_tui.screens.password_aside import PasswordAside
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.words import Words


class ChangePasswordScreen(OwnAccountScreen):
    """The present password, and twice the new one."""

    context = msg("Change the password")
    help_text = msg(
        "Your present password vouches for you: five wrong ones in a row lock the account. Other "
        "sessions of yours end."
    )
    done = msg("Your password is changed")

    def above(self) -> ComposeResult:
        """What else happens."""
        yield Words(
            (msg("A message tells you of the change. Your other sessions end."), "$muted"),
            classes="own-text",
        )

    def form_page(self) -> FormPage:
        """The form, and the rule beside it."""
        settings = self.desk.office.settings
        return FormPage(
            password_change_form(settings, self.own_words),
            aside=PasswordAside(settings.password, self.own_words),
        )

    def flow(self) -> Change:
        """Save the password."""
        from traces_tui.workflow import accounts

        return accounts.change_password

    @on(FormPage.Changed)
    def _changed(self, event: FormPage.Changed) -> None:
        if event.name == "password":
            self.query_one(PasswordAside).follow(event.page.values()["password"])
