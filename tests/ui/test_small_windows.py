"""Small windows: what a person works on is in view, whatever the page has to leave out."""

from __future__ import annotations

import pytest
from textual.widget import Widget

from tests.ui.at_the_desk import desk_app, desk_of, misfits, press, settled, typed
from tests.ui.test_every_string import SCREENS, at
from traces_tui.office import Office
from traces_tui.widgets.field import FormField

SMALL = (64, 20)


@pytest.mark.parametrize(
    "name", [name for name in SCREENS if name.startswith(("registration, step", "change the"))]
)
async def test_the_field_of_the_focus_is_whole(name: str, office: Office) -> None:
    async with at(name, office, SMALL) as pilot:
        screen = pilot.app.screen
        room = screen.query_one("#body").content_region
        for field in [one for one in screen.query(FormField) if one.region]:
            field.target.focus()
            await settled(pilot)
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


async def test_help_needs_no_scrolling(office: Office) -> None:
    app = desk_app(office, "fr")
    async with app.run_test(size=SMALL) as pilot:
        for name in ("login", "registration, step 1", "forgotten password", "queue"):
            await SCREENS[name](pilot, office)
            await pilot.press("f1")
            await settled(pilot)
            assert misfits(desk_of(pilot)) == [], name
            await pilot.press("escape")
            await settled(pilot)
