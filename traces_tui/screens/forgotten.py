"""Forgotten password: ask for a temporary one by mail (notice, § Mot de passe oublié)."""

from __future__ import annotations

from collections.abc import Callable

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from traces_tui.forms.recovery import forgotten_form
from traces_tui.i18n import Message, msg, plural
from traces_tui.paths import styles_dir
from traces_tui.screens.address_page import AddressPage, Suggestion
from traces_tui.screens.base import DeskScreen
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.items import Items
from traces_tui.widgets.press import Action
from traces_tui.widgets.reading_page import ReadingPage
from traces_tui.widgets.words import Heading, Words

EXAMPLE = "TR\u00a01234\u00a05678\u00a09012"
"""What a temporary password looks like; never broken over two rows."""


class ForgottenScreen(DeskScreen):
    """Asks for the address; then tells what happens next, the same for every address.

    Args:
        email: What was typed on the sign-in page.
        carry_back: Takes the address when one leaves, and whether the message was asked for: then
            nothing is lost by leaving.
    """

    CSS_PATH = styles_dir() / "forgotten.tcss"
    context = msg("Forgotten password")
    help_text = msg(
        "Enter the address you registered with. If it has an account, a temporary password is "
        "sent there. It also unlocks the account."
    )

    def __init__(
        self, email: str = "", carry_back: Callable[[str, bool], object] | None = None
    ) -> None:
        super().__init__()
        self._email = email
        self._carry_back = carry_back
        self._asked = False

    def body(self) -> ComposeResult:
        """The page that asks, and the page that answers."""
        with VerticalScroll(id="forgotten-ask", classes="forgotten-page", can_focus=False):
            yield Heading((msg("Ask for a new password"), "bold"), classes="forgotten-title")
            yield Words(
                msg("You receive a temporary password by mail; with it you choose a new one."),
                classes="forgotten-text",
            )
            yield AddressPage(
                forgotten_form(),
                aside=Suggestion(),
                values={"email": self._email},
                summary=False,
            )
            yield Words((self._unlocks(), "$muted"), classes="forgotten-text")
            with Horizontal(classes="actions"):
                yield Action(msg("Send the message"), "main", id="forgotten-send")
                yield Action(msg("Back"), id="forgotten-back")
        with ReadingPage(id="forgotten-sent", classes="forgotten-page"):
            yield from self._sent()

    def _unlocks(self) -> Message:
        lock = self.desk.office.settings.lock
        return msg(
            "It also unlocks an account that {tries} or {months} have locked.",
            tries=plural("{n} wrong try", "{n} wrong tries", lock.tries),
            months=plural(
                "{n} month without signing in", "{n} months without signing in", lock.months
            ),
        )

    def _sent(self) -> ComposeResult:
        settings = self.desk.office.settings
        todo = [
            msg(
                "Open the message: its password looks like {example}.",
                example=EXAMPLE,
            ),
            plural(
                "Sign in with it in place of your password. It is good for {n} minute; "
                "spaces do not matter.",
                "Sign in with it in place of your password. It is good for {n} minutes; "
                "spaces do not matter.",
                settings.password.temporary_minutes,
            ),
            msg("Answer your secret question, then choose a new password.")
            if settings.secret_question
            else msg("Choose a new password."),
        ]
        yield Words(id="forgotten-answer")
        yield Words((msg("What is left for you to do"), "bold $link"), classes="forgotten-heading")
        yield Items(todo)
        yield Words((msg("Nothing comes?"), "bold $link"), classes="forgotten-heading")
        yield Items(
            (
                msg("Look among the unwanted messages (spam)."),
                msg("Check the address above, then ask again: a new message cancels the former."),
                msg("Still nothing: call the competent authority of your establishment."),
            ),
            "dot",
        )
        with Horizontal(classes="actions"):
            yield Action(msg("Sign in"), "main", id="forgotten-sign-in")
            yield Action(msg("Ask for another message"), id="forgotten-again")

    def on_mount(self) -> None:
        """Begin by asking."""
        self._turn(asked=False)

    def dirty(self) -> bool:
        """Once the message is asked for, nothing can be lost, nor what is carried back."""
        return not self._asked and self._carry_back is None and super().dirty()

    def leave(self) -> None:
        """Go back, with the address."""
        email = self.query_one(AddressPage).values()["email"]
        super().leave()
        if self._carry_back is not None:
            self._carry_back(email, self._asked)

    def _turn(self, *, asked: bool) -> None:
        """Show one of the two pages."""
        self._asked = asked
        self.query_one("#forgotten-ask").display = not asked
        self.query_one("#forgotten-sent").display = asked

    @on(Action.Pressed, "#forgotten-send")
    def _send(self) -> None:
        self.query_one(AddressPage).submit()

    @on(FormPage.Submitted)
    def _submitted(self, event: FormPage.Submitted) -> None:
        button = self.query_one("#forgotten-send", Action)
        if self.query_one(AddressPage).look_for_slips():
            return  # no message to an address that was hardly meant: sent when asked again
        if not button.disabled:
            button.busy(msg("Sending…"))
            self._ask(forgotten_form().cleaned(event.values)["email"])

    @work(exclusive=True, group="ask", exit_on_error=False, description="ask for a password")
    async def _ask(self, email: str) -> None:
        from traces_tui.workflow import recovery

        button = self.query_one("#forgotten-send", Action)
        try:
            await self.ask(recovery.request_password, email)
        finally:
            button.ready()
        self._tell(email)

    def _tell(self, email: str) -> None:
        """The page after: it never says whether there is an account."""
        self.query_one("#forgotten-answer", Words).say(
            (
                msg("If {email} has an account, a message leaves within minutes.", email=email),
                "bold",
            ),
            glyph="ok",
            glyph_style="bold $good",
        )
        self._turn(asked=True)
        button = self.query_one("#forgotten-sign-in")
        button.focus()
        self.call_after_refresh(button.scroll_visible, animate=False)

    @on(Action.Pressed, "#forgotten-again")
    def _again(self) -> None:
        self._turn(asked=False)
        page = self.query_one(AddressPage)
        page.forget_errors()
        page.focus_first()

    @on(Action.Pressed, "#forgotten-back")
    def _back(self) -> None:
        self.action_back()

    @on(Action.Pressed, "#forgotten-sign-in")
    def _sign_in(self) -> None:
        self.leave()
