"""Small windows: what a person works on is in view, whatever the page has to leave out."""

from __future__ import annotations

import pytest
from textual.widget import Widget

from tests.ui.at_the_desk import desk_app, misfits, press, settled, typed
from tests.ui.gallery.stories import way_to
from tests.ui.gallery.visit import PSEUDO, visit
from traces_tui.office import Office
from traces_tui.widgets.field import FormField

SMALL = (64, 20)


@pytest.mark.parametrize(
    "name",
    [
        *("registration_account_errors", "registration_question_errors", "own_question"),
        *("registration_organisation_errors", "registration_you_errors", "own_password_errors"),
    ],
)
async def test_the_field_of_the_focus_is_whole(name: str) -> None:
    journey, stories = way_to(name)
    async with visit(SMALL, demo=journey.demo) as there:
        for story in stories:
            await story.way(there)
        await there.speak(PSEUDO)
        room = there.screen.query_one("#body").content_region
        fields = [one for one in there.screen.query(FormField) if one.region]
        assert fields
        for field in fields:
            field.target.focus()
            await there.calm()
            around = [one for one in field.ancestors if isinstance(one, Widget)]
            scrolling = next((one for one in around if one.styles.overflow_y == "auto"), None)
            seen = scrolling.region if scrolling is not None else room
            assert seen.contains_region(field.region), (field, field.region, seen)


@pytest.mark.parametrize("size", [SMALL, (60, 18)])
async def test_the_sign_in_page_needs_no_scrolling(office: Office, size: tuple[int, int]) -> None:
    for language in ("fr", "en"):
        app = desk_app(office, language)
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            assert misfits(app) == []
            await typed(pilot, "nobody@ferme.example", "email")
            await typed(pilot, "x", "password")
            await press(pilot, "#sign-in")
            assert app.screen.query("#login-alert")
            assert misfits(app) == []


@pytest.mark.parametrize("name", ["login", "registration_account", "forgotten", "queue"])
async def test_help_needs_no_scrolling(name: str) -> None:
    journey, stories = way_to(name)
    async with visit(SMALL, demo=journey.demo) as there:
        for story in stories:
            await story.way(there)
        await there.key("f1")
        assert misfits(there.app) == []
