"""The commands of the outbox: send, list, try again."""

from __future__ import annotations

import signal
from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING

import click

from traces_tui.commands import log
from traces_tui.commands.invocation import Invocation
from traces_tui.commands.spoken import Group, Wrong, option
from traces_tui.i18n import Message, msg, plural

if TYPE_CHECKING:
    from traces_tui.mail.delivery import Delivered, MailRow
    from traces_tui.office import Office
    from traces_tui.workflow.views import MailState


@click.group("mail", cls=Group, about=msg("The outbox: send, list, try again."))
def mail() -> None:
    """Commands of the outbox."""


@mail.command("work", about=msg("Send mails as they come due, until stopped."))
@option("--once", is_flag=True, about=msg("Send what is due now and leave."))
@click.pass_obj
def work(invocation: Invocation, *, once: bool) -> int:
    """Empty the outbox, once or for ever; for ever includes the hourly upkeep."""
    office = invocation.ready_office()
    return _send_due(invocation, office) if once else _serve(invocation, office)


def _send_due(invocation: Invocation, office: Office) -> int:
    from traces_tui.mail.delivery import deliver_due

    sent = failed = 0
    while True:
        done = deliver_due(office)
        sent, failed = sent + done.sent, failed + done.failed
        if done.trouble or not done.handled:
            break
    invocation.say(_told(sent, failed, done.waiting))
    if done.trouble:
        invocation.warn(msg("Mail could not be sent: {why}.", why=done.trouble))
    return 1 if done.trouble or failed else 0


def _serve(invocation: Invocation, office: Office) -> int:
    from traces_tui.mail import delivery
    from traces_tui.postman import keep_up

    stop = Event()

    def report(done: Delivered) -> None:
        invocation.say(_told(done.sent, done.failed, done.waiting))

    # A signal may come while this very thread holds the lock of the event, so its handler only
    # puts a note into a queue that allows that; another thread sets the event.
    ending: SimpleQueue[None] = SimpleQueue()

    def stop_when_told() -> None:
        ending.get()
        stop.set()

    log.to_stderr()
    former = {
        number: signal.signal(number, lambda *_: ending.put(None))
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    }
    helpers = (
        Thread(target=stop_when_told, name="stop"),
        Thread(target=keep_up, args=(office, stop), name="upkeep"),
    )
    for helper in helpers:
        helper.start()
    try:
        delivery.work(office, stop, report=report)
    finally:
        ending.put(None)
        for helper in helpers:
            helper.join()
        for number, handler in former.items():
            signal.signal(number, handler)
    return 0


def _told(sent: int, failed: int, waiting: int) -> Message:
    return msg(
        "{sent}, {failed}, {waiting}.",
        sent=plural("{n} mail sent", "{n} mails sent", sent),
        failed=plural("{n} given up", "{n} given up", failed),
        waiting=plural("{n} waiting", "{n} waiting", waiting),
    )


@mail.command("list", about=msg("The newest mails and what became of them."))
@click.pass_obj
def listed(invocation: Invocation) -> None:
    """Show the outbox, without what the mails say."""
    from traces_tui.mail.delivery import listing

    rows = listing(invocation.ready_office())
    if not rows:
        invocation.say(msg("The outbox is empty."))
    for row in rows:
        invocation.say(_line(row))


def _line(row: MailRow) -> Message:
    line = msg(
        "{id}  {at}  {state}  {kind}  {to}",
        id=str(row.id),
        at=row.sent_at or row.queued_at,
        state=_state(row.state),
        kind=row.kind,
        to=row.to,
    )
    if not row.last_error:
        return line
    return msg("{line}  ({why})", line=line, why=row.last_error)


def _state(state: MailState) -> Message:
    from traces_tui.workflow.views import MailState

    return {
        MailState.QUEUED: msg("waiting"),
        MailState.SENT: msg("sent"),
        MailState.FAILED: msg("given up"),
        MailState.CANCELLED: msg("taken back"),
    }[state]


@mail.command("retry", about=msg("Try mails again that were given up or wait after a failure."))
@click.argument("ids", nargs=-1, metavar="ID…")
@option("--all", "every", is_flag=True, about=msg("All of them."))
@click.pass_context
def retry(ctx: click.Context, ids: tuple[str, ...], *, every: bool) -> int:
    """Queue mails again: those named, or all."""
    if bool(ids) == every:
        raise Wrong(msg("Name the mails by their numbers, or use --all."), ctx)
    numbers = [int(typed) for typed in ids if typed.isascii() and typed.isdecimal()]
    if len(numbers) != len(ids):
        raise Wrong(msg("A mail's number has digits only; mail list shows them."), ctx)
    from traces_tui.mail.delivery import retry as queue_again

    invocation = ctx.ensure_object(Invocation)
    count = queue_again(invocation.ready_office(), None if every else numbers)
    invocation.say(plural("{n} mail will be tried again.", "{n} mails will be tried again.", count))
    return 0 if count or every else 1
