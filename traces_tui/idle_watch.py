"""Looks after the unattended screen: warns, then has the person's traces wiped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traces_tui.widgets.idle_clock import IdleClock

if TYPE_CHECKING:
    from traces_tui.app import DeskApp


class IdleWatch:
    """Knows how long nobody was there, and what follows from it.

    Args:
        app: The program.
    """

    def __init__(self, app: DeskApp) -> None:
        self._app = app
        self.clock = IdleClock()
        """Since when nobody has touched anything."""

    @property
    def limits(self) -> tuple[int, int]:
        """Seconds until the warning, and seconds that the warning lasts."""
        idle, pace = self._app.office.settings.idle, self._app.comfort.pace
        if self._app.person is None:
            return idle.public_seconds * pace, idle.public_warning_seconds * pace
        return idle.agent_seconds * pace, idle.agent_warning_seconds * pace

    def begin(self) -> None:
        """Watch, where unattended screens are cleared at all."""
        if self._app.demo is None and self._app.office.settings.idle.enabled:
            self._app.call_after_refresh(self.look)

    def look(self) -> None:
        """Warn when nobody was there for long, and look again when that may next be so."""
        from traces_tui.screens.idle import IdleScreen

        limit, warning = self.limits
        rest = limit - self.clock.seconds
        if rest <= 0:
            if not isinstance(self._app.screen, IdleScreen) and self.worth_wiping():
                self._app.push_screen(IdleScreen(warning), self._answered)
            rest = limit
        self._app.set_timer(max(rest, 1.0), self.look)

    def worth_wiping(self) -> bool:
        """Whether anything of a person is on the screens."""
        from traces_tui.screens.login import LoginScreen

        bottom = self._app.screen_stack[0]
        if len(self._app.screen_stack) > 1 or not isinstance(bottom, LoginScreen):
            return True
        return not bottom.untouched

    def _answered(self, stay: bool | None) -> None:
        self.clock.touch()
        if not stay:
            self._app.wipe()
