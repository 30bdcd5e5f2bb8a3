"""Refusing requests: the dialog, its errors, and what the applicant is told."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.offices import MovableClock, agent, mails, payload_of
from tests.ui.agents import at_rest, box_words, closed, dialog, elsewhere, file_of, keys, queue
from tests.ui.at_the_desk import LANGUAGES, SIZES, desk_app, misfits, until, words_on
from traces_tui.i18n import msg
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Request
from traces_tui.office import Office
from traces_tui.refusal import Unavailable
from traces_tui.screens.queue import QueueScreen
from traces_tui.screens.refuse_dialog import RefuseDialog
from traces_tui.widgets.dialog import Dialog
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.pick import PickDialog
from traces_tui.workflow import review


@pytest.fixture
def files(office: Office, clock: MovableClock) -> list[str]:
    """Three files that wait."""
    numbers = []
    for first, last in (("Marie", "Dupont"), ("Jonas", "Müller"), ("Paolo", "Rossi")):
        numbers.append(file_of(office, first, last, f"Ferme {last}"))
        clock.move(hours=1)
    return numbers


def request_of(office: Office, number: str) -> Request:
    """The row."""
    with office.connected():
        row: Request = Request.get(Request.number == number)
        return row


async def opened(pilot: Pilot[int], office: Office) -> tuple[QueueScreen, RefuseDialog]:
    """The queue, and the dialog over it."""
    screen = await queue(pilot, agent(office))
    await pilot.press("r")
    return screen, await dialog(pilot, RefuseDialog)


async def fill(pilot: Pilot[int], box: RefuseDialog, reason: str, words: str = "") -> None:
    """Choose and write."""
    box.query_one(FormPage).set_values({"reason": reason, "words": words})
    await at_rest(pilot)


async def submit(pilot: Pilot[int], box: RefuseDialog) -> None:
    """Press the red button."""
    box.query_one("#refuse-yes").focus()
    await pilot.press("enter")
    await at_rest(pilot)


async def test_refusing_with_a_reason_and_words(office: Office, files: list[str]) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen, box = await opened(pilot, office)
        assert "Refuse the request of Marie Dupont" in words_on(app)
        assert "receives the reason in this language: Français" in box_words(app)
        assert box.focused is not None
        assert box.focused.id == "refuse-no"
        await fill(pilot, box, "other_authority", "Demandez au Haut-Rhin.")
        await submit(pilot, box)
        await closed(pilot)
        await until(pilot, lambda: "The request of Marie Dupont is refused." in words_on(app))
        await at_rest(pilot)
        row = request_of(office, files[0])
        assert (row.status, row.reason) == ("refused", "other_authority")
        assert row.reason_words == "Demandez au Haut-Rhin."
        assert payload_of(office, MailKind.REFUSED)["words"] == "Demandez au Haut-Rhin."
        assert screen.rows.current is not None
        assert screen.rows.current.number == files[1]
        assert screen.rows.has_focus
        assert not app.screen.query("#toast-undo")


async def test_the_reason_is_chosen_from_the_list_by_keyboard(
    office: Office, files: list[str]
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        _, box = await opened(pilot, office)
        box.query_one(FormPage).field("reason").target.focus()
        await pilot.press("enter")
        await dialog(pilot, PickDialog)
        await pilot.press("down", "down", "enter")
        await dialog(pilot, RefuseDialog)
        assert box.query_one(FormPage).values()["reason"] == "other_authority"


async def test_errors_stand_at_their_fields(office: Office, files: list[str]) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        _, box = await opened(pilot, office)
        await submit(pilot, box)
        assert "✗ Choose a reason" in words_on(app)
        await fill(pilot, box, "other")
        assert "✗ Choose a reason" not in words_on(app)
        await submit(pilot, box)
        assert "✗ Write the reason" in words_on(app)
        assert misfits(app) == []
        assert request_of(office, files[0]).status == "confirmed"
        await fill(pilot, box, "other", "Parce que.")
        await submit(pilot, box)
        await closed(pilot)
        assert request_of(office, files[0]).status == "refused"


@pytest.mark.parametrize("how", ["enter", "escape"])
async def test_cancel_is_the_safe_answer(office: Office, files: list[str], how: str) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen, _ = await opened(pilot, office)
        await pilot.press(how)
        await closed(pilot)
        assert request_of(office, files[0]).status == "confirmed"
        assert screen.rows.has_focus


@pytest.mark.parametrize("words", ["[/x] [@click=app.quit]q[/]", "<b>&amp;</b> {0} 株式会社"])
async def test_words_are_mailed_as_written(office: Office, files: list[str], words: str) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        _, box = await opened(pilot, office)
        await fill(pilot, box, "other", words)
        await submit(pilot, box)
        await closed(pilot)
        assert payload_of(office, MailKind.REFUSED)["words"] == words
        await keys(pilot, "4")
        assert words in words_on(app)


async def test_a_megabyte_is_cut_and_told(office: Office, files: list[str]) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        _, box = await opened(pilot, office)
        entry = box.query_one(FormPage).field("words").entry
        assert entry is not None
        entry.replace("x" * 1_000_000, 0, 0)
        await at_rest(pilot)
        assert len(entry.value) <= 500
        assert "At most 500 characters" in words_on(app)


async def test_several_at_once(office: Office, files: list[str]) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await keys(pilot, "space", "space")
        await pilot.press("r")
        box = await dialog(pilot, RefuseDialog)
        assert "Refuse 2 requests" in words_on(app)
        await fill(pilot, box, "incomplete")
        await submit(pilot, box)
        await closed(pilot)
        await until(pilot, lambda: "2 requests refused." in words_on(app))
        assert [request_of(office, n).status for n in files] == ["refused", "refused", "confirmed"]
        assert screen.rows.marked == ()


async def test_a_colleague_was_faster(office: Office, files: list[str]) -> None:
    other, colleague = elsewhere(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen, box = await opened(pilot, office)
        review.validate(other, colleague.key, [files[0]])
        await fill(pilot, box, "incomplete")
        await submit(pilot, box)
        await closed(pilot)
        await until(pilot, lambda: "was already handled by Luc Schmitt: valid." in words_on(app))
        assert app.screen is screen
        assert request_of(office, files[0]).status == "valid"
        assert mails(office, MailKind.REFUSED) == []


async def test_a_failing_database_loses_no_word(
    office: Office, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Unavailable(
            msg("The database is busy. Try again in a moment; nothing was lost here.")
        )

    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        _, box = await opened(pilot, office)
        await fill(pilot, box, "other", "Une longue explication.")
        with monkeypatch.context() as patch:
            patch.setattr(review, "refuse", fail)
            await submit(pilot, box)
        assert app.screen is box
        assert "The database is busy" in words_on(app)
        assert "Une longue explication." in words_on(app)
        await submit(pilot, box)
        await closed(pilot)
        assert request_of(office, files[0]).reason_words == "Une longue explication."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
async def test_it_fits_and_another_language_keeps_the_words(
    office: Office, files: list[str], size: tuple[int, int], language: str
) -> None:
    app = desk_app(office, language)
    async with app.run_test(size=size) as pilot:
        _, box = await opened(pilot, office)
        assert misfits(app) == []
        await fill(pilot, box, "other", "Parce que.")
        app.speak("en" if language == "fr" else "fr")
        await at_rest(pilot)
        assert isinstance(app.screen, Dialog)
        assert box.query_one(FormPage).values() == {"reason": "other", "words": "Parce que."}
        assert misfits(app) == []
