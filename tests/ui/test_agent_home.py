"""The agent's home: greeting, counts, the way to everything."""

from __future__ import annotations

import pytest

from tests.offices import (
    AGENT,
    AGENT_PASSWORD,
    MovableClock,
    agent,
    confirmed,
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
        ("5", "OwnDataScreen"),
        ("6", "ChangePasswordScreen"),
        ("7", "ChangeQuestionScreen"),
        ("8", "PreferencesScreen"),
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
        assert "4 ▸ Messages (demonstration)" in words_on(app)
        assert misfits(app) == []
        await keys(pilot, "4")
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
        assert "2 failed tries since. If it was not you, change your password." in words


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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [*SIZES, (64, 20)])
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
