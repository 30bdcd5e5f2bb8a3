"""The worker: sends what comes due, rests in between, stops when told."""

from __future__ import annotations

from threading import Event

import pytest

from tests.mail.post import Hire, MailServer, PostOffice, Serve, queue
from tests.offices import MovableClock
from traces_tui.i18n import msg
from traces_tui.mail import claims, delivery
from traces_tui.mail.delivery import Delivered, work
from traces_tui.office import Office
from traces_tui.refusal import Unavailable


class Night(Event):
    """An event whose waiting moves the clock, and that is set after some waits."""

    def __init__(self, clock: MovableClock, waits: int) -> None:
        super().__init__()
        self.clock = clock
        self.left = waits
        self.pauses: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        """Note the pause instead of resting."""
        assert timeout is not None
        self.pauses.append(timeout)
        self.clock.move(seconds=timeout)
        self.left -= 1
        if self.left <= 0:
            self.set()
        return self.is_set()


def test_it_rests_when_there_is_nothing_to_do(office: Office, clock: MovableClock) -> None:
    night = Night(clock, 3)
    reports: list[Delivered] = []
    work(office, night, poll_seconds=7, report=reports.append)
    assert night.pauses == [7, 7, 7]
    assert reports == []


def test_it_wakes_when_the_next_mail_is_due(
    office: Office, server: MailServer, clock: MovableClock
) -> None:
    queue(office, delay_seconds=10)
    night = Night(clock, 3)
    reports: list[Delivered] = []
    work(office, night, poll_seconds=7, report=reports.append)
    assert night.pauses == [7, 3, 7]
    assert reports == [Delivered(1, 0, 0, handled=1)]


def test_it_does_not_rest_before_the_queue_is_empty(
    office: Office, server: MailServer, clock: MovableClock
) -> None:
    for _ in range(51):
        queue(office)
    night = Night(clock, 2)
    work(office, night)
    assert night.pauses[0] == 0
    assert night.pauses[1] > 1
    assert len(server.post.taken) == 51


def test_it_never_spins_while_another_worker_sends(office: Office, clock: MovableClock) -> None:
    queue(office)
    with office.connected():
        assert claims.claim_next(office) is not None
    night = Night(clock, 2)
    work(office, night)
    assert min(night.pauses) >= 1


def test_a_mail_put_off_is_waited_for(hire: Hire, serve: Serve, clock: MovableClock) -> None:
    office = hire(serve(PostOffice(to_recipient="451 later")).port, retry_first_seconds=3)
    queue(office)
    night = Night(clock, 2)
    work(office, night, poll_seconds=60)
    assert night.pauses == [3, 6]


def test_a_server_that_is_down_is_not_asked_all_the_time(hire: Hire, clock: MovableClock) -> None:
    office = hire(1)
    for _ in range(3):
        queue(office)
    night = Night(clock, 3)
    reports: list[Delivered] = []
    work(office, night, poll_seconds=7, report=reports.append)
    assert night.pauses == [7, 7, 7]
    assert [report.trouble for report in reports] == ["Connection refused"] * 3


def test_a_failing_database_is_waited_for(
    office: Office, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> Delivered:
        raise Unavailable(msg("The database is busy."))

    monkeypatch.setattr(delivery, "deliver_due", fail)
    night = Night(clock, 2)
    reports: list[Delivered] = []
    work(office, night, poll_seconds=7, report=reports.append)
    assert night.pauses == [7, 7]
    assert {report.trouble for report in reports} == {"The database is busy."}


def test_told_to_stop_it_does_not_begin(office: Office, server: MailServer) -> None:
    stop = Event()
    stop.set()
    queue(office)
    work(office, stop)
    assert server.post.taken == []
