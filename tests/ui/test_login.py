"""The sign-in page."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.offices import OPERATOR, PASSWORD, registered, valid_operator
from tests.ui.at_the_desk import (
    HOSTILE,
    LANGUAGES,
    desk_app,
    misfits,
    press,
    screen_text,
    settled,
    typed,
    value,
    words_on,
)
from traces_tui.app import DeskApp
from traces_tui.office import Office
from traces_tui.refusal import Unavailable
from traces_tui.screens.directory import DirectoryScreen
from traces_tui.screens.forgotten import ForgottenScreen
from traces_tui.screens.login import LoginScreen
from traces_tui.screens.operator_home import OperatorHomeScreen
from traces_tui.screens.privacy import PrivacyScreen
from traces_tui.screens.progress import ProgressScreen
from traces_tui.screens.registration import RegistrationScreen
from traces_tui.screens.traces_nt import TracesNtScreen
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.language_bar import LanguageBar
from traces_tui.widgets.press import Action
from traces_tui.widgets.words import Words
from traces_tui.workflow import sign_in

SIZES = ((110, 30), (120, 24))


def alert(app: DeskApp) -> str:
    """What the box above the fields says."""
    return app.screen.query_one("#login-alert .alert-title", Words).plain


async def sign(pilot: Pilot[int], email: str, password: str) -> None:
    """Type address and password and press Enter in the last field."""
    await typed(pilot, email, "email")
    await typed(pilot, password, "password")
    await pilot.press("enter")
    await settled(pilot)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
async def test_everything_fits(office: Office, size: tuple[int, int], language: str) -> None:
    app = desk_app(office, language)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert misfits(app) == []
        assert {"Confidentialité", "Privacy"} & set(words_on(app).split())
        await sign(pilot, OPERATOR, "wrong")
        assert app.screen.query("#login-alert")
        assert misfits(app) == []


@pytest.mark.parametrize("size", [(110, 30), (120, 36), (120, 40), (160, 50)])
async def test_wide_windows_have_four_cards_in_line_with_the_form(
    office: Office, size: tuple[int, int]
) -> None:
    app = desk_app(office, "fr")
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        form = app.screen.query_one("#login-card").region
        cards = [box.region for box in app.screen.query(".login-box")]
        left, right = cards[::2], cards[1::2]
        assert len({card.size for card in cards}) == 1
        assert {card.x for card in left} == {form.x}
        assert {card.right for card in right} == {form.right}
        assert cards[0].y >= form.bottom
        assert cards[2].y >= cards[0].bottom
        notice, privacy = app.screen.query_one("#login-idle"), app.screen.query_one("#privacy")
        assert (notice.region.x, privacy.region.right) == (form.x, form.right)
        # The panel begins and ends with what stands beside it.
        panel = app.screen.query_one("#login-brand", Words)
        lines = panel.words().plain.split("\n")
        top = next(number for number, line in enumerate(lines) if line.strip())
        parts = app.screen.query_one("#login-parts").region
        assert abs(panel.content_region.y + top - parts.y) <= 1
        assert abs(panel.content_region.y + len(lines) - parts.bottom) <= 1
        assert len(lines) <= panel.content_size.height


async def test_right_password_leads_home(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.screen.focused is app.screen.query_one("#field-email Entry")
        await sign(pilot, OPERATOR, PASSWORD)
        assert isinstance(app.screen, OperatorHomeScreen)
        assert app.person is not None
        assert app.person.email == OPERATOR
        assert len(app.screen_stack) == 1


async def test_the_button_signs_in_too(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, OPERATOR, "email")
        await typed(pilot, PASSWORD, "password")
        await press(pilot, "#sign-in")
        assert isinstance(app.screen, OperatorHomeScreen)


async def test_wrong_password_clears_it_and_offers_a_new_one(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await sign(pilot, OPERATOR, "Wrong-password-1")
        assert "Address or password wrong, or account locked." in alert(app)
        assert value(pilot, "password") == ""
        assert value(pilot, "email") == OPERATOR
        assert app.screen.focused is app.screen.query_one("#field-password Entry")
        await press(pilot, "#alert-forgotten")
        assert isinstance(app.screen, ForgottenScreen)
        assert value(pilot, "email") == OPERATOR


async def test_unknown_wrong_and_locked_look_the_same(office: Office) -> None:
    valid_operator(office)
    pages = []
    for email, tries in (("nobody@ferme.example", 1), (OPERATOR, 1), (OPERATOR, 6)):
        app = desk_app(office)
        async with app.run_test(size=(80, 24)) as pilot:
            for _ in range(tries):
                await sign(pilot, email, "Wrong-password-1")
            pages.append(screen_text(app).replace(email, "").replace(" ", ""))
    assert pages[0] == pages[1] == pages[2]


async def test_nothing_typed_shows_what_is_missing(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "#sign-in")
        assert "Enter your e-mail address" in words_on(app)
        assert "Enter your password" in words_on(app)
        await pilot.press(*"a@b")
        assert "Enter your e-mail address" not in words_on(app)


async def test_account_that_is_not_valid_yet_sees_its_progress(office: Office) -> None:
    receipt = registered(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await sign(pilot, OPERATOR, PASSWORD)
        assert isinstance(app.screen, ProgressScreen)
        assert receipt.progress.number in screen_text(app)
        login = app.screen_stack[0]
        assert isinstance(login, LoginScreen)
        assert login.page.values() == {"email": "", "password": ""}


async def test_failing_database_keeps_what_was_typed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from traces_tui.i18n import msg

    def down(*_: object) -> object:
        raise Unavailable(msg("Cancel"))

    monkeypatch.setattr(sign_in, "sign_in", down)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await sign(pilot, OPERATOR, PASSWORD)
        assert value(pilot, "password") == PASSWORD
        assert alert(app) == "✗ Cancel"
        assert not app.screen.query_one("#sign-in", Action).disabled
        assert not app.screen.query("#alert-forgotten")


async def test_an_unexpected_error_is_told_by_number(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> object:
        raise ValueError("Secret-in-the-message")

    monkeypatch.setattr(sign_in, "sign_in", broken)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await sign(pilot, OPERATOR, PASSWORD)
        text = app.screen.query_one(".dialog-text", Words).plain
        assert "tell the administrator this number" in text
        await pilot.press("enter")
        await settled(pilot)
        assert value(pilot, "email") == OPERATOR
    assert "incident" in caplog.text
    assert "ValueError" in caplog.text
    assert "Secret" not in caplog.text
    assert PASSWORD not in caplog.text


@pytest.mark.parametrize(
    ("link", "screen"),
    [
        ("#register", RegistrationScreen),
        ("#forgotten", ForgottenScreen),
        ("#directory", DirectoryScreen),
        ("#traces-nt", TracesNtScreen),
        ("#privacy", PrivacyScreen),
    ],
)
async def test_links_open_their_screens_and_esc_comes_back(
    office: Office, link: str, screen: type[object]
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "marie@ferme.example", "email")
        await press(pilot, link)
        assert isinstance(app.screen, screen)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, LoginScreen)
        assert app.screen.focused is app.screen.query_one(link)
        assert value(pilot, "email") == "marie@ferme.example"


async def test_address_of_the_form_goes_along_to_the_new_password(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, OPERATOR, "email")
        await press(pilot, "#forgotten")
        assert value(pilot, "email") == OPERATOR


async def test_the_address_comes_back_from_the_forgotten_password(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "#forgotten")
        await typed(pilot, "somebody@ferme.example")
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, LoginScreen)  # nothing is lost: nothing is asked
        assert value(pilot, "email") == "somebody@ferme.example"
        await press(pilot, "#forgotten")
        await typed(pilot, OPERATOR, "email")
        await press(pilot, "#forgotten-send")
        await press(pilot, "#forgotten-sign-in")
        assert value(pilot, "email") == OPERATOR
        assert app.screen.focused is app.screen.query_one("#field-password Entry")


async def test_the_bar_on_top_gives_way_to_its_buttons(office: Office) -> None:
    app = desk_app(office, "fr", demo=True)
    async with app.run_test(size=(120, 24)) as pilot:
        await settled(pilot)
        bar = app.screen.query_one("#header")
        shown = {}
        for width in (120, 80, 72, 60):
            await pilot.resize_terminal(width, 24)
            await settled(pilot)
            shown[width] = screen_text(app).splitlines()[0]
            assert bar.query("HeaderButton").last().region.right <= width
        assert "DÉMONSTRATION" in shown[120]
        assert "Trade Control and Expert System" in shown[120]
        assert " DÉMO " in shown[80]
        assert "Messages" in shown[80]
        assert "Trade" not in shown[72]
        assert "Affichage" in shown[72]
        assert "Affichage" not in shown[60]
        assert shown[60].rstrip().endswith("Aide")


async def test_focus_goes_through_the_content_before_the_bars(office: Office) -> None:
    app = desk_app(office)
    order = []
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for _ in range(14):
            focused = app.screen.focused
            assert focused is not None
            order.append(focused.id or f"{type(focused).__name__}")
            await pilot.press("tab")
        assert app.screen.focused is app.screen.query_one("#field-email Entry")
    assert order == [
        *("Entry", "Entry", "Toggle", "sign-in"),
        *("register", "code", "forgotten", "directory", "traces-nt", "privacy"),
        *("header-language", "header-display", "header-help", "language-bar"),
    ]


async def test_language_bar_speaks_at_once_and_keeps_what_was_typed(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(120, 40)) as pilot:
        await typed(pilot, "marie", "email")
        entry = app.screen.query_one("#field-email Entry", Entry)
        entry.cursor_position = 2
        bar = app.screen.query_one(LanguageBar)
        begin = next(begin for begin, _, code in bar._spans if code == "fr")
        await pilot.click(LanguageBar, offset=(begin + 1, 0))
        await settled(pilot)
        assert "Connexion au système" in words_on(app)
        assert "Français" in screen_text(app).splitlines()[1]
        assert (entry.value, entry.cursor_position) == ("marie", 2)
        assert app.screen.focused is bar


async def test_language_bar_by_keyboard(office: Office) -> None:
    app = desk_app(office, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        app.screen.query_one(LanguageBar).focus()
        await pilot.press("right", "enter")
        assert app.tr.code == "es"
        assert "es · English" in screen_text(app)
        assert "Sign in to the system" in screen_text(app)


async def test_all_languages_are_in_the_bar_or_one_step_away(office: Office) -> None:
    app = desk_app(office, "zh")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        bar = app.screen.query_one(LanguageBar)
        assert " zh " in bar.render().plain
        assert "+14" in bar.render().plain
        bar.focus()
        await pilot.press("end", "enter")
        await settled(pilot)
        assert app.screen.id == "language-screen"


async def test_what_an_ended_session_says(office: Office) -> None:
    from traces_tui.workflow.refusals import SessionOver

    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "#privacy")
        screen = app.screen
        assert isinstance(screen, PrivacyScreen)
        screen.handle(SessionOver())
        await settled(pilot)
        assert isinstance(app.screen, LoginScreen)
        assert alert(app).endswith("Your session has ended. Sign in again.")
        assert len(app.screen_stack) == 1


async def test_hostile_address_stays_text(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await sign(pilot, HOSTILE, PASSWORD)
        assert app.is_running
        assert "[/x][@click=app.quit]now" in screen_text(app)
        assert "\x1b" not in screen_text(app)
        assert "\u202e" not in screen_text(app)


async def test_the_page_tells_how_long_it_waits(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)):
        assert "erased after 3 min without activity" in words_on(app)
    demo = DeskApp(office, language="en", theme="nuit", demo=object())
    async with demo.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "nothing is kept" in words_on(demo)
        assert " DEMO " in screen_text(demo)
