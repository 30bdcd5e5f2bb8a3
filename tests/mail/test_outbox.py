"""The outbox: queued with the act, taken back while nobody sends."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import msgspec
import pytest

from tests.mail.post import AUTHORITY, MARIE, VALUES, account, queue, reader, row
from tests.offices import MovableClock
from traces_tui.mail import claims, outbox
from traces_tui.mail.delivery import deliver_due
from traces_tui.mail.kinds import MailKind
from traces_tui.mail.values import VALUES as CARRIED
from traces_tui.mail.values import FromAuthority, unpacked
from traces_tui.office import Office
from traces_tui.workflow.views import MailProgress, MailState


def test_a_mail_is_undone_with_its_act(office: Office) -> None:
    def act() -> None:
        with office.writing():
            outbox.enqueue(office, MailKind.ACTIVATED, MARIE, VALUES[MailKind.ACTIVATED])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert outbox.counts(office)[MailState.QUEUED] == 0


def test_a_mail_without_a_transaction_is_a_mistake(office: Office) -> None:
    with office.connected(), pytest.raises(RuntimeError, match="transaction"):
        outbox.enqueue(office, MailKind.ACTIVATED, MARIE, VALUES[MailKind.ACTIVATED])


@pytest.mark.parametrize("kind", MailKind)
def test_each_kind_keeps_what_it_carries(office: Office, kind: MailKind) -> None:
    kept = unpacked(kind, row(office, queue(office, kind)).payload)
    assert isinstance(kept, CARRIED[kind])
    assert msgspec.json.encode(kept) == msgspec.json.encode(VALUES[kind])


def test_an_authority_may_be_given_as_a_view_or_as_plain_values(office: Office) -> None:
    plain = queue(office, MailKind.QUESTION_RESET, authority=msgspec.to_builtins(AUTHORITY))
    view = queue(office, MailKind.QUESTION_RESET, authority=AUTHORITY)
    assert row(office, plain).payload == row(office, view).payload
    assert unpacked(MailKind.QUESTION_RESET, row(office, view).payload) == FromAuthority(AUTHORITY)


@pytest.mark.parametrize(
    "values",
    [
        {"code": "7K2M", "number": "1"},
        {"code": "7K2M", "number": "1", "days": "7"},
        {"code": "7K2M", "number": "1", "days": 7, "password": "x"},
    ],
    ids=["missing", "wrong type", "unknown"],
)
def test_wrong_values_stop_the_act(office: Office, values: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError), office.writing():
        outbox.enqueue(office, MailKind.CONFIRMATION, MARIE, values)


def test_a_hostile_or_endless_name_fits_its_column(office: Office) -> None:
    kept = row(office, queue(office, recipient=reader(name="A\r\nBcc: x\u202e" + "é" * 500)))
    assert kept.to_name.startswith("A\ufffd\ufffdBcc: x\ufffdé")
    assert len(kept.to_name) == 170


def test_a_delayed_mail_is_due_later(office: Office, clock: MovableClock) -> None:
    kept = row(office, queue(office, delay_seconds=10))
    assert kept.created_at == clock()
    assert kept.due_at == clock() + timedelta(seconds=10)


def test_queued_mails_are_taken_back_by_id(office: Office, clock: MovableClock) -> None:
    gone, stays = queue(office, MailKind.CONFIRMATION), queue(office)
    assert outbox.cancel(office, [gone]) == 1
    assert row(office, gone).state == MailState.CANCELLED
    assert row(office, gone).payload == ""
    assert row(office, stays).state == MailState.QUEUED
    assert outbox.cancel(office, [gone]) == 0


def test_queued_mails_are_taken_back_by_account_and_kind(office: Office) -> None:
    marie, hans = account(office), account(office, "hans@hof.example")
    gone = [queue(office, recipient=reader(account_id=marie)) for _ in range(2)]
    stay = [
        queue(office, recipient=reader(account_id=hans)),
        queue(office, MailKind.CONFIRMATION, reader(account_id=marie)),
    ]
    assert outbox.cancel(office, account_id=marie, kind=MailKind.ACTIVATED) == 2
    assert {row(office, one).state for one in gone} == {MailState.CANCELLED}
    assert {row(office, one).state for one in stay} == {MailState.QUEUED}


def test_taking_nothing_back_takes_nothing(office: Office) -> None:
    stays = queue(office, recipient=reader(account_id=None))
    assert outbox.cancel(office) == 0
    assert outbox.cancel(office, kind=MailKind.ACTIVATED) == 0
    assert row(office, stays).state == MailState.QUEUED


def test_a_mail_on_its_way_is_not_taken_back(office: Office, clock: MovableClock) -> None:
    on_its_way = queue(office)
    with office.connected():
        claim = claims.claim_next(office)
    assert claim is not None
    assert outbox.cancel(office, [on_its_way]) == 0
    assert row(office, on_its_way).state == MailState.QUEUED
    clock.now = claim.until
    assert outbox.cancel(office, [on_its_way]) == 1


def test_a_mail_taken_back_in_a_failed_act_is_still_queued(office: Office) -> None:
    stays = queue(office)

    def act() -> None:
        with office.writing():
            assert outbox.cancel(office, [stays]) == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert row(office, stays).state == MailState.QUEUED


def test_progress_of_the_newest_mail(office: Office, clock: MovableClock) -> None:
    marie = account(office)
    assert outbox.last(office, marie, MailKind.ACTIVATED) is None
    first = clock()
    queue(office, recipient=reader(account_id=marie), delay_seconds=10)
    queue(office, recipient=reader(account_id=account(office, "hans@hof.example")))
    assert outbox.last(office, marie, MailKind.ACTIVATED) == MailProgress(MailState.QUEUED, first)
    assert outbox.last(office, marie, MailKind.CONFIRMATION) is None
    later = clock.move(minutes=1)
    deliver_due(office)
    assert outbox.last(office, marie, MailKind.ACTIVATED) == MailProgress(MailState.SENT, later)
    latest = clock.move(minutes=1)
    outbox.cancel(office, [queue(office, recipient=reader(account_id=marie))])
    assert outbox.last(office, marie, MailKind.ACTIVATED) == MailProgress(
        MailState.CANCELLED, latest
    )


def test_counts_name_every_state(office: Office) -> None:
    assert outbox.counts(office) == dict.fromkeys(MailState, 0)
    outbox.cancel(office, [queue(office)])
    queue(office)
    queue(office)
    assert outbox.counts(office) == dict.fromkeys(MailState, 0) | {
        MailState.CANCELLED: 1,
        MailState.QUEUED: 2,
    }


def test_queueing_loads_nothing_that_only_sending_needs() -> None:
    code = "import sys, traces_tui.mail.outbox; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"jinja2", "smtplib", "mailbox", "email.message"} & set(done.stdout.split())
