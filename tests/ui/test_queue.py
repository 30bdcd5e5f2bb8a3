"""The queue: finding a file and reading it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rich.cells import cell_len
from textual.widget import Widget

from tests.offices import (
    AREA,
    IN_COLMAR,
    MovableClock,
    agent,
    confirmed,
    refused_operator,
    registered,
    valid_operator,
)
from tests.ui.agents import at_rest, dialog, elsewhere, file_of, keys, many_files, queue
from tests.ui.at_the_desk import (
    LANGUAGES,
    SIZES,
    WIDE,
    desk_app,
    misfits,
    screen_text,
    until,
    words_on,
)
from traces_tui.models.tables import Account, Organisation, Request
from traces_tui.office import Office
from traces_tui.screens import queue_finding
from traces_tui.screens.confirm_dialog import NoticeDialog
from traces_tui.screens.queue import QueueScreen
from traces_tui.widgets.entry import Entry
from traces_tui.workflow import review
from traces_tui.workflow.views import Tab


@pytest.fixture
def files(office: Office, clock: MovableClock) -> list[str]:
    """Three files that wait, the first one for more than a week."""
    numbers = []
    for first, last, place in (
        ("Marie", "Dupont", "SARL Ferme du Ried"),
        ("Jonas", "Müller", "Alsace Export GmbH"),
        ("Ελένη", "Λάμπρου", "Ελαιώνες ΑΕ"),
    ):
        numbers.append(file_of(office, first, last, place))
        clock.move(days=4)
    return numbers


def tab_of(screen: QueueScreen) -> Tab:
    """The list in front."""
    return screen.tab


async def test_oldest_first_with_overdue_sign_and_the_file_below(
    office: Office, files: list[str]
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        assert [row.number for row in screen.rows.rows] == files
        lines = screen_text(app).splitlines()
        assert "▸ ▲ Dupont Marie" in lines[3]
        assert "12 d" in lines[3]
        assert "▲" in lines[4]
        assert "▲" not in lines[5]
        assert screen.rows.has_focus
        words = words_on(app)
        assert "Marie Dupont confirmed, to validate 2026-000001" in words
        assert "12 rue des Cigognes, 67600 Sélestat" in words
        assert "✓ Address confirmed on 02/03/2026" in words
        assert "✓ New organisation" in words
        assert "request sent" in words
        assert "To validate 3" in words


async def test_moving_shows_the_other_file(office: Office, files: list[str]) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        for pressed, expected in (("j", 1), ("down", 2), ("k", 1), ("g", 0), ("G", 2), ("home", 0)):
            await keys(pilot, pressed)
            assert screen.rows.index == expected
            assert screen.card.file is not None
            assert screen.card.file.number == files[expected]
        await pilot.click("#queue-list", offset=(20, 2))
        await at_rest(pilot)
        assert screen.rows.index == 1
        assert "Jonas Müller" in words_on(app)


async def test_only_the_newest_wish_is_read(office: Office, files: list[str]) -> None:
    """Running through the list does not read every file on the way."""
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await pilot.press("j", "j", "k", "k", "j", "j")
        await at_rest(pilot)
        assert screen.card.file is not None
        assert screen.card.file.number == files[2]


async def test_columns_stay_aligned_with_wide_letters(office: Office) -> None:
    file_of(office, "민준", "김", WIDE)
    file_of(office, "Ελένη", "Λάμπρου", "Ελαιώνες ΑΕ")
    file_of(office, "Nguyễn", "Đặng Thị", "Cửa hàng")
    file_of(office, "L" * 60, "O" * 60, "N" * 100)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await queue(pilot, agent(office))
        lines = screen_text(app).splitlines()[3:7]
        places = {cell_len(line[: line.index("67600")]) for line in lines}
        assert len(places) == 1
        assert {cell_len(line[: line.rindex(" d") + 2]) for line in lines if " d" in line} == {77}


async def test_tabs_by_digit_arrow_and_mouse(office: Office, files: list[str]) -> None:
    registered(office, "new@ferme.example.fr", first_name="Nora", last_name="Neu")
    valid_operator(office, "valid@ferme.example.fr", first_name="Vera", last_name="Valide")
    refused_operator(office, "bad@ferme.example.fr", first_name="Rolf", last_name="Refus")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        assert "To validate 3 New 1 Valid 1 Refused 1" in words_on(app)
        await keys(pilot, "2")
        assert tab_of(screen) is Tab.NEW
        assert "▲ The address is not confirmed yet" in words_on(app)
        assert screen.targets() == ()
        await keys(pilot, "3")
        assert "valid, by Beate Keller on" in words_on(app)
        assert "Decided on" in words_on(app)
        await keys(pilot, "4")
        assert "Reason of the refusal The data are incomplete" in words_on(app)
        await pilot.click("#queue-tabs", offset=(3, 0))
        await at_rest(pilot)
        assert tab_of(screen) is Tab.TO_VALIDATE
        screen.query_one("#queue-tabs").focus()
        await keys(pilot, "left")
        assert tab_of(screen) is Tab.REFUSED
        assert screen.query_one("#queue-tabs").has_focus


async def test_search_waits_for_a_pause_and_escape_brings_all_back(
    office: Office, files: list[str]
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await keys(pilot, "slash", *"muller")
        assert len(screen.rows.rows) == 3
        await until(pilot, lambda: len(screen.rows.rows) == 1)
        await at_rest(pilot)
        assert "Jonas Müller" in words_on(app)
        await keys(pilot, "down")
        assert screen.rows.has_focus
        await keys(pilot, "escape")
        assert len(screen.rows.rows) == 3
        assert screen.query_one(Entry).value == ""
        assert app.screen is screen


async def test_letters_in_the_search_line_decide_nothing(office: Office, files: list[str]) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await keys(pilot, "slash", *"varo 1?")
        assert screen.query_one(Entry).value == "varo 1?"
        assert app.screen is screen
        assert len(screen.rows.rows) == 3


@pytest.mark.parametrize(
    "typed",
    [
        "[/zz]",
        "[@click=app.quit]",
        "\u202egnp",
        "'; DROP TABLE request; --",
        pytest.param("x" * 1_000_000, id="megabyte"),
    ],
)
async def test_hostile_search(office: Office, files: list[str], typed: str) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await keys(pilot, "slash")
        line = screen.query_one(Entry)
        line.replace(typed, 0, 0)
        await keys(pilot, "enter")
        assert screen.rows.rows == ()
        assert "No result for" in words_on(app)
        assert "\u202e" not in screen_text(app)
        await keys(pilot, "escape")
        assert len(screen.rows.rows) == 3


async def test_hostile_text_is_shown_literally(office: Office) -> None:
    file_of(office, "[/x]", "[@click=app.quit]q[/]", "[bold red]Ferme", more_information="[/]{0}")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await queue(pilot, agent(office))
        words = words_on(app)
        assert "[/x] [@click=app.quit]q[/]" in words
        assert "[bold red]Ferme" in words
        assert "[/]{0}" in words


async def test_what_slipped_into_the_tables_never_reaches_the_terminal(office: Office) -> None:
    """The last barrier: names that a former version may have kept."""
    file_of(office, "Marie", "Dupont", "Ferme")
    with office.writing():
        Account.update(last_name="\x1b]52;c;eA==\x07\u202eX").where(
            Account.first_name == "Marie"
        ).execute()
        Organisation.update(name="a\nb\x9b31mc").execute()
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await queue(pilot, agent(office))
        text = screen_text(app)
        assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(text)
        assert len(text.splitlines()) == 24


async def test_empty_lists_say_why_and_what_next(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        assert "No request to validate. New ones appear here by themselves" in words_on(app)
        assert "last looked at 10:00. F5 looks again." in words_on(app)
        assert screen.rows.has_focus
        for digit in "234":
            await keys(pilot, digit)
            assert "appear here" in words_on(app) or "No applicant" in words_on(app)
        await keys(pilot, "1")
        confirmed(office)
        await keys(pilot, "f5")
        assert "Marie Dupont" in words_on(app)


async def test_a_thousand_files_are_read_in_parts(office: Office) -> None:
    many_files(office, 1000)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        assert len(screen.rows.rows) == 100
        assert "To validate 1000" in words_on(app)
        for expected in range(200, 1001, 100):
            await keys(pilot, "G")
            assert len(screen.rows.rows) == expected
        await keys(pilot, "G")
        assert screen.rows.current is not None
        assert screen.rows.current.name == "Eleveur 0999 Jean"
        numbers = [row.number for row in screen.rows.rows]
        assert numbers == sorted(set(numbers))
        screen.look_again()
        await at_rest(pilot)
        assert len(screen.rows.rows) == 1000
        assert screen.rows.index == 999
        await keys(pilot, "slash", *"0500", "enter")
        assert [row.name for row in screen.rows.rows] == ["Eleveur 0500 Jean"]


async def test_it_looks_again_by_itself_and_keeps_cursor_marks_and_focus(
    office: Office, clock: MovableClock, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_finding, "LOOK_EVERY", 0.05)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await keys(pilot, "space", "j")
        clock.move(minutes=5)
        new = file_of(office, "Neue", "Zeile", "Ferme neuve")
        await until(pilot, lambda: len(screen.rows.rows) == 4)
        assert screen.rows.index == 2
        assert screen.rows.marked == (files[0],)
        assert screen.rows.has_focus
        assert screen.rows.rows[-1].number == new


async def test_a_look_that_finds_nothing_new_draws_nothing(
    office: Office, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An idle queue costs nothing over SSH."""
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await at_rest(pilot)
        drawn: list[object] = []
        for widget in screen.walk_children(Widget):
            monkeypatch.setattr(widget, "refresh", lambda *_, w=widget, **__: drawn.append(w))
        screen.look_again()
        await at_rest(pilot)
        assert drawn == []


async def test_what_a_colleague_decided_stays_in_sight_with_the_name(
    office: Office, files: list[str]
) -> None:
    other, colleague = elsewhere(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await keys(pilot, "j", "space", "g")
        review.validate(other, colleague.key, [files[1]])
        screen.look_again()
        await at_rest(pilot)
        assert "handled by Luc Schmitt 67600 valid" in words_on(app)
        assert [row.number for row in screen.rows.rows] == files
        assert screen.rows.marked == ()
        await keys(pilot, "j")
        assert screen.targets() == ()
        assert "valid, by Luc Schmitt on" in words_on(app)
        await keys(pilot, "f5")
        assert [row.number for row in screen.rows.rows] == [files[0], files[2]]


async def test_files_of_another_area_are_not_there(office: Office, files: list[str]) -> None:
    confirmed(office, "colmar@ferme.example.fr", last_name="Colmar", **IN_COLMAR)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        assert [row.number for row in screen.rows.rows] == files


async def test_a_file_that_went_to_another_area_meanwhile(office: Office, files: list[str]) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        with office.writing():
            Request.update(authority="FR-68").where(Request.number == files[0]).execute()
        await keys(pilot, "v")
        await dialog(pilot, NoticeDialog)
        assert "This file does not belong to your authority." in words_on(app)
        await keys(pilot, "enter")
        assert [row.number for row in screen.rows.rows] == files[1:]
        with office.connected():
            assert Request.get(Request.number == files[0]).status == "confirmed"


async def test_a_session_that_is_over_leads_to_the_sign_in_page(
    office: Office, clock: MovableClock, files: list[str]
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        clock.move(hours=13)
        screen.look_again()
        await until(pilot, lambda: "Your session has ended" in words_on(app))
        await at_rest(pilot)
        assert app.person is None


async def test_a_database_that_fails_is_told_below_the_file(
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
        monkeypatch.setattr("traces_tui.screens.queue_finding.read", fail)
        await keys(pilot, "f5")
        assert app.screen is screen
        assert "The database is busy" in words_on(app)
        assert len(screen.rows.rows) == 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
async def test_it_fits(
    office: Office, files: list[str], size: tuple[int, int], language: str
) -> None:
    valid_operator(office, "v@x.example.fr", organisation_name="Ferme du Ried")
    app = desk_app(office, language)
    async with app.run_test(size=size) as pilot:
        await queue(pilot, agent(office))
        assert misfits(app) == []
        await keys(pilot, "v")
        assert misfits(app) == []
        await keys(pilot, "escape", "3")
        assert misfits(app) == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_wide_window_shows_a_whole_file_and_one_row_of_buttons(
    office: Office, files: list[str], language: str
) -> None:
    app = desk_app(office, language)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await queue(pilot, agent(office))
        assert misfits(app) == []
        assert screen.card.max_scroll_y == 0
        assert "67600" in screen_text(app).splitlines()[7]  # the post code of the first row
        buttons = [one.region for one in screen.bar.query("#bar-buttons Action")]
        assert len({button.y for button in buttons}) == 1
        assert {button.height for button in buttons} == {3}
        apart = [one.region.y for one in screen.card.query(".card-heading") if one.region]
        text = screen_text(app).splitlines()
        for y in apart:
            left = screen.card.region.x
            assert text[y - 1][left:].strip() == "", "the parts of a file stand apart"


async def test_buttons_that_do_not_fit_in_one_row_stand_in_two_low_ones(
    office: Office, files: list[str]
) -> None:
    app = desk_app(office, "fr")
    async with app.run_test(size=(110, 30)) as pilot:
        screen = await queue(pilot, agent(office))
        buttons = [one.region for one in screen.bar.query("#bar-buttons Action")]
        assert len({button.y for button in buttons}) == 2
        assert {button.height for button in buttons} == {1}
        await pilot.resize_terminal(140, 36)
        await at_rest(pilot)
        buttons = [one.region for one in screen.bar.query("#bar-buttons Action")]
        assert len({button.y for button in buttons}) == 1
        assert misfits(app) == []


async def test_parts_of_a_file_come_closer_before_it_scrolls(
    office: Office, files: list[str]
) -> None:
    app = desk_app(office, "fr")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        close = len(screen.card.query(".card-heading.-apart"))
        assert screen.card.max_scroll_y == 0
        await pilot.resize_terminal(80, 40)
        await at_rest(pilot)
        assert len(screen.card.query(".card-heading.-apart")) > close
        assert screen.card.max_scroll_y == 0


async def test_the_footer_fits_76_cells_in_french(office: Office, files: list[str]) -> None:
    app = desk_app(office, "fr")
    async with app.run_test(size=(80, 24)) as pilot:
        await queue(pilot, agent(office))
        last = screen_text(app).splitlines()[-1]
        assert cell_len(last.rstrip()) <= 77
        assert "v Valider  r Refuser  o Organisation  / Chercher" in last


async def test_another_language_keeps_everything(office: Office, files: list[str]) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await keys(pilot, "space", "j")
        app.speak("fr")
        await at_rest(pilot)
        assert screen.rows.has_focus
        assert screen.rows.index == 2
        assert screen.rows.marked == (files[0],)
        words = words_on(app)
        assert "À valider 3 Nouveaux 0 Valides 0 Refusés 0" in words
        assert "Demandeur" in words
        assert "confirmé, à valider" in words
        await keys(pilot, "slash", *"dupo")
        app.speak("en")
        await at_rest(pilot)
        assert screen.query_one(Entry).value == "dupo"
        assert screen.query_one(Entry).has_focus


async def test_escape_leaves_marks_first_then_the_screen(office: Office, files: list[str]) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await keys(pilot, "space", "escape")
        assert screen.rows.marked == ()
        assert app.screen is screen
        await keys(pilot, "escape")
        assert app.screen is not screen


async def test_every_act_has_a_button(office: Office, files: list[str]) -> None:
    """By Tab one reaches the list, the four buttons, tabs, search, and the bar on top last."""
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        order = [widget.id for widget in screen.focus_chain]
        assert order[:7] == [
            "queue-tabs",
            "queue-search",
            "queue-list",
            "validate",
            "refuse",
            "organisation",
            "more",
        ]
        assert order[-1] == "header-help"


async def test_a_mark_with_the_mouse(office: Office, files: list[str]) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await queue(pilot, agent(office))
        await pilot.click("#queue-list", offset=(1, 3))
        await at_rest(pilot)
        assert screen.rows.marked == (files[2],)
        assert screen.rows.index == 2


async def test_other_countries_are_named(office: Office) -> None:
    file_of(office, "Marie", "Dupont", "Ferme")
    with office.writing():
        Organisation.update(country="BE", postal_code="", commune="Liège").execute()
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await queue(pilot, agent(office))
        assert "12 rue des Cigognes, Liège, Belgium" in words_on(app)


async def test_fax_more_information_and_a_missing_phone(office: Office) -> None:
    file_of(
        office, "Marie", "Dupont", "Ferme", fax="03 88 00 00 01", more_information="Second site."
    )
    with office.writing():
        Account.update(phone="").where(Account.first_name == "Marie").execute()
    app = desk_app(office)
    async with app.run_test(size=(120, 40)) as pilot:
        await queue(pilot, agent(office))
        words = words_on(app)
        assert "Fax +33 3 88 00 00 01" in words
        assert "More information" in words
        assert "Second site." in words


def test_the_made_up_queue_waits_in_the_area(office: Office) -> None:
    many_files(office, 3)
    with office.connected():
        rows = list(Request.select().where(Request.authority == AREA))
    assert len(rows) == 3
    assert rows[0].status_at < office.clock() - timedelta(days=2)
