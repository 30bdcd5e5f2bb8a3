"""The bar of 37 languages."""

from __future__ import annotations

import pytest
from babel import Locale

from tests.hostile import HARMLESS, HOSTILE, each
from traces_tui.languages import LANGUAGES, find, is_language, language, name_in, own_name


def test_the_bar_of_the_source() -> None:
    codes = [entry.code for entry in LANGUAGES]
    assert len(codes) == len(set(codes)) == 37
    assert codes[:4] == ["bg", "bn", "bs", "cs"]
    assert codes[-1] == "zh"


@pytest.mark.parametrize(
    ("code", "cldr", "own"),
    [
        ("il", "is", "Íslenska"),
        ("nw", "nb", "Norsk bokmål"),
        ("in", "id", "Indonesia"),
        ("fr", "fr", "Français"),
        ("de", "de", "Deutsch"),
        ("fa", "fa", "Persian"),
        ("bn", "bn", "Bangla"),
        ("el", "el", "Ελληνικά"),
    ],
)
def test_the_systems_own_codes(code: str, cldr: str, own: str) -> None:
    assert language(code).cldr == cldr
    assert own_name(code) == own


def test_montenegrin_has_latin_letters() -> None:
    assert language("me").cldr == "sr_Latn_ME"
    assert own_name("me")[0].isascii()


@pytest.mark.parametrize("code", [entry.code for entry in LANGUAGES])
def test_each_is_known_to_cldr_and_has_a_name(code: str) -> None:
    Locale.parse(language(code).cldr)
    assert own_name(code)[0].isupper() or not own_name(code)[0].islower()
    assert name_in(code, "fr")
    assert name_in(code, "en")


def test_french_and_english_are_complete() -> None:
    assert {entry.code for entry in LANGUAGES if entry.complete} == {"fr", "en"}


def test_other_codes_are_none() -> None:
    assert not is_language("tlh")
    assert not is_language("")
    with pytest.raises(KeyError):
        language("FR")


@pytest.mark.parametrize(
    ("typed", "first"),
    [("fr", "fr"), ("FRAN", "fr"), ("deut", "de"), ("alle", "de"), ("island", "il"), ("nor", "nw")],
)
def test_finding_one(typed: str, first: str) -> None:
    assert find(typed)[0].code == first


def test_nothing_typed_finds_all() -> None:
    assert find("") == LANGUAGES


@pytest.mark.parametrize("typed", each(HOSTILE | HARMLESS))
def test_any_text_may_be_searched_for(typed: str) -> None:
    assert set(find(typed)) <= set(LANGUAGES)
