"""Every screen in every size, theme and language, seen and compared; its keys, focus and mouse."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from unittest.mock import patch

import pytest
from textual.screen import Screen

import traces_tui.screens
from tests.ui.gallery.stored import FOLDER, differences, renewing, written
from tests.ui.gallery.stories import JOURNEYS, STORIES, way_to
from tests.ui.gallery.story import Journey
from tests.ui.gallery.tour import tours
from tests.ui.gallery.visit import visit
from traces_tui.widgets.press import Pressable


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.name)
async def test_every_screen_is_as_it_should_be(journey: Journey) -> None:
    wrong: list[str] = []
    async for report in tours(journey):
        name = report.story.name
        wrong += [f"{name}: {fault}" for fault in report.faults]
        wrong += differences(name, written(name, report), report.seen)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ["login", "registration_account", "queue", "refuse"])
async def test_a_click_does_what_enter_does(name: str) -> None:
    journey, stories = way_to(name)
    async with visit(demo=journey.demo) as there:
        for story in stories:
            await story.way(there)
        chain = there.screen.focus_chain
        buttons = [
            one
            for one in chain
            if isinstance(one, Pressable) and type(one).press is Pressable.press
        ]
        pressed: list[Pressable] = []

        def press(button: Pressable) -> None:
            pressed.append(button)

        with patch.object(Pressable, "press", press):
            for button in buttons:
                there.screen.set_focus(button)
                await there.calm()
                await there.key("enter")
                await there.pilot.click(button)
        assert len(buttons) > 1
        assert pressed == [one for button in buttons for one in (button, button)]


def test_every_screen_is_in_a_story() -> None:
    """A screen that is written later must get a story."""
    kinds = {
        kind
        for file in Path(next(iter(traces_tui.screens.__path__))).glob("*.py")
        for kind in vars(import_module(f"traces_tui.screens.{file.stem}")).values()
        if isinstance(kind, type)
        and issubclass(kind, Screen)
        and kind.__module__.startswith("traces_tui.screens.")
    }
    grounds = {ground for kind in kinds for ground in kind.__mro__[1:]}
    stored = "".join(file.read_text("utf-8") for file in FOLDER.glob("*.txt"))
    missing = {kind.__name__ for kind in kinds - grounds if f"({kind.__name__})" not in stored}
    assert renewing() or missing == set()


def test_no_story_is_stored_that_is_no_longer_told() -> None:
    assert {file.stem for file in FOLDER.glob("*.txt")} - set(STORIES) == set()
