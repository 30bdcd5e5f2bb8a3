"""Change the secret question while signed in."""

from __future__ import annotations

from textual.app import ComposeResult

from traces_tui.forms.questions import QUESTIONS
from traces_tui.forms.recovery import question_change_form
from traces_tui.i18n import msg
from traces_tui.screens.own_account import Change, OwnAccountScreen
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.words import Words


class ChangeQuestionScreen(OwnAccountScreen):
    """The present password, another question and its answer."""

    context = msg("Change the secret question")
    help_text = msg(
        "The question is asked when you have forgotten your password. The answer counts exactly as "
        "you type it: capitals, accents and spaces."
    )
    done = msg("Your secret question is changed")

    def above(self) -> ComposeResult:
        """The question as it stands; its answer is shown to nobody."""
        question = QUESTIONS.get(self._own.question or "")
        if question is not None:
            yield Words(
                (msg("At present"), "$muted"), question, classes="own-text", id="own-question"
            )

    def form_page(self) -> FormPage:
        """The form."""
        return FormPage(question_change_form())

    def flow(self) -> Change:
        """Save question and answer."""
        from traces_tui.workflow import accounts

        return accounts.change_question
