"""Countries, their names and the search while typing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from traces_tui.places import countries, country_name, find_countries


def test_countries_are_those_of_iso_with_kosovo_and_without_overseas_departments() -> None:
    # 249 codes of ISO 3166-1, less five départements, and Kosovo.
    assert len(countries()) == 245
    assert list(countries()) == sorted(set(countries()))
    assert {"FR", "DE", "GB", "CH", "XK", "PM", "NC", "MC", "HK", "TW"} <= set(countries())
    assert not {"GP", "MQ", "GF", "RE", "YT"} & set(countries())
    assert not {"AC", "CP", "EU", "EZ", "IC", "QO", "UK", "UN", "XA", "XB", "ZZ"} & set(countries())


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("DE", "fr", "Allemagne"),
        ("DE", "en", "Germany"),
        ("DE", "nb", "Tyskland"),
        ("DE", "sr_Latn_ME", "Nemačka"),
        ("DE", "sr-Latn-ME", "Nemačka"),
        ("DE", "mt", "il-Ġermanja"),
        ("RE", "fr", "La Réunion"),
        ("DE", "xx", "DE"),
        ("DE", "", "DE"),
        ("DE", "../../etc", "DE"),
        ("DE", "f\x00", "DE"),
        ("QQ", "fr", "QQ"),
        ("", "fr", ""),
    ],
)
def test_country_name(code: str, language: str, name: str) -> None:
    assert country_name(code, language) == name


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("de", "DE"),
        ("Deutschl", "DE"),
        ("allemagne", "DE"),
        ("GERMANY", "DE"),
        ("Německo", "DE"),
        ("nemecko", "DE"),
        ("deu", "DE"),
        ("norge", "NO"),
        ("Føroyar", "FO"),
        ("foroyar", "FO"),
        ("ελλάδα", "GR"),
        ("el", "GR"),
        ("uk", "GB"),
        ("usa", "US"),
        ("россия", "RU"),
        ("中国", "CN"),
        ("cote d'iv", "CI"),
        ("réunion", "FR"),
        ("mayotte", "FR"),
    ],
)
def test_country_is_found_by_any_of_its_names(typed: str, code: str) -> None:
    assert find_countries(typed, "cs")[0] == code


def test_names_in_other_languages_than_the_four_do_not_count() -> None:
    assert "DE" in find_countries("Tyskland", "nb")
    assert find_countries("Tyskland", "fr") == ()


def test_best_match_comes_first() -> None:
    # Code, then beginning of a name, then of a word within.
    assert find_countries("al", "fr")[:3] == ("AL", "DZ", "DE")
    # Samoa américaines only begins with it, though Amerikanisch-Samoa leads the list.
    assert find_countries("samoa", "de") == ("WS", "AS")
    assert find_countries("guinée", "fr") == ("GN", "GW", "GQ", "PG")


def test_list_is_in_the_order_of_the_language() -> None:
    # Allemagne stands among the A, Égypte among the E.
    shown = [country_name(code, "fr") for code in find_countries("", "fr")]
    assert len(shown) == len(countries())
    assert shown[:5] == ["Afghanistan", "Afrique du Sud", "Albanie", "Algérie", "Allemagne"]
    assert shown.index("Égypte") < shown.index("Finlande")
    assert find_countries(" \t", "fr") == find_countries("", "fr")


def test_each_country_is_found_by_its_code_and_each_of_its_names() -> None:
    for code in countries():
        assert find_countries(code, "fr")[0] == code
        for language in ("fr", "en", "bg"):
            assert code in find_countries(country_name(code, language), "bg")


@pytest.mark.parametrize(
    "typed",
    ["rance", "%", "_", "' OR 1=1", "[bold]", "\x1b[2J", "x" * 1_000_000, "\ud800", "\u202e"],
)
def test_hostile_text_finds_nothing(typed: str) -> None:
    assert find_countries(typed, "fr") == ()


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_finds_only_countries_and_each_once(typed: str) -> None:
    found = find_countries(typed, "fr")
    assert set(found) <= set(countries())
    assert len(found) == len(set(found))
