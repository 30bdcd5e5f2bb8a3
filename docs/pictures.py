"""The pictures of the documentation, made from the running program: ``make pictures``.

Each picture is the real program in the demonstration office, driven by its keys. Clock and chance
stand still, so that a picture changes only when the screen does.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from traces_tui.app import DeskApp
    from traces_tui.demo import DemoDesk
    from traces_tui.office import Office
    from traces_tui.widgets.form_page import FormPage

FOLDER = Path(__file__).parent / "pictures"
NOW = datetime(2026, 3, 5, 8, 12, tzinfo=UTC)
"""A Thursday morning; in Paris it is an hour later."""
SEED = 67
NARROW = (80, 24)
WIDE = (120, 36)

OPERATOR = "camille@maison-engel.example"
AGENT = "helene.ritter@ddpp67.example"
FORGETFUL = "lucie.meyer@fermette-meyer.example"
REGISTRATION = {
    "email": "marie.dupont@ferme-du-ried.example",
    "password": "Cigogne-67-Ried",
    "password_again": "Cigogne-67-Ried",
    "question": "first_school",
    "answer": "Là-bas, École",
    "organisation_name": "SARL Ferme du Ried",
    "address": "12 rue des Cigognes",
    "country": "FR",
    "postal_code": "67600",
    "commune": "67462",
    "first_name": "Marie",
    "last_name": "Dupont",
    "phone": "03 53 01 67 12",
}

_FONT_FACE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_TEXT = re.compile(r'x="([0-9.]+)" y="([0-9.]+)" textLength="([0-9.]+)"([^>]*)>((?:&#160;)+)')
_SPACE = "&#160;"
_CELL = 12.2
"""Width of a cell, as Rich draws it."""
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


@dataclass(frozen=True)
class Desk:
    """The program while it is being photographed."""

    app: DeskApp
    pilot: Pilot[int]
    office: Office
    people: DemoDesk

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        for _ in range(3):
            await self.pilot.pause()
            await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def press_for_dialog(self, key: str) -> None:
        """Press a key that opens a dialog, whose worker goes on until it is answered."""
        depth = len(self.app.screen_stack)
        await self.pilot.press(key)
        while len(self.app.screen_stack) == depth:
            await self.pilot.pause(0.01)
        await self.pilot.pause(0.1)

    async def push(self, button: str) -> None:
        """Give the focus to a button and press it."""
        self.app.screen.query_one(button).focus()
        await self.press("enter")

    async def sign_in(self, email: str) -> None:
        """Sign somebody of the demonstration in; a temporary password comes from the mail."""
        from traces_tui.mail.mailbox_reader import messages

        person = next(person for person in self.people.people if person.email == email)
        password = person.password or ""
        if email == FORGETFUL:
            password = next(
                mail.code or "" for mail in messages(self.people.mail_folder) if mail.to == email
            )
        self.app.sign_in_again(None, {"email": email, "password": password})
        await self.settle()
        await self.push("#sign-in")


Way = Callable[[Desk], Awaitable[None]]


@dataclass(frozen=True)
class Picture:
    """One picture."""

    name: str
    way: Way
    size: tuple[int, int] = NARROW
    theme: str = "nuit"
    language: str = "fr"


# --- the ways to the screens --------------------------------------------------------------------


async def _nowhere(desk: Desk) -> None:
    await desk.settle()


async def _registration(desk: Desk, steps: int) -> None:
    """Fill so many steps of the registration."""
    from traces_tui.widgets.form_page import FormPage

    await desk.push("#register")
    await desk.press("enter")
    for _ in range(steps):
        page = next(page for page in desk.app.screen.query(FormPage) if page.region)
        for _again in range(2):  # the commune can be chosen once the postal code stands
            page.set_values(_filled(page))
            await desk.pilot.pause()
        page.submit()
        await desk.settle()


def _filled(page: FormPage) -> dict[str, str]:
    """What stands in a page of the registration when it is filled."""
    return {name: REGISTRATION.get(name, "") or old for name, old in page.values().items()}


async def _step_1_with_errors(desk: Desk) -> None:
    from traces_tui.widgets.form_page import FormPage

    await _registration(desk, 0)
    page = next(page for page in desk.app.screen.query(FormPage) if page.region)
    password = "Cigogne-Ried"  # noqa: S105 - it is the mistake of the picture
    page.set_values(
        {"email": "marie.dupont@ferme", "password": password, "password_again": password}
    )
    await desk.pilot.pause()
    page.submit()
    await desk.settle()


async def _step_3(desk: Desk) -> None:
    from traces_tui.widgets.form_page import FormPage

    await _registration(desk, 2)
    page = next(page for page in desk.app.screen.query(FormPage) if page.region)
    for _ in range(2):
        page.set_values(_filled(page))
        await desk.settle()


async def _check_page(desk: Desk) -> None:
    await _registration(desk, 4)


async def _sent(desk: Desk) -> None:
    from traces_tui.screens.progress import ProgressScreen
    from traces_tui.workflow import registration

    typed = {**REGISTRATION, "language": "fr", "notification": "html"}
    receipt = registration.register(desk.office, typed)
    desk.app.push_screen(ProgressScreen(receipt.key, receipt.progress, registered=True))
    await desk.settle()


async def _agent_home(desk: Desk) -> None:
    await desk.sign_in(AGENT)


async def _queue(desk: Desk) -> None:
    await desk.sign_in(AGENT)
    await desk.press("1")


async def _refuse(desk: Desk) -> None:
    await _queue(desk)
    await desk.press_for_dialog("r")


async def _operator_home(desk: Desk) -> None:
    await desk.sign_in(OPERATOR)


async def _recovery(desk: Desk) -> None:
    await desk.sign_in(FORGETFUL)


async def _messages(desk: Desk) -> None:
    desk.app.open_messages()
    await desk.settle()
    await desk.press("down")


async def _people(desk: Desk) -> None:
    desk.app.open_messages()
    await desk.settle()
    await desk.press("2")


async def _language(desk: Desk) -> None:
    await desk.settle()
    await desk.press_for_dialog("f2")


async def _help(desk: Desk) -> None:
    await _queue(desk)
    await desk.press("f1")


PICTURES = (
    Picture("login", _nowhere),
    Picture("login_wide", _nowhere, WIDE, "jour"),
    Picture("registration_errors", _step_1_with_errors),
    Picture("registration_organisation", _step_3),
    Picture("registration_check", _check_page),
    Picture("confirmation", _sent),
    Picture("queue", _queue),
    Picture("queue_wide", _queue, WIDE),
    Picture("refuse", _refuse, theme="jour"),
    Picture("recovery", _recovery),
    Picture("operator_home", _operator_home),
    Picture("agent_home", _agent_home),
    Picture("messages", _messages),
    Picture("people_wide", _people, WIDE, "jour", "en"),
    Picture("languages", _language),
    Picture("help", _help, language="en"),
    Picture("login_contrast", _nowhere, theme="contraste"),
)


# --- the camera ---------------------------------------------------------------------------------


@contextmanager
def standing_still() -> Iterator[None]:
    """Stop clock and chance."""
    chance = random.Random(SEED)  # noqa: S311 - pictures need no secrets
    os.environ["TZ"] = "Europe/Paris"
    time.tzset()
    with (
        patch("traces_tui.demo.story.utc_now", lambda: NOW),
        patch("traces_tui.demo.clock.utc_now", lambda: NOW),
        patch("secrets.choice", chance.choice),
    ):
        yield


async def take(picture: Picture) -> str:
    """Make one picture in an office of its own.

    Returns:
        The SVG.
    """
    from traces_tui.app import DeskApp
    from traces_tui.demo import open_demo
    from traces_tui.mail.delivery import deliver_due

    with standing_still(), open_demo(picture.language) as (office, people):
        while deliver_due(office).handled:
            pass
        app = DeskApp(
            office,
            language=picture.language,
            theme=picture.theme,
            demo=people,
            environ={"TERM": "xterm-256color", "COLORTERM": "truecolor"},
        )
        async with app.run_test(size=picture.size) as pilot:
            desk = Desk(app, pilot, office, people)
            await desk.settle()
            await picture.way(desk)
            return developed(app.export_screenshot(title="traces-tui", simplify=True))


def developed(svg: str) -> str:
    """The picture without fonts from elsewhere: it must show the same where nothing is fetched."""
    return _TRAILING.sub("", _TEXT.sub(_moved, _FONT_FACE.sub("", svg))).strip() + "\n"


def _moved(text: re.Match[str]) -> str:
    """A piece of text without the blanks before it, which some viewers leave out, at its place."""
    x, y, length, rest, blanks = text.groups()
    shift = len(blanks) // len(_SPACE) * _CELL
    return f'x="{float(x) + shift:g}" y="{y}" textLength="{float(length) - shift:g}"{rest}>'


def main(names: list[str]) -> int:
    """Make the pictures of these names, or all, and remove those that are no longer made.

    Returns:
        The exit status: 2 when there is no picture of a name.
    """
    known = {picture.name: picture for picture in PICTURES}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no picture {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    from traces_tui.driver import sanitise_environment

    sanitise_environment(os.environ)
    FOLDER.mkdir(exist_ok=True)
    for name in names or known:
        (FOLDER / f"{name}.svg").write_text(asyncio.run(take(known[name])), "utf-8")
        print(f"docs/pictures/{name}.svg")
    for file in FOLDER.glob("*.svg"):
        if file.stem not in known:
            file.unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
