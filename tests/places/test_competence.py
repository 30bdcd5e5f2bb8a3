"""Which authority is competent."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from traces_tui import places
from traces_tui.places import (
    authorities,
    authority,
    communes_of,
    competent_authority,
    countries,
    departments,
)

ABROAD = {"975": "PM", "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC", "989": "FR"}


def every_commune() -> Iterator[tuple[str, str, list[str]]]:
    table = Path(places.__file__).parent / "data" / "communes.csv"
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["insee_code"], row["departement"], row["postal_codes"].split()


def expected(department: str) -> str:
    return ABROAD.get(department) or f"FR-{department}"


def outcome(country: str, code: str = "", insee: str | None = None) -> tuple[str, bool] | None:
    competence = competent_authority(country, code, insee)
    return (competence.authority.code, competence.certain) if competence else None


def candidates(code: str) -> list[str]:
    competence = competent_authority("FR", code)
    return [record.code for record in competence.candidates] if competence else []


def test_there_is_an_authority_for_each_department_and_each_country() -> None:
    local = [record for record in authorities().values() if record.parent]
    national = [record for record in authorities().values() if not record.parent]
    assert isinstance(authorities(), MappingProxyType)
    assert len(local) == 101
    assert {record.parent for record in local} == {"FR"}
    assert [record.department for record in local] == list(departments())
    assert tuple(sorted(record.code for record in national)) == countries()
    assert {record.kind for record in national} == {"NATIONAL"}
    assert all(code == record.code for code, record in authorities().items())


def test_record_of_a_local_authority() -> None:
    assert authority("FR-67") == places.AuthorityRecord(
        code="FR-67",
        country="FR",
        department="67",
        kind="DDPP",
        seat="Strasbourg",
        parent="FR",
        name="DDPP du Bas-Rhin",
    )
    kinds = {code: authorities()[f"FR-{code}"].name for code in ("68", "973", "974")}
    assert kinds == {
        "68": "DDETSPP du Haut-Rhin",
        "973": "DGTM de la Guyane",
        "974": "DAAF de La Réunion",
    }


def test_record_of_a_national_authority() -> None:
    assert authority("DE") == places.AuthorityRecord("DE", "DE", None, "NATIONAL", None, None, "DE")
    assert authority("FR") == places.AuthorityRecord("FR", "FR", None, "NATIONAL", None, None, "FR")


@pytest.mark.parametrize("code", ["", "fr", "FR-", "FR-20", "FR-99", "RE", "EU", "ZZ", "67"])
def test_unknown_code_is_no_authority(code: str) -> None:
    assert authority(code) is None


def test_each_commune_decides_with_each_of_its_postal_codes() -> None:
    communes = 0
    for insee, department, postal_codes in every_commune():
        communes += 1
        for code in postal_codes:
            assert outcome("FR", code, insee) == (expected(department), True)
    assert communes == 34_964


def test_each_postal_code_is_certain_unless_it_spans_departments() -> None:
    carried: dict[str, set[str]] = defaultdict(set)
    for _, department, postal_codes in every_commune():
        for code in postal_codes:
            carried[code].add(expected(department))
    spanning = 0
    for code, expected_codes in carried.items():
        competence = competent_authority("FR", code)
        assert competence is not None
        assert competence.certain == (len(expected_codes) == 1)
        assert {record.code for record in competence.candidates} == expected_codes
        assert len(competence.candidates) == len(expected_codes)
        assert competence.authority == competence.candidates[0]
        if len(expected_codes) > 1:
            spanning += 1
            assert competence.authority.department == code[:2]
    assert spanning == 16


def test_communes_with_a_code_of_the_neighbour_are_certain() -> None:
    assert outcome("FR", "42620", "03250") == ("FR-03", True)
    assert outcome("FR", "42620") == ("FR-42", False)
    assert candidates("42620") == ["FR-42", "FR-03"]
    # Paray-Vieille-Poste in Essonne carries the code of Orly airport.
    assert outcome("FR", "94390") == ("FR-91", True)


def test_commune_decides_even_against_the_postal_code() -> None:
    assert outcome("FR", "13001", "67482") == ("FR-67", True)
    assert outcome("FR", "", "67482") == ("FR-67", True)
    assert outcome("FR", "nonsense", "67482") == ("FR-67", True)


@pytest.mark.parametrize("insee", ["", "00000", "67000"])
def test_unknown_commune_leaves_it_to_the_postal_code(insee: str) -> None:
    assert outcome("FR", "67000", insee) == ("FR-67", True)
    assert outcome("FR", "", insee) is None


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("20000", ("FR-2A", True)),
        ("20167", ("FR-2A", True)),
        ("20200", ("FR-2B", True)),
        ("20600", ("FR-2B", True)),
        ("20187", ("FR-2A", False)),
        ("20291", ("FR-2B", False)),
        ("20304", ("FR-2A", False)),
        ("20407", ("FR-2B", False)),
        ("20704", ("FR-2A", False)),
    ],
)
def test_corsica(code: str, answer: tuple[str, bool]) -> None:
    assert outcome("FR", code) == answer
    if not answer[1]:
        assert sorted(candidates(code)) == ["FR-2A", "FR-2B"]


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("97100", ("FR-971", True)),
        ("97200", ("FR-972", True)),
        ("97300", ("FR-973", True)),
        ("97400", ("FR-974", True)),
        ("97600", ("FR-976", True)),
        ("97165", ("FR-971", False)),
        ("97489", ("FR-974", False)),
        # Hôtel de Région of La Réunion.
        ("97801", ("FR-974", False)),
        ("97717", ("FR-974", False)),
        ("97500", ("PM", True)),
        ("97133", ("BL", True)),
        ("97098", ("MF", False)),
        ("97150", ("MF", True)),
        ("98600", ("WF", True)),
        ("98714", ("PF", True)),
        ("98799", ("FR", True)),
        ("98848", ("NC", False)),
        ("98000", ("MC", False)),
        ("97900", None),
        ("98900", None),
    ],
)
def test_overseas(code: str, answer: tuple[str, bool] | None) -> None:
    assert outcome("FR", code) == answer


def test_islands_are_candidates_where_cedex_codes_overlap() -> None:
    assert candidates("97801") == ["FR-974", "MF"]
    assert candidates("97717") == ["FR-974", "BL"]
    assert candidates("97098") == ["MF", "BL"]


def test_department_overseas_chosen_as_a_country_is_france() -> None:
    chosen = {code: outcome(code) for code in ("GP", "MQ", "GF", "RE", "YT")}
    assert chosen == {
        "GP": ("FR-971", True),
        "MQ": ("FR-972", True),
        "GF": ("FR-973", True),
        "RE": ("FR-974", True),
        "YT": ("FR-976", True),
    }


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("67084", ("FR-67", False)),
        ("75380", ("FR-75", False)),
        ("01059", ("FR-01", False)),
        ("95999", ("FR-95", False)),
        ("00100", None),
        ("96000", None),
        ("99999", None),
        ("", None),
        ("6708", None),
        ("670841", None),
        ("Strasbourg", None),
        ("2A004", None),
        ("67'--", None),
        ("67\x0000", None),
        ("9" * 1_000_000, None),
    ],
)
def test_code_without_a_commune_is_only_a_proposal(
    code: str, answer: tuple[str, bool] | None
) -> None:
    assert outcome("FR", code) == answer


@pytest.mark.parametrize("typed", ["67 600", "F-67600", "fr 67600", " 67600 ", "\uff16\uff17600"])
def test_code_is_taken_as_typed(typed: str) -> None:
    assert outcome("FR", typed) == ("FR-67", True)


def test_every_other_country_has_its_one_authority() -> None:
    for country in countries():
        if country != "FR":
            assert outcome(country, "67000", "67482") == (country, True)


@pytest.mark.parametrize("country", ["", "fr", "ZZ", "EU", "UK", "FR-67", "XX", "FRA"])
def test_no_authority_without_a_country(country: str) -> None:
    assert competent_authority(country, "67000", "67482") is None


@settings(deadline=None)
@given(st.text(max_size=12), st.none() | st.text(max_size=6))
def test_any_text_gives_a_known_authority_or_none(code: str, insee: str | None) -> None:
    competence = competent_authority("FR", code, insee)
    if competence is not None:
        assert competence.authority == authority(competence.authority.code)
        assert competence.authority == competence.candidates[0]


@settings(deadline=None)
@given(st.integers(1_000, 95_999).map(lambda number: f"{number:05}"))
def test_any_code_of_the_mainland_leads_to_a_department(code: str) -> None:
    competence = competent_authority("FR", code)
    assert competence is not None
    assert competence.authority.parent == "FR"
    if not communes_of(code):
        assert not competence.certain
        assert competence.authority.code.removeprefix("FR-")[0] == code[0]
