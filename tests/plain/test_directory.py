"""The public directory, line by line, and the pages that are only read."""

from __future__ import annotations

import pytest

from tests.offices import WIDE, valid_operator
from tests.plain.conversation import Desk, wide
from traces_tui.forms.directory import directory_form
from traces_tui.workflow.pages import PRIVACY, SUCCESSOR_ADDRESS

__all__ = ["wide"]


@pytest.fixture(autouse=True)
def _organisations(desk: Desk) -> None:
    """Eleven valid organisations."""
    assert desk.office.settings.limits == WIDE
    for number in range(1, 12):
        valid_operator(
            desk.office, f"p{number}@ferme.example", organisation_name=f"Ferme {number:02}"
        )


def test_is_open_to_everybody_and_names_no_people(desk: Desk) -> None:
    text = desk.hear("6", "ferme 03", "1", "<", "<", "0").text
    assert "1  Ferme 03, 67600 Sélestat, France" in text
    assert "Commune: 67600 Sélestat" in text
    assert "Competent authority: DDPP du Bas-Rhin" in text
    assert "Dupont" not in text
    assert "p3@" not in text


def test_goes_on_with_enter(desk: Desk) -> None:
    text = desk.hear("6", "ferme", "", "1", "<", "<", "0").text
    assert "9  Ferme 09" in text
    assert "1  Ferme 10" in text
    assert "Number to open, letters to search, Enter for more:" in text


def test_two_letters_are_needed_by_the_forms_own_rule(desk: Desk) -> None:
    spoken = desk.hear("6", "f", "", "<", "0")
    assert spoken.errors == [desk.say(directory_form().by_name["search"].missing)] * 2


def test_nothing_found_says_what_to_do_and_letters_search_again(desk: Desk) -> None:
    text = desk.hear("6", "zzz", "ferme 11", "1", "<", "<", "0").text
    assert "No organisation for “zzz”. Try fewer letters, or the postal code alone." in text
    assert "1  Ferme 11" in text


@pytest.mark.parametrize("typed", ["a\udcffb", "\x1b[2J", "*" * 5000, "१२"])
def test_hostile_words_find_nothing(desk: Desk, typed: str) -> None:
    assert desk.hear("6", typed, "<", "<", "0").text.endswith("Goodbye.\n")


def test_pages_are_read_out(desk: Desk) -> None:
    text = desk.hear("7", "8", "0").text
    for heading, words in PRIVACY:
        assert f"{desk.say(heading)}: {desk.say(words)}" in text
    assert SUCCESSOR_ADDRESS in text
