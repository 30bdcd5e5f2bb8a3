"""The queue: validating, taking back, linking an organisation; two agents on one file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.pilot import Pilot

from tests.offices import MovableClock, agent, mails, valid_operator
from tests.ui.agents import (
    at_rest,
    box_words,
    closed,
    dialog,
    elsewhere,
    file_of,
    keys,
    many_files,
    queue,
)
from tests.ui.at_the_desk import desk_app, until, words_on
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account, Organisation, Request
from traces_tui.office import Office
from traces_tui.screens import queue_decisions
from traces_tui.screens.actions_dialog import ActionsDialog
from traces_tui.screens.confirm_dialog import ConfirmDialog, NoticeDialog
from traces_tui.screens.link_organisation import LinkOrganisationDialog
from traces_tui.screens.queue import QueueScreen
from traces_tui.screens.queue_count_dialog import CountDialog
from traces_tui.screens.queue_lost_dialog import LostDialog
from traces_tui.widgets.decision_bar import DecisionBar
from traces_tui.widgets.entry import Entry
from traces_tui.workflow import review
from traces_tui.workflow.views import MailState


@pytest.fixture(autouse=True)
def quick_fingers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test presses a key twice within less time than a person."""
    monkeypatch.setattr(queue_decisions, "REPEAT", 0.0)


@pytest.fixture
def files(office: Office, clock: MovableClock) -> list[str]:
    """Four files that wait, none with a warning."""
    numbers = []
    for first, last, place in (
        ("Marie", "Dupont", "SARL Ferme du Ried"),
        ("Jonas", "Müller", "Alsace Export GmbH"),
        ("Paolo", "Rossi", "Latteria Rossi"),
        ("Yann", "Le Goff", "Criée de l'Est"),
    ):
        numbers.append(file_of(office, first, last, place))
        clock.move(hours=3)
    return numbers


@pytest.fixture
def doubtful(office: Office) -> str:
    """A file whose organisation looks like one of the directory."""
    valid_operator(office, "old@ferme.example.fr", organisation_name="Ferme du Ried")
    return file_of(office, "Marie", "Dupont", "SARL Ferme du Ried")


def status_of(office: Office, number: str) -> str:
    """Where a request stands in the tables."""
    with office.connected():
        return str(Request.get(Request.number == number).status)


def statuses(office: Office, numbers: list[str]) -> list[str]:
    """The same for several."""
    return [status_of(office, number) for number in numbers]


def activations(office: Office) -> list[MailState]:
    """The states of the mails that say “valid”."""
    return [MailState(row.state) for row in mails(office, MailKind.ACTIVATED)]


async def test_a_good_file_is_valid_at_once_and_the_next_one_is_there(
    office: Office, files: list[str]
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await keys(pilot, "j", "v")
        assert status_of(office, files[1]) == "valid"
        assert activations(office) == [MailState.QUEUED]
        assert screen.rows.index == 1
        assert screen.card.file is not None
        assert screen.card.file.number == files[2]
        words = words_on(app)
        assert "Jonas Müller is valid." in words
        assert "To validate 3 New 0 Valid 1" in words
        assert screen.rows.has_focus


async def test_undo_within_ten_seconds_by_key(
    office: Office, clock: MovableClock, files: list[str]
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await keys(pilot, "v")
        assert "u Undo" in words_on(app)
        clock.move(seconds=9)
        await keys(pilot, "u")
        assert status_of(office, files[0]) == "confirmed"
        assert activations(office) == [MailState.CANCELLED]
        assert "1 validation taken back: the request waits again." in words_on(app)
        assert screen.rows.current is not None
        assert screen.rows.current.number == files[0]
        assert "u Undo" not in words_on(app)


async def test_undo_by_the_button_of_the_toast(office: Office, files: list[str]) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await queue(pilot, agent(office))
        await keys(pilot, "v")
        await pilot.click("#toast-undo")
        await at_rest(pilot)
        assert status_of(office, files[0]) == "confirmed"


async def test_undo_after_ten_seconds_is_too_late(
    office: Office, clock: MovableClock, files: list[str]
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await keys(pilot, "v")
        clock.move(seconds=11)
        await keys(pilot, "u")
        await dialog(pilot, NoticeDialog)
        assert "Too late to undo: the applicant has been told." in words_on(app)
        await keys(pilot, "enter")
        assert app.screen is screen
        assert status_of(office, files[0]) == "valid"
        assert activations(office) == [MailState.QUEUED]


async def test_undo_is_offered_no_longer_than_it_works(
    office: Office, clock: MovableClock, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        start = clock.now

        def late(*_: object) -> None:
            clock.now = start + timedelta(seconds=9.99)

        monkeypatch.setattr(screen, "decided", late)
        await keys(pilot, "v")
        assert "u Undo" in words_on(app)
        await until(pilot, lambda: "u Undo" not in words_on(app))


async def test_a_warning_is_asked_about_with_cancel_first(office: Office, doubtful: str) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        assert "▲ The directory has a similar one: Ferme du Ried" in words_on(app)
        await keys(pilot, "v")
        assert "▲ Validate Marie Dupont?" in words_on(app)
        assert screen.focused is not None
        assert screen.focused.id == "bar-no"
        await keys(pilot, "enter")
        assert status_of(office, doubtful) == "confirmed"
        assert not screen.query_one(DecisionBar).asking
        assert screen.rows.has_focus
        await keys(pilot, "v", "left", "enter")
        assert status_of(office, doubtful) == "valid"


async def test_escape_and_moving_on_drop_the_question(
    office: Office, clock: MovableClock, doubtful: str
) -> None:
    clock.move(hours=1)
    file_of(office, "Jonas", "Müller", "Alsace Export GmbH")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await keys(pilot, "v", "escape")
        assert app.screen is screen
        assert screen.rows.has_focus
        await keys(pilot, "v")
        await pilot.click("#queue-list", offset=(20, 2))
        await at_rest(pilot)
        assert not screen.bar.asking
        assert status_of(office, doubtful) == "confirmed"


async def test_a_key_held_down_decides_one_file(
    office: Office, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_decisions, "REPEAT", 60.0)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await queue(pilot, agent(office))
        await keys(pilot, "v", "v", "v", "v")
        assert statuses(office, files) == ["valid", "confirmed", "confirmed", "confirmed"]


async def test_the_button_and_the_menu_do_the_same(office: Office, files: list[str]) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await pilot.click("#validate")
        await at_rest(pilot)
        screen.rows.focus()
        await pilot.press("enter")
        await dialog(pilot, ActionsDialog)
        words = words_on(app)
        assert "Müller Jonas, 2026-000002" in words
        assert "1 ▸ Validate" in words
        await pilot.press("1")
        await closed(pilot)
        await until(pilot, lambda: status_of(office, files[1]) == "valid")
        await at_rest(pilot)
        screen.query_one("#more").focus()
        await pilot.press("enter")
        await dialog(pilot, ActionsDialog)
        await pilot.press("down", "down", "down", "enter")
        await closed(pilot)
        await until(pilot, lambda: screen.rows.marked == (files[2],))


async def test_two_agents_on_one_file(office: Office, files: list[str]) -> None:
    """One wins, the other is told who it was; the list shows it too."""
    other, colleague = elsewhere(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        review.refuse(other, colleague.key, [files[0]], {"reason": "duplicate", "words": ""})
        await keys(pilot, "v")
        words = words_on(app)
        assert "Marie Dupont was already handled by Luc Schmitt: refused." in words
        assert "handled by Luc Schmitt 67600 refused" in words
        assert "✗ Marie Dupont refused, by Luc Schmitt on" in words
        assert status_of(office, files[0]) == "refused"
        assert activations(office) == []
        assert app.screen is screen
        await keys(pilot, "v")
        assert statuses(office, files[1:]) == ["confirmed"] * 3
        await keys(pilot, "j")
        assert "was already handled" not in words_on(app)
        await keys(pilot, "v")
        assert status_of(office, files[1]) == "valid"


async def mark(pilot: Pilot[int], screen: QueueScreen, count: int) -> None:
    """Mark the first rows."""
    await keys(pilot, "g", *["space"] * count)
    assert len(screen.rows.marked) == count


async def test_several_are_asked_about_with_their_number(office: Office, files: list[str]) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await mark(pilot, screen, 3)
        assert "Validate (3)" in words_on(app)
        await pilot.press("v")
        await dialog(pilot, ConfirmDialog)
        assert "Validate 3 requests?" in words_on(app)
        await pilot.press("enter")
        await closed(pilot)
        assert statuses(office, files) == ["confirmed"] * 4
        await pilot.press("v")
        await dialog(pilot, ConfirmDialog)
        await pilot.press("left", "enter")
        await closed(pilot)
        await until(pilot, lambda: "3 requests validated." in words_on(app))
        assert statuses(office, files) == ["valid", "valid", "valid", "confirmed"]
        await at_rest(pilot)
        await keys(pilot, "u")
        await until(pilot, lambda: "3 validations taken back" in words_on(app))
        assert statuses(office, files) == ["confirmed"] * 4


async def test_several_of_which_a_colleague_took_one(office: Office, files: list[str]) -> None:
    other, colleague = elsewhere(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await mark(pilot, screen, 3)
        review.validate(other, colleague.key, [files[1]])
        await pilot.press("v")
        await dialog(pilot, ConfirmDialog)
        await pilot.press("left", "enter")
        await dialog(pilot, LostDialog)
        assert "1 request was already handled" in words_on(app)
        words = box_words(app)
        assert "✓ 2 requests validated." in words
        assert "▲ Jonas Müller: already handled by Luc Schmitt, valid" in words
        await keys(pilot, "enter")
        assert screen.rows.marked == ()
        assert statuses(office, files) == ["valid", "valid", "valid", "confirmed"]


async def test_all_need_their_number_typed(office: Office) -> None:
    many_files(office, 12)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await pilot.press("a")
        box = await dialog(pilot, CountDialog)
        assert "Validate 12 requests?" in words_on(app)
        line = box.query_one(Entry)
        assert line.has_focus
        for wrong in ("", "11", "[/x]"):
            line.put(wrong)
            await pilot.press("enter")
            await at_rest(pilot)
            assert app.screen is box
            assert "This is not the number 12" in words_on(app)
        line.put(" 1 2 ")
        await pilot.press("enter")
        await closed(pilot)
        await until(pilot, lambda: "12 requests validated." in words_on(app))
        await at_rest(pilot)
        assert screen.rows.rows == ()
        assert screen.rows.has_focus
        assert "No request to validate." in words_on(app)


async def test_all_of_none(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await queue(pilot, agent(office))
        await keys(pilot, "a")
        await until(pilot, lambda: "● No request to validate." in words_on(app))


async def test_more_than_one_decision_takes_says_how_many_wait(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, "MOST_AT_ONCE", 11)
    many_files(office, 15)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await queue(pilot, agent(office))
        await pilot.press("a")
        await dialog(pilot, CountDialog)
        assert "These are the oldest; 4 more wait." in box_words(app)
        await pilot.press("escape")
        await closed(pilot)


async def test_linking_to_an_organisation_of_the_directory(office: Office, doubtful: str) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await queue(pilot, agent(office))
        await pilot.press("o")
        await dialog(pilot, LinkOrganisationDialog)
        words = words_on(app)
        assert "1 Ferme du Ried in the directory" in words
        assert "2 SARL Ferme du Ried as a new organisation" in words
        await pilot.press("1")
        await closed(pilot)
        await until(pilot, lambda: "✓ Will be linked to Ferme du Ried" in words_on(app))
        await at_rest(pilot)
        await keys(pilot, "v")
        assert status_of(office, doubtful) == "valid"
        with office.connected():
            account = Request.get(Request.number == doubtful).account
            place = Account.get_by_id(account.id).organisation
            assert place is not None
            assert place.name == "Ferme du Ried"
            assert Organisation.select().where(Organisation.valid).count() == 1


async def test_keeping_it_as_a_new_organisation(office: Office, doubtful: str) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await queue(pilot, agent(office))
        await pilot.press("o")
        await dialog(pilot, LinkOrganisationDialog)
        await pilot.press("2")
        await closed(pilot)
        await until(pilot, lambda: "✓ New organisation" in words_on(app))
        await at_rest(pilot)
        await keys(pilot, "v")
        assert status_of(office, doubtful) == "valid"
        with office.connected():
            assert Organisation.select().where(Organisation.valid).count() == 2


async def test_what_the_applicant_picked_is_linked_without_asking(
    office: Office, doubtful: str
) -> None:
    with office.writing():
        picked = Organisation.get(Organisation.name == "Ferme du Ried")
        Request.update(chosen_organisation=picked).where(Request.number == doubtful).execute()
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await queue(pilot, agent(office))
        assert "✓ Will be linked to Ferme du Ried" in words_on(app)
        await keys(pilot, "v")
        with office.connected():
            assert Organisation.select().where(Organisation.valid).count() == 1


async def test_a_failing_database_keeps_file_and_question(
    office: Office, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from traces_tui.i18n import msg
    from traces_tui.refusal import Unavailable

    def fail(*_: object) -> None:
        raise Unavailable(
            msg("The database is busy. Try again in a moment; nothing was lost here.")
        )

    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        with monkeypatch.context() as patch:
            patch.setattr(review, "validate", fail)
            await keys(pilot, "v")
        assert "The database is busy" in words_on(app)
        assert app.screen is screen
        await keys(pilot, "v")
        assert status_of(office, files[0]) == "valid"
