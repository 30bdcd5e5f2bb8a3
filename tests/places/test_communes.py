"""Communes by code, by postal code and by name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from traces_tui.places import commune, communes_of, find_communes


def names(text: str, limit: int = 20) -> list[str]:
    return [found.name for found in find_communes(text, limit)]


def test_commune_of_a_code() -> None:
    strasbourg = commune("67482")
    assert strasbourg is not None
    assert (strasbourg.name, strasbourg.department) == ("Strasbourg", "67")
    assert strasbourg.postal_codes == ("67000", "67100", "67200")


@pytest.mark.parametrize("code", ["", "67000", "99999", "67482 ", "67482,Strasbourg", "insee_code"])
def test_unknown_code_is_no_commune(code: str) -> None:
    assert commune(code) is None


def test_communes_of_a_postal_code_are_sorted_by_name() -> None:
    found = communes_of("42620")
    assert [(here.name, here.department) for here in found] == [
        ("Saint-Martin-d'Estréaux", "42"),
        ("Saint-Pierre-Laval", "03"),
    ]
    # É stands with E, not behind Z.
    assert [here.name for here in communes_of("27110")][6:9] == ["Écauville", "Ecquetot", "Épégard"]


@pytest.mark.parametrize("code", ["67084", "20704", "", "67 000", "6700", "postal_codes"])
def test_no_commune_carries_a_cedex_or_a_mistake(code: str) -> None:
    assert communes_of(code) == ()


@pytest.mark.parametrize(
    "typed",
    [
        "Saint-Pierre-Laval",
        "saint pierre laval",
        "SAINT PIERRE LAVAL",
        "St Pierre Laval",
        "st-pierre-l",
        "pierre laval",
        "laval saint pierre",
        "  saint\tpierre  laval ",
        "Saint\x00Pierre\x1bLaval",
        "\uff33aint Pierre Laval",
    ],
)
def test_spelling_makes_no_difference(typed: str) -> None:
    assert "Saint-Pierre-Laval" in names(typed)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("strasb", "Strasbourg"),
        ("y", "Y"),
        ("mans", "Le Mans"),
        ("rochelle", "La Rochelle"),
        # Before Le Crozet.
        ("crozet", "Crozet"),
        ("l'hay", "L'Haÿ-les-Roses"),
        ("oeuilly", "Œuilly"),
        ("ste marie aux mi", "Sainte-Marie-aux-Mines"),
        ("stes maries", "Saintes-Maries-de-la-Mer"),
        ("epinal", "Épinal"),
    ],
)
def test_best_match_comes_first(typed: str, first: str) -> None:
    assert names(typed)[0] == first


def test_beginning_of_the_name_comes_before_a_word_within() -> None:
    found = names("colmar", 50)
    begins = [name.lower().startswith("colmar") for name in found]
    assert found[0] == "Colmar"
    assert True in begins
    assert False in begins
    assert begins == sorted(begins, reverse=True)


def test_saint_pierre_finds_its_namesakes() -> None:
    found = names("saint pierre", 500)
    assert found[0] == "Saint-Pierre"
    assert {"Saint-Pierre-Laval", "Saint-Pierre-en-Faucigny", "Pont-Saint-Pierre"} <= set(found)
    assert names("St Pierre", 500) == found


def test_limit_holds() -> None:
    assert len(find_communes("a")) == 20
    assert len(find_communes("a", 3)) == 3
    assert find_communes("a", 3) == find_communes("a", 30)[:3]
    assert find_communes("a", 0) == ()
    assert find_communes("a", -1) == ()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "%",
        "_",
        "' OR 1=1 --",
        "'; DROP TABLE communes; --",
        "[bold]Lyon[/bold]",
        "\x1b[2J\x1b]0;title\x07",
        "\u202e\u200b",
        "a" * 1_000_000,
        "saint " * 200_000,
        "\ud800",
        "\ufdfa" * 100,
    ],
)
def test_hostile_text_finds_nothing(typed: str) -> None:
    assert find_communes(typed) == ()


@settings(deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_answered_from_the_table(typed: str) -> None:
    for found in find_communes(typed, 5):
        assert commune(found.insee_code) == found


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(["67482", "03250", "2A004", "97411", "01001", "94038"]), st.data())
def test_every_beginning_of_a_name_leads_to_it(insee_code: str, data: st.DataObject) -> None:
    sought = commune(insee_code)
    assert sought is not None
    length = data.draw(st.integers(1, len(sought.name)))
    assert sought in find_communes(sought.name[:length].swapcase(), 40_000)
