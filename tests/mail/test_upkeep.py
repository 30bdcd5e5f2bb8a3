"""The administrator's view of the outbox."""

from __future__ import annotations

from datetime import timedelta

from tests.mail.post import MailServer, queue, reader, row
from tests.offices import MovableClock
from traces_tui.mail import claims, outbox
from traces_tui.mail.delivery import MailRow, deliver_due, listing, retry
from traces_tui.mail.kinds import MailKind
from traces_tui.mail.upkeep import forget_dead_codes
from traces_tui.models.tables import Outbox
from traces_tui.office import Office
from traces_tui.workflow.views import MailState


def failed(office: Office, server: MailServer, kind: MailKind = MailKind.ACTIVATED) -> int:
    """A mail whose words the server did not like."""
    server.post.to_content = "554 spam"
    number = queue(office, kind)
    deliver_due(office)
    server.post.to_content = "250 OK"
    return number


def test_the_listing_shows_everything_but_the_words(
    office: Office, server: MailServer, clock: MovableClock
) -> None:
    at = clock()
    first = failed(office, server)
    second = queue(office, MailKind.CONFIRMATION, delay_seconds=10)
    assert listing(office) == (
        MailRow(
            second,
            "confirmation",
            "marie@ferme.example",
            MailState.QUEUED,
            at,
            at + timedelta(seconds=10),
            0,
            None,
            "",
            False,
        ),
        MailRow(
            first,
            "activated",
            "marie@ferme.example",
            MailState.FAILED,
            at,
            at,
            1,
            None,
            "554",
            False,
        ),
    )
    assert [mail.id for mail in listing(office, 1)] == [second]


def test_a_given_up_mail_is_tried_again_on_demand(office: Office, server: MailServer) -> None:
    first, second = failed(office, server), failed(office, server)
    assert retry(office, [second]) == 1
    assert (row(office, first).state, row(office, second).state) == ("failed", "queued")
    assert row(office, second).tries == 0
    assert retry(office) == 1
    assert deliver_due(office).sent == 2
    assert retry(office) == 0


def test_a_refusal_of_the_address_is_forgotten_on_retry(office: Office, server: MailServer) -> None:
    server.post.to_recipient = "550 unknown"
    number = queue(office, MailKind.LOCKED)
    deliver_due(office)
    assert row(office, number).refused_by_server
    server.post.to_recipient = "250 OK"
    assert retry(office) == 1
    assert not row(office, number).refused_by_server
    assert deliver_due(office).sent == 1


def test_a_waiting_mail_is_hurried_but_not_one_that_may_be_undone(
    office: Office, server: MailServer
) -> None:
    server.post.to_recipient = "450 busy"
    waiting = queue(office)
    deliver_due(office)
    undoable = queue(office, delay_seconds=10)
    server.post.to_recipient = "250 OK"
    assert retry(office) == 1
    assert deliver_due(office).sent == 1
    assert row(office, waiting).state == MailState.SENT
    assert row(office, undoable).state == MailState.QUEUED


def test_a_mail_on_its_way_is_not_hurried(office: Office) -> None:
    queue(office)
    with office.connected():
        assert claims.claim_next(office) is not None
    assert retry(office) == 0


def test_what_has_no_words_left_is_not_sent(office: Office, server: MailServer) -> None:
    outbox.cancel(office, [queue(office)])
    server.post.to_recipient = "550 unknown"
    queue(office, MailKind.CONFIRMATION)
    deliver_due(office)
    assert retry(office) == 0


def test_dead_codes_are_forgotten(office: Office, server: MailServer, clock: MovableClock) -> None:
    temporary = failed(office, server, MailKind.TEMPORARY_PASSWORD)
    confirmation = failed(office, server, MailKind.CONFIRMATION)
    harmless = failed(office, server)
    clock.move(minutes=59)
    assert forget_dead_codes(office) == 0
    clock.move(minutes=1)
    deliver_due(office)
    assert row(office, temporary).payload == ""
    assert row(office, confirmation).payload != ""
    clock.move(days=7)
    assert forget_dead_codes(office) == 1
    assert row(office, confirmation).payload == ""
    assert row(office, harmless).payload != ""


def test_a_broken_payload_is_forgotten(office: Office, server: MailServer) -> None:
    broken = failed(office, server, MailKind.CONFIRMATION)
    with office.writing():
        Outbox.update(payload="{").where(Outbox.id == broken).execute()
    assert forget_dead_codes(office) == 1


def test_who_gets_a_mail_is_shown(office: Office) -> None:
    queue(office, recipient=reader(address="hans@hof.example"))
    assert listing(office)[0].to == "hans@hof.example"
