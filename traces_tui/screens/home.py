"""What both homes share: the numbered menu, one's own account, the way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType

from traces_tui.i18n import msg
from traces_tui.screens.signed_in import SignedInScreen
from traces_tui.widgets.keys import key
from traces_tui.widgets.menu import Menu, MenuLine
from traces_tui.widgets.words import Words
from traces_tui.workflow.person_words import failures_since, last_sign_in
from traces_tui.workflow.views import OwnAccount

if TYPE_CHECKING:
    from traces_tui.screens.own_account import OwnAccountScreen

    OpenScreen = Callable[[OwnAccount], OwnAccountScreen]

ROOMY = 38
"""Rows from which on the lines of the menu stand apart."""


class HomeScreen(SignedInScreen):
    """The first screen of somebody who signed in. The ids of both homes' lines are known here."""

    BINDINGS: ClassVar[list[BindingType]] = [key("q", "leave_desk", msg("Sign out"))]

    def _take_size(self) -> None:
        super()._take_size()
        self._make_room()

    def on_resize(self, event: events.Resize) -> None:
        """There are more rows now, or fewer."""
        self._make_room()

    def _make_room(self) -> None:
        self.set_class(self.app.size.height >= ROOMY, "-roomy")

    def on_screen_resume(self) -> None:
        """Look again whenever one comes back here."""
        self.renew()

    def on_key(self, event: events.Key) -> None:
        """A digit presses its line."""
        if self.query_one(Menu).press(event.character):
            event.stop()

    def tell_sign_ins(self) -> ComposeResult:
        """The sign-in before this one, and a warning where somebody failed since."""
        person = self.desk.person
        if person is None:
            return
        yield Words((last_sign_in(person), "$muted"), classes="last-sign-in")
        failed = failures_since(person)
        if failed is not None:
            yield Words(
                (failed, "$warn"), glyph="warn", glyph_style="$warn", classes="failures-since"
            )

    @on(MenuLine.Pressed, "#agent-data, #home-data")
    def _data(self) -> None:
        from traces_tui.screens.own_data import OwnDataScreen

        self._open(OwnDataScreen)

    @on(MenuLine.Pressed, "#agent-password, #home-password")
    def _password(self) -> None:
        from traces_tui.screens.change_password import ChangePasswordScreen

        self._open(ChangePasswordScreen)

    @on(MenuLine.Pressed, "#agent-question, #home-question")
    def _question(self) -> None:
        from traces_tui.screens.change_question import ChangeQuestionScreen

        self._open(ChangeQuestionScreen)

    @on(MenuLine.Pressed, "#agent-preferences, #home-preferences")
    def _preferences(self) -> None:
        from traces_tui.screens.preferences import PreferencesScreen

        self._open(PreferencesScreen)

    @work(exclusive=True, group="open", exit_on_error=False, description="open one's own account")
    async def _open(self, screen: OpenScreen) -> None:
        """Open a form on the account as it stands now."""
        from traces_tui.workflow import accounts

        own = await self.ask(accounts.own, self.key)
        if self.is_current:
            self.app.push_screen(screen(own))

    @on(MenuLine.Pressed, "#agent-sign-out, #home-sign-out")
    def _sign_out_pressed(self) -> None:
        self.action_leave_desk()

    def action_leave_desk(self) -> None:
        """Sign out."""
        self.sign_out()
