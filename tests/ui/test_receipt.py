"""The receipt on the pages of a request: shown, printed, refused, and gone with the person."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.offices import MovableClock, code_of, confirmed, make_office, registered
from tests.ui.at_the_desk import (
    SlowFlow,
    desk_app,
    desk_of,
    misfits,
    misfits_in_all_languages,
    screen_text,
    typed,
    until,
    words_on,
)
from tests.ui.pseudo import PseudoTranslator
from tests.ui.registering import calm, hit, kind_of
from traces_tui.app import DeskApp
from traces_tui.i18n import translator
from traces_tui.lines import cells
from traces_tui.mail.kinds import MailKind
from traces_tui.office import Office
from traces_tui.receipt.printer import Printer
from traces_tui.screens.confirmation import ConfirmationScreen, ConfirmedScreen
from traces_tui.screens.progress import ProgressScreen
from traces_tui.screens.receipt import ReceiptScreen
from traces_tui.screens.receipt_dialog import ReceiptDialog
from traces_tui.settings import Receipt
from traces_tui.way_out import RESTART
from traces_tui.widgets.press import Action
from traces_tui.workflow import confirmation

NARROW = (64, 20)
BOTH = ((120, 36), (160, 48))
"""Sizes at which the receipt stands beside the page."""


def office_with(folder: Path, command: str, clock: MovableClock) -> Office:
    """An office with a printer."""
    receipt = Receipt(print_command=command, print_seconds=60)
    return make_office(folder / "data", clock, receipt=receipt)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """What comes out of the printer, sheet after sheet."""
    return tmp_path / "paper"


@pytest.fixture
def printing(tmp_path: Path, clock: MovableClock, paper: Path) -> Office:
    """An office whose printer works."""
    return office_with(tmp_path, f"tee -a {paper}", clock)


async def opened(pilot: Pilot[int], office: Office) -> ProgressScreen:
    """The page of a confirmed request, whose focus is not in a field."""
    await pilot.pause()
    receipt = confirmed(office)
    screen = ProgressScreen(receipt.key, confirmation.progress(office, receipt.key))
    await pilot.app.push_screen(screen)
    await calm(pilot)
    return screen


def button(app: DeskApp) -> Action:
    """The one that prints."""
    page = next(screen for screen in app.screen_stack if isinstance(screen, ReceiptScreen))
    return page.query_one("#print", Action)


# --- printing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["key", "button", "click"])
async def test_receipt_is_printed(printing: Office, paper: Path, way: str) -> None:
    app = desk_app(printing, "fr")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, printing)
        assert "p Imprimer" in words_on(app)
        if way == "key":
            await pilot.press("p")
        elif way == "click":
            await pilot.click("#print")
        else:
            await hit(pilot, "#print")
        await until(pilot, lambda: "Récépissé imprimé" in words_on(app))
        assert not button(app).disabled
        if way == "button":
            assert screen.focused is button(app)
        assert misfits(app) == []
    sheet = paper.read_text("utf-8")
    assert "[x] 2  confirmé" in sheet
    assert all(cells(line) <= 72 for line in sheet.split("\n"))


async def test_whoever_leans_on_the_key_gets_one_sheet(printing: Office, paper: Path) -> None:
    app = desk_app(printing)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, printing)
        await pilot.press("p", "p", "p")
        await until(pilot, lambda: screen.printed_at > 0)
        await pilot.press("p")
        await hit(pilot, "#print")
        assert paper.read_text("utf-8").count("TRACES classic") == 1
        first = screen.printed_at
        screen.printed_at -= 10
        await pilot.press("p")
        await until(pilot, lambda: screen.printed_at > first)
    assert paper.read_text("utf-8").count("TRACES classic") == 2


async def test_in_a_field_p_is_a_letter(printing: Office, paper: Path) -> None:
    app = desk_app(printing)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        receipt = registered(printing)
        screen = ProgressScreen(receipt.key, receipt.progress, registered=True)
        await app.push_screen(screen)
        await calm(pilot)
        assert "p Print" not in words_on(app)
        await pilot.press("p")
        await calm(pilot)
        assert screen.query_one("#field-code Entry").has_focus
        screen.query_one("#finish").focus()
        await calm(pilot)
        assert "p Print" in words_on(app)
    assert not paper.exists()


async def test_receipt_follows_the_request_and_the_language(
    printing: Office, paper: Path, clock: MovableClock
) -> None:
    app = desk_app(printing)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        receipt = registered(printing)
        screen = ProgressScreen(receipt.key, receipt.progress, registered=True)
        await app.push_screen(screen)
        await calm(pilot)
        await typed(pilot, code_of(printing, MailKind.CONFIRMATION), "code")
        await pilot.press("enter")
        await calm(pilot)
        desk_of(pilot).speak("fr")
        await pilot.press("p")
        await until(pilot, lambda: screen.printed_at > 0)
    assert "Statut                confirmé" in paper.read_text("utf-8")


async def test_code_without_signing_in_gives_a_receipt_too(printing: Office, paper: Path) -> None:
    app = desk_app(printing)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        registered(printing)
        await app.push_screen(ConfirmationScreen(code_of(printing, MailKind.CONFIRMATION)))
        await calm(pilot)
        await pilot.press("enter")
        await calm(pilot)
        screen = app.screen
        assert isinstance(screen, ConfirmedScreen)
        await pilot.press("p")
        await until(pilot, lambda: screen.printed_at > 0)
    assert "[x] 1  new        done\n[x] 2  confirmed  done on" in paper.read_text("utf-8")


# --- a printer in trouble -----------------------------------------------------------------------


async def test_refusal_of_the_printer_shows_the_receipt_and_tries_again(
    tmp_path: Path, clock: MovableClock, paper: Path
) -> None:
    flag = tmp_path / "works"
    office = office_with(tmp_path, f"sh -c 'test -e {flag} && cat > {paper}'", clock)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, office)
        await hit(pilot, "#print")
        await until(pilot, lambda: isinstance(app.screen, ReceiptDialog))
        text = words_on(app)
        assert "The printer refused the receipt: see whether it has paper" in text
        assert "Number of the request 2026-000001" in text
        assert app.screen.focused is app.screen.query_one("#receipt-close")
        assert await misfits_in_all_languages(pilot) == []
        app.speak("en")
        await pilot.press("escape")
        await calm(pilot)
        assert screen.focused is button(app)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, ReceiptDialog))
        flag.touch()
        await hit(pilot, "#receipt-print")
        await until(pilot, lambda: "Receipt printed" in words_on(app))
        assert app.screen is screen
    assert "2026-000001" in paper.read_text("utf-8")


# --- shown --------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["key", "button"])
async def test_without_a_printer_the_receipt_is_shown(office: Office, way: str) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, office)
        assert not screen.query("#print")
        assert "p Receipt" in words_on(app)
        if way == "key":
            await pilot.press("p")
        else:
            await hit(pilot, "#receipt-open")
        await calm(pilot)
        assert kind_of(app) is ReceiptDialog
        assert not app.screen.query("#receipt-print")
        assert "[x] 2 confirmed done on" in words_on(app)
        await pilot.press("p")
        await calm(pilot)
        assert kind_of(app) is ReceiptDialog
        desk_of(pilot).speak("fr")
        await calm(pilot)
        assert "Récépissé établi le" in words_on(app)
        await hit(pilot, "#receipt-close")
        assert app.screen is screen
        assert screen.focused is screen.query_one("#finish" if way == "key" else "#receipt-open")


async def test_longer_words_take_the_empty_rows_away(
    printing: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    longer = PseudoTranslator()
    monkeypatch.setattr(
        "traces_tui.app.translator", lambda code: longer if code == "fr" else translator(code)
    )
    app = desk_app(printing)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        receipt = registered(printing)
        screen = ProgressScreen(receipt.key, receipt.progress, registered=True)
        await app.push_screen(screen)
        await calm(pilot)
        assert not screen.has_class("-tight")
        app.speak("fr")
        await calm(pilot)
        assert screen.has_class("-tight")
        app.speak("en")
        await calm(pilot)
        assert not screen.has_class("-tight")


@pytest.mark.parametrize("size", [(80, 24), *BOTH])
async def test_new_request_and_its_receipt_fit(printing: Office, size: tuple[int, int]) -> None:
    app = desk_app(printing, "fr")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        receipt = registered(printing)
        await app.push_screen(ProgressScreen(receipt.key, receipt.progress, registered=True))
        await calm(pilot)
        beside = "Récépissé établi le" in screen_text(app)
        assert beside == (size in BOTH)
        assert await misfits_in_all_languages(pilot) == []
        if not beside:
            await hit(pilot, "#receipt-open")
            assert await misfits_in_all_languages(pilot) == []


async def test_small_window_shows_everything_that_matters(printing: Office) -> None:
    app = desk_app(printing, "fr")
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        receipt = registered(printing)
        await app.push_screen(ProgressScreen(receipt.key, receipt.progress, registered=True))
        await calm(pilot)
        assert await misfits_in_all_languages(pilot) == []
        await typed(pilot, code_of(printing, MailKind.CONFIRMATION), "code")
        await pilot.press("enter")
        await calm(pilot)
        assert await misfits_in_all_languages(pilot) == []


async def test_receipt_beside_the_page_follows_the_request(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        receipt = registered(office)
        await app.push_screen(ProgressScreen(receipt.key, receipt.progress, registered=True))
        await calm(pilot)
        assert "[ ] 2  confirmed" in screen_text(app)
        confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION))
        await pilot.press("f5")
        await calm(pilot)
        assert "[x] 2  confirmed" in screen_text(app)


# --- the end ------------------------------------------------------------------------------------


async def test_receipt_that_was_asked_for_comes_out_before_the_end(
    printing: Office, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowFlow(Printer().print)
    app = desk_app(printing)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, printing)
        monkeypatch.setattr(screen._printer, "print", slow)
        await pilot.press("p")
        await until(pilot, lambda: slow.asked)
        await pilot.press("escape")
        await pilot.pause()
        assert app.return_code is None
        slow.goes_on.set()
        await until(pilot, lambda: app.return_code == RESTART)
    assert "2026-000001" in paper.read_text("utf-8")


async def test_end_that_waits_is_called_off_by_a_printer_in_trouble(
    tmp_path: Path, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_with(tmp_path, "false", clock)
    slow = SlowFlow(Printer().print)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, office)
        monkeypatch.setattr(screen._printer, "print", slow)
        await pilot.press("p")
        await until(pilot, lambda: slow.asked)
        await pilot.press("escape")
        slow.goes_on.set()
        await until(pilot, lambda: isinstance(app.screen, ReceiptDialog))
        assert app.return_code is None


async def test_clock_waits_for_no_printer(tmp_path: Path, clock: MovableClock) -> None:
    begun = tmp_path / "begun"
    office = office_with(tmp_path, f"sh -c 'echo $$ > {begun}; exec sleep 600'", clock)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, office)
        seconds = app.idle.now() + 0.0
        await pilot.press("p")
        await until(pilot, lambda: begun.exists() and begun.read_text("ascii").strip())
        app.idle.now = lambda: seconds + 10_000
        screen.tick()
        await pilot.pause()
    assert app.return_code == RESTART
    pid = int(begun.read_text("ascii"))
    assert (
        not Path(f"/proc/{pid}/cmdline").exists() or not Path(f"/proc/{pid}/cmdline").read_bytes()
    )


async def test_receipt_on_the_screen_is_cleared_with_the_page(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, office)
        await pilot.press("p")
        await calm(pilot)
        assert kind_of(app) is ReceiptDialog
        seconds = app.idle.now()
        app.idle.now = lambda: seconds + 10_000
        screen.tick()
        await pilot.pause()
    assert app.return_code == RESTART
