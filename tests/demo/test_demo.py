"""The demonstration: everybody is there, every card works, nothing is left."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from traces_tui.clock import utc_now
from traces_tui.demo import DemoDesk, DemoPerson, open_demo
from traces_tui.demo.clock import DemoClock
from traces_tui.demo.people import (
    AGENTS,
    ANSWER,
    AUTHORITIES,
    BENALI,
    LE_BIHAN,
    OPERATORS,
    PASSWORD,
    RITTER,
    WENDLING,
)
from traces_tui.i18n import msg, translator
from traces_tui.mail.mailbox_reader import DeliveredMail, messages
from traces_tui.models.tables import Account, Journal, Outbox
from traces_tui.office import Office
from traces_tui.workflow import files, organisations, recovery, review, sign_in
from traces_tui.workflow.refusals import NotYetValid, SignInRefused
from traces_tui.workflow.views import File, RecoveryStep, Role, SessionKind, Status, Tab

ROOT = Path(__file__).resolve().parents[2]

Opened = tuple[Office, DemoDesk]


@pytest.fixture(scope="module")
def demo() -> Iterator[Opened]:
    """One demonstration for the tests that change nothing of weight in it."""
    with open_demo("fr") as opened:
        yield opened


@pytest.fixture
def own_demo() -> Iterator[Opened]:
    """A demonstration that a test may change."""
    with open_demo("fr") as opened:
        yield opened


def key_of(office: Office, email: str) -> str:
    """A session of somebody whose card has a password."""
    return sign_in.sign_in(office, email, PASSWORD).key


def card(desk: DemoDesk, last_name: str) -> DemoPerson:
    """Somebody's card."""
    return next(person for person in desk.people if person.name.endswith(last_name))


def mails_to(desk: DemoDesk, email: str) -> list[DeliveredMail]:
    """Somebody's mails, newest first."""
    return [mail for mail in messages(desk.mail_folder) if mail.to == email]


def file_of(office: Office, agent: str, words: str, tab: Tab = Tab.TO_VALIDATE) -> File:
    """The file that an agent finds with some words."""
    key = key_of(office, agent)
    (row,) = files.queue(office, key, tab, words).rows
    return files.file(office, key, row.number)


class TestStates:
    def test_every_state_is_there(self, demo: Opened) -> None:
        office, _ = demo
        with office.connected():
            states = {
                (row.status, row.lock_cause) for row in Account.select() if row.role == "operator"
            }
        assert states >= {
            ("new", None),
            ("confirmed", None),
            ("valid", None),
            ("valid", "tries"),
            ("valid", "inactivity"),
            ("refused", None),
        }

    def test_each_area_sees_its_own(self, demo: Opened) -> None:
        office, _ = demo
        counts = {
            agent: files.counts(office, key_of(office, agent))
            for agent in (RITTER, WENDLING, LE_BIHAN, BENALI)
        }
        assert counts[RITTER] == counts[WENDLING]
        assert counts[RITTER][Tab.TO_VALIDATE] == 8
        assert counts[LE_BIHAN][Tab.TO_VALIDATE] == 1
        assert all(counts[RITTER][tab] > 0 for tab in Tab)
        for tab in Tab:
            assert counts[BENALI][tab] == counts[RITTER][tab] + counts[LE_BIHAN][tab]

    def test_two_requests_are_overdue(self, demo: Opened) -> None:
        office, _ = demo
        assert files.work(office, key_of(office, RITTER)).overdue == 2

    def test_the_charts_of_the_agents_have_something_to_show(self, demo: Opened) -> None:
        office, _ = demo
        found = files.work(office, key_of(office, RITTER))
        assert all(band.count for band in found.waiting)
        assert all(week.registered for week in found.weeks[1:-1])
        assert sum(week.validated > 0 for week in found.weeks) >= 5
        assert any(week.refused for week in found.weeks)

    def test_a_file_shows_the_organisation_that_is_nearly_the_same(self, demo: Opened) -> None:
        file = file_of(demo[0], RITTER, "knecht")
        assert [one.name for one in file.similar] == ["SAS Maison Engel, fromages affinés"]

    def test_a_file_shows_the_refusal_before(self, demo: Opened) -> None:
        file = file_of(demo[0], RITTER, "stoll")
        assert any(check.words.text.startswith("Refused before") for check in file.checks)
        assert len([event for event in file.history if "{event}" in event.words.text]) == 1

    def test_a_file_tells_that_its_area_is_guessed(self, demo: Opened) -> None:
        file = file_of(demo[0], RITTER, "laitiere")
        assert any(check.words.text.startswith("Area guessed") for check in file.checks)

    def test_a_new_request_has_asked_twice(self, demo: Opened) -> None:
        _, desk = demo
        assert len(mails_to(desk, card(desk, "Lutz").email)) == 2

    def test_the_directory_holds_those_that_were_validated(self, demo: Opened) -> None:
        office, _ = demo
        assert organisations.directory(office, "maison engel").rows[0].commune == "Haguenau"
        assert organisations.directory(office, "haras des saules").rows == ()

    def test_authorities_of_the_agents_can_be_reached(self, demo: Opened) -> None:
        office, _ = demo
        for agent in AGENTS:
            authority = sign_in.sign_in(office, agent.email, PASSWORD).authority
            assert authority is not None
            assert authority.phone
            assert authority.email

    def test_the_journal_goes_forward(self, demo: Opened) -> None:
        office, _ = demo
        with office.connected():
            moments = [row.at for row in Journal.select().order_by(Journal.id)]
        assert moments == sorted(moments)
        assert moments[0] < utc_now() - timedelta(days=100)


class TestCards:
    def test_everybody_has_one(self, demo: Opened) -> None:
        _, desk = demo
        assert [person.email for person in desk.people] == [
            one.email for one in (*AGENTS, *OPERATORS)
        ]

    @pytest.mark.parametrize("email", [one.email for one in AGENTS])
    def test_the_password_of_an_agent_opens(self, demo: Opened, email: str) -> None:
        office, desk = demo
        person = next(person for person in desk.people if person.email == email)
        assert person.password is not None
        signed_in = sign_in.sign_in(office, email, person.password)
        assert (signed_in.role, signed_in.kind) == (Role.AGENT, SessionKind.FULL)

    @pytest.mark.parametrize("email", [one.email for one in OPERATORS if one.opens])
    def test_the_password_of_an_operator_opens_or_shows_the_progress(
        self, demo: Opened, email: str
    ) -> None:
        office, desk = demo
        person = next(person for person in desk.people if person.email == email)
        assert person.password is not None
        state = person.role_or_state.text
        try:
            signed_in = sign_in.sign_in(office, email, person.password)
        except NotYetValid as waiting:
            assert waiting.progress.status.word.text == state  # noqa: PT017 - which of the two it is depends on the card
        else:
            assert signed_in.kind is SessionKind.FULL
            assert state.startswith("valid")

    @pytest.mark.parametrize("email", [one.email for one in OPERATORS if not one.opens])
    def test_a_locked_account_shows_no_password_and_takes_none(
        self, demo: Opened, email: str
    ) -> None:
        office, desk = demo
        person = next(person for person in desk.people if person.email == email)
        assert person.password is None
        assert person.role_or_state.text.startswith("locked")
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, email, PASSWORD)

    def test_nobody_reads_like_a_real_person(self) -> None:
        for one in (*AGENTS, *OPERATORS, *AUTHORITIES):
            assert one.email.endswith(".example")
        for phone in [one.phone for one in (*OPERATORS, *AUTHORITIES)]:
            assert phone.startswith(("03 53 01 ", "02 61 91 ", "01 99 00 "))


class TestMails:
    def test_all_were_delivered_in_their_time(self, demo: Opened) -> None:
        office, desk = demo
        delivered = messages(desk.mail_folder)
        with office.connected():
            states = [row.state for row in Outbox.select()]
        assert set(states) <= {"sent", "cancelled"}
        assert len(delivered) == states.count("sent") > 60
        assert delivered[-1].at < utc_now() - timedelta(days=90)

    def test_a_validation_is_told_when_it_can_not_be_taken_back_any_more(
        self, demo: Opened
    ) -> None:
        office, desk = demo
        file = file_of(office, RITTER, "kuntz", Tab.VALID)
        newest = mails_to(desk, file.email)[0]
        assert file.decided_at is not None
        assert newest.at == file.decided_at + timedelta(seconds=10)

    def test_only_those_of_the_last_day_are_unread(self, demo: Opened) -> None:
        _, desk = demo
        yesterday = utc_now() - timedelta(days=1)
        for mail in messages(desk.mail_folder):
            if abs(mail.at - yesterday) > timedelta(minutes=1):  # the story is a little older
                assert mail.unread == (mail.at > yesterday), mail.at

    def test_every_kind_of_news_is_among_them(self, demo: Opened) -> None:
        office, _ = demo
        with office.connected():
            kinds = {row.kind for row in Outbox.select()}
        assert kinds >= {
            "confirmation",
            "requests",
            "activated",
            "refused",
            "temporary_password",
            "password_changed",
            "locked",
            "inactivity",
            "question_reset",
        }

    def test_the_code_of_a_new_request_confirms(self, own_demo: Opened) -> None:
        from traces_tui.workflow import confirmation

        office, desk = own_demo
        mail = mails_to(desk, card(desk, "Fischer").email)[0]
        assert mail.code is not None
        assert confirmation.confirm(office, mail.code).authority.code == "FR-67"

    def test_the_temporary_password_leads_back_in(self, own_demo: Opened) -> None:
        office, desk = own_demo
        mail = mails_to(desk, card(desk, "Meyer").email)[0]
        assert mail.code is not None
        person = sign_in.sign_in(office, mail.to, mail.code)
        assert person.next_step is RecoveryStep.ANSWER
        assert recovery.answer(office, person.key, ANSWER).step is RecoveryStep.NEW_PASSWORD

    def test_they_are_in_the_language_that_was_asked_for(self, demo: Opened) -> None:
        _, desk = demo
        mail = mails_to(desk, card(desk, "Meyer").email)[0]
        subject = msg("Your temporary password")
        assert mail.subject == translator("fr").say(subject) != subject.text


class TestOffice:
    def test_the_clock_runs(self, demo: Opened) -> None:
        office, _ = demo
        before = utc_now()
        assert before <= office.clock() <= utc_now()

    def test_nobody_is_sent_away_for_being_idle(self, demo: Opened) -> None:
        assert not demo[0].settings.idle.enabled

    def test_a_validation_can_be_taken_back_as_in_earnest(self, own_demo: Opened) -> None:
        office, _ = own_demo
        key = key_of(office, RITTER)
        number = files.queue(office, key, Tab.TO_VALIDATE).rows[0].number
        decision = review.validate(office, key, [number])
        assert decision.undo_until is not None
        assert office.settings.registration.undo_seconds == 10
        assert review.undo(office, key, [number]) == (number,)

    @pytest.mark.parametrize(
        "now",
        [
            datetime(2026, 3, 1, 0, 0, 5, tzinfo=UTC),
            datetime(2028, 2, 29, 23, 59, tzinfo=UTC),
            datetime(2026, 5, 31, 12, 0, tzinfo=UTC),
        ],
        ids=str,
    )
    def test_it_is_the_same_on_every_day_and_at_every_hour(self, now: datetime) -> None:
        with time_machine.travel(now, tick=True), open_demo("en") as (office, desk):
            counts = files.counts(office, key_of(office, RITTER))
            assert counts[Tab.TO_VALIDATE] == 8
            with office.connected():
                causes = {row.lock_cause for row in Account.select()}
                warned = Account.get(Account.email == card(desk, "Jung").email).warned_days
            assert causes == {None, "tries", "inactivity"}
            assert warned == 7


class TestEnd:
    def test_nothing_is_left(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setattr("tempfile.tempdir", None)
        with open_demo("fr") as (office, _):
            assert office.settings.data_path().is_relative_to(tmp_path)
            assert list(tmp_path.iterdir())
        assert list(tmp_path.iterdir()) == []

    def test_the_handlers_of_signals_are_given_back(self) -> None:
        def own(_number: int, _frame: object) -> None:
            """Does nothing."""

        former = signal.signal(signal.SIGTERM, own)
        with open_demo("fr"):
            assert signal.getsignal(signal.SIGTERM) is not own
        assert signal.signal(signal.SIGTERM, former) is own

    @pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
    def test_nothing_is_left_when_the_process_is_told_to_end(
        self, tmp_path: Path, ending: signal.Signals
    ) -> None:
        code = (
            "import signal\nfrom traces_tui.demo import open_demo\n"
            "with open_demo('fr') as (office, desk):\n"
            "    print(desk.mail_folder.parent, flush=True)\n    signal.pause()\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path), "LC_ALL": "C.UTF-8"},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        assert folder.parent == tmp_path
        assert folder.is_dir()
        process.send_signal(ending)
        process.communicate(timeout=20)
        assert process.returncode == 128 + ending
        assert list(tmp_path.iterdir()) == []


def test_the_story_never_goes_back() -> None:
    clock = DemoClock()
    now = utc_now()
    clock.set(now)
    with pytest.raises(ValueError, match="can't go back"):
        clock.set(now - timedelta(seconds=1))


def test_statuses_are_words_of_the_workflow() -> None:
    """The cards name a state as the lists of the agent do."""
    words = {status.word.text for status in Status}
    assert {"new", "confirmed", "valid", "refused"} == words
    assert {one.state.text for one in OPERATORS} > words
