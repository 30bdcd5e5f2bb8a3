"""Windows that are dragged about: nothing that was typed is lost, and nothing keeps on working."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from tests.terminal.conftest import Place
from tests.terminal.desk_tour import open_registration
from tests.terminal.terminal import Terminal

TICKS = os.sysconf("SC_CLK_TCK")
HUGE = 65_535
MOST_MEMORY_MIB = 300
ADDRESS = "marie.dupont@ferme-ried.fr"
START = "Commencer"
STEP = "Étape 1 sur 5"
TOO_SMALL = "60 × 18"


def work_of(pid: int) -> int:
    """Ticks of the processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def most_memory_of(pid: int) -> int:
    """The most memory in MiB that a process ever had."""
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    raise AssertionError("the kernel does not tell")


def comes_to_rest(window: Terminal, seconds: float = 1.0) -> bool:
    """Whether the program soon uses next to nothing of the processor."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        before, begun = work_of(window.pid), time.monotonic()
        while time.monotonic() - begun < seconds:
            window.look(seconds / 4)
        if work_of(window.pid) - before <= 0.03 * TICKS * seconds:
            return True
    return False


@pytest.fixture
def form(place: Place) -> Terminal:
    """The first step of a registration, an address typed, the focus in the password."""
    window = place.open()
    window.wait_for("Enregistrer un nouveau compte")
    window.click("Enregistrer un nouveau compte")
    window.wait_for(START)
    window.push(START)
    window.wait_for(STEP)
    window.fill("Courrier électronique", ADDRESS)
    window.press("tab")
    window.fill("Mot de passe", "Cigogne")
    return window


def test_a_storm_of_sizes(form: Terminal) -> None:
    """Hundreds of sizes in no time; then everything is as before, and the program rests."""
    sizes = random.Random(1976)  # noqa: S311 - the same storm every time
    for number in range(300):
        form.resize(sizes.randint(1, 500), sizes.randint(1, 200))
        if number % 50 == 0:
            form.look(0)
    for size in ((1, 1), (HUGE, HUGE), (1, HUGE), (HUGE, 1), (80, 24)):
        form.resize(*size)
    form.wait_for(STEP, ADDRESS, "•" * 7, gone=[TOO_SMALL])
    form.wait_until(lambda: form.in_field("Mot de passe"), "the focus where it was")
    form.type("-67")
    form.wait_for("•" * 10)
    assert comes_to_rest(form)
    assert most_memory_of(form.pid) < MOST_MEMORY_MIB


@pytest.mark.parametrize("size", [(1, 1), (59, 24), (300, 17)])
def test_a_window_that_is_too_small_says_so_and_keeps_everything(
    form: Terminal, size: tuple[int, int]
) -> None:
    """Also on the way back from sizes in which not even the notice has room."""
    form.resize(*size)
    form.look()
    if size[0] > 20 and size[1] > 2:
        form.wait_for("60 × 18")
    form.resize(64, 20)
    form.wait_for(STEP, ADDRESS, gone=[TOO_SMALL])
    form.wait_until(lambda: form.in_field("Mot de passe"), "the focus where it was")
    form.type("-67")
    form.wait_for("•" * 10)


def test_in_tmux_too(place: Place) -> None:
    with place.open_in_tmux() as pane:
        open_registration(pane)
        for width in range(60, 140, 4):
            pane.resize(width, width // 3)
        for size in ((40, 10), (1, 1), (80, 24)):
            pane.resize(*size)
        pane.wait_for(STEP, "marie.dupont@ferme", "problèmes à corriger", gone=[TOO_SMALL])
