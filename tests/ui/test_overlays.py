"""Language, display, help, questions, idle warning, toasts: what lies over a screen."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from tests.offices import make_office
from tests.ui.at_the_desk import LANGUAGES, desk_app, misfits, press, screen_text, settled
from traces_tui.i18n import Message, msg, verbatim
from traces_tui.languages import LANGUAGES as BAR
from traces_tui.office import Office
from traces_tui.screens.confirm_dialog import ConfirmDialog, NoticeDialog
from traces_tui.screens.display import LOOKS, DisplayScreen
from traces_tui.screens.help import HelpScreen
from traces_tui.screens.idle import Countdown, IdleScreen
from traces_tui.screens.language import LanguageScreen
from traces_tui.screens.login import LoginScreen
from traces_tui.screens.privacy import PrivacyScreen
from traces_tui.settings import Idle
from traces_tui.way_out import RESTART
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.words import Words

HOSTILE = "[/x][@click=app.quit]x[/]"


@pytest.mark.parametrize("size", [(64, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_all_fit(office: Office, language: str, size: tuple[int, int]) -> None:
    app = desk_app(office, language)
    async with app.run_test(size=size) as pilot:
        for keys in ("f1", "f2", "f3"):
            await pilot.press(keys)
            await settled(pilot)
            assert app.screen.is_modal
            assert [one for one in misfits(app) if "OptionList" not in one] == []
            await pilot.press("escape")
            await settled(pilot)
            assert not app.screen.is_modal
        for dialog in (
            ConfirmDialog(msg("Leave this page?"), msg("Privacy"), yes=msg("Leave"), danger=True),
            NoticeDialog(msg("Privacy")),
            IdleScreen(60),
        ):
            app.push_screen(dialog)
            await settled(pilot)
            assert misfits(app) == []
            app.pop_screen()
            await settled(pilot)


@pytest.mark.parametrize(
    ("typing", "code"),
    [("il", "il"), ("islen", "il"), ("allem", "de"), ("franç", "fr"), ("germ", "de")],
)
async def test_a_language_is_found_by_code_and_three_names(
    office: Office, typing: str, code: str
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await pilot.press(*typing, "enter")
        await settled(pilot)
        assert app.tr.code == code
        assert isinstance(app.screen, LoginScreen)


async def test_every_language_is_listed_and_says_what_it_shows(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        await settled(pilot)
        options = app.screen.query_one(OptionList)
        assert options.option_count == len(BAR)
        assert options.highlighted == [entry.code for entry in BAR].index("en")
        assert "shown in English" in screen_text(app)
        await pilot.press(*"zzz")
        await settled(pilot)
        assert "Nothing fits" in screen_text(app)


async def test_focus_returns_and_typed_values_stay(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"marie")
        await pilot.press("f2", "escape", "f1", "escape", "f3", "escape")
        await settled(pilot)
        entry = app.screen.query_one("#field-email Entry", Entry)
        assert (entry.value, entry.has_focus) == ("marie", True)
        await press(pilot, "#header-language")
        assert isinstance(app.screen, LanguageScreen)
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen.focused is app.screen.query_one("#header-language")


@pytest.mark.parametrize("key", ["f1", "ctrl+g", "question_mark"])
async def test_help_has_three_keys(office: Office, key: str) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one("#sign-in").focus()
        await pilot.press(key)
        await settled(pilot)
        assert isinstance(app.screen, HelpScreen)
        assert app.screen.query_one("#close").has_focus


async def test_a_question_mark_is_typed_into_fields(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("question_mark")
        assert app.screen.query_one("#field-email Entry", Entry).value == "?"


async def test_help_tells_of_the_screen_the_field_and_recent_messages(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 30)) as pilot:
        app.toast(verbatim(HOSTILE))
        await settled(pilot)
        await pilot.press("f1")
        await settled(pilot)
        text = screen_text(app)
        assert "The address that you registered with." in text
        assert "press Enter" in text
        assert "Everywhere" in text
        assert HOSTILE in text


async def test_a_look_is_applied_at_once(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await settled(pilot)
        for number, look in enumerate(LOOKS, 1):
            await pilot.press(str(number))
            await settled(pilot)
            assert app.theme == look
            assert isinstance(app.screen, DisplayScreen)
        await pilot.press("escape")
        await settled(pilot)
        assert not app.screen.is_modal


@pytest.mark.parametrize(
    ("keys", "answer"),
    [(("enter",), False), (("escape",), False), (("left", "enter"), True)],
)
async def test_the_safe_answer_has_the_focus(
    office: Office, keys: tuple[str, ...], answer: bool
) -> None:
    app = desk_app(office)
    answers: list[bool | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = ConfirmDialog(
            verbatim(HOSTILE), verbatim(HOSTILE), yes=verbatim(HOSTILE), danger=True
        )
        app.push_screen(dialog, answers.append)
        await settled(pilot)
        assert HOSTILE in screen_text(app)
        await pilot.press(*keys)
        await settled(pilot)
    assert answers == [answer]


class TestIdle:
    """Nobody touches the keyboard."""

    def office(self, office: Office, **idle: int | bool) -> Office:
        """The same office with other limits."""
        import msgspec

        settings = msgspec.structs.replace(office.settings, idle=Idle(**idle))  # type: ignore[arg-type] # numbers and switches by name
        return Office(settings, clock=office.clock, source=office.source)

    @pytest.mark.parametrize("key", ["escape", "x", "enter", "f5"])
    async def test_any_key_stays_and_everything_is_kept(self, office: Office, key: str) -> None:
        app = desk_app(self.office(office, public_seconds=120))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press(*"marie")
            app.idle.now = lambda: 1e9
            app.watch_idle.look()
            await settled(pilot)
            assert isinstance(app.screen, IdleScreen)
            await pilot.press(key)
            await settled(pilot)
            assert isinstance(app.screen, LoginScreen)
            assert app.screen.page.values()["email"] == "marie"
            assert app.idle.seconds == 0

    async def test_nobody_answers_and_a_new_process_is_asked_for(self, office: Office) -> None:
        app = desk_app(office)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press(*"marie")
            entry = app.screen.query_one("#field-email Entry", Entry)
            app.toast(msg("Privacy"))
            app.idle.now = lambda: 1e9
            app.watch_idle.look()
            await settled(pilot)
            screen = app.screen
            assert isinstance(screen, IdleScreen)
            screen.query_one(Countdown).left = 1
            screen.tick()
            await pilot.pause()
            await pilot.pause()
            assert entry.value == ""
            assert not app.recent
        assert app.return_value == RESTART
        assert app.return_code == RESTART

    async def test_an_untouched_sign_in_page_needs_no_warning(self, office: Office) -> None:
        app = desk_app(office)
        async with app.run_test(size=(80, 24)) as pilot:
            app.idle.now = lambda: 1e9
            app.watch_idle.look()
            await settled(pilot)
            assert isinstance(app.screen, LoginScreen)
            app.push_screen(PrivacyScreen())
            await settled(pilot)
            app.watch_idle.look()
            await settled(pilot)
            assert isinstance(app.screen, IdleScreen)

    async def test_keys_and_mouse_count_as_presence(self, office: Office) -> None:
        app = desk_app(office)
        now = [0.0]
        app.idle.now = lambda: now[0]
        async with app.run_test(size=(80, 24)) as pilot:
            app.idle.touch()
            for touch in (lambda: pilot.press("a"), lambda: pilot.hover("#sign-in")):
                now[0] += 50
                assert app.idle.seconds == 50
                await touch()
                assert app.idle.seconds == 0


@pytest.mark.parametrize("message", [msg("Privacy"), verbatim(HOSTILE), verbatim("x" * 200)])
async def test_toast_stands_bottom_right_and_goes(office: Office, message: Message) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        app.toast(message)
        await settled(pilot)
        toast = app.screen.query_one("#toast")
        assert toast.region.right == 78
        assert toast.region.bottom <= 22
        assert app.screen.region.contains_region(toast.region)
        app.toast(msg("Help"))
        await settled(pilot)
        assert [one.plain for one in app.screen.query("#toast Words").results(Words)] == ["✓ Help"]


async def test_toast_takes_an_act_back(office: Office) -> None:
    app = desk_app(office)
    undone = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.toast(msg("Privacy"), undo=lambda: undone.append(1))
        await settled(pilot)
        await press(pilot, "#toast-undo")
        assert undone == [1]
        assert not app.screen.query("#toast")


def test_agents_have_other_limits(tmp_path: object) -> None:
    from pathlib import Path

    office = make_office(Path(str(tmp_path)) / "data")
    app = desk_app(office)
    assert app.watch_idle.limits == (120, 60)
