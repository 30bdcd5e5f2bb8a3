"""Empties the outbox: claims a mail, writes it, sends it outside any transaction, marks it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from traces_tui.i18n import translator
from traces_tui.mail import claims
from traces_tui.mail.claims import Claim
from traces_tui.mail.compose import AddressError, Parcel, compose
from traces_tui.mail.kinds import WITH_CODES, MailKind
from traces_tui.mail.transport import (
    DeliveryError,
    PermanentError,
    Transport,
    UnreachableError,
    open_transport,
)
from traces_tui.mail.upkeep import MailRow, forget_dead_codes, listing, retry
from traces_tui.mail.values import unpacked
from traces_tui.refusal import Unavailable

if TYPE_CHECKING:
    from threading import Event

    from traces_tui.office import Office

__all__ = ["Delivered", "MailRow", "deliver_due", "listing", "retry", "work"]

_log = logging.getLogger(__name__)

_BATCH = 50
_POLL_SECONDS = 5.0
_FEWEST_TRIES = 3
_MOST_DOUBLINGS = 30


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round did."""

    sent: int
    failed: int
    """Given up in this round."""
    waiting: int
    """Still queued, due or not."""
    trouble: str = ""
    """The last thing that went wrong, for the administrator; empty if nothing did."""
    handled: int = 0
    """All that were claimed: sent, given up or postponed."""


class _TooLateError(PermanentError):
    """The code in the mail is void by now."""

    def __init__(self) -> None:
        super().__init__("too late: what the mail carries has expired")


def deliver_due(office: Office, limit: int = _BATCH, *, stop: Event | None = None) -> Delivered:
    """Send what is due. Several threads and processes may do so at once.

    Args:
        office: The office.
        limit: The most mails to handle.
        stop: Ends the round between two mails when it is set.

    Raises:
        RuntimeError: A transaction is open; sending would hold it for the server's time.
        Unavailable: The database fails.
    """
    if office.database.in_transaction():
        raise RuntimeError("mails are sent outside any transaction")
    sent = failed = handled = 0
    trouble = ""
    with office.connected(), closing(open_transport(office.settings.smtp)) as transport:
        forget_dead_codes(office)
        while handled < limit and not (stop is not None and stop.is_set()):
            claim = claims.claim_next(office)
            if claim is None:
                break
            handled += 1
            failure = _deliver(office, transport, claim)
            if failure is None:
                sent += 1
                continue
            trouble = failure.reason
            failed += _settle(office, claim, failure)
            if isinstance(failure, UnreachableError):
                break
        return Delivered(sent, failed, claims.waiting(office), trouble, handled)


def work(
    office: Office,
    stop: Event,
    *,
    poll_seconds: float = _POLL_SECONDS,
    report: Callable[[Delivered], None] | None = None,
) -> None:
    """Send mails as they come due until told to stop.

    Args:
        office: The office.
        stop: Ends the work; a mail that is being sent is finished first.
        poll_seconds: How often to look for new mails, in seconds.
        report: Called after each round that handled a mail or met trouble.
    """
    while not stop.is_set():
        done, pause = _round(office, stop, poll_seconds)
        if report is not None and (done.handled or done.trouble):
            report(done)
        stop.wait(pause)


def _round(office: Office, stop: Event, poll_seconds: float) -> tuple[Delivered, float]:
    """One round, and how many seconds to wait after it. A failing database is waited for."""
    try:
        done = deliver_due(office, stop=stop)
        if done.handled == _BATCH:
            return done, 0
        with office.connected():
            due_at = claims.next_due_at(office)
    except Unavailable as unavailable:
        _log.warning("mail: the database is not available")
        return Delivered(0, 0, 0, translator("en").say(unavailable.message)), poll_seconds
    until_due = poll_seconds if due_at is None else (due_at - office.clock()).total_seconds()
    # What is due and did not leave waits for the server, which is not to be asked all the time.
    return done, min(poll_seconds, until_due) if until_due > 0 else poll_seconds


def _deliver(office: Office, transport: Transport, claim: Claim) -> DeliveryError | None:
    """Send a claimed mail; gives back why it did not leave."""
    try:
        transport.send(_written(office, claim))
    except DeliveryError as failure:
        return failure
    claims.sent(office, claim)
    return None


def _settle(office: Office, claim: Claim, failure: DeliveryError) -> bool:
    """Mark a mail that did not leave; tells whether it was given up."""
    _log.warning("mail %d (%s): %s", claim.id, claim.kind, failure.reason)
    smtp, now = office.settings.smtp, office.clock()
    if isinstance(failure, PermanentError):
        # An expired code is of no use, and one for a wrong address must not go there later.
        dead = isinstance(failure, _TooLateError) or failure.refused_by_server
        claims.given_up(
            office,
            claim,
            failure.reason,
            refused_by_server=failure.refused_by_server,
            keep_payload=not (dead and claim.kind in WITH_CODES),
        )
        return True
    # A worker that was off for days must not give up a mail at its first try.
    old = now - claim.queued_at >= timedelta(hours=smtp.give_up_hours)
    if old and claim.tries >= _FEWEST_TRIES:
        claims.given_up(office, claim, failure.reason)
        return True
    doublings = min(claim.tries - 1, _MOST_DOUBLINGS)
    pause = min(smtp.retry_first_seconds * 2**doublings, smtp.retry_max_seconds)
    claims.postponed(office, claim, now + timedelta(seconds=pause), failure.reason)
    return False


def _written(office: Office, claim: Claim) -> Parcel:
    """The message of a claimed mail.

    Raises:
        PermanentError: It can't be written, or comes too late to be of use.
    """
    now = office.clock()
    try:
        kind = MailKind(claim.kind)
        values = unpacked(kind, claim.payload)
        lifetime = values.lifetime()
        if lifetime is not None and claim.queued_at + lifetime <= now:
            raise _TooLateError
        return compose(
            office.settings,
            kind,
            claim.recipient,
            values,
            number=claim.id,
            queued_at=claim.queued_at,
            now=now,
        )
    except DeliveryError:
        raise
    except AddressError as error:
        raise PermanentError("no mail can be addressed like this") from error
    except Exception as error:
        # One mail that can't be written must not keep all the others from leaving.
        _log.exception("mail %d (%s) can't be written", claim.id, claim.kind)
        raise PermanentError(f"the mail can't be written: {type(error).__name__}") from error
