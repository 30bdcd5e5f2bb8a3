"""The display panel and what it switches; Enter struck twice; Ctrl+C; errors in the title."""

import pytest
from textual.geometry import Offset

from tests.offices import agent
from tests.ui.at_the_desk import (
    desk_app,
    entered,
    misfits_in_all_languages,
    screen_text,
    settled,
    until,
)
from traces_tui.app import DOUBLE_STRIKE
from traces_tui.i18n import msg
from traces_tui.office import Office
from traces_tui.screens.actions_dialog import ActionsDialog
from traces_tui.screens.display import STRONGEST, DisplayScreen
from traces_tui.screens.idle import IdleScreen
from traces_tui.screens.login import LoginScreen
from traces_tui.settings import CALM_SECONDS, PATIENCE
from traces_tui.way_out import RESTART
from traces_tui.widgets.comfort import ACCESSIBLE, Comfort
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.press import Action, Kind
from traces_tui.workflow.accounts import own
from traces_tui.workflow.refusals import SessionOver


@pytest.mark.parametrize(
    ("key", "comfort"),
    [
        ("5", Comfort(cursor=True)),
        ("6", Comfort(calm=True)),
        ("7", Comfort(patient=True)),
        ("8", Comfort(large=True)),
        ("9", ACCESSIBLE),
    ],
)
async def test_a_switch_goes_on_and_off(office: Office, key: str, comfort: Comfort) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await settled(pilot)
        await pilot.press(key)
        await settled(pilot)
        assert app.comfort == comfort
        assert f"{key} [x]" in screen_text(app).replace("  ", " ")
        await pilot.press("enter")  # the focus went with the digit
        await settled(pilot)
        assert app.comfort == Comfort()
        assert f"{key} [ ]" in screen_text(app).replace("  ", " ")


async def test_the_accessible_screen_has_the_strongest_contrast(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3", "9")
        await settled(pilot)
        assert app.theme == STRONGEST
        await pilot.press("9")
        await settled(pilot)
        assert app.theme == "traces-nuit"


@pytest.mark.parametrize("size", [(64, 20), (80, 24), (120, 40)])
async def test_the_panel_fits(office: Office, size: tuple[int, int]) -> None:
    app = desk_app(office)
    async with app.run_test(size=size) as pilot:
        await pilot.press("f3")
        await settled(pilot)
        assert await misfits_in_all_languages(pilot) == []
        await pilot.click("#display-close")
        await settled(pilot)
        assert not isinstance(app.screen, DisplayScreen)


async def test_without_colours_there_are_none_to_choose(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await settled(pilot)
        assert "NO_COLOR" in screen_text(app)
        await pilot.press("2", "9")
        await settled(pilot)
        assert app.comfort == ACCESSIBLE
        assert app.theme == "traces-nuit"


async def test_a_console_keeps_its_sixteen_colours(office: Office) -> None:
    app = desk_app(office, term="linux")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await settled(pilot)
        assert "sixteen" in screen_text(app)
        await pilot.press("2", "9")
        await settled(pilot)
        assert app.comfort == ACCESSIBLE
        assert app.theme == "traces-ansi"


async def test_the_cursor_is_on_the_focus(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        app.ease(ACCESSIBLE)
        await settled(pilot)
        line = app.screen.query_one("#field-email Entry", Entry)
        begin = line.content_region.offset
        assert app.cursor_position == begin
        await pilot.press("a", "b", "c", "left")
        assert app.cursor_position == begin + Offset(2, 0)
        for _ in range(4):
            await pilot.press("tab")
            focused = app.screen.focused
            assert focused is not None
            assert app.cursor_position in (
                focused.content_region.offset,
                getattr(focused, "cursor_screen_offset", None),
            )
        await pilot.press("f3")
        await settled(pilot)
        option = app.screen.focused
        assert option is not None
        assert app.cursor_position == option.content_region.offset
        assert app.cursor_position != Offset(0, 0)


async def test_large_buttons_are_three_rows_high(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await settled(pilot)
        button = app.screen.query_one("#display-close", Action)
        assert button.region.height == 1
        await pilot.press("8")
        await settled(pilot)
        assert button.region.height == 3
        await pilot.press("8")
        await settled(pilot)
        assert button.region.height == 1


async def test_there_is_more_time(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)):
        before = app.watch_idle.limits
        app.ease(Comfort(patient=True))
        assert app.watch_idle.limits == tuple(limit * PATIENCE for limit in before)


@pytest.mark.parametrize(
    ("calm", "changes"), [(False, 75), (True, len(CALM_SECONDS))], ids=["lively", "calm"]
)
async def test_a_calm_countdown_changes_seldom(office: Office, calm: bool, changes: int) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        app.ease(Comfort(calm=calm))
        warning = IdleScreen(76)
        app.push_screen(warning)
        await settled(pilot)
        shown: list[str] = []
        for _ in range(75):
            warning.tick()
            text = screen_text(app)
            if not shown or text != shown[-1]:
                shown.append(text)
        assert len(shown) == changes + calm
        assert ("at most 10 s" in shown[-1]) is calm, shown[-1]


async def test_a_second_enter_at_once_is_no_answer(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        app.ease(Comfort(patient=True))
        app.double_strike = 3600.0
        await pilot.press("f3", "end")
        await settled(pilot)
        app.screen.set_focus(app.screen.query_one("#display-close"))
        await pilot.press("enter")  # closes
        await settled(pilot)
        assert isinstance(app.screen, LoginScreen)
        app.screen.set_focus(app.screen.query_one("#header-help"))
        await pilot.press("enter")  # too soon
        await settled(pilot)
        assert len(app.screen_stack) == 1
        await pilot.press("space")  # another key
        await settled(pilot)
        assert len(app.screen_stack) == 2
    assert 0.3 <= DOUBLE_STRIKE <= 1


async def test_a_quick_hand_is_not_held_up(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        app.double_strike = 3600.0
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert "✗" in screen_text(app)


@pytest.mark.parametrize(("kind", "presses"), [("good", 1), ("danger", 1), ("other", 2)])
async def test_no_decision_is_taken_by_trembling(office: Office, kind: Kind, presses: int) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        app.double_strike = 3600.0
        button = Action(msg("Continue"), kind, id="decide")
        await app.screen.mount(button)
        pressed: list[Action] = []
        button.press = lambda: pressed.append(button)  # type: ignore[method-assign] # counts
        app.screen.set_focus(button)
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert len(pressed) == presses


async def test_a_second_enter_at_once_chooses_no_act(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        app.double_strike = 3600.0
        answers: list[str | None] = []
        app.push_screen(ActionsDialog(msg("More…"), [("a", msg("Continue"))]), answers.append)
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert answers == ["a"]
        app.push_screen(ActionsDialog(msg("More…"), [("a", msg("Continue"))]), answers.append)
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert answers == ["a"]
        await pilot.press("1")
        await settled(pilot)
        assert answers == ["a", "a"]


async def test_a_second_enter_at_once_sends_no_form(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        app.ease(Comfort(patient=True))
        app.double_strike = 3600.0
        await pilot.press("enter")  # to the password
        await pilot.press("enter")  # too soon to sign in
        await settled(pilot)
        assert "✗" not in screen_text(app)
        app.double_strike = 0.0
        await pilot.press("enter")
        await settled(pilot)
        assert "✗" in screen_text(app)


class TestClear:
    """Ctrl+C."""

    async def test_it_asks_and_goes_on(self, office: Office) -> None:
        app = desk_app(office)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("a", "b", "ctrl+c")
            await settled(pilot)
            assert app.screen.is_modal
            assert "Leave the program" not in screen_text(app)
            await pilot.press("ctrl+c")  # asks once
            await settled(pilot)
            assert len(app.screen_stack) == 2
            await pilot.press("enter")
            await settled(pilot)
            line = app.screen.focused
            assert isinstance(line, Entry)
            assert line.value == "ab"

    async def test_it_clears_for_a_new_process(self, office: Office) -> None:
        app = desk_app(office)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("a", "ctrl+c")
            await settled(pilot)
            await pilot.click("#clear")
            await until(pilot, lambda: app.return_code == RESTART)

    async def test_a_visitor_may_leave(self, office: Office) -> None:
        app = desk_app(office, may_leave=True)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("ctrl+c")
            await settled(pilot)
            await pilot.click("#leave")
            await until(pilot, lambda: app._exit)
        assert app.return_value == 0

    async def test_a_session_is_ended(self, office: Office) -> None:
        person = agent(office)
        app = desk_app(office, demo=True)
        async with app.run_test(size=(80, 24)) as pilot:
            await entered(pilot, person)
            await pilot.press("ctrl+c")
            await settled(pilot)
            assert "Sign out?" in screen_text(app)
            await pilot.click("#clear")
            await settled(pilot)
            assert app.person is None
            assert isinstance(app.screen, LoginScreen)
        with pytest.raises(SessionOver):
            own(office, person.key)


async def test_an_error_is_told_in_the_bar_and_in_the_title(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = desk_app(office)
    titles: list[str] = []
    async with app.run_test(size=(80, 24)) as pilot:
        monkeypatch.setattr(app, "write_raw", titles.append)
        app.screen.query_one("#register").press()  # type: ignore[attr-defined] # a link
        await settled(pilot)
        assert "Register a new user account" in titles[-1]
        await pilot.press("pagedown")  # to the first step
        await settled(pilot)
        await pilot.press("pagedown")
        await settled(pilot)
        assert "Error: Register a new user account" in titles[-1]
        app.speak("fr")
        await settled(pilot)
        assert "Erreur : Enregistrer un nouveau compte" in titles[-1]
        assert "Erreur" in screen_text(app).splitlines()[0]
