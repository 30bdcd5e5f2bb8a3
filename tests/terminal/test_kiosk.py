"""A counter in a public hall: what one person leaves behind, the next one must not find."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.offices import AGENT, AGENT_PASSWORD, CHEAP, agent
from tests.terminal.conftest import Place
from tests.terminal.desk_tour import GREETING, TITLE, go
from tests.terminal.tmux import Pane
from traces_tui.clock import utc_now
from traces_tui.office import Office
from traces_tui.settings import Settings

HASTY = {
    "TRACES_TUI_IDLE_PUBLIC_SECONDS": "4",
    "TRACES_TUI_IDLE_PUBLIC_WARNING_SECONDS": "1",
}
"""Nobody waits three minutes for a test."""
ADDRESS = "zenobie.quetsche@ferme-secrete.fr"
PASSWORD = "Kougelhopf-Bas-7"
ANSWER = "Bretzelwagen"
NAME = "Zwiebelfisch und Nachkommen"
TYPED = (ADDRESS, PASSWORD, ANSWER, NAME)
STEP = "Étape {} sur 5"
_SCREEN = b"\x1b[?1049h"
"""What begins the screen of a new process."""
_IN_MEMORY = ("utf-8", "utf-16-le", "utf-32-le")


def memory_holds(pid: int, texts: Iterable[str]) -> set[str]:
    """Which of these texts stand anywhere in the memory of a process."""
    found: set[str] = set()
    regions = Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines()
    try:
        memory = open(f"/proc/{pid}/mem", "rb", buffering=0)  # noqa: SIM115 - closed below
    except PermissionError:
        pytest.skip("may not look into the memory of other processes")
    with memory:
        for region in regions:
            span, rights, *_ = region.split()
            start, end = (int(at, 16) for at in span.split("-"))
            if "rw" not in rights or end > 1 << 63:
                continue
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except OSError:
                continue  # this region has just gone, or is not there for us
            for text in texts:
                if any(
                    text.encode(code) in content for code in ("utf-8", "utf-16-le", "utf-32-le")
                ):
                    found.add(text)
    return found


def left_on_disk(folder: Path, texts: Iterable[str]) -> set[str]:
    """Which of these texts stand in any file of a folder."""
    files = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    return {text for text in texts if any(text.encode() in content for content in files)}


def nothing_is_left(pane: Pane, place: Place) -> None:
    """Neither on the screen, nor in what can be scrolled to, nor in memory, nor in a file."""
    pane.wait_for(TITLE)
    pane.wait_until(lambda: not memory_holds(pane.state().pid, TYPED), "an empty memory")
    everything = pane.everything()
    assert not [text for text in TYPED if text in everything]
    assert pane.state().history == 0
    assert left_on_disk(place.folder, TYPED) == set()
    assert b"\x1b]52" not in pane.sent


def type_in_three_steps(pane: Pane) -> None:
    """Address, password, answer to the secret question and the name of an organisation."""
    pane.click("Enregistrer un nouveau compte")
    pane.wait_for("Commencer")
    pane.press("Enter")
    pane.wait_for(STEP.format(1))
    pane.type(ADDRESS)
    pane.wait_for(ADDRESS)
    for _ in range(2):
        pane.press("Tab")
        if "•" in pane.screen():
            pane.press("Tab")  # past the button that shows the password
        pane.type(PASSWORD)
        pane.wait_for("•" * len(PASSWORD))
    pane.press("NPage")
    pane.wait_for(STEP.format(2), "Question secrète")
    pane.settle()
    pane.press("Enter")
    pane.wait_for("Quel est votre groupe préféré")
    pane.press("1")
    pane.wait_for("Réponse", gone=["Quel est votre groupe préféré"])
    pane.settle()
    pane.press("Down")
    pane.type(ANSWER)
    pane.wait_for(ANSWER)
    pane.press("NPage")
    pane.wait_for(STEP.format(3))
    pane.type(NAME)
    pane.wait_for(NAME)


def test_an_unattended_screen_is_wiped(place: Place) -> None:
    with place.open_in_tmux(environ=HASTY) as pane:
        type_in_three_steps(pane)
        pid = pane.state().pid
        assert memory_holds(pid, TYPED) == set(TYPED), "what is looked for can be found"
        pane.wait_for("Êtes-vous toujours là")
        pane.wait_for(TITLE, gone=["Étape", "Êtes-vous"])
        nothing_is_left(pane, place)


def test_clearing_by_oneself_leaves_nothing_either(place: Place) -> None:
    """Ctrl+C asks first; whoever says no goes on."""
    with place.open_in_tmux() as pane:
        type_in_three_steps(pane)
        go(pane, "C-c")
        pane.wait_for("Effacer et recommencer")
        go(pane, "Escape")
        pane.wait_for(STEP.format(3), NAME, gone=["Effacer et recommencer"])
        go(pane, "C-c")
        pane.click("  Effacer  ")
        pane.wait_for(TITLE, gone=["Étape"])
        nothing_is_left(pane, place)


def test_signing_out_leaves_nothing(place: Place) -> None:
    office = Office(Settings(data_dir=str(place.folder), password=CHEAP), clock=utc_now)
    office.prepare()
    agent(office)
    with place.open_in_tmux() as pane:
        pane.wait_for(TITLE)
        pane.type(AGENT)
        pane.wait_for(AGENT[-20:])
        pane.press("Tab")
        pane.type(AGENT_PASSWORD)
        pane.wait_for("•" * len(AGENT_PASSWORD))
        pane.press("Enter")
        pane.wait_for(GREETING)
        pane.settle()
        pane.press("0")
        pane.wait_for(TITLE, gone=[GREETING])
        texts = (AGENT, AGENT_PASSWORD, "Keller")
        pane.wait_until(lambda: not memory_holds(pane.state().pid, texts), "an empty memory")
        everything = pane.everything()
        assert not [text for text in texts if text in everything]
        assert left_on_disk(place.folder, [AGENT_PASSWORD]) == set()
        assert b"\x1b]52" not in pane.sent


def test_keys_of_other_programs_do_nothing(place: Place) -> None:
    """No quit, no palette, no suspend: what stands on the screen stays, and listens."""
    with place.open_in_tmux() as pane:
        pane.wait_for(TITLE)
        pane.settle()
        before = pane.screen()
        for key in ("C-q", "C-p", "C-z", "C-\\", "C-s", "C-d", "C-t", "C-o", "F10", "F12"):
            pane.press(key)
            pane.settle()
            assert pane.screen() == before, key
        pane.type("encore-la")
        pane.wait_for("encore-la")
        status = Path(f"/proc/{pane.state().pid}/stat").read_text("utf-8")
        assert status.rpartition(") ")[2][0] in "RS", "suspended"


def hammered(pane: Pane) -> bool:
    """Press what ends or stops programs."""
    pane.press("C-c", "C-\\", "C-z", "C-d", "s")
    return True


def test_keys_while_a_new_process_starts_end_nothing(place: Place) -> None:
    """Between two persons the program is replaced: that is no gap to slip through."""
    with place.open_in_tmux() as pane:
        pane.wait_for(TITLE)
        pane.type("zenobie")
        pane.wait_for("zenobie")
        go(pane, "C-c")
        pid = pane.state().pid
        pane.click("  Effacer  ")
        screens = pane.sent.count(_SCREEN)
        pane.wait_until(
            lambda: hammered(pane) and pane.sent.count(_SCREEN) > screens, "a new screen"
        )
        pane.wait_for(TITLE, gone=["zenobie"])
        pane.settle()
        if "Effacer et recommencer" in pane.screen():
            go(pane, "Escape")  # the last Ctrl+C came when somebody was there again
        pane.press("C-u")
        pane.type("encore-la")
        pane.wait_for("encore-la")
        assert pane.state().pid == pid
        assert "^C" not in pane.everything()


def test_a_settled_screen_sends_nothing(place: Place) -> None:
    """Over a thin line every byte counts; and a screen reader would read each of them."""
    with place.open() as window:
        window.wait_for(TITLE)
        window.type("a")
        window.wait_for("a")
        while window.look(0.3):
            pass
        assert not window.look(2.5)
        assert window.alive
