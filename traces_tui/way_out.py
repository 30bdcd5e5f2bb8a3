"""How a person's turn at the desk ends: nothing of it may stay for the next one."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from traces_tui.refusal import Refused

if TYPE_CHECKING:
    from traces_tui.app import DeskApp
    from traces_tui.screens.clear_dialog import Way

RESTART = 75
"""Exit status that asks for a new process: nothing of the former person may stay in this one."""
_ERASE = "\x1b[2J\x1b[3J"
"""Clears the terminal with its scroll-back."""


class WayOut:
    """Signs out, clears, ends.

    Args:
        app: The program.
        may_leave: Whether a person may end the program: over SSH and in the demonstration, not at
            a counter.
    """

    def __init__(self, app: DeskApp, *, may_leave: bool) -> None:
        self._app = app
        self.may_leave = may_leave
        """Whether a person may end the program."""

    def ask(self) -> None:
        """Ask what somebody wants who pressed Ctrl+C."""
        from traces_tui.screens.clear_dialog import ClearDialog
        from traces_tui.screens.idle import IdleScreen

        if not isinstance(self._app.screen, ClearDialog | IdleScreen):
            signed_in = self._app.person is not None
            self._app.push_screen(
                ClearDialog(signed_in=signed_in, may_leave=self.may_leave), self._answered
            )

    def _answered(self, way: Way | None) -> None:
        from traces_tui.screens.clear_dialog import Way

        if way is not None:
            self._app.run_worker(
                self.sign_out(leave=way is Way.LEAVE),
                group="sign-out",
                exclusive=True,
                exit_on_error=False,
                description="sign out",
            )

    async def sign_out(self, *, leave: bool = False) -> None:
        """End the session, then begin anew for the next person, or end the program.

        A database that can't be reached keeps nobody here: the key is forgotten with the person,
        and the session ends by itself.
        """
        try:
            if self._app.person is not None:
                from traces_tui.workflow import sign_in

                with suppress(Refused):
                    await self._app.ask(sign_in.sign_out, self._app.person.key)
        finally:
            if leave:
                self._forget()
                self._app.exit(0)
            else:
                self._app.leave()

    def wipe(self) -> None:
        """End this process so that nothing of the person stays; the caller starts a new one."""
        self._forget()
        self._app.exit(RESTART, return_code=RESTART)

    def _forget(self) -> None:
        """Empty every field, and the terminal."""
        from textual.widgets import Input

        for screen in self._app.screen_stack:
            for line in screen.query(Input):
                line.value = ""
        self._app.person = None
        self._app.recent.clear()
        self._app.write_raw(_ERASE)
