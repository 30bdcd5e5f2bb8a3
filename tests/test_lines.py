"""Wrapping: in cells, never through a no-break space, and nothing lost."""

from __future__ import annotations

import pytest

from traces_tui.lines import cells, wrapped


def test_breaks_at_spaces() -> None:
    assert wrapped("one two three", 7) == ["one two", "three"]


def test_keeps_line_breaks_and_empty_lines() -> None:
    assert wrapped("a\n\nb", 10) == ["a", "", "b"]
    assert wrapped("", 10) == [""]


def test_a_no_break_space_holds_together() -> None:
    assert wrapped("le code\u00a0: ici", 8) == ["le", "code\u00a0:", "ici"]


def test_counts_wide_letters_twice_and_marks_not_at_all() -> None:
    assert (cells("김수진"), cells("e\u0301")) == (6, 1)
    assert wrapped("김수 진민", 6) == ["김수", "진민"]


@pytest.mark.parametrize("width", [1, 2, 5, 20])
def test_a_long_word_comes_in_pieces_that_fit(width: int) -> None:
    lines = wrapped("x" * 50 + " 김수진", max(width, 2))
    assert "".join(lines).replace(" ", "") == "x" * 50 + "김수진"
    assert all(cells(line) <= max(width, 2) for line in lines)
