"""What the screens share on which a signed-in person changes the own account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from traces_tui.forms.definition import Values
from traces_tui.forms.strength import person_words
from traces_tui.i18n import Message, msg
from traces_tui.office import Office
from traces_tui.paths import styles_dir
from traces_tui.refusal import Refused
from traces_tui.screens.signed_in import SignedInScreen
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.press import Action
from traces_tui.widgets.words import Heading
from traces_tui.workflow.views import OwnAccount

Change = Callable[[Office, str, Values], object]
"""A flow that changes the account of a session's holder."""


class OwnAccountScreen(SignedInScreen):
    """One form about one's own account. Saving leads back with a word of success.

    Args:
        own: The account as it stands.
    """

    CSS_PATH = styles_dir() / "own_account.tcss"
    done: Message
    """What to say when it is saved."""

    def __init__(self, own: OwnAccount) -> None:
        super().__init__()
        self._own = own

    def form_page(self) -> FormPage:
        """The form, filled."""
        raise NotImplementedError

    def flow(self) -> Change:
        """What saves it."""
        raise NotImplementedError

    def above(self) -> ComposeResult:
        """What stands between the title and the form."""
        yield from ()

    def saved(self, values: dict[str, str]) -> None:
        """Called when it is saved, before the screen closes."""

    @property
    def own_words(self) -> tuple[str, ...]:
        """Words of the person that a password must not mostly consist of."""
        own = self._own
        organisation = own.organisation.name if own.organisation is not None else ""
        return person_words(own.email, own.first_name, own.last_name, organisation)

    def body(self) -> ComposeResult:
        """Title, form, buttons."""
        with VerticalScroll(classes="own-page", can_focus=False):
            yield Heading((self.context, "bold"), classes="own-title")
            yield from self.above()
            yield self.form_page()
            with Horizontal(classes="actions"):
                yield Action(msg("Save"), "main", id="own-save")
                yield Action(msg("Back"), id="own-back")

    def start_focus(self) -> None:
        """The first field: an empty one further down is seldom what one came for."""
        self.query_one(FormPage).fields[0].target.focus()

    @on(Action.Pressed, "#own-save")
    def _save_pressed(self) -> None:
        self.query_one(FormPage).submit()

    @on(Action.Pressed, "#own-back")
    def _back_pressed(self) -> None:
        self.action_back()

    @on(FormPage.Submitted)
    def _submitted(self, event: FormPage.Submitted) -> None:
        button = self.query_one("#own-save", Action)
        if not button.disabled:
            button.busy(msg("Saving…"))
            self._save(event.values)

    @work(exclusive=True, group="save", exit_on_error=False, description="save one's own account")
    async def _save(self, values: dict[str, str]) -> None:
        button = self.query_one("#own-save", Action)
        change: Any = self.flow()
        try:
            await self.ask(change, self.key, values)
        except Refused:
            button.ready()
            raise
        self.saved(values)
        self.come_to_front()
        self.leave()
        self.desk.toast(self.done)
