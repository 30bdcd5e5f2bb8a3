"""Every screen and every dialog in the states worth looking at: the one table of them.

A screen that is written later must be added to one of the lists of ways; a test says so.
"""

from __future__ import annotations

from tests.ui.gallery import ways_overlays, ways_public, ways_registration, ways_signed_in
from tests.ui.gallery.story import Journey, Story

JOURNEYS: tuple[Journey, ...] = (
    *ways_public.JOURNEYS,
    *ways_registration.JOURNEYS,
    *ways_signed_in.JOURNEYS,
    *ways_overlays.JOURNEYS,
)
STORIES: dict[str, tuple[Journey, Story]] = {
    story.name: (journey, story) for journey in JOURNEYS for story in journey.stories
}
"""By name: the journey that leads there, and the story."""


def way_to(name: str) -> tuple[Journey, tuple[Story, ...]]:
    """The journey to a story and the stories up to it."""
    journey, story = STORIES[name]
    return journey, journey.stories[: journey.stories.index(story) + 1]
