"""The program on the screen: language, look, idle clock, and the thread that asks the workflow."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, TypeVar, cast

from textual import events, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.reactive import Initialize, Reactive
from textual.screen import Screen
from textual.scrollbar import ScrollBar
from textual.theme import Theme

from traces_tui.driver import hardened_driver, title_sequence
from traces_tui.i18n import Message, Translator, msg, translator
from traces_tui.idle_watch import IdleWatch
from traces_tui.incidents import log_incident
from traces_tui.paths import styles_dir
from traces_tui.refusal import Refused
from traces_tui.way_out import WayOut
from traces_tui.widgets.cells import count_spacing_marks
from traces_tui.widgets.comfort import Comfort
from traces_tui.widgets.console import console_filters, scroll_bars
from traces_tui.widgets.desk import Speaking
from traces_tui.widgets.glyphs import GLYPHS, GlyphSet
from traces_tui.widgets.output_filter import OutputFilter
from traces_tui.widgets.terminal_cursor import TerminalCursor
from traces_tui.widgets.themes import NUIT, THEMES, theme_for
from traces_tui.widgets.words import keep_no_break_spaces

if TYPE_CHECKING:
    from rich.console import RenderableType

    from traces_tui.office import Office
    from traces_tui.postman import Postman
    from traces_tui.widgets.idle_clock import IdleClock
    from traces_tui.workflow.views import Person

P = ParamSpec("P")
T = TypeVar("T")

CRASHED = 1
_log = logging.getLogger(__name__)
_RECENT = 5
_SOON = ("babel", "traces_tui.workflow.sign_in")
"""What a sign-in needs: loaded at the first key, for a page that waits needs no memory for it."""
_OPEN_ACTIONS = frozenset({"focus_next", "focus_previous", "clear"})
"""The only actions of the program itself that a key may name."""
DOUBLE_STRIKE = 0.5
"""Seconds in which a second Enter is taken for a trembling hand (EN 301 549, 5.8)."""


class DeskApp(App[int]):
    """The account desk.

    Args:
        office: Settings, clock, database: handed on to the workflow.
        language: Code of the first language; the setting if None.
        theme: ``nuit``, ``jour``, ``contraste``, ``ansi`` or ``auto``; the setting if None.
        demo: The demonstration, or None in earnest. Whatever it is, it switches the idle clock off
            and the screen *Messages* on.
        may_leave: Whether a person may end the program: over SSH, not at a counter.
        environ: Tells about the terminal.
    """

    TITLE = "TRACES classic"
    CSS_PATH: ClassVar[Any] = [
        # The first screen's sheet too: Textual doesn't load one for it.
        styles_dir() / f"{name}.tcss"
        for name in ("desk", "fields", "login")
    ]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "clear", show=False, priority=True)]
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False
    NOTIFICATION_TIMEOUT = 6

    first_theme: str
    """Name of the theme that the terminal gets at first."""
    theme: Reactive[str] = Reactive(Initialize(lambda app: cast("DeskApp", app).first_theme))

    def __init__(
        self,
        office: Office,
        *,
        language: str | None = None,
        theme: str | None = None,
        demo: object | None = None,
        may_leave: bool = False,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        environ = os.environ if environ is None else environ
        self.office = office
        """What the workflow works with."""
        self.demo = demo
        """The demonstration, or None."""
        self.comfort = Comfort()
        """What the person has asked of the screen."""
        self.way_out = WayOut(self, may_leave=may_leave or demo is not None)
        """How a person's turn ends."""
        self._titled = not environ.get("TERM", "").startswith(("linux", "vt"))
        self._cursor = TerminalCursor(self, self.write_raw)
        self.first_theme = theme_for(theme or office.settings.theme, environ)
        ansi = self.first_theme == "traces-ansi"
        self.glyph_set: GlyphSet = "console" if ansi and _is_console(environ) else "modern"
        """Which signs the terminal's font has."""
        ScrollBar.renderer = scroll_bars(self.glyph_set)
        super().__init__(driver_class=hardened_driver(), ansi_color=True if ansi else None)
        keep_no_break_spaces()
        count_spacing_marks()
        self.animation_level = "none"
        self.tr: Translator = translator(language or office.settings.language)
        """Says messages in the present language."""
        self.person: Person | None = None
        """Who is signed in."""
        self.watch_idle = IdleWatch(self)
        """Warns when nobody is there."""
        self.double_strike = DOUBLE_STRIKE
        self.struck_twice = False
        """Whether the present key is an Enter that follows another one too fast to be meant."""
        self._entered_at = -inf
        self.recent: deque[Message] = deque(maxlen=_RECENT)
        """The last messages that were said in passing, newest first."""
        self.postman: Postman | None = None
        """Sends the mails that this kiosk queues, once the office is open; None elsewhere."""
        self._output_filter = OutputFilter()
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="office")
        self._incident = ""
        self._awake = False

    # --- look -----------------------------------------------------------------------------------

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Our four themes and no others."""
        return THEMES

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Every token has a value in every theme."""
        return dict(NUIT)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The output filter sees every row last."""
        console = console_filters(
            few_colours=self.theme == "traces-ansi" and not self.no_color,
            few_signs=self.glyph_set == "console",
        )
        return (*super().get_line_filters(), *console, self._output_filter)

    def glyph(self, name: str) -> str:
        """The sign of a name (:mod:`traces_tui.widgets.glyphs`) in the terminal's set."""
        return GLYPHS[self.glyph_set][name]

    @property
    def has_colours(self) -> bool:
        """Whether there is a choice of themes: none on a console and with ``NO_COLOR``."""
        return not self.no_color and self.glyph_set != "console"

    def look(self, theme: str) -> None:
        """Apply a theme, where the terminal has the colours; its signs stay as they are."""
        if self.has_colours:
            self.theme = theme

    def ease(self, comfort: Comfort) -> None:
        """Apply the switches of the display panel."""
        self.comfort = comfort
        self.set_class(comfort.cursor, "-cursor")
        self.set_class(comfort.large, "-large")
        self._cursor.show(comfort.cursor)
        self.refresh_css(animate=False)

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor belongs. Textual asks at every drawing."""
        return self._cursor.position if self._cursor.shown else Offset(0, 0)

    @cursor_position.setter
    def cursor_position(self, offset: Offset) -> None:
        """Textual's lines tell theirs: it is asked for when it is needed."""

    def post_display_hook(self) -> None:
        """Something was drawn."""
        self._cursor.drawn()

    def entitle(self, words: Message) -> None:
        """Name the page in the title of the terminal's window, where it has one.

        Args:
            words: Words of ours without anything that people have typed.
        """
        if self._titled:
            self.write_raw(title_sequence(f"{self.TITLE} - {self.tr.say(words)}"))

    # --- language -------------------------------------------------------------------------------

    def speak(self, code: str) -> None:
        """Speak another language, on every screen, at once.

        Nothing is composed again: what was typed, the cursor and the focus stay.
        """
        self.tr = translator(code)
        for screen in self.screen_stack:
            for node in screen.walk_children(with_self=False):
                if isinstance(node, Speaking):
                    node.relabel()
            for renewed in ("relabel", "tell_where"):
                if (renew := getattr(screen, renewed, None)) is not None:
                    renew()

    # --- screens --------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[Any]:
        """The sign-in page is also what a kiosk shows to nobody."""
        from traces_tui.screens.login import LoginScreen

        return LoginScreen()

    @property
    def is_agent(self) -> bool:
        """Whether an agent is signed in."""
        return self.person is not None and self.person.role == "agent"

    def enter(self, person: Person) -> None:
        """Lead somebody who signed in to the screen that is theirs."""
        from traces_tui.workflow.views import Role, SessionKind

        self.person = person
        home: Screen[Any]
        if person.kind is SessionKind.RECOVERY:
            from traces_tui.screens.recovery import RecoveryScreen

            home = RecoveryScreen(person)
        elif person.role is Role.AGENT:
            from traces_tui.screens.agent_home import AgentHomeScreen

            home = AgentHomeScreen()
        else:
            from traces_tui.screens.operator_home import OperatorHomeScreen

            home = OperatorHomeScreen()
        self._start_over(home)

    def leave(self) -> None:
        """After sign-out: a new process for the next person; in the demonstration, a new start."""
        if self.demo is None:
            self.wipe()
        else:
            self.sign_in_again(None)

    def sign_in_again(
        self, message: Message | None, values: Mapping[str, str] | None = None
    ) -> None:
        """Go back to a fresh sign-in page.

        Args:
            message: What to say there.
            values: What stands in its fields (the demonstration fills them).
        """
        from traces_tui.screens.login import LoginScreen

        self.person = None
        self._start_over(LoginScreen(message, values))

    def _start_over(self, screen: Screen[Any]) -> None:
        """Put a screen in place of the whole stack."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if not self.screen._result_callbacks:
            # The first screen of all was never pushed; Textual can't switch it otherwise.
            self.screen._push_result_callback(self.screen, None)
        self.switch_screen(screen)

    def open_messages(self) -> None:
        """Open the mails of the demonstration."""
        from traces_tui.screens.messages import MessagesScreen

        if not isinstance(self.screen, MessagesScreen):
            self.push_screen(MessagesScreen())

    def open_menu(self) -> None:
        """Go back to the agent's home."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def toast(
        self,
        message: Message,
        kind: str = "success",
        *,
        undo: Callable[[], object] | None = None,
        seconds: float | None = None,
    ) -> None:
        """Say something in passing, bottom right; it takes the place of what was said before.

        Args:
            message: What happened.
            kind: ``success``, ``warning`` or ``info``.
            undo: Takes the act back; its button is shown for ten seconds.
            seconds: How long it stays.
        """
        from traces_tui.widgets.toasts import Toast

        self.recent.appendleft(message)
        screen = next(s for s in reversed(self.screen_stack) if not s.is_modal)
        self.call_later(_put_toast, screen, Toast(message, kind, undo=undo, seconds=seconds))

    # --- asking the workflow --------------------------------------------------------------------

    async def ask(
        self, flow: Callable[Concatenate[Office, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function of the workflow in a thread.

        Args:
            flow: Its first argument is the office.
            args: The other arguments.
            kwargs: Its keyword arguments.

        Raises:
            Refused: What the flow refused.
        """
        call = partial(flow, self.office, *args, **kwargs)
        answer = await asyncio.get_running_loop().run_in_executor(self._threads, call)
        if self.postman is not None:
            self.postman.poke()
        return answer

    # --- idle -----------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Every key and every move of the mouse shows that somebody is there."""
        if isinstance(event, events.InputEvent):
            self.idle.touch()
            if isinstance(event, events.Key) and not event.is_forwarded:
                self._notice_tremor(event)
            if not self._awake:
                self._awake = True
                self.prepare(*_SOON)
        await super().on_event(event)

    @property
    def idle(self) -> IdleClock:
        """How long nobody was there."""
        return self.watch_idle.clock

    def _notice_tremor(self, event: events.Key) -> None:
        """Remember when Enter was struck, and whether that was just before."""
        self.struck_twice = False
        if event.key == "enter":
            now = time.monotonic()
            self.struck_twice = now - self._entered_at < self.double_strike
            self._entered_at = now
        else:
            self._entered_at = -self.double_strike  # a key in between: this Enter was meant

    def action_clear(self) -> None:
        """Ctrl+C: ask whether to clear everything, or to leave where one may."""
        self.way_out.ask()

    def wipe(self) -> None:
        """End this process so that nothing of the person stays; the caller starts a new one."""
        self.way_out.wipe()

    def write_raw(self, sequence: str) -> None:
        """Send a control sequence of ours to the terminal; to no other place.

        Args:
            sequence: Never anything that people have typed.
        """
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)

    # --- start and end --------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Watch for idleness and for the end; open the office behind the first frame."""
        self.watch_idle.begin()
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for ending in (signal.SIGHUP, signal.SIGTERM):
                loop.add_signal_handler(ending, self.exit)
            self.call_after_refresh(_collect_garbage_again)
            self.call_after_refresh(self._open_office)

    @work(exclusive=True, group="open", exit_on_error=False, description="open the office")
    async def _open_office(self) -> None:
        """Make the database ready behind the first frame, then let the mails go."""
        try:
            await self.ask(type(self.office).prepare)
        except Refused as refused:
            from traces_tui.screens.confirm_dialog import NoticeDialog

            self.push_screen(NoticeDialog(refused.message))
            return
        if self.office.settings.smtp.send_from_kiosk:
            from traces_tui.postman import Postman

            self.postman = Postman(self.office)
            self.postman.start()

    def prepare(self, *modules: str) -> None:
        """Import in a thread what will soon be needed, while somebody reads the screen.

        Args:
            modules: Their full names.
        """
        if not self.is_headless:
            self._threads.submit(_load, modules)

    def on_unmount(self) -> None:
        """Let no thread outlive the screen."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self.postman is not None:
            self.postman.stop(0)

    # --- safety ---------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key and no text may name other actions of the program (quit, screenshot …)."""
        return action in _OPEN_ACTIONS

    async def _broker_event(
        self, event_name: str, event: events.Event, default_namespace: DOMNode
    ) -> bool:
        """Actions hidden in text are never run."""
        return False

    def copy_to_clipboard(self, text: str) -> None:
        """Keep no clipboard: the next person could paste it."""

    def tell_incident(self, error: BaseException) -> None:
        """Say that something unexpected happened; the screen and what was typed stay."""
        from traces_tui.screens.confirm_dialog import NoticeDialog

        number = log_incident(error)
        self.push_screen(
            NoticeDialog(
                msg(
                    "Something unexpected happened; what you typed is still there. Try again, or "
                    "tell the administrator this number: {number}",
                    number=number,
                )
            )
        )

    def _fatal_error(self) -> None:
        """End with a neutral sentence and an incident number."""
        error = sys.exc_info()[1] or self._exception
        self._end_neutrally(log_incident(error) if error is not None else "")

    def panic(self, *renderables: RenderableType) -> None:
        """End with a neutral sentence, whatever Textual wanted to show."""
        self._fatal_error()

    def _end_neutrally(self, number: str) -> None:
        self._return_code = CRASHED
        sentence = msg("The program had to stop. Incident {number}.", number=number)
        self._exit_renderables.append(self.tr.say(sentence))
        self._close_messages_no_wait()


async def _put_toast(screen: Screen[Any], toast: Any) -> None:
    await screen.query("#toast").remove()
    if screen.is_attached:
        await screen.mount(toast)


def _is_console(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is one whose fonts lack most signs."""
    return not environ.get("NO_COLOR") or environ.get("TERM", "").startswith(("linux", "vt"))


def _collect_garbage_again() -> None:
    """Leave what the start has made alone, and look after the rest from now on."""
    gc.freeze()
    gc.enable()


def _load(names: Sequence[str]) -> None:
    """Import modules by their names."""
    import importlib

    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            _log.warning("can't import %s", name)
