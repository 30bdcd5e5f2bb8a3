"""Sitting at the desk in a test: the program, what stands on its screen, what does not fit."""

from __future__ import annotations

import threading
from collections.abc import Callable

from textual.containers import ScrollableContainer
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from tests.offices import OPERATOR, temporary_password
from traces_tui.app import DeskApp
from traces_tui.office import Office
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.press import Link
from traces_tui.widgets.row_list import RowList
from traces_tui.widgets.words import Words
from traces_tui.workflow import sign_in
from traces_tui.workflow.views import Person

HOSTILE = "[/x][@click=app.quit]now[/] \u202egnp.exe \x1b]52;c;eA==\x07 [bold"
WIDE = "한국식품 주식회사"
SIZES = ((110, 30),)
"""Beside those at which the gallery looks at every screen: 64×20, 80×24 and 120×40."""
LANGUAGES = ("fr", "en")
_ROUNDS = 400
_PATIENCE = 30.0
_FRAMES = str.maketrans(dict.fromkeys("█▌▐│\u00a0", " "))


def desk_app(
    office: Office,
    language: str = "en",
    *,
    demo: bool | object = False,
    term: str = "xterm-256color",
    may_leave: bool = False,
) -> DeskApp:
    """The program in a usual terminal; in the demonstration signing out ends no process.

    A test strikes keys faster than a hand does, so that no Enter is taken for a tremor.
    """
    app = DeskApp(
        office,
        language=language,
        theme="auto" if term == "linux" else "nuit",
        demo=(object() if demo is True else demo) or None,
        may_leave=may_leave,
        environ={"TERM": term},
    )
    app.double_strike = 0.0
    return app


async def settled(pilot: Pilot[int]) -> None:
    """Wait until nothing is under way any more."""
    for _ in range(2):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def until(pilot: Pilot[int], condition: Callable[[], object]) -> None:
    """Wait for something that a clock or a dialog brings."""
    for _ in range(_ROUNDS):
        if condition():
            return
        await pilot.pause(0.01)
    raise AssertionError(f"never came: {screen_text(desk_of(pilot))}")


def desk_of(pilot: Pilot[int]) -> DeskApp:
    """The program that a pilot drives."""
    app = pilot.app
    assert isinstance(app, DeskApp)
    return app


async def shown(pilot: Pilot[int], screen: Screen[None]) -> None:
    """Open a screen over the sign-in page."""
    await pilot.pause()
    pilot.app.push_screen(screen)
    await settled(pilot)


async def entered(pilot: Pilot[int], person: Person) -> None:
    """Let somebody in, as the sign-in page does."""
    await pilot.pause()
    desk_of(pilot).enter(person)
    await settled(pilot)


def recovering(office: Office, email: str = OPERATOR) -> Person:
    """Somebody whose temporary password was just accepted."""
    return sign_in.sign_in(office, email, temporary_password(office, email))


class SlowFlow:
    """A flow of the workflow that waits in its thread until it is told to go on."""

    def __init__(self, flow: Callable[..., object]) -> None:
        self._flow = flow
        self.goes_on = threading.Event()
        self.asked = 0

    def __call__(self, *args: object) -> object:
        """Wait, then do what the flow does."""
        self.asked += 1
        if not self.goes_on.wait(_PATIENCE):
            raise AssertionError("never told to go on")
        return self._flow(*args)


def broken(office: Office) -> None:
    """Take a table out of the database."""
    with office.connected():
        office.database.execute_sql("ALTER TABLE account RENAME TO lost")


async def typed(pilot: Pilot[int], text: str, field: str | None = None) -> None:
    """Put a text into a field of the form, or into the line that has the focus."""
    if field is not None:
        pilot.app.screen.query_one(f"#field-{field} Entry").focus()
        await pilot.pause()
    line = pilot.app.screen.focused
    assert isinstance(line, Entry)
    line.put(text)
    await pilot.pause()


def value(pilot: Pilot[int], field: str) -> str:
    """What stands in a field of the form."""
    return pilot.app.screen.query_one(f"#field-{field} Entry", Entry).value


async def press(pilot: Pilot[int], button: str) -> None:
    """Press a button by keyboard."""
    pilot.app.screen.query_one(button).focus()
    await pilot.press("enter")
    await settled(pilot)


def screen_text(app: DeskApp) -> str:
    """Everything that stands on the screen, row by row."""
    width, height = app.size
    compositor = app.screen._compositor
    return "\n".join(
        "".join(segment.text for segment in strip).rstrip()
        for strip in compositor.render_strips(app.size)[:height]
    )[: (width + 1) * height]


def words_on(app: DeskApp) -> str:
    """The text of the screen in one line, where it does not matter how it wraps."""
    return " ".join(screen_text(app).translate(_FRAMES).split())


def misfits(app: DeskApp) -> list[str]:
    """What scrolls, is cut, or lies outside of the screen."""
    return [f"{widget}: {why}" for widget in _drawn(app.screen) if (why := _misfit(app, widget))]


async def misfits_in_all_languages(pilot: Pilot[int]) -> list[str]:
    """What does not fit in one of the languages; the first of them is spoken afterwards."""
    app = desk_of(pilot)
    found = []
    for language in (*LANGUAGES, LANGUAGES[0]):
        app.speak(language)
        await settled(pilot)
        found += [f"{language}: {misfit}" for misfit in misfits(app)]
    return found


def _drawn(screen: Screen[object]) -> list[Widget]:
    return [
        widget
        for widget in screen.walk_children(Widget)
        if widget.region and all(node.display for node in widget.ancestors_with_self[:-1])
    ]


def _misfit(app: DeskApp, widget: Widget) -> str:
    if (
        isinstance(widget, ScrollableContainer)
        and not isinstance(widget, RowList)
        and widget.max_scroll_y > 0
    ):
        return f"scrolls by {widget.max_scroll_y}"
    if not app.screen.region.contains_region(widget.region):
        return f"outside: {widget.region}"
    if isinstance(widget, Words) and widget.id != "header-context":
        words, size = widget.words(), widget.content_size
        if widget.styles.text_wrap == "nowrap" or isinstance(widget, Link):
            longest = max(line.cell_length for line in words.split("\n", allow_blank=True))
            return f"cut: {words.plain!r}" if longest > size.width else ""
        needed = widget.get_content_height(app.size, app.size, size.width)
        return f"cut: {words.plain!r}" if needed > size.height else ""
    return ""
