"""Agents at the desk: their queue, a colleague at another desk, many files at once."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any, TypeVar

from textual.pilot import Pilot
from textual.screen import Screen

from tests.offices import AREA, agent, confirmed, make_office, typed_registration
from tests.ui.at_the_desk import desk_of, screen_text, shown, until
from traces_tui.app import DeskApp
from traces_tui.models.tables import Account, Organisation, Request
from traces_tui.office import Office
from traces_tui.screens.queue import QueueScreen
from traces_tui.widgets.dialog import Dialog
from traces_tui.workflow.views import Person

D = TypeVar("D", bound=Screen[Any])

_numbers = count()
COLLEAGUE = "l.schmitt@ddpp67.example"


async def at_rest(pilot: Pilot[int]) -> None:
    """Wait until nothing is under way but a dialog that waits for an answer."""
    for _ in range(3):
        await pilot.pause()
        working = [worker for worker in pilot.app.workers if worker.group != "dialog"]
        if working:
            await pilot.app.workers.wait_for_complete(working)
    await pilot.pause()


async def dialog(pilot: Pilot[int], kind: type[D]) -> D:
    """The dialog that comes up."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, kind)
    return screen


async def queue(pilot: Pilot[int], person: Person) -> QueueScreen:
    """The queue of an agent, read."""
    await pilot.pause()
    desk_of(pilot).person = person
    screen = QueueScreen()
    await shown(pilot, screen)
    await at_rest(pilot)
    return screen


def box_words(app: DeskApp) -> str:
    """The text of the dialog on top, in one line."""
    region = app.screen.query_one(".dialog-box").content_region
    lines = screen_text(app).splitlines()[region.y : region.bottom]
    return " ".join(" ".join(line[region.x : region.right] for line in lines).split())


async def keys(pilot: Pilot[int], *pressed: str) -> None:
    """Press keys, and wait for what they do."""
    for one in pressed:
        await pilot.press(one)
        await at_rest(pilot)


async def closed(pilot: Pilot[int]) -> None:
    """Wait until no dialog is open any more."""
    await until(pilot, lambda: not isinstance(pilot.app.screen, Dialog))
    await at_rest(pilot)


def elsewhere(office: Office) -> tuple[Office, Person]:
    """A colleague of the same authority at another desk, on the same database."""
    other = make_office(office.settings.data_path(), office.clock, source="tty2")
    return other, agent(other, COLLEAGUE, name="Luc Schmitt")


def file_of(office: Office, first: str, last: str, organisation: str, **typed: str) -> str:
    """A confirmed request. Returns its number."""
    receipt = confirmed(
        office,
        f"person{next(_numbers)}@ferme.example.fr",
        first_name=first,
        last_name=last,
        organisation_name=organisation,
        **typed,
    )
    return receipt.progress.number


def many_files(office: Office, how_many: int) -> None:
    """Confirmed requests straight into the tables: a long queue, oldest first."""
    start = office.clock() - timedelta(days=3)
    typed = typed_registration()
    with office.writing():
        for number in range(how_many):
            name = f"Eleveur {number:04}"
            at = start + timedelta(seconds=number)
            place = Organisation.create(
                name=f"Ferme {number:04}",
                folded_name=f"ferme {number:04}",
                folded_place="67600 selestat",
                address=typed["address"],
                postal_code="67600",
                commune="Sélestat",
                insee_code="67462",
                country="FR",
                activities="",
                authority=AREA,
                created_at=at,
            )
            person = Account.create(
                email=f"e{number}@ferme.example.fr",
                role="operator",
                status="confirmed",
                authority=AREA,
                first_name="Jean",
                last_name=name,
                language="fr",
                notification="html",
                phone="",
                fax="",
                more_information="",
                created_at=at,
            )
            Request.create(
                number=f"2026-5{number:05}",
                account=person,
                organisation=place,
                authority=AREA,
                status="confirmed",
                status_at=at,
                folded_text=f"jean eleveur {number:04} ferme {number:04}",
                created_at=at,
                confirmed_at=at,
            )
