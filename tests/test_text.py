"""What people type: kept, compared and shown without harm."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traces_tui import text

ANYTHING = st.text(st.characters(), max_size=60)
"""Lone surrogates included: a terminal's bytes may decode to them."""

PILE = "a" + "\u0301\u0323" * 500_000


@pytest.mark.parametrize(
    ("char", "unsafe"),
    [
        ("a", False),
        (" ", False),
        ("é", False),
        ("字", False),
        ("\u0301", False),
        ("\u200d", False),
        ("\u200c", False),
        ("\x00", True),
        ("\x1b", True),
        ("\n", True),
        ("\x7f", True),
        ("\x9b", True),
        ("\u202e", True),
        ("\u2066", True),
        ("\u200b", True),
        ("\ufeff", True),
        ("\u00ad", True),
        ("\u2028", True),
        ("\u2029", True),
        ("\ud800", True),
        ("\ue000", True),
        ("\U000e0041", True),
        ("\u0378", True),
        ("\u3164", True),
        ("\u2800", True),
        ("\u115f", True),
    ],
)
def test_characters_that_move_hide_or_reorder_are_unsafe(char: str, unsafe: bool) -> None:
    assert text.is_unsafe(char) is unsafe
    assert text.has_unsafe(f"a{char}b") is unsafe
    assert (text.printable(f"a{char}b") == f"a{char}b") is not unsafe


def test_line_breaks_are_safe_only_where_they_are_allowed() -> None:
    assert text.has_unsafe("a\nb")
    assert not text.has_unsafe("a\nb", line_breaks=True)
    assert text.has_unsafe("a\r\nb", line_breaks=True)
    assert text.printable("a\nb\t") == "a\ufffdb\ufffd"
    assert text.printable("a\nb\t", line_breaks=True) == "a\nb\ufffd"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ferme   du  Ried ", "Ferme du Ried"),
        ("Ferme\u00a0du\u202fRied\u3000", "Ferme du Ried"),
        ("E\u0301cole", "École"),
        ("ligne\nligne", "ligne\nligne"),
        ("\n texte \n", "texte"),
        ("", ""),
        ("\u2003", ""),
    ],
)
def test_one_spelling_for_what_looks_the_same(typed: str, kept: str) -> None:
    assert text.normal(typed) == kept


def test_a_secret_keeps_its_spaces_and_case() -> None:
    assert text.exact(" La\u0300-Bas  ") == " Là-Bas  "


@pytest.mark.parametrize(
    ("shown", "seen"),
    [("a", True), ("字", True), ("!", True), ("", False), ("\u200d", False), ("\u0301 ", False)],
)
def test_whether_anything_can_be_seen(shown: str, seen: bool) -> None:
    assert text.has_shape(shown) is seen


def test_more_marks_than_spelling_needs_are_a_pile() -> None:
    assert not text.has_mark_pile("Việt ộ́ " + "e\u0301\u0302\u0303\u0304")
    assert text.has_mark_pile("e\u0301\u0302\u0303\u0304\u0305")
    assert not text.has_mark_pile("e\u0301\u0302" * 100)


def test_a_megabyte_of_marks_takes_no_minutes() -> None:
    """Python sorts the marks of one letter in quadratic time: a paste would stop the kiosk."""
    assert text.exact(PILE) == PILE
    assert text.normal(PILE) == PILE
    assert text.folded(PILE) == "a"
    assert text.has_mark_pile(PILE)


@pytest.mark.parametrize(
    ("shown", "key"),
    [
        ("Société  ÉLEVAGE-Müller", "societe elevage muller"),
        ("Straße", "strasse"),
        ("İzmir", "izmir"),
        ("ﬁnistère ²", "finistere 2"),
        ("ℌofgut", "hofgut"),
        ("Łódź Ørsted", "lodz orsted"),
        ("L’Œuf d'or & Cie.", "l oeuf d or cie"),
        ("কি", "কি"),
        ("%_\\", ""),
        ("", ""),
    ],
)
def test_search_keys(shown: str, key: str) -> None:
    assert text.folded(shown) == key


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("marie.dupont@ferme.fr", "m•••••t@ferme.fr"),
        ("ab@ferme.fr", "a•••••@ferme.fr"),
        ("a@ferme.fr", "a•••••@ferme.fr"),
        ("no address", "•••••@no address"),
    ],
)
def test_masked_addresses_show_first_and_last_letter_only(address: str, masked: str) -> None:
    assert text.masked_address(address) == masked


@given(ANYTHING)
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    assert text.normal(text.normal(typed)) == text.normal(typed)
    assert text.exact(text.exact(typed)) == text.exact(typed)
    assert text.folded(text.folded(typed)) == text.folded(typed)
    assert text.printable(text.printable(typed)) == text.printable(typed)


@given(ANYTHING)
def test_what_is_printed_is_safe(typed: str) -> None:
    assert not text.has_unsafe(text.printable(typed))
    assert len(text.printable(typed)) == len(typed)
    assert text.has_unsafe(typed) == (text.printable(typed) != typed)


@given(ANYTHING)
def test_search_keys_have_neither_case_nor_signs(typed: str) -> None:
    key = text.folded(typed)
    assert key == key.casefold()
    assert not set("%_\\'\"\x00[]") & set(key)
    assert text.folded(typed.upper()) == text.folded(typed.upper().lower())
    key.encode()


@given(ANYTHING)
def test_both_ways_to_write_an_accent_are_one(typed: str) -> None:
    composed, apart = (unicodedata.normalize(form, typed) for form in ("NFC", "NFD"))
    if not text.has_mark_pile(apart):
        assert text.exact(composed) == text.exact(apart)
        assert text.normal(composed) == text.normal(apart)
