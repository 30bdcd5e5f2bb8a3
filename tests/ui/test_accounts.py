"""Accounts of the area: finding one, reading its locks, resetting its question."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.offices import (
    IN_COLMAR,
    PASSWORD,
    MovableClock,
    agent,
    confirmed,
    mails,
    refused_operator,
    registered,
    signed_in,
    temporary_password,
    valid_operator,
)
from tests.ui.agents import at_rest, box_words, closed, dialog, keys, many_files
from tests.ui.at_the_desk import (
    LANGUAGES,
    SIZES,
    desk_app,
    desk_of,
    misfits,
    shown,
    until,
    words_on,
)
from traces_tui.i18n import msg
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account
from traces_tui.office import Office
from traces_tui.refusal import Unavailable
from traces_tui.screens.accounts import AccountsScreen
from traces_tui.screens.confirm_dialog import ConfirmDialog, NoticeDialog
from traces_tui.widgets.entry import Entry
from traces_tui.workflow import accounts, sign_in
from traces_tui.workflow.refusals import SignInRefused
from traces_tui.workflow.views import LockCause, RecoveryStep


async def opened(pilot: Pilot[int], office: Office) -> AccountsScreen:
    """The screen of an agent."""
    await pilot.pause()
    desk_of(pilot).person = agent(office)
    screen = AccountsScreen()
    await shown(pilot, screen)
    await at_rest(pilot)
    return screen


async def test_states_and_locks_in_words(office: Office, clock: MovableClock) -> None:
    valid_operator(office, "idle@x.example.fr", last_name="Absent")
    with office.writing():
        Account.update(locked_at=clock(), lock_cause=LockCause.INACTIVITY).where(
            Account.last_name == "Absent"
        ).execute()
    valid_operator(office, "fine@x.example.fr", last_name="Actif")
    signed_in(office, "fine@x.example.fr")
    valid_operator(office, "tries@x.example.fr", last_name="Distrait")
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, "tries@x.example.fr", "wrong")
    confirmed(office, "wait@x.example.fr", last_name="Patient")
    refused_operator(office, "bad@x.example.fr", last_name="Refus")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, office)
        names = [row.name.split()[0] for row in screen.rows.rows]
        assert names == ["Refus", "Patient", "Distrait", "Actif", "Absent"]
        assert "Refused: it can't sign in." in words_on(app)
        assert screen.query_one("#reset").disabled
        await keys(pilot, "j")
        assert "Not valid yet: it can't sign in." in words_on(app)
        await keys(pilot, "j")
        words = words_on(app)
        assert "locked: tries" in words
        assert "Locked after 5 wrong tries. A new password," in words
        assert "Has not signed in yet." in words
        await keys(pilot, "j")
        words = words_on(app)
        assert "✓ Not locked." in words
        assert "✓ Secret question chosen." in words
        assert "Last sign-in: 02/03/2026" in words
        await keys(pilot, "j")
        assert "Locked after 3 months without sign-in." in words_on(app)


async def test_resetting_a_question(office: Office) -> None:
    """The story of the notice: agent resets, operator asks for a password and chooses anew."""
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, office)
        await pilot.press("r")
        box = await dialog(pilot, ConfirmDialog)
        assert "Reset the secret question of Dupont Marie?" in words_on(app)
        words = box_words(app)
        assert "asks for a new password at the sign-in page and chooses a new question" in words
        assert "You never see a password or an answer." in words
        assert box.focused is not None
        assert box.focused.id == "no"
        await pilot.press("enter")
        await closed(pilot)
        with office.connected():
            assert Account.get(Account.last_name == "Dupont").question is not None
        await pilot.press("r")
        await dialog(pilot, ConfirmDialog)
        await pilot.press("left", "enter")
        await closed(pilot)
        await until(pilot, lambda: "The secret question of Dupont Marie is reset" in words_on(app))
        await until(pilot, lambda: "Secret question to choose" in words_on(app))
        assert screen.rows.has_focus
    assert len(mails(office, MailKind.QUESTION_RESET)) == 1
    person = sign_in.sign_in(office, "marie.dupont@ferme-ried.fr", temporary_password(office))
    assert person.next_step is RecoveryStep.NEW_QUESTION


async def test_a_locked_question_is_told(office: Office) -> None:
    valid_operator(office)
    with office.writing():
        Account.update(answer_failures=5).where(Account.last_name == "Dupont").execute()
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, office)
        words = words_on(app)
        assert "question locked" in words
        assert "Secret question locked after too many wrong answers: reset it here." in words


async def test_accounts_of_another_area_are_not_there(office: Office) -> None:
    valid_operator(office)
    valid_operator(office, "colmar@x.example.fr", **IN_COLMAR)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, office)
        assert [row.email for row in screen.rows.rows] == ["marie.dupont@ferme-ried.fr"]


async def test_an_account_that_went_to_another_area_meanwhile(office: Office) -> None:
    from traces_tui.models.tables import Request

    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, office)
        with office.writing():
            Request.update(authority="FR-68").execute()
        await pilot.press("r")
        await dialog(pilot, ConfirmDialog)
        await pilot.press("left", "enter")
        await dialog(pilot, NoticeDialog)
        assert "This file does not belong to your authority." in words_on(app)
    assert mails(office, MailKind.QUESTION_RESET) == []


async def test_search_and_its_end(office: Office) -> None:
    valid_operator(office)
    valid_operator(office, "b@x.example.fr", first_name="Jonas", last_name="Müller")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, office)
        await keys(pilot, "slash", *"MULLER")
        await until(pilot, lambda: len(screen.rows.rows) == 1)
        await keys(pilot, "enter")
        assert screen.rows.has_focus
        assert "Müller Jonas" in words_on(app)
        await keys(pilot, "escape")
        assert len(screen.rows.rows) == 2
        await keys(pilot, "escape")
        assert app.screen is not screen


@pytest.mark.parametrize("typed", ["[/zz]", "\u202egnp", pytest.param("x" * 1_000_000, id="mb")])
async def test_hostile_search(office: Office, typed: str) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, office)
        await keys(pilot, "slash")
        screen.query_one(Entry).replace(typed, 0, 0)
        await keys(pilot, "enter")
        assert screen.rows.rows == ()
        assert "No result for" in words_on(app)
        assert screen.query_one("#reset").disabled


async def test_hostile_names(office: Office) -> None:
    valid_operator(office, first_name="[/x]", last_name="[@click=app.quit]q")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, office)
        assert "[@click=app.quit]q [/x]" in words_on(app)
        await pilot.press("r")
        await dialog(pilot, ConfirmDialog)
        assert "[@click=app.quit]q [/x]" in words_on(app)


async def test_nobody_yet(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, office)
        assert "No account in your area yet." in words_on(app)


async def test_many_accounts_are_read_in_parts(office: Office) -> None:
    many_files(office, 250)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, office)
        assert len(screen.rows.rows) == accounts.PAGE
        await keys(pilot, "G", "G", "G")
        assert len(screen.rows.rows) == 250
        assert screen.rows.index == 249


async def test_a_failing_database_is_told_and_the_list_stays(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise Unavailable(
            msg("The database is busy. Try again in a moment; nothing was lost here.")
        )

    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, office)
        monkeypatch.setattr(accounts, "find", fail)
        await keys(pilot, "f5")
        await dialog(pilot, NoticeDialog)
        assert "The database is busy" in words_on(app)
        await keys(pilot, "enter")
        assert len(screen.rows.rows) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
async def test_it_fits_and_another_language_keeps_everything(
    office: Office, size: tuple[int, int], language: str
) -> None:
    valid_operator(office)
    registered(office, "n@x.example.fr", last_name="Neu")
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, "marie.dupont@ferme-ried.fr", PASSWORD + "x")
    app = desk_app(office, language)
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot, office)
        await keys(pilot, "j")
        assert misfits(app) == []
        app.speak("en" if language == "fr" else "fr")
        await at_rest(pilot)
        assert screen.rows.index == 1
        assert screen.rows.has_focus
        assert misfits(app) == []
        await pilot.press("r")
        await dialog(pilot, ConfirmDialog)
        assert misfits(app) == []
