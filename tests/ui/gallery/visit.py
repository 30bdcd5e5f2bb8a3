"""A visit to the desk: the running program, and the hands that drive it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from unittest.mock import patch

from textual import events
from textual.geometry import Size
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkerState

from tests.ui.at_the_desk import screen_text
from tests.ui.gallery.office import copied_office, timers_at_rest
from tests.ui.pseudo import PseudoTranslator
from traces_tui.app import DeskApp
from traces_tui.demo import DemoDesk
from traces_tui.demo.people import PASSWORD
from traces_tui.mail.delivery import deliver_due
from traces_tui.mail.mailbox_reader import messages
from traces_tui.office import Office
from traces_tui.widgets.entry import Entry
from traces_tui.workflow import sign_in
from traces_tui.workflow.views import Person

PSEUDO = "pseudo"
"""The language that nobody speaks, among the codes of the bar."""
_ROUNDS = 20_000
_STILL = 40
"""Rounds without a change: a key is handed on by many before anything is seen of it."""
_FEW = 12
"""Rounds after a switch of theme or language, which goes straight to the screen."""
_PAUSE = 0.005


@dataclass(frozen=True)
class Visit:
    """The program while somebody drives it."""

    app: DeskApp
    pilot: Pilot[int]
    office: Office
    people: DemoDesk

    @property
    def screen(self) -> Screen[object]:
        """The screen on top."""
        return self.app.screen

    async def calm(self, rounds: int = _STILL) -> None:
        """Wait until nothing changes any more; a worker may go on waiting for an answer.

        Args:
            rounds: So many rounds of the loop nothing must have happened.
        """
        seen: object = None
        still = 0
        for _ in range(_ROUNDS):
            screen = self.app.screen
            now = (screen, self.app.focused)
            working = self._working()
            still = 0 if working or now != seen or self._stirring() else still + 1
            if still >= rounds:
                await self.pilot._wait_for_screen()
                if not (self._stirring() or self._working()):
                    return
                still = 0
            seen = now
            screen._on_timer_update()
            await asyncio.sleep(_PAUSE if working else 0)
        raise AssertionError(f"never calm: {[w.description for w in self.app.workers]}")

    def _stirring(self) -> bool:
        """Whether something has still to be drawn, or a message to be read."""
        screen = self.app.screen
        if screen._layout_required or screen._dirty_widgets:
            return True
        pumps = (self.app, screen, *screen.walk_children(with_self=False))
        return any(
            pump._next_callbacks or not pump._message_queue.empty()
            for pump in pumps
            if pump.is_running
        )

    def _working(self) -> bool:
        """Whether more workers run than dialogs are open, each of which one may wait for."""
        unfinished = {WorkerState.PENDING, WorkerState.RUNNING}
        dialogs = sum(screen.is_modal for screen in self.app.screen_stack)
        return sum(worker.state in unfinished for worker in self.app.workers) > dialogs

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for what a clock brings, such as a search that begins when the typing pauses."""
        for _ in range(_ROUNDS):
            if condition():
                await self.calm()
                return
            await asyncio.sleep(_PAUSE)
        raise AssertionError(f"never came:\n{screen_text(self.app)}")

    async def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
            await self.calm()

    async def press(self, button: str) -> None:
        """Give the focus to a button and press it."""
        self.screen.query_one(button, Widget).focus()
        await self.calm()
        await self.key("enter")

    async def type(self, text: str, line: str) -> None:
        """Put a text into a line."""
        entry = self.screen.query_one(line, Entry)
        entry.focus()
        entry.put(text)
        await self.calm()

    async def show(self, screen: Screen[None]) -> None:
        """Open a screen over the present one."""
        self.app.push_screen(screen)
        await self.calm()

    def session(self, email: str, password: str = PASSWORD) -> Person:
        """Sign somebody in, without a screen."""
        return sign_in.sign_in(self.office, email, password)

    def code_mailed_to(self, email: str) -> str:
        """The newest code that was mailed to somebody."""
        while deliver_due(self.office).handled:
            pass
        folder = self.people.mail_folder
        return next(mail.code for mail in messages(folder) if mail.to == email and mail.code)

    async def enter(self, email: str, password: str = PASSWORD) -> None:
        """Let somebody in, as the sign-in page does."""
        self.app.enter(self.session(email, password))
        await self.calm()

    async def resize(self, width: int, height: int) -> None:
        """Make the window another size."""
        self.app._driver._size = Size(width, height)  # type: ignore[union-attr]
        self.app.post_message(events.Resize(Size(width, height), Size(width, height)))
        screens = (self.screen, *self.app._background_screens)
        while any(screen._compositor.size != Size(width, height) for screen in screens):
            await asyncio.sleep(_PAUSE)
        await self.calm()

    async def look(self, theme: str) -> None:
        """Switch to another theme."""
        self.app.look(theme)
        await self.calm(_FEW)

    async def speak(self, language: str) -> None:
        """Switch to another language, :data:`PSEUDO` among them."""
        if language == PSEUDO:
            with patch("traces_tui.app.translator", lambda _code: PseudoTranslator()):
                self.app.speak("en")
        else:
            self.app.speak(language)
        await self.calm(_FEW)


@asynccontextmanager
async def visit(
    size: tuple[int, int] = (80, 24),
    *,
    theme: str = "traces-nuit",
    language: str = "fr",
    demo: bool = False,
) -> AsyncIterator[Visit]:
    """Sit down at the desk.

    Args:
        size: Columns and rows.
        theme: The theme at first.
        language: The language at first, a code of the bar.
        demo: Whether the desk says that it is the demonstration.
    """
    with copied_office() as (office, people):
        app = DeskApp(
            office,
            language=language,
            theme=theme,
            demo=people if demo else None,
            environ={"TERM": "xterm-256color", "COLORTERM": "truecolor"},
        )
        app.double_strike = 0.0  # the keys come faster than from a hand
        with timers_at_rest():
            async with app.run_test(size=size) as pilot:
                there = Visit(app, pilot, office, people)
                await there.calm()
                yield there
