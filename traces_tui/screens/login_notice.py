"""The last line of the sign-in page: how long it waits, privacy, and a way out, if any."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Horizontal

from traces_tui.i18n import Message, msg
from traces_tui.widgets.press import Inline
from traces_tui.widgets.words import Longest

if TYPE_CHECKING:
    from traces_tui.app import DeskApp

_MINUTE = 60


class LoginNotice(Horizontal):
    """The limit of time is told before anybody begins (WCAG 2.2, 2.2.6)."""

    def __init__(self) -> None:
        super().__init__(id="login-notice")

    def compose(self) -> ComposeResult:
        """The notice, then what can be pressed."""
        yield Longest(id="login-idle")
        if self._desk.way_out.may_leave:
            yield Inline(msg("Leave"), id="leave-program")
        yield Inline(msg("Privacy"), id="privacy")

    def on_mount(self) -> None:
        """Tell the limit."""
        self.tell()

    def tell(self) -> None:
        """Tell the limit as it is now: the display panel can make it longer."""
        self.query_one(Longest).say(*((notice, "$muted") for notice in self._notices()))

    def _notices(self) -> tuple[Message, ...]:
        if self._desk.demo is not None:
            return (
                msg("Demonstration: made-up people, nothing is kept"),
                msg("Demonstration: nothing is kept"),
            )
        if not self._desk.office.settings.idle.enabled:
            return (msg("Shared desk"),)
        minutes = max(1, sum(self._desk.watch_idle.limits) // _MINUTE)
        return (
            msg("Shared desk: erased after {n} min without activity", n=minutes),
            msg("Shared desk: erased after {n} min", n=minutes),
        )

    @property
    def _desk(self) -> DeskApp:
        return cast("DeskApp", self.app)
