"""The agent's home: greeting, counts, the way to everything."""

from __future__ import annotations

import re

import pytest
from rich.console import RenderableType
from textual.screen import Screen

from tests.offices import (
    AGENT,
    AGENT_PASSWORD,
    MovableClock,
    agent,
    confirmed,
    make_office,
    refused_operator,
    registered,
    signed_in,
    valid_operator,
)
from tests.ui.agents import at_rest, elsewhere, keys
from tests.ui.at_the_desk import (
    LANGUAGES,
    SIZES,
    desk_app,
    entered,
    misfits,
    screen_text,
    until,
    words_on,
)
from traces_tui.i18n import msg
from traces_tui.office import Office
from traces_tui.refusal import Unavailable
from traces_tui.screens import agent_home
from traces_tui.screens.agent_home import AgentHomeScreen
from traces_tui.widgets.menu import MenuLine
from traces_tui.workflow import files, review
from traces_tui.workflow.refusals import SignInRefused


async def test_it_greets_and_counts(office: Office, clock: MovableClock) -> None:
    confirmed(office, "a@x.example.fr")
    clock.move(days=8)
    confirmed(office, "b@x.example.fr")
    registered(office, "c@x.example.fr")
    valid_operator(office, "d@x.example.fr")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, agent(office))
        words = words_on(app)
        assert "Good day, Beate Keller, DDPP du Bas-Rhin" in words
        assert "1 ▸ Requests to validate 2, 1 of them for more than 7 days" in words
        assert "2 ▸ Organisations 1 in your area" in words
        assert "3 ▸ Accounts 4 in your area" in words
        assert "0 ▸ Sign out" in words
        assert "Messages (demonstration)" not in words
        assert app.screen.focused is not None
        assert app.screen.focused.id == "agent-queue"


async def test_nothing_waits(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, agent(office))
        assert "Requests to validate none" in words_on(app)


async def test_counts_are_fresh_when_one_comes_back(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, agent(office))
        await keys(pilot, "1")
        confirmed(office)
        await keys(pilot, "escape")
        assert isinstance(app.screen, AgentHomeScreen)
        assert "Requests to validate 1" in words_on(app)
        assert app.screen.focused is not None
        assert app.screen.focused.id == "agent-queue"


async def test_counts_are_asked_for_again_by_themselves(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agent_home, "LOOK_EVERY", 0.05)
    number = confirmed(office).progress.number
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, agent(office))
        other, colleague = elsewhere(office)
        review.validate(other, colleague.key, [number])
        await until(pilot, lambda: "Requests to validate none" in words_on(app))


@pytest.mark.parametrize(
    ("digit", "screen"),
    [
        ("1", "QueueScreen"),
        ("2", "DirectoryScreen"),
        ("3", "AccountsScreen"),
        ("4", "OwnDataScreen"),
        ("5", "ChangePasswordScreen"),
        ("6", "ChangeQuestionScreen"),
        ("7", "PreferencesScreen"),
    ],
)
async def test_digits_lead_on_and_escape_back(office: Office, digit: str, screen: str) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, agent(office))
        await keys(pilot, digit)
        await until(pilot, lambda: type(app.screen).__name__ == screen)
        await at_rest(pilot)
        await keys(pilot, "escape")
        assert isinstance(app.screen, AgentHomeScreen)


async def test_messages_in_the_demonstration(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    app = desk_app(office, demo=True)
    monkeypatch.setattr(app, "open_messages", lambda: opened.append(True))
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, agent(office))
        assert "8 ▸ Messages (demonstration)" in words_on(app)
        assert misfits(app) == []
        await keys(pilot, "8")
        assert opened == [True]


@pytest.mark.parametrize("key", ["0", "q"])
async def test_signing_out_ends_the_session(office: Office, key: str) -> None:
    person = agent(office)
    app = desk_app(office, demo=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, person)
        await keys(pilot, key)
        await until(pilot, lambda: type(app.screen).__name__ == "LoginScreen")
        assert app.person is None
    from traces_tui.workflow.refusals import SessionOver

    with pytest.raises(SessionOver):
        files.work(office, person.key)


async def test_last_sign_in_and_failures_since(office: Office, clock: MovableClock) -> None:
    agent(office)
    agent(office)
    clock.move(hours=1)
    for _ in range(2):
        with pytest.raises(SignInRefused):
            signed_in(office, AGENT, "wrong")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, signed_in(office, AGENT, AGENT_PASSWORD))
        words = words_on(app)
        assert "Last sign-in: 02/03/2026 10:00." in words
        assert "2 failed tries since. Not you? Change your password." in words


async def test_a_failing_database_leaves_the_menu(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Unavailable(
            msg("The database is busy. Try again in a moment; nothing was lost here.")
        )

    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, agent(office))
        with monkeypatch.context() as patch:
            patch.setattr(files, "work", fail)
            await keys(pilot, "f5")
        assert "The database is busy" in words_on(app)
        assert misfits(app) == []
        await keys(pilot, "f5")
        assert "The database is busy" not in words_on(app)


async def test_a_hostile_name_is_shown_literally(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, agent(office, "x@ddpp67.example", name="[/x] [@click=app.quit]q"))
        assert "Good day, [/x] [@click=app.quit]q," in words_on(app)


async def busy_weeks(office: Office, clock: MovableClock) -> None:
    """Something of everything: eight weeks, and a queue of all ages."""
    for week in range(8):
        valid_operator(office, f"v{week}@x.example.fr")
        if week % 3 == 0:
            refused_operator(office, f"r{week}@x.example.fr")
        clock.move(days=7)
    for day in range(9):
        confirmed(office, f"q{day}@x.example.fr")
        clock.move(days=1)


async def test_the_queue_by_age_and_the_last_weeks(office: Office, clock: MovableClock) -> None:
    confirmed(office, "a@x.example.fr")
    valid_operator(office, "v@x.example.fr")
    clock.move(days=9)
    confirmed(office, "b@x.example.fr")
    refused_operator(office, "r@x.example.fr")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, agent(office))
        lines = [" ".join(line.split()) for line in screen_text(app).splitlines()]
        assert "Waiting times Activity of your area" in lines
        assert "under 2 days 1 ━━━━━━━━━━━ Week Requests Validations Refusals" in lines
        assert any(line.startswith("▲ over 7 days 1 ━") for line in lines)
        (before, present) = [line for line in lines if re.search(r"(02|09)/03 2 ━", line)]
        assert re.search(r"02/03 2 (━+) 1 (━+) 0$", before)
        assert re.search(r"09/03 2 (━+) 0 1 (━+)$", present)


async def test_no_history_says_why_and_what_comes(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, agent(office))
        text = screen_text(app)
        assert "No request waits for a" in text
        assert "Nothing has happened in these weeks." in text
        assert not misfits(app)
        assert "━" not in screen_text(app)
        app.speak("fr")
        await at_rest(pilot)
        text = screen_text(app)
        assert "Aucune demande" in text
        assert "Rien à signaler" in text


async def test_nothing_is_drawn_while_nothing_changes(
    office: Office, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An idle desk sends nothing over the line, however often it asks."""
    await busy_weeks(office, clock)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, agent(office))
        drawn: list[object] = []
        display = app._display

        def seen(screen: Screen[object], renderable: RenderableType | None) -> None:
            if renderable is not None:
                drawn.append(renderable)
            display(screen, renderable)

        monkeypatch.setattr(app, "_display", seen)
        home = app.screen
        assert isinstance(home, AgentHomeScreen)
        for _ in range(3):
            home._look_by_itself()
            await at_rest(pilot)
        assert drawn == []
        confirmed(office, "z@x.example.fr")
        home._look_by_itself()
        await at_rest(pilot)
        assert drawn


@pytest.mark.parametrize("question", [True, False])
@pytest.mark.parametrize("demo", [True, False])
async def test_the_numbers_have_no_hole(office: Office, question: bool, demo: bool) -> None:
    other = make_office(office.settings.data_path(), office.clock, secret_question=question)
    app = desk_app(other, demo=demo)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, agent(other))
        digits = [line.digit for line in app.screen.query(MenuLine)]
        assert digits == [str(number) for number in (*range(1, 7 + question + demo), 0)]


@pytest.mark.parametrize(
    ("size", "ages", "weeks"),
    [
        ((60, 18), 0, 0),
        ((64, 20), 4, 0),
        ((80, 24), 4, 7),
        ((80, 30), 4, 8),
        ((110, 30), 4, 8),
        ((120, 24), 4, 8),
        ((120, 40), 4, 8),
    ],
)
async def test_the_menu_is_whole_and_the_charts_take_what_is_left(
    office: Office, clock: MovableClock, size: tuple[int, int], ages: int, weeks: int
) -> None:
    await busy_weeks(office, clock)
    app = desk_app(office, demo=True)
    async with app.run_test(size=size) as pilot:
        await entered(pilot, agent(office))
        for language in LANGUAGES:
            app.speak(language)
            await at_rest(pilot)
            assert misfits(app) == []
            for line in app.screen.query(MenuLine):
                assert app.screen.region.contains_region(line.region)
            text = screen_text(app)
            assert len(re.findall(r"(over|under|to|à|de) \d+ (days|jours) +\d", text)) == ages
            assert len(re.findall(r"\d\d/\d\d +\d", text)) == weeks


async def test_failed_tries_take_a_row_of_the_chart_not_of_the_menu(
    office: Office, clock: MovableClock
) -> None:
    await busy_weeks(office, clock)
    agent(office)
    with pytest.raises(SignInRefused):
        signed_in(office, AGENT, "wrong")
    app = desk_app(office, demo=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, agent(office))
        assert misfits(app) == []
        assert len(re.findall(r"\d\d/\d\d +\d", screen_text(app))) == 6


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
async def test_it_fits_and_another_language_keeps_the_focus(
    office: Office, size: tuple[int, int], language: str
) -> None:
    confirmed(office)
    app = desk_app(office, language)
    async with app.run_test(size=size) as pilot:
        await entered(pilot, agent(office))
        await keys(pilot, "down")
        assert misfits(app) == []
        app.speak("fr" if language == "en" else "en")
        await at_rest(pilot)
        assert misfits(app) == []
        assert app.screen.focused is not None
        assert app.screen.focused.id == "agent-directory"
        assert ("Bonjour" in screen_text(app)) == (language == "en")
