"""What a story is: a screen in a state worth looking at, and the way to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.ui.gallery.visit import Visit

Way = Callable[[Visit], Awaitable[None]]


@dataclass(frozen=True)
class Story:
    """One screen in one state."""

    name: str
    """Also the name of its stored file."""
    way: Way
    """From the story before it in the journey, or from the sign-in page."""


@dataclass(frozen=True)
class Journey:
    """Stories that are reached one after the other, without starting the program anew."""

    stories: tuple[Story, ...]
    demo: bool = False
    """Whether the desk says that it is the demonstration."""

    @property
    def name(self) -> str:
        """The name of the first story."""
        return self.stories[0].name


def alone(demo: bool = False, **ways: Way) -> list[Journey]:
    """Journeys of one story each, by name."""
    return [Journey((Story(name, way),), demo) for name, way in ways.items()]


def journey(**ways: Way) -> Journey:
    """Stories one after the other, by name."""
    return Journey(tuple(Story(name, way) for name, way in ways.items()))
