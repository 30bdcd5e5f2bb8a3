"""Textual's driver for POSIX terminals, without trust in the other end of the line."""

from __future__ import annotations

import os
import selectors
import signal
import threading
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Final

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from textual.messages import InBandWindowResize

if TYPE_CHECKING:
    from textual.app import App

WIDEST: Final = 300
HIGHEST: Final = 120
"""A larger terminal is drawn into its upper left corner: every cell costs memory."""
_KEEP_TITLE: Final = "\x1b[22;2t"
_GIVE_TITLE_BACK: Final = "\x1b[23;2t"
_CHUNK = 4096
_TICK = 0.1
_HOPS = 40
"""Turns of the event loop in which a key has gone from its field to the form and the next field."""
_OPENING = 0.01
"""Seconds between two looks at a screen that is just opening."""
_LONGEST = 1.0
"""Seconds after which the next key is passed on in any case."""


class HardenedDriver(LinuxDriver):
    """Clamps the size, forgives bytes that are no UTF-8, and ends when the terminal has gone."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        # A kiosk can't be put into the background, nor be ended while it gives place to the next
        # person: the new process inherits what is ignored, and nothing else lies between the two.
        for number in (signal.SIGTSTP, signal.SIGINT, signal.SIGQUIT):
            signal.signal(number, signal.SIG_IGN)

    def start_application_mode(self) -> None:
        """Keep the window's own title aside."""
        # From here on, something takes what is written.
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's is
        self.write(_KEEP_TITLE)

    def stop_application_mode(self) -> None:
        """Give the window its title back."""
        super().stop_application_mode()
        self.write(_GIVE_TITLE_BACK)
        self.flush()

    def _get_terminal_size(self) -> tuple[int, int]:
        """The size as the kernel tells it, within bounds."""
        try:
            width, height = os.get_terminal_size(self.fileno)
        except OSError:
            width, height = 80, 24
        return min(width or 80, WIDEST), min(height or 24, HIGHEST)

    def _query_in_band_window_resize(self) -> None:
        """Don't ask for sizes in the stream of keys: anybody can type them."""

    def process_message(self, message: Message) -> None:
        """Pass on what was typed, but no sizes."""
        if not isinstance(message, (InBandWindowResize, events.Resize)):
            super().process_message(message)

    def run_input_thread(self) -> None:
        """Read keys until the program ends or the terminal is gone."""
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        parser = XTermParser(self._debug)
        with selectors.DefaultSelector() as selector:
            try:
                selector.register(self.fileno, selectors.EVENT_READ)
            except (OSError, ValueError):
                return self._gone()
            while not self.exit_event.is_set():
                if selector.select(_TICK):
                    try:
                        data = os.read(self.fileno, _CHUNK)
                    except OSError:
                        data = b""
                    if not data:
                        return self._gone()
                    for event in parser.feed(decode(data)):
                        self.process_message(event)
                        if isinstance(event, events.Key):
                            self._wait_until_digested()
                for event in parser.tick():
                    self.process_message(event)
        return None

    def _wait_until_digested(self) -> None:
        """Hold the next key back until this one has had its effect.

        Slow lines deliver many keys at once. Without this, what follows a Tab or an Enter would
        land in the field before: a password, in clear, behind the address.
        """
        done = threading.Event()

        def hop(left: int) -> None:
            if left:
                self._loop.call_soon(hop, left - 1)
            elif self._takes_keys():
                done.set()
            else:
                self._loop.call_later(_OPENING, hop, 0)

        try:
            self._loop.call_soon_threadsafe(hop, _HOPS)
        except RuntimeError:
            return  # the program has just ended
        done.wait(_LONGEST)

    def _takes_keys(self) -> bool:
        """Whether the screen on top knows where keys go; one that is just opening does not yet."""
        stack = self._app._screen_stack
        return not stack or stack[-1].focused is not None

    def _gone(self) -> None:
        """The terminal was closed: end, for nobody is there."""
        if not self.exit_event.is_set():
            self._app.call_later(self._app.exit)
