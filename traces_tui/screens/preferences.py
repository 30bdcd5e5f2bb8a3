"""The language and the type of the messages that a person receives."""

from __future__ import annotations

from textual.app import ComposeResult

from traces_tui.forms.profile import preferences_form
from traces_tui.i18n import msg
from traces_tui.languages import language
from traces_tui.screens.own_account import Change, OwnAccountScreen
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.words import Words


class PreferencesScreen(OwnAccountScreen):
    """How messages are written; the screens follow where they are translated."""

    context = msg("Language and notification")
    help_text = msg("The language and the type (HTML or plain text) of the messages you receive.")
    done = msg("Language and notification are saved")

    def above(self) -> ComposeResult:
        """What the choice changes."""
        yield Words(
            (
                msg(
                    "Messages reach you so. These screens follow in the languages they are "
                    "translated into."
                ),
                "$muted",
            ),
            classes="own-text",
        )

    def form_page(self) -> FormPage:
        """The two lists."""
        own = self._own
        return FormPage(
            preferences_form(),
            values={"language": own.language, "notification": own.notification},
            summary=False,
        )

    def flow(self) -> Change:
        """Save the choice."""
        from traces_tui.workflow import accounts

        return accounts.change_preferences

    def saved(self, values: dict[str, str]) -> None:
        """The screens speak the language as well, where there is a catalogue."""
        if language(values["language"]).complete:
            self.desk.speak(values["language"])
