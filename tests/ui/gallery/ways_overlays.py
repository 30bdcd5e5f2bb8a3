"""What comes over a screen: help, language, display, warnings, notices."""

from __future__ import annotations

from tests.ui.gallery.story import Journey, alone, journey
from tests.ui.gallery.visit import Visit
from tests.ui.gallery.ways_public import NOBODY
from tests.ui.gallery.ways_registration import registration
from tests.ui.gallery.ways_signed_in import queue
from traces_tui.i18n import msg


async def _help(visit: Visit) -> None:
    await visit.key("f1")


async def _help_in_queue(visit: Visit) -> None:
    await queue(visit)
    await visit.key("f1")


async def _language(visit: Visit) -> None:
    await visit.key("f2")


async def _language_typed(visit: Visit) -> None:
    await visit.type("deu", "#pick-search")


async def _display(visit: Visit) -> None:
    await visit.key("f3")


async def _idle(visit: Visit) -> None:
    from traces_tui.screens.idle import IdleScreen

    await registration(visit)
    with_time = IdleScreen(60)
    visit.app.push_screen(with_time)
    await visit.calm()


async def _incident(visit: Visit) -> None:
    visit.app.tell_incident(RuntimeError())
    await visit.calm()


async def _leaving(visit: Visit) -> None:
    await visit.press("#forgotten")
    await visit.type(NOBODY, "#field-email Entry")
    await visit.key("escape")


async def _clear(visit: Visit) -> None:
    await visit.press("#forgotten")
    await visit.type(NOBODY, "#field-email Entry")
    await visit.key("ctrl+c")


async def _waiting(visit: Visit) -> None:
    from traces_tui.widgets.footer import Footer

    visit.screen.query_one(Footer).wait(msg("One moment, please…"))
    await visit.calm()


JOURNEYS: list[Journey] = [
    journey(language=_language, language_typed=_language_typed),
    *alone(
        help=_help,
        help_in_queue=_help_in_queue,
        display=_display,
        idle=_idle,
        incident=_incident,
        leaving=_leaving,
        clear=_clear,
        waiting=_waiting,
    ),
]
