"""A line key after key: what stands on it, and what is shown of it."""

from __future__ import annotations

import pytest

from traces_tui.plain.keys import LONGEST_LINE, TypedLine


def typed(keys: str, *, seen: bool = True) -> tuple[TypedLine, str]:
    """The line after these keys, and what was shown."""
    line = TypedLine(seen=seen)
    return line, "".join(line.key(char) for char in keys)


@pytest.mark.parametrize("enter", ["\n", "\r"])
def test_enter_ends_it(enter: str) -> None:
    line, shown = typed(f"Sélestat{enter}")
    assert (line.text, line.done, shown) == ("Sélestat", True, "Sélestat\n")


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("ab\x7fc", "ac"),
        ("ab\x08c", "ac"),
        ("\x7f\x7fa", "a"),
        ("e\u0301a\x7f\x7fb", "b"),
        ("ab\x15c", "c"),
        ("one two\x17x", "one x"),
        ("one two \x17x", "one x"),
        ("one\x17x", "x"),
        ("\x17\x15x", "x"),
    ],
)
def test_is_mended(keys: str, text: str) -> None:
    assert typed(keys)[0].text == text


@pytest.mark.parametrize(
    ("letter", "cells"), [("a", 1), ("é", 1), ("e\u0301", 1), ("김", 2), ("\x01", 0), ("\udcff", 0)]
)
def test_an_erased_letter_takes_as_many_cells_back_as_it_took(letter: str, cells: int) -> None:
    _, shown = typed(f"{letter}\x7f")
    assert shown.count("\b \b") == cells


def test_a_secret_shows_nothing_but_its_end() -> None:
    line, shown = typed("Cigogne\x7f\x17\x15Ried-67\n", seen=False)
    assert (line.text, shown) == ("Ried-67", "\n")


@pytest.mark.parametrize("key", ["\x1b[A", "\x1b[15~", "\x1bOP", "\x1b[1;5C", "\x1bb", "\x1b[[A"])
def test_keys_that_are_no_text_do_nothing(key: str) -> None:
    line, shown = typed(f"a{key}b\n")
    assert line.text.startswith("a")
    assert line.text.endswith("b")
    assert "\x1b" not in line.text + shown


def test_the_end_of_the_input_is_only_one_on_an_empty_line() -> None:
    assert typed("\x04")[0].ended
    assert not typed("a\x04")[0].ended
    assert typed("a\x7f\x04")[0].ended


def test_what_moves_a_cursor_is_kept_for_the_form_and_never_shown() -> None:
    line, shown = typed("a\x07\u202e\x9bb\n")
    assert line.text == "a\x07\u202e\x9bb"
    assert shown == "ab\n"


def test_a_megabyte_is_kept_as_far_as_any_form_would_read() -> None:
    line, shown = typed("x" * 1_000_000 + "\n")
    assert len(line.text) == LONGEST_LINE
    assert len(shown) == LONGEST_LINE + 1
