"""Registering in a test: pages that are filled and left, one after the other."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import WorkerState

from tests.offices import typed_registration
from traces_tui.app import DeskApp
from traces_tui.screens.registration import RegistrationScreen
from traces_tui.widgets.form_page import FormPage

STEPS = ("account", "question", "organisation", "you")
CHECK = len(STEPS)
_ROUNDS = 500
_WAITS_FOR_A_PERSON = "ask before leaving"


async def calm(pilot: Pilot[int]) -> None:
    """Wait until no worker is busy; what a worker refused is not the test's failure."""
    for _ in range(_ROUNDS):
        await pilot.pause()
        if not any(
            worker.state in {WorkerState.PENDING, WorkerState.RUNNING}
            and worker.description != _WAITS_FOR_A_PERSON
            for worker in pilot.app.workers
        ):
            await pilot.pause()
            return
    raise AssertionError([worker.description for worker in pilot.app.workers])


async def hit(pilot: Pilot[int], button: str) -> None:
    """Press a button by keyboard."""
    pilot.app.screen.query_one(button).focus()
    await pilot.press("enter")
    await calm(pilot)


def kind_of(app: DeskApp) -> type[Screen[object]]:
    """What screen stands on top."""
    return type(app.screen)


def screen_of(pilot: Pilot[int]) -> RegistrationScreen:
    """The registration that is open."""
    screen = pilot.app.screen
    assert isinstance(screen, RegistrationScreen)
    return screen


def page_of(pilot: Pilot[int], step: str) -> FormPage:
    """A page that was reached."""
    return pilot.app.screen.query_one(f"#page-{step}", FormPage)


async def begun(pilot: Pilot[int], step: str | int = 0, **changes: str) -> None:
    """Open the registration at a step, with right values in the steps before it."""
    index = STEPS.index(step) if isinstance(step, str) else step
    await pilot.pause()
    await pilot.app.push_screen(RegistrationScreen())
    await calm(pilot)
    screen = screen_of(pilot)
    values = typed_registration(**changes)
    del values["language"]  # stays as it is proposed
    before = {field.name for one in screen.form.steps[: max(index, 0)] for field in one.fields}
    screen.values |= {name: value for name, value in values.items() if name in before} | changes
    await screen.go(index)
    await calm(pilot)


async def fill(pilot: Pilot[int], step: str, **changes: str) -> None:
    """Put right values into a page that was reached."""
    values = typed_registration(**changes)
    if "language" not in changes:
        del values["language"]
    page = page_of(pilot, step)
    page.set_values({name: value for name, value in values.items() if name in page.values()})
    await calm(pilot)


async def onwards(pilot: Pilot[int]) -> None:
    """Continue by keyboard."""
    await pilot.press("pagedown")
    await calm(pilot)


async def send(pilot: Pilot[int]) -> None:
    """Send the request; the check page has been there for long enough."""
    screen_of(pilot).shown_at -= 10
    await hit(pilot, "#send")
