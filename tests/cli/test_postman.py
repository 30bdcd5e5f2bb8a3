"""The postman: sends by himself, never raises, ends when told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from tests.mail.post import account, queue
from tests.offices import make_office
from traces_tui import postman
from traces_tui.i18n import verbatim
from traces_tui.mail import delivery
from traces_tui.mail.delivery import Delivered
from traces_tui.mail.mailbox_reader import messages
from traces_tui.models.tables import Account
from traces_tui.office import Office
from traces_tui.postman import Postman
from traces_tui.refusal import Unavailable
from traces_tui.settings import Smtp

DEADLINE = 20.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the mails go."""
    return tmp_path / "mail"


@pytest.fixture
def office(tmp_path: Path, folder: Path) -> Office:
    """An office with a mail folder."""
    return make_office(tmp_path / "data", smtp=Smtp(maildir=str(folder)))


class Watch:
    """Tells when a round has been done."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rounds = 0
        self.done = Event()
        self.error: Exception | None = None
        real = delivery.deliver_due

        def watched(office: Office, limit: int, *, stop: Event | None = None) -> Delivered:
            try:
                if self.error is not None:
                    raise self.error
                return real(office, limit, stop=stop)
            finally:
                self.rounds += 1
                self.done.set()

        monkeypatch.setattr(delivery, "deliver_due", watched)

    def wait(self) -> None:
        """Wait for the end of a round."""
        assert self.done.wait(DEADLINE)
        self.done.clear()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Looks at the postman's rounds."""
    return Watch(monkeypatch)


@pytest.fixture
def patient(office: Office) -> Iterator[Postman]:
    """A postman who goes nowhere unless he is poked."""
    one = Postman(office, every=3600)
    one.start()
    yield one
    assert one.stop(DEADLINE)


def test_goes_when_poked(office: Office, folder: Path, patient: Postman, watch: Watch) -> None:
    queue(office)
    patient.poke()
    watch.wait()
    assert len(messages(folder)) == 1
    assert watch.rounds == 1


def test_goes_by_himself(office: Office, folder: Path, watch: Watch) -> None:
    queue(office)
    one = Postman(office, every=0.001)
    one.start()
    watch.wait()
    watch.wait()
    assert one.stop(DEADLINE)
    assert len(messages(folder)) == 1


def test_takes_more_than_one_bag(
    office: Office, folder: Path, patient: Postman, watch: Watch
) -> None:
    for _ in range(postman._BATCH + 1):
        queue(office)
    patient.poke()
    watch.wait()
    patient.stop(DEADLINE)
    # Being told to stop he leaves the rest to the next one, or has taken it already.
    assert len(messages(folder)) in {postman._BATCH, postman._BATCH + 1}
    postman.deliver(office, Event())
    assert len(messages(folder)) == postman._BATCH + 1


@pytest.mark.parametrize("error", [ZeroDivisionError(), RuntimeError("x")], ids=repr)
def test_an_error_is_logged_and_he_goes_on(
    office: Office,
    folder: Path,
    patient: Postman,
    watch: Watch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    queue(office)
    watch.error = error
    patient.poke()
    watch.wait()
    watch.error = None
    patient.poke()
    watch.wait()
    assert len(messages(folder)) == 1
    assert "mail: this round failed" in caplog.text


def test_a_database_that_fails_is_waited_for(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise Unavailable(verbatim("gone"))

    monkeypatch.setattr(delivery, "deliver_due", fail)
    monkeypatch.setattr("traces_tui.workflow.upkeep.round_of_upkeep", fail)
    assert not postman.deliver(office, Event())
    postman.upkeep(office)
    assert [record.message for record in caplog.records] == [
        "mail: the database is not available",
        "upkeep: the database is not available",
    ]


def test_keeps_the_accounts_up_at_his_first_round_only(
    office: Office, patient: Postman, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Office] = []
    monkeypatch.setattr(postman, "upkeep", kept.append)
    for _ in range(2):
        patient.poke()
        watch.wait()
    assert kept == [office]


def test_upkeep_locks_those_whose_time_is_over(office: Office) -> None:
    account(office)
    with office.writing():
        Account.update(active_since=0).execute()
    postman.upkeep(office)
    with office.connected():
        assert Account.get().lock_cause == "inactivity"


def test_upkeep_ends_when_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Event()
    rounds: list[int] = []

    def third(_office: Office) -> None:
        rounds.append(1)
        if len(rounds) == 3:
            stop.set()

    monkeypatch.setattr(postman, "upkeep", third)
    postman.keep_up(office, stop, every=0.001)
    assert len(rounds) == 3


def test_may_be_stopped_before_he_began_and_twice(office: Office) -> None:
    one = Postman(office)
    assert one.stop()
    assert one.stop()


def test_does_nothing_before_his_first_pause(office: Office, watch: Watch) -> None:
    """The first screen has the processor for itself."""
    one = Postman(office)
    one.start()
    assert one.stop(DEADLINE)
    assert watch.rounds == 0
