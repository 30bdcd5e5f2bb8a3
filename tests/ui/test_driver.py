"""The hardened terminal, without a terminal."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import tty
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.geometry import Size
from textual.messages import InBandWindowResize

from traces_tui.driver import hardened_driver, sanitise_environment
from traces_tui.driver.terminal import HIGHEST, WIDEST, HardenedDriver

ROOT = Path(__file__).resolve().parents[2]


def test_environment_that_acts_is_dropped() -> None:
    environ = dict.fromkeys(
        (
            *("TEXTUAL", "TEXTUAL_DRIVER", "TEXTUAL_LOG", "TEXTUAL_PRESS", "TEXTUAL_SCREENSHOT"),
            *("TEXTUAL_ALLOW_SIGNALS", "TEXTUAL_THEME", "PYTHONINSPECT", "COLUMNS", "LINES"),
            *("BROWSER", "PYTHONBREAKPOINT", "FORCE_COLOR"),
        ),
        "x",
    ) | {"TERM": "linux", "LANG": "fr_FR.UTF-8", "NO_COLOR": "1", "TRACES_TUI_THEME": "jour"}
    sanitise_environment(environ)
    ours = {name: environ.pop(name) for name in list(environ) if name.startswith("TEXTUAL_")}
    assert environ == {
        "TERM": "linux",
        "LANG": "fr_FR.UTF-8",
        "NO_COLOR": "1",
        "TRACES_TUI_THEME": "jour",
    }
    assert ours["TEXTUAL_DISABLE_KITTY_KEY"] == "1"
    assert ours["TEXTUAL_ANIMATIONS"] == "none"
    assert "x" not in ours.values()


def test_an_empty_no_color_means_nothing() -> None:
    environ = {"NO_COLOR": ""}
    sanitise_environment(environ)
    assert "NO_COLOR" not in environ


def test_module_does_not_load_textual() -> None:
    code = "import sys, traces_tui.driver; print('textual' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


class Listener:
    """Stands in for the program: keeps what a driver sends it."""

    def __init__(self) -> None:
        self.calls: list[object] = []

    def exit(self) -> None:
        """What a driver calls when the terminal has gone."""

    def call_later(self, callback: object) -> None:
        """Keep the call."""
        self.calls.append(callback)


@pytest.fixture
def line() -> Iterator[tuple[HardenedDriver, int, list[object]]]:
    """A driver at a pseudo-terminal, the other end, and what came through."""
    before = {name: signal.getsignal(name) for name in (signal.SIGTSTP, signal.SIGCONT)}
    near, far = pty.openpty()
    app = Listener()
    driver = HardenedDriver.__new__(HardenedDriver)
    driver.__dict__ |= {"_app": app, "_debug": False, "fileno": near}
    driver.exit_event = Event()
    came: list[object] = []
    vars(driver)["send_message"] = came.append
    yield driver, far, came
    for name, handler in before.items():
        signal.signal(name, handler)
    for end in (near, far):
        try:
            os.close(end)
        except OSError:
            continue


def test_platform_has_a_hardened_driver() -> None:
    assert hardened_driver() is HardenedDriver


@pytest.mark.parametrize(
    ("told", "taken"),
    [((80, 24), (80, 24)), ((65535, 65535), (WIDEST, HIGHEST)), ((0, 0), (80, 24))],
)
def test_size_is_clamped(
    line: tuple[HardenedDriver, int, list[object]],
    monkeypatch: pytest.MonkeyPatch,
    told: tuple[int, int],
    taken: tuple[int, int],
) -> None:
    driver, _, _ = line
    monkeypatch.setattr(os, "get_terminal_size", lambda _fd: os.terminal_size(told))
    assert driver._get_terminal_size() == taken


def test_a_typed_size_is_no_size(line: tuple[HardenedDriver, int, list[object]]) -> None:
    driver, _, came = line
    parsed = list(XTermParser(False).feed("\x1b[48;4000;4000;0;0t"))
    assert any(isinstance(one, events.Resize) for one in parsed)
    for one in (*parsed, InBandWindowResize(True, True), events.Resize(Size(1, 1), Size(1, 1))):
        driver.process_message(one)
    assert came == []


def test_bytes_that_are_no_utf8_are_forgiven(
    line: tuple[HardenedDriver, int, list[object]],
) -> None:
    driver, far, came = line
    vars(driver)["process_message"] = came.append
    vars(driver)["_wait_until_digested"] = lambda: None
    tty.setraw(driver.fileno)
    os.write(far, b"a\xff\xc3b")
    os.close(far)
    driver.run_input_thread()
    typed = "".join(one.character or "" for one in came if isinstance(one, events.Key))
    assert typed.replace("\ufffd", "") == "ab"


def test_a_vanished_terminal_ends_the_program(
    line: tuple[HardenedDriver, int, list[object]],
) -> None:
    driver, far, _ = line
    os.close(far)
    driver.run_input_thread()
    app = cast("Listener", driver._app)
    assert app.calls == [app.exit]
