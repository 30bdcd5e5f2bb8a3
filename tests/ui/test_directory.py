"""The public directory of organisations."""

from __future__ import annotations

import msgspec
import pytest
from textual import events
from textual.pilot import Pilot

from tests import offices
from tests.offices import make_office, registered, valid_operator
from tests.ui.at_the_desk import (
    HOSTILE,
    SIZES,
    WIDE,
    desk_app,
    misfits,
    misfits_in_all_languages,
    screen_text,
    settled,
    shown,
    typed,
    until,
    words_on,
)
from traces_tui.models.tables import Organisation
from traces_tui.office import Office
from traces_tui.screens.directory import DirectoryList, DirectoryScreen
from traces_tui.screens.login import LoginScreen
from traces_tui.text import folded
from traces_tui.widgets.entry import Entry


def listed(office: Office, *names: str, activities: str = "") -> None:
    """Put valid organisations of Sélestat into the directory."""
    with office.writing():
        for name in names:
            Organisation.insert(
                name=name,
                folded_name=folded(name),
                folded_place=folded("67600 Sélestat"),
                address="12 rue des Cigognes",
                postal_code="67600",
                commune="Sélestat",
                country="FR",
                activities=activities,
                authority="FR-67",
                valid=True,
                created_at=office.clock(),
            ).execute()


async def searched(pilot: Pilot[int], words: str) -> DirectoryList:
    """Type words and press Enter."""
    pilot.app.screen.query_one("#field-search Entry").focus()
    await pilot.pause()
    await typed(pilot, words)
    await pilot.press("enter")
    await settled(pilot)
    return pilot.app.screen.query_one(DirectoryList)


async def test_results_come_as_one_types(office: Office) -> None:
    listed(office, "Ferme du Ried", "Alsace Export")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, DirectoryScreen())
        assert app.screen.focused is app.screen.query_one("#field-search Entry")
        await pilot.press("r", "i")
        found = app.screen.query_one(DirectoryList)
        await until(pilot, lambda: found.rows)
        await settled(pilot)
        assert [row.name for row in found.rows] == ["Ferme du Ried"]
        assert "1 organisation" in words_on(app)
        await pilot.press("x")
        await until(pilot, lambda: not found.rows)
        assert "No organisation for “rix”" in words_on(app)


async def test_detail_shows_thin_data_and_no_people(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, DirectoryScreen())
        found = await searched(pilot, "ried")
        assert [row.name for row in found.rows] == ["SARL Ferme du Ried"]
        text = words_on(app)
        for known in ("SARL Ferme du Ried", "67600 Sélestat", "France", "DDPP du Bas-Rhin"):
            assert known in text
        for private in ("Dupont", "Marie", "marie.", "88 12", "Cigognes", "@"):
            assert private not in text


async def test_what_is_not_valid_is_not_found(office: Office) -> None:
    registered(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, DirectoryScreen())
        assert not (await searched(pilot, "ried")).rows
        assert "when its authority has validated it" in words_on(app)


async def test_empty_states_say_why_and_what_next(office: Office) -> None:
    listed(office, "Ferme du Ried")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, DirectoryScreen())
        assert "Type at least two letters" in words_on(app)
        await searched(pilot, "r")
        assert "Type at least two letters" in words_on(app)
        await searched(pilot, "[/x][@click=app.quit]zz")
        assert "No organisation for “[/x][@click=app.quit]zz”" in words_on(app)
        await searched(pilot, "")
        assert "Type at least two letters" in words_on(app)
        assert not misfits(app)


async def test_more_rows_come_as_one_goes_down(office: Office) -> None:
    listed(office, *(f"Ferme {number:03}" for number in range(120)))
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, DirectoryScreen())
        found = await searched(pilot, "ferme")
        assert len(found.rows) == 50
        assert "The first 50 organisations; more come as you go down" in words_on(app)
        await pilot.press("down")
        assert app.screen.focused is found
        for _ in range(3):
            await pilot.press("end")
            await settled(pilot)
        assert [row.name for row in found.rows] == [f"Ferme {number:03}" for number in range(120)]
        assert "120 organisations" in words_on(app)


async def test_keys_lead_into_the_list_and_back(office: Office) -> None:
    listed(office, "Ferme A", "Ferme B")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, DirectoryScreen())
        found = await searched(pilot, "ferme")
        line = app.screen.query_one(Entry)
        assert line.has_focus
        await pilot.press("enter")
        assert found.has_focus
        await pilot.press("down")
        await settled(pilot)
        assert found.current is not None
        assert found.current.name == "Ferme B"
        assert screen_text(app).count("Ferme B") == 2
        await pilot.press("up", "up")
        assert line.has_focus
        await pilot.press("down", "slash")
        assert line.has_focus
        assert line.value == "ferme"
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, LoginScreen)


async def test_too_many_searches_are_told_and_the_words_stay(office: Office) -> None:
    limits = msgspec.structs.replace(offices.WIDE, directory_per_source=1)
    small = make_office(office.settings.data_path(), source="tty9", limits=limits)
    listed(small, "Ferme A")
    app = desk_app(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, DirectoryScreen())
        assert (await searched(pilot, "ferme")).rows
        assert not (await searched(pilot, "ferm")).rows
        assert "Too many tries." in words_on(app)
        assert app.screen.query_one(Entry).value == "ferm"
        assert isinstance(app.screen, DirectoryScreen)


async def test_same_words_are_searched_once(office: Office) -> None:
    limits = msgspec.structs.replace(offices.WIDE, directory_per_source=1)
    small = make_office(office.settings.data_path(), source="tty9", limits=limits)
    listed(small, "Ferme A")
    app = desk_app(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, DirectoryScreen())
        await searched(pilot, "ferme")
        assert (await searched(pilot, " FERMÉ ")).rows


async def test_odd_names_stay_text_in_their_columns(office: Office) -> None:
    names = ("[/x][@click=app.quit]Ferme[/]", f"Ferme {WIDE}", "Ferme e\u0301le\u0301vage")
    listed(office, *names, activities="[bold]export[/x]")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, DirectoryScreen())
        await searched(pilot, "ferme")
        rows = [row for row in screen_text(app).splitlines() if "67600" in row and "Ferme" in row]
        assert len(rows) == 3
        assert "[/x][@click=app.quit]Ferme[/]" in words_on(app)
        assert "[bold]export[/x]" in words_on(app)
        from rich.cells import cell_len

        assert len({cell_len(row[: row.index("67600")]) for row in rows}) == 1


async def test_hostile_searches_never_crash(office: Office) -> None:
    listed(office, "Ferme A")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, DirectoryScreen())
        for hostile in (HOSTILE, "%_' OR 1=1 --", "김" * 80, "\u0301" * 50, "a " * 40):
            await searched(pilot, hostile)
            assert isinstance(app.screen, DirectoryScreen)
        app.screen.query_one(Entry).post_message(events.Paste("x" * 1_000_000))
        await settled(pilot)
        assert len(app.screen.query_one(Entry).value) <= 80


async def test_language_switch_keeps_search_row_and_focus(office: Office) -> None:
    listed(office, "Ferme A", "Ferme B")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, DirectoryScreen())
        found = await searched(pilot, "ferme")
        await pilot.press("enter", "down")
        app.speak("fr")
        await settled(pilot)
        assert app.screen.focused is found
        assert found.current is not None
        assert found.current.name == "Ferme B"
        assert app.screen.query_one(Entry).value == "ferme"
        text = words_on(app)
        assert "2 organisations" in text
        assert "Autorité compétente" in text


@pytest.mark.parametrize("size", SIZES)
async def test_directory_fits(office: Office, size: tuple[int, int]) -> None:
    listed(office, *(f"{'Élevage ' * 12}{n}" for n in range(60)), activities="bovins, " * 20)
    app = desk_app(office)
    async with app.run_test(size=size) as pilot:
        await shown(pilot, DirectoryScreen())
        assert not await misfits_in_all_languages(pilot)
        await searched(pilot, "elevage")
        assert not await misfits_in_all_languages(pilot)
        await searched(pilot, "zzz")
        assert not await misfits_in_all_languages(pilot)
