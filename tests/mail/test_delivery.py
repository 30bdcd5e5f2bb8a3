"""From the outbox to the mail server: once, in time, and again after a failure."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.mail.post import (
    CODE,
    Hire,
    MailServer,
    PostOffice,
    Serve,
    account,
    parsed,
    queue,
    reader,
    row,
    text_of,
)
from tests.offices import MovableClock
from traces_tui.mail import claims, delivery, outbox
from traces_tui.mail.delivery import Delivered, deliver_due
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Outbox
from traces_tui.office import Office
from traces_tui.workflow.views import MailProgress, MailState


@pytest.mark.parametrize("kind", MailKind)
@pytest.mark.parametrize(("language", "notification"), [("fr", "html"), ("en", "text")])
def test_each_kind_arrives(
    office: Office, server: MailServer, kind: MailKind, language: str, notification: str
) -> None:
    sent = queue(office, kind, reader(language=language, notification=notification))
    assert deliver_due(office) == Delivered(1, 0, 0, handled=1)
    assert server.post.recipients == ["marie@ferme.example"]
    message = parsed(server.post.contents[0])
    assert message["X-TRACES-Kind"] == kind
    assert message["Content-Language"] == language
    assert message.is_multipart() is (notification == "html")
    kept = row(office, sent)
    assert (kept.state, kept.payload, kept.sent_at) == (MailState.SENT, "", office.clock())
    assert kept.claimed_until is None


def test_what_was_queued_is_what_arrives(office: Office, server: MailServer) -> None:
    queue(office, MailKind.CONFIRMATION)
    deliver_due(office)
    assert f"\n    {CODE}\n" in text_of(server.post.contents[0])


def test_nothing_to_do_opens_no_conversation(office: Office, server: MailServer) -> None:
    assert deliver_due(office) == Delivered(0, 0, 0)
    assert server.post.conversations == 0


def test_a_batch_leaves_in_the_order_of_its_queue_in_one_conversation(
    office: Office, server: MailServer
) -> None:
    for number in range(5):
        queue(office, recipient=reader(address=f"{number}@ferme.example"))
    assert deliver_due(office, limit=3) == Delivered(3, 0, 2, handled=3)
    assert server.post.recipients == [f"{number}@ferme.example" for number in range(3)]
    assert server.post.conversations == 1
    assert deliver_due(office) == Delivered(2, 0, 0, handled=2)


def test_a_mail_is_not_sent_twice(office: Office, server: MailServer) -> None:
    queue(office)
    deliver_due(office)
    deliver_due(office)
    assert len(server.post.taken) == 1


def test_a_validation_waits_until_it_can_not_be_undone(
    office: Office, server: MailServer, clock: MovableClock
) -> None:
    queue(office, delay_seconds=10)
    assert deliver_due(office) == Delivered(0, 0, 1)
    clock.move(seconds=9.9)
    assert deliver_due(office) == Delivered(0, 0, 1)
    clock.move(seconds=0.1)
    assert deliver_due(office).sent == 1


def test_a_mail_taken_back_is_not_sent(office: Office, server: MailServer) -> None:
    outbox.cancel(office, [queue(office)])
    assert deliver_due(office) == Delivered(0, 0, 0)
    assert server.post.taken == []


def test_sending_holds_no_transaction(office: Office) -> None:
    with office.writing(), pytest.raises(RuntimeError, match="transaction"):
        deliver_due(office)


def test_a_temporary_failure_is_tried_again_later_and_later(
    hire: Hire, serve: Serve, clock: MovableClock
) -> None:
    server = serve(PostOffice(to_recipient="451 4.7.1 greylisted"))
    office = hire(server.port, retry_first_seconds=60, retry_max_seconds=200)
    marie = account(office)
    waiting = queue(office, recipient=reader(account_id=marie))
    queued_at = clock()
    for tries, pause in enumerate((60, 120, 200, 200), 1):
        assert deliver_due(office) == Delivered(0, 0, 1, "451 4.7.1 greylisted", 1)
        kept = row(office, waiting)
        assert (kept.state, kept.tries) == (MailState.QUEUED, tries)
        assert kept.last_error == "451 4.7.1 greylisted"
        assert kept.claimed_until is None
        assert outbox.last(office, marie, MailKind.ACTIVATED) == MailProgress(
            MailState.QUEUED, queued_at, next_try_at=clock() + timedelta(seconds=pause)
        )
        clock.move(seconds=pause - 1)
        assert deliver_due(office).handled == 0
        clock.move(seconds=1)
    server.post.to_recipient = "250 OK"
    assert deliver_due(office).sent == 1
    assert row(office, waiting).last_error == ""


def test_one_mail_put_off_does_not_keep_the_others(office: Office, server: MailServer) -> None:
    for number in range(3):
        queue(office, recipient=reader(address=f"{number}@ferme.example"))
    server.post.to_recipient = "450 busy"
    done = deliver_due(office)
    assert (done.handled, done.waiting) == (3, 3)


def test_a_refused_recipient_is_given_up_at_once(
    office: Office, server: MailServer, clock: MovableClock
) -> None:
    server.post.to_recipient = "550 5.1.1 no such user"
    marie = account(office)
    gone = queue(office, MailKind.CONFIRMATION, reader(account_id=marie))
    at = clock()
    assert deliver_due(office) == Delivered(0, 1, 0, "550 5.1.1 no such user", 1)
    clock.move(minutes=1)
    assert outbox.last(office, marie, MailKind.CONFIRMATION) == MailProgress(
        MailState.FAILED, at, refused_by_server=True
    )
    assert row(office, gone).payload == ""


def test_refused_words_are_given_up_without_blaming_the_address(
    office: Office, server: MailServer
) -> None:
    server.post.to_content = f"554 5.7.1 {CODE} looks like spam"
    gone = queue(office, MailKind.CONFIRMATION)
    assert deliver_due(office).failed == 1
    kept = row(office, gone)
    assert (kept.state, kept.refused_by_server) == (MailState.FAILED, False)
    assert kept.last_error == "554 5.7.1"


def test_a_server_that_is_down_is_asked_once_in_a_round(
    hire: Hire, serve: Serve, clock: MovableClock
) -> None:
    office = hire(1)
    ids = [queue(office) for _ in range(3)]
    assert deliver_due(office) == Delivered(0, 0, 3, "Connection refused", 1)
    assert [row(office, one).tries for one in ids] == [1, 0, 0]
    office = hire(serve().port)
    clock.move(minutes=1)
    assert deliver_due(office) == Delivered(3, 0, 0, handled=3)


def test_a_mail_is_given_up_after_the_hours_of_the_settings(
    hire: Hire, serve: Serve, clock: MovableClock
) -> None:
    server = serve(PostOffice(to_recipient="451 later"))
    office = hire(server.port, give_up_hours=2, retry_first_seconds=3600)
    queue(office)
    for _ in range(2):
        assert deliver_due(office).failed == 0
        clock.move(hours=1)
    assert deliver_due(office) == Delivered(0, 1, 0, "451 later", 1)


def test_a_worker_that_was_away_for_days_does_not_give_up_at_once(
    hire: Hire, serve: Serve, clock: MovableClock
) -> None:
    server = serve(PostOffice(to_recipient="451 later"))
    office = hire(server.port)
    queue(office)
    clock.move(days=30)
    for failed in (0, 0, 1):
        assert deliver_due(office).failed == failed
        clock.move(hours=1)


@pytest.mark.parametrize(
    ("kind", "lifetime"),
    [
        (MailKind.TEMPORARY_PASSWORD, timedelta(minutes=60)),
        (MailKind.CONFIRMATION, timedelta(days=7)),
    ],
)
def test_a_code_that_has_expired_is_not_sent(
    office: Office, server: MailServer, clock: MovableClock, kind: MailKind, lifetime: timedelta
) -> None:
    late = queue(office, kind)
    clock.now += lifetime
    assert deliver_due(office).failed == 1
    assert server.post.taken == []
    kept = row(office, late)
    assert kept.last_error == "too late: what the mail carries has expired"
    assert kept.payload == ""


def test_a_code_in_its_last_second_is_sent(office: Office, clock: MovableClock) -> None:
    queue(office, MailKind.TEMPORARY_PASSWORD)
    clock.move(minutes=59, seconds=59)
    assert deliver_due(office).sent == 1


def test_what_can_not_be_written_does_not_stop_the_others(
    office: Office, server: MailServer
) -> None:
    strange = queue(office)
    with office.writing():
        Outbox.update(payload="{").where(Outbox.id == strange).execute()
    unknown = queue(office)
    with office.writing():
        Outbox.update(kind="poem").where(Outbox.id == unknown).execute()
    nowhere = queue(office, recipient=reader(address="marie@ferme.example\r\nBcc: x@evil.example"))
    queue(office)
    done = deliver_due(office)
    assert (done.sent, done.failed) == (1, 3)
    assert server.post.recipients == ["marie@ferme.example"]
    assert row(office, strange).last_error == "the mail can't be written: DecodeError"
    assert row(office, unknown).last_error == "the mail can't be written: ValueError"
    assert row(office, nowhere).last_error == "no mail can be addressed like this"


def test_only_the_kind_and_number_of_a_mail_are_logged(
    office: Office, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.post.to_recipient = "450 busy"
    number = queue(office, MailKind.CONFIRMATION)
    deliver_due(office)
    assert caplog.messages == [f"mail {number} (confirmation): 450 busy"]


def test_a_claim_ends_by_itself_when_its_sender_died(
    office: Office, server: MailServer, clock: MovableClock
) -> None:
    queue(office)
    with office.connected():
        claim = claims.claim_next(office)
        assert claim is not None
        assert claims.claim_next(office) is None
    assert deliver_due(office) == Delivered(0, 0, 1)
    assert claim.until - clock() > timedelta(seconds=10 * office.settings.smtp.timeout_seconds)
    clock.now = claim.until - timedelta(microseconds=1)
    assert deliver_due(office).handled == 0
    clock.now = claim.until
    assert deliver_due(office).sent == 1
    assert len(server.post.taken) == 1


def test_who_lost_a_claim_changes_nothing_but_that_the_mail_was_sent(
    office: Office, clock: MovableClock
) -> None:
    number = queue(office)
    with office.connected():
        first = claims.claim_next(office)
        assert first is not None
        clock.now = first.until
        second = claims.claim_next(office)
        assert second is not None
        claims.postponed(office, first, clock(), "451 later")
        claims.given_up(office, first, "550 no")
        assert row(office, number).claimed_until == second.until
        assert row(office, number).state == MailState.QUEUED
        claims.sent(office, first)
        claims.given_up(office, second, "550 no")
    assert row(office, number).state == MailState.SENT


def test_a_mail_sent_again_after_a_crash_has_the_same_message_id(
    office: Office, server: MailServer, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class CutError(BaseException):
        """The process ends between the server's answer and the mark."""

    def cut(*_: object) -> None:
        raise CutError

    number = queue(office)
    with monkeypatch.context() as patched:
        patched.setattr(claims, "sent", cut)
        with pytest.raises(CutError):
            deliver_due(office)
    assert row(office, number).state == MailState.QUEUED
    clock.move(hours=1)
    assert deliver_due(office).sent == 1
    first, second = (parsed(content)["Message-ID"] for content in server.post.contents)
    assert first == second


def test_a_round_ends_between_two_mails_when_told_to(office: Office, server: MailServer) -> None:
    class AfterOne:
        """An event that is set once a mail was taken."""

        def is_set(self) -> bool:
            return bool(server.post.taken)

    queue(office)
    queue(office)
    assert deliver_due(office, stop=AfterOne()) == Delivered(1, 0, 1, handled=1)  # type: ignore[arg-type]  # what it asks of an event


def test_a_mail_folder_takes_the_place_of_the_server(
    hire: Hire, server: MailServer, tmp_path: Path
) -> None:
    office = hire(server.port, maildir=str(tmp_path / "mails"))
    queue(office)
    assert deliver_due(office).sent == 1
    assert server.post.taken == []
    assert len(list((tmp_path / "mails" / "new").iterdir())) == 1


def test_the_public_names_of_delivery() -> None:
    assert {"deliver_due", "work", "retry", "listing", "Delivered"} <= set(delivery.__all__)
