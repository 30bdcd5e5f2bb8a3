"""Budgets: so many tries in a window, whoever counts."""

from __future__ import annotations

import pytest

from tests.offices import MovableClock
from tests.workflow.races import in_threads
from traces_tui.models.tables import Budget
from traces_tui.office import Office
from traces_tui.workflow import budgets
from traces_tui.workflow.refusals import TooManyTries


def spend(office: Office, whose: str = "tty1", most: int = 2) -> None:
    with office.writing():
        budgets.spend(office, "try", whose, most, 10)


def test_ends_with_the_window(office: Office, clock: MovableClock) -> None:
    spend(office)
    clock.move(minutes=5)
    spend(office)
    with pytest.raises(TooManyTries) as caught:
        spend(office)
    assert caught.value.until == clock.now.replace(minute=10)
    clock.move(minutes=4, seconds=59)
    with pytest.raises(TooManyTries):
        spend(office)
    clock.move(seconds=1)
    spend(office)
    spend(office)
    with pytest.raises(TooManyTries) as caught:
        spend(office)
    assert caught.value.until == clock.now.replace(minute=20)


def test_each_has_its_own(office: Office) -> None:
    for whose in ("tty1", "ssh:192.0.2.7"):
        spend(office, whose)
        spend(office, whose)
    with pytest.raises(TooManyTries):
        spend(office)


def test_a_refused_try_is_not_counted(office: Office) -> None:
    for _ in range(9):
        try:
            spend(office)
        except TooManyTries:
            continue
    with office.connected():
        assert Budget.get().used == 2


def test_no_more_in_threads(office: Office) -> None:
    results = in_threads([lambda: spend(office, most=3)] * 8)
    assert [result is None for result in results].count(True) == 3


def test_looking_costs_nothing(office: Office, clock: MovableClock) -> None:
    with office.connected():
        for _ in range(3):
            budgets.require_left(office, "try", "tty1", 1)
        spend(office, most=1)
        with pytest.raises(TooManyTries):
            budgets.require_left(office, "try", "tty1", 1)
        clock.move(minutes=10)
        budgets.require_left(office, "try", "tty1", 1)
