"""The table of the 101 départements."""

import re
from collections import Counter
from types import MappingProxyType

import pytest

from traces_tui.places import departments

OVERSEAS = ("971", "972", "973", "974", "976")


def test_all_departments_are_there_with_their_kind() -> None:
    kinds = Counter(department.authority_kind for department in departments().values())
    assert kinds == {"DDPP": 51, "DDETSPP": 45, "DAAF": 4, "DGTM": 1}
    assert isinstance(departments(), MappingProxyType)
    assert list(departments()) == sorted(departments())
    assert all(code == department.code for code, department in departments().items())


def test_overseas_has_kinds_of_its_own() -> None:
    kinds = {code: departments()[code].authority_kind for code in OVERSEAS}
    assert kinds == {"971": "DAAF", "972": "DAAF", "973": "DGTM", "974": "DAAF", "976": "DAAF"}
    assert departments()["2A"].seat == "Ajaccio"


@pytest.mark.parametrize(
    ("code", "of_name"),
    [
        ("01", "de l'Ain"),
        ("21", "de la Côte-d'Or"),
        ("22", "des Côtes-d'Armor"),
        ("28", "d'Eure-et-Loir"),
        ("2B", "de la Haute-Corse"),
        ("34", "de l'Hérault"),
        ("35", "d'Ille-et-Vilaine"),
        ("41", "de Loir-et-Cher"),
        ("57", "de la Moselle"),
        ("67", "du Bas-Rhin"),
        ("75", "de Paris"),
        ("84", "de Vaucluse"),
        ("88", "des Vosges"),
        ("90", "du Territoire de Belfort"),
        ("92", "des Hauts-de-Seine"),
        ("95", "du Val-d'Oise"),
        ("974", "de La Réunion"),
        ("976", "de Mayotte"),
    ],
)
def test_name_after_a_noun(code: str, of_name: str) -> None:
    assert departments()[code].of_name == of_name


def test_every_name_after_a_noun_follows_french_grammar() -> None:
    for department in departments().values():
        name, of_name = department.name, department.of_name
        before = of_name.removesuffix(name)
        assert before in ("de ", "d'", "du ", "de la ", "de l'", "des ")
        starts_with_vowel = name[0] in "AEIOUYÉ" or name == "Hérault"
        if before != "des ":
            assert starts_with_vowel == (before in ("d'", "de l'")), of_name
        if re.fullmatch(r".+-et-.+", name):
            assert before in ("de ", "d'"), of_name
        if re.match(r"\w+s\b", name) and name not in ("Paris", "Vaucluse"):
            assert before in ("des ", "du "), of_name
