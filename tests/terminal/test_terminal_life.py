"""What a terminal and the people at it can do to the program: it ends cleanly, or goes on."""

from __future__ import annotations

import signal
import stat
import time
from pathlib import Path

import pytest

from tests.terminal.conftest import Place
from tests.terminal.terminal import Terminal

TITLE = "Connexion au système"
ADDRESS = "Courrier électronique"


@pytest.fixture
def kiosk(place: Place) -> Terminal:
    """The sign-in page, painted and ready for keys."""
    window = place.open()
    window.wait_for(TITLE, ADDRESS)
    return window


def still_there(window: Terminal) -> None:
    """What is typed still appears: the program lives and listens."""
    window.press("ctrl+u")
    window.type("encore-la")
    window.wait_for("encore-la")


class TestEnd:
    @pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
    def test_a_signal_ends_it_cleanly(self, kiosk: Terminal, number: signal.Signals) -> None:
        begun = time.monotonic()
        kiosk.signal(number)
        assert kiosk.wait_end() == 0
        assert time.monotonic() - begun < 3
        assert b"Traceback" not in kiosk.sent
        assert kiosk.sent.rindex(b"\x1b[?1049l") > kiosk.sent.rindex(b"\x1b[?1049h")

    @pytest.mark.parametrize("key", ["ctrl+q", "ctrl+z", "ctrl+backslash", "ctrl+p"])
    def test_no_key_ends_it_or_opens_a_palette(self, kiosk: Terminal, key: str) -> None:
        kiosk.press(key)
        still_there(kiosk)
        assert kiosk.alive

    def test_a_vanished_terminal_ends_it(self, place: Place) -> None:
        """The window is gone without a word: nothing may go on spinning."""
        with place.open() as window:
            window.wait_for(TITLE)
            pid = window.pid
            window.vanish()
            assert window.wait_gone(), f"process {pid} went on without a terminal"


class TestInput:
    def test_bytes_that_are_no_utf8_do_no_harm(self, kiosk: Terminal) -> None:
        kiosk.write(b"\xff\xfe\xc3\x28")
        still_there(kiosk)

    def test_keys_that_come_all_at_once_find_their_fields(self, kiosk: Terminal) -> None:
        """A slow line delivers address, Tab, password and Enter in one piece."""
        kiosk.type("marie@ferme.example\tVerySecret-1\r")
        kiosk.wait_for("Adresse ou mot de passe", "marie@ferme.example", gone=["••"])
        assert "VerySecret" not in kiosk.screen()
        kiosk.type("Other-Secret-2")
        kiosk.wait_for("•" * 14)

    def test_a_large_paste_is_cut_and_told(self, kiosk: Terminal) -> None:
        kiosk.paste("a" * 100_000)
        kiosk.wait_for("254")
        still_there(kiosk)

    def test_typed_sizes_are_no_sizes(self, kiosk: Terminal) -> None:
        kiosk.write(b"\x1b[48;4000;4000;0;0t")
        still_there(kiosk)
        assert len(kiosk.sent) < 200_000


class TestSize:
    def test_survives_every_size(self, kiosk: Terminal) -> None:
        kiosk.type("marie@")
        for columns, rows in ((64, 20), (1, 1), (65_535, 65_535), (20, 5), (80, 24)):
            kiosk.resize(columns, rows)
        kiosk.wait_for(TITLE, "marie@")
        still_there(kiosk)

    def test_a_small_window_says_so(self, kiosk: Terminal) -> None:
        kiosk.resize(50, 15)
        kiosk.wait_for("60 × 18")
        kiosk.resize(64, 20)
        kiosk.wait_for(ADDRESS, gone=["60 × 18"])


class TestLine:
    """A line over SSH is thin: nothing is sent that has not changed."""

    def test_a_quiet_screen_a_key_and_a_move_cost_little(self, kiosk: Terminal) -> None:
        kiosk.cost_of("a")
        assert kiosk.cost_of() == 0
        assert kiosk.cost_of("b") <= 250
        assert max(kiosk.cost_of("tab") for _ in range(6)) <= 4_000


class TestStart:
    """Where it can't draw it says so in a sentence; it never fails with a trace."""

    @pytest.mark.parametrize("term", ["dumb", "unknown", ""])
    def test_a_terminal_that_can_show_no_screen_is_asked_line_by_line(
        self, place: Place, term: str
    ) -> None:
        with place.open(TERM=term) as window:
            window.wait_for(f"TERM={term}", "1  Connexion")
            assert b"\x1b" not in window.sent

    def test_refuses_to_draw_into_a_pipe(self, place: Place) -> None:
        done = place.run()
        assert done.returncode == 1
        assert done.stdout == ""
        assert len(done.stderr.strip().splitlines()) == 1
        assert "ssh -t" in done.stderr

    def test_a_broken_database_is_a_sentence(self, place: Place) -> None:
        """The page opens all the same: what it says can be read, and the program lives."""
        place.folder.mkdir(parents=True)
        place.database.write_bytes(b"this is no database, whatever its name says" * 100)
        with place.open() as window:
            window.wait_for("est endommagé", "Fermer")
            window.press("enter")
            window.wait_for(ADDRESS, gone=["Fermer"])
            window.type("marie@ferme.example\tCigogne-67\r")
            window.wait_for("endommagé", "marie@ferme.example", gone=["Fermer"])
            assert window.alive
            assert b"Traceback" not in window.sent

    def test_a_folder_that_cannot_be_made_is_a_sentence(self, place: Place, tmp_path: Path) -> None:
        blocked = tmp_path / "file"
        blocked.write_text("no folder")
        done = place.run("init", TRACES_TUI_DATA_DIR=str(blocked / "data"))
        assert done.returncode == 1
        assert len(done.stderr.strip().splitlines()) == 1
        assert "Traceback" not in done.stderr


def test_what_it_keeps_is_for_its_owner_only(place: Place) -> None:
    """Database and log hold people's data: nobody else may enter their folder."""
    assert place.run("init").returncode == 0
    assert stat.S_IMODE(place.folder.stat().st_mode) & 0o077 == 0
