"""The answer is forgotten as well: only the competent authority can help (notice)."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from traces_tui.i18n import msg
from traces_tui.paths import styles_dir
from traces_tui.screens.authority_words import how_to_reach
from traces_tui.screens.signed_in import SignedInScreen
from traces_tui.widgets.alert import Alert
from traces_tui.widgets.items import Items
from traces_tui.widgets.keys import key
from traces_tui.widgets.press import Action
from traces_tui.widgets.reading_page import ReadingPage
from traces_tui.widgets.words import Words
from traces_tui.workflow.views import AuthorityView


class AuthorityHelpScreen(SignedInScreen):
    """Whom to call, and what they do.

    Args:
        authority: The competent one.
    """

    CSS_PATH = styles_dir() / "forgotten_answer.tcss"
    context = msg("Forgotten answer")
    help_text = msg(
        "Your competent authority resets your secret question. It neither sees nor chooses your "
        "password or your answer."
    )

    def __init__(self, authority: AuthorityView | None) -> None:
        super().__init__()
        self._authority = authority

    def top(self) -> Alert:
        """What has happened."""
        raise NotImplementedError

    def ways(self) -> ComposeResult:
        """The buttons."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """What has happened, whom to call, what they do, the way out."""
        with ReadingPage(id="lost-page"):
            yield self.top()
            yield Words((msg("Whom to call"), "bold $link"), classes="lost-heading")
            yield from self._whom()
            yield Words((msg("What happens then"), "bold $link"), classes="lost-heading")
            yield Items(
                (
                    msg("Call it and name the address of your account: it makes sure it is you."),
                    msg("It resets your question. It never asks for your password or answer."),
                    msg("Then ask for a new password again, on the sign-in page."),
                    msg("Choose a new question and its answer, then a new password."),
                )
            )
            with Horizontal(classes="actions"):
                yield from self.ways()

    def _whom(self) -> ComposeResult:
        authority = self._authority
        if authority is None:
            yield Words(msg("The competent authority of your establishment"))
            return
        yield Words((authority.name, "bold"), id="lost-authority")
        if (reach := how_to_reach(authority)) is not None:
            yield Words(reach, id="lost-reach")


class ForgottenAnswerScreen(AuthorityHelpScreen):
    """Shown over the question to somebody who no longer knows the answer."""

    def top(self) -> Alert:
        """Nothing is lost yet."""
        return Alert(
            msg("Only your authority can help with a forgotten answer"),
            msg("It sees neither your password nor your answer."),
            "info",
        )

    def ways(self) -> ComposeResult:
        """Back to the question, or out."""
        yield Action(msg("Back to the question"), "main", id="lost-back")
        yield Action(msg("Sign out"), id="lost-sign-out")

    @on(Action.Pressed, "#lost-back")
    def _back(self) -> None:
        self.action_back()

    @on(Action.Pressed, "#lost-sign-out")
    def _sign_out(self) -> None:
        self.sign_out()


class QuestionLockedScreen(AuthorityHelpScreen):
    """The answers are used up. Ends at a fresh sign-in page."""

    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "finish", msg("Finish"))]
    context = msg("Secret question locked")

    def top(self) -> Alert:
        """What has happened."""
        return Alert(
            msg("Too many wrong answers: your secret question is locked"),
            msg("The temporary password is void. A message tells you so as well."),
        )

    def ways(self) -> ComposeResult:
        """The way out."""
        yield Action(msg("Finish"), "main", id="lost-finish")

    @on(Action.Pressed, "#lost-finish")
    def _finish(self) -> None:
        self.action_finish()

    def action_finish(self) -> None:
        """Leave nothing behind on the screen."""
        self.desk.leave()
