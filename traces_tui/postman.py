"""Background work of a running desk: mail that is due, and the hourly upkeep.

A thread of its own, because a mail server may be slow. Nothing that goes wrong here is raised: it
is logged, and tried again at the next round.
"""

from __future__ import annotations

import logging
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

from traces_tui.refusal import Unavailable

if TYPE_CHECKING:
    from traces_tui.office import Office

_log = logging.getLogger(__name__)

ROUND_SECONDS = 5.0
UPKEEP_SECONDS = 3600.0
_BATCH = 50


class Postman:
    """Sends due mail every few seconds and when poked; keeps the accounts up once an hour.

    The first round comes after one pause, so that it does not compete with the first screen; the
    first upkeep comes with it, because the processes of a kiosk are short-lived.
    """

    def __init__(
        self,
        office: Office,
        *,
        every: float = ROUND_SECONDS,
        upkeep_every: float = UPKEEP_SECONDS,
    ) -> None:
        """Make a postman who does not work yet.

        Args:
            office: The office; each thread opens its own connection.
            every: Seconds between two rounds.
            upkeep_every: Seconds between two rounds of upkeep.
        """
        self._office = office
        self._every = every
        self._upkeep_every = upkeep_every
        self._wake = Event()
        self._stop = Event()
        self._thread = Thread(target=self._work, name="postman", daemon=False)

    def start(self) -> None:
        """Begin to work. Once only."""
        self._thread.start()

    def poke(self) -> None:
        """Something was just queued: do not wait for the next round."""
        self._wake.set()

    def stop(self, patience: float | None = None) -> bool:
        """Finish the mail at hand, then end. May be called twice, and before the start.

        Args:
            patience: Seconds to wait for the end; None waits as long as the mail server takes.

        Returns:
            Whether the work has ended.
        """
        self._stop.set()
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join(patience)
        return not self._thread.is_alive()

    def _work(self) -> None:
        upkeep_at = monotonic()
        while True:
            self._wake.wait(self._every)
            while not self._stop.is_set():
                self._wake.clear()
                if monotonic() >= upkeep_at:
                    upkeep_at = monotonic() + self._upkeep_every
                    upkeep(self._office)
                if not deliver(self._office, self._stop):
                    break
            if self._stop.is_set():
                return


def deliver(office: Office, stop: Event) -> bool:
    """Send what is due.

    Returns:
        Whether more is due at once.
    """
    from traces_tui.mail.delivery import deliver_due

    try:
        return deliver_due(office, _BATCH, stop=stop).handled == _BATCH
    except Unavailable:
        _log.warning("mail: the database is not available")
    except Exception:
        _log.exception("mail: this round failed")
    return False


def upkeep(office: Office) -> None:
    """Warn and lock those whose three months are over, tidy up."""
    from traces_tui.workflow.upkeep import round_of_upkeep

    try:
        kept = round_of_upkeep(office)
    except Unavailable:
        _log.warning("upkeep: the database is not available")
    except Exception:
        _log.exception("upkeep: this round failed")
    else:
        if kept.warned or kept.locked:
            _log.info("upkeep: %d warned, %d locked", kept.warned, kept.locked)


def keep_up(office: Office, stop: Event, *, every: float = UPKEEP_SECONDS) -> None:
    """Do the upkeep now and once an hour until told to stop.

    Args:
        office: The office.
        stop: Ends it.
        every: Seconds between two rounds.
    """
    while not stop.is_set():
        upkeep(office)
        stop.wait(every)
