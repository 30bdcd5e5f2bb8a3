"""The office of the made-up people at a fixed moment: made once in a process, then copied.

It is made by the demonstration's own story. Clock and chance stand still, so that a screen changes
only when the program does.
"""

from __future__ import annotations

import gc
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import msgspec
from textual.message_pump import MessagePump
from textual.timer import Timer

from tests.offices import MovableClock
from traces_tui.demo import DemoDesk, open_demo
from traces_tui.mail.delivery import deliver_due
from traces_tui.office import Office
from traces_tui.settings import Idle, Settings

NOW = datetime(2026, 3, 5, 8, 12, tzinfo=UTC)
"""A Thursday morning; in Paris it is an hour later."""
SEED = 67
_SHORT = 2.0
"""Seconds: what waits longer than this would not happen while one looks at a screen."""
_NEVER = 1_000_000.0


@dataclass(frozen=True)
class MadeOffice:
    """An office that was made and is only copied."""

    settings: Settings
    people: DemoDesk


@contextmanager
def timers_at_rest() -> Iterator[None]:
    """Let no countdown count, no poll look again and no toast leave, and waste no time."""

    def patient(start: Callable[..., Timer], shortest: float) -> Callable[..., Timer]:
        def timer(pump: object, delay: float, *args: Any, **options: Any) -> Timer:
            callback = args[0] if args else options.get("callback")
            ours = getattr(callback, "__module__", "").startswith("traces_tui")
            if ours and delay > shortest:
                delay = _NEVER
            return start(pump, delay, *args, **options)

        return timer

    # Thousands of small objects live as long as the visit: looking for rubbish finds none.
    gc.disable()
    with (
        patch.object(MessagePump, "set_interval", patient(MessagePump.set_interval, 0)),
        patch.object(MessagePump, "set_timer", patient(MessagePump.set_timer, _SHORT)),
    ):
        try:
            yield
        finally:
            gc.enable()


@contextmanager
def copied_office() -> Iterator[tuple[Office, DemoDesk]]:
    """An own copy of the office, in which the clock stands at :data:`NOW`."""
    made = _made()
    with TemporaryDirectory(prefix="traces-tui-visit-", dir=_home().name) as folder:
        place = Path(folder) / "office"
        shutil.copytree(_kept(), place)
        mail = place / "mail"
        settings = msgspec.structs.replace(
            made.settings,
            data_dir=str(place / "data"),
            idle=Idle(),
            smtp=msgspec.structs.replace(made.settings.smtp, maildir=str(mail)),
        )
        chance = random.Random(SEED)  # noqa: S311 - made-up people need no secrets
        with (
            patch("secrets.choice", chance.choice),
            patch(
                "secrets.token_hex", lambda count: f"{chance.getrandbits(8 * count):0{2 * count}x}"
            ),
        ):
            office = Office(settings, clock=MovableClock(NOW), source="gallery")
            yield office, DemoDesk(made.people.people, mail)


@cache
def _home() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="traces-tui-gallery-")


def _kept() -> Path:
    return Path(_home().name) / "kept"


@cache
def _made() -> MadeOffice:
    """Let the demonstration's story happen, as of :data:`NOW`."""
    chance = random.Random(SEED)  # noqa: S311 - as above
    os.environ["TZ"] = "Europe/Paris"
    time.tzset()
    with (
        patch("traces_tui.demo.story.utc_now", lambda: NOW),
        patch("traces_tui.demo.clock.utc_now", lambda: NOW),
        patch("secrets.choice", chance.choice),
        open_demo("fr") as (office, people),
    ):
        while deliver_due(office).handled:
            pass
        office.database.close()
        shutil.copytree(Path(office.settings.data_dir).parent, _kept())
        return MadeOffice(office.settings, people)
