"""A person's own data (the old system's menu: change user profile)."""

from __future__ import annotations

from textual.app import ComposeResult

from traces_tui.forms.profile import profile_form
from traces_tui.i18n import msg, verbatim
from traces_tui.screens.own_account import Change, OwnAccountScreen
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.words import Words


class OwnDataScreen(OwnAccountScreen):
    """Name, language, telephone. The address stays: it is the user id."""

    context = msg("My data")
    help_text = msg(
        "Change what your authority knows of you. The address can't be changed: it is your user id."
    )
    done = msg("Your data are saved")

    def above(self) -> ComposeResult:
        """The address, fixed."""
        yield Words(
            (msg("E-mail address"), "bold"),
            verbatim(self._own.email),
            (msg("fixed user id"), "$muted"),
            id="own-address",
        )

    def form_page(self) -> FormPage:
        """The form with what is known."""
        own = self._own
        return FormPage(
            profile_form(),
            rows=(("first_name", "last_name"), ("language", "notification"), ("phone", "fax")),
            values={
                "first_name": own.first_name,
                "last_name": own.last_name,
                "language": own.language,
                "notification": own.notification,
                "phone": own.phone,
                "fax": own.fax,
                "more_information": own.more_information,
            },
        )

    def flow(self) -> Change:
        """Save the data."""
        from traces_tui.workflow import accounts

        return accounts.change_profile
