"""What the screens of somebody with a session share: the key, and the way out."""

from __future__ import annotations

from textual import work

from traces_tui.screens.base import DeskScreen


class SignedInScreen(DeskScreen):
    """A screen that acts with the session of the person who signed in."""

    @property
    def key(self) -> str:
        """The session's key; without a person one that the workflow refuses as ended."""
        return self.desk.person.key if self.desk.person is not None else ""

    def come_to_front(self) -> None:
        """Close what was opened over this screen while it waited for an answer (the help …)."""
        while self in self.app.screen_stack and self.app.screen is not self:
            self.app.pop_screen()

    @work(exclusive=True, group="sign-out", exit_on_error=False, description="sign out")
    async def sign_out(self) -> None:
        """End the session and leave the desk to the next person."""
        await self.desk.way_out.sign_out()
