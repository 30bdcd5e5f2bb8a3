"""The pages of a recovery: answer, new question, new password."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from traces_tui.forms.questions import QUESTIONS
from traces_tui.forms.recovery import answer_form, new_password_form, new_question_form
from traces_tui.forms.strength import person_words
from traces_tui.i18n import Message, msg, plural
from traces_tui.screens.password_aside import PasswordAside
from traces_tui.settings import Settings
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.press import Action
from traces_tui.widgets.words import Heading, Words
from traces_tui.workflow.refusals import WrongAnswer
from traces_tui.workflow.views import Person, Recovery

FEW_TRIES = 2
"""With so many tries left or fewer, the count is a warning."""


class RecoveryPage(Vertical):
    """A heading, a form and its buttons."""

    heading: Message | None = None
    text: Message
    form: FormPage

    def compose(self) -> ComposeResult:
        """Heading, text, form, buttons."""
        if self.heading is not None:
            yield Heading((self.heading, "bold"), classes="recovery-title")
        yield Words(self.text, classes="recovery-text")
        yield from self.between()
        yield self.form
        with Horizontal(classes="actions"):
            yield Action(self.act, "main", id="recovery-continue")
            yield from self.other_ways()
            yield Action(msg("Sign out"), id="recovery-sign-out")

    act: Message = msg("Continue")
    """What the main button does."""

    @property
    def button(self) -> Action:
        """The main button."""
        return self.query_one("#recovery-continue", Action)

    def between(self) -> ComposeResult:
        """What stands between text and form."""
        yield from ()

    def other_ways(self) -> ComposeResult:
        """Buttons between the main one and the way out."""
        yield from ()

    def tell(self, state: Recovery) -> None:
        """The same step again, with other numbers."""


class AnswerPage(RecoveryPage):
    """Asks the secret question.

    Args:
        state: Names the question and the tries that are left.
    """

    text = msg("Your temporary password is right. Answer the question that you chose yourself.")

    def __init__(self, state: Recovery) -> None:
        super().__init__()
        self.form = FormPage(answer_form(), summary=False)
        self._state = state

    def between(self) -> ComposeResult:
        """The question."""
        question = QUESTIONS.get(self._state.question or "")
        if question is not None:
            yield Words((question, "bold $link"), id="recovery-question")

    def other_ways(self) -> ComposeResult:
        """The way of those who have forgotten the answer too."""
        yield Action(msg("I no longer know"), id="recovery-lost")

    def on_mount(self) -> None:
        """The count stands under the form."""
        self.mount(Words(id="recovery-left"), after=self.form)
        self.call_after_refresh(self.tell, self._state)

    def tell(self, state: Recovery) -> None:
        """How many tries are left."""
        self._state = state
        left = plural(
            "Capitals, accents and spaces count. {n} try is left.",
            "Capitals, accents and spaces count. {n} tries are left.",
            state.tries_left,
        )
        few = state.tries_left <= FEW_TRIES
        words = self.query_one("#recovery-left", Words)
        # The refusal under the field says the same: twice would be noise.
        words.display = self.form.field("answer").error is None
        if few:
            words.say((left, "$warn"), glyph="warn", glyph_style="$warn")
        else:
            words.say((left, "$muted"))

    @on(FormPage.Changed)
    def _changed(self) -> None:
        self.call_after_refresh(self.tell, self._state)

    def say_again(self) -> None:
        """The answer was refused a moment ago: say so without spending another try."""
        self.form.show_errors(WrongAnswer(self._state.tries_left).errors)


class QuestionPage(RecoveryPage):
    """Chooses a new question after the authority's reset."""

    heading = msg("Choose a new secret question")
    text = msg(
        "It will be asked if you forget your password again. Note the answer as you type it."
    )

    def __init__(self) -> None:
        super().__init__()
        self.form = FormPage(new_question_form())


class SecretPage(RecoveryPage):
    """Chooses the new password.

    Args:
        settings: Gives the rule.
        person: Whose name and address the password must not consist of.
    """

    text = msg("It replaces the former one and unlocks your account.")
    act = msg("Save and continue")

    def __init__(self, settings: Settings, person: Person) -> None:
        super().__init__()
        words = person_words(person.email, person.name)
        self.form = FormPage(
            new_password_form(settings, words), aside=PasswordAside(settings.password, words)
        )

    @on(FormPage.Changed)
    def _changed(self, event: FormPage.Changed) -> None:
        if event.name == "password":
            self.query_one(PasswordAside).follow(event.page.values()["password"])
