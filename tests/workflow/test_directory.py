"""The public directory: valid organisations, thin data, no people."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from tests.hostile import HARMLESS, HOSTILE, each
from tests.offices import (
    IN_COLMAR,
    MovableClock,
    confirmed,
    make_office,
    refused_operator,
    registered,
    valid_operator,
)
from traces_tui.office import Office
from traces_tui.settings import Limits
from traces_tui.workflow import organisations
from traces_tui.workflow.refusals import TooManyTries
from traces_tui.workflow.views import DirectoryRow


@pytest.fixture
def filled(office: Office) -> Office:
    """Three valid organisations, and one in each other state."""
    for n, name in enumerate(("Ferme du Ried", "GAEC de l'Ill", "Haras du Ried")):
        valid_operator(office, f"v{n}@ferme.fr", organisation_name=name)
    registered(office, "new@ferme.fr", organisation_name="Ried Nouveau")
    confirmed(office, "confirmed@ferme.fr", organisation_name="Ried Confirmé")
    refused_operator(office, "refused@ferme.fr", organisation_name="Ried Refusé")
    return office


def names(office: Office, search: str) -> list[str]:
    return [row.name for row in organisations.directory(office, search).rows]


def test_shows_only_valid_ones(filled: Office) -> None:
    assert names(filled, "ried") == ["Ferme du Ried", "Haras du Ried"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("RIED ferme", ["Ferme du Ried"]),
        ("selestat", ["Ferme du Ried", "GAEC de l'Ill", "Haras du Ried"]),
        ("67600 ill", ["GAEC de l'Ill"]),
        ("dupont", []),
        ("marie", []),
        ("03 88 12 34 56", []),
        ("v0@ferme.fr", []),
        ("%%", []),
        ("__", []),
        ("r", []),
        ("", []),
        ("r d", ["Ferme du Ried", "Haras du Ried"]),
    ],
)
def test_search(filled: Office, search: str, found: list[str]) -> None:
    assert names(filled, search) == found


@pytest.mark.parametrize("search", each(HOSTILE | HARMLESS))
def test_any_text_may_be_searched_for(filled: Office, search: str) -> None:
    assert "Haras du Ried" not in names(filled, search)


def test_rows_hold_no_people() -> None:
    assert {field.name for field in fields(DirectoryRow)} == {
        "id",
        "name",
        "commune",
        "postal_code",
        "country",
        "activities",
        "authority",
    }


def test_parts_join_without_gap_or_repetition(office: Office) -> None:
    for n in range(5):
        valid_operator(office, f"v{n}@ferme.fr", organisation_name=f"Ferme {n // 2}")
    joined: list[int] = []
    after = None
    while True:
        part = organisations.directory(office, "ferme", after, limit=2)
        joined += [row.id for row in part.rows]
        if (after := part.after) is None:
            break
    assert len(joined) == len(set(joined)) == 5


def test_shows_whose_area_it_is(office: Office) -> None:
    valid_operator(office, **IN_COLMAR)
    (row,) = organisations.directory(office, "colmar").rows
    assert row.authority.code == "FR-68"


def test_has_a_budget(tmp_path: Path, clock: MovableClock) -> None:
    office = make_office(tmp_path / "few", clock, limits=Limits(directory_per_source=2))
    for _ in range(2):
        organisations.directory(office, "ferme")
    organisations.directory(office, "x")  # too short to be a search
    with pytest.raises(TooManyTries):
        organisations.directory(office, "ferme")
    clock.move(minutes=15)
    organisations.directory(office, "ferme")


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("SARL Ferme du Ried", "ferme du ried"),
        ("Ferme du Ried, S.A.R.L.", "ferme du ried"),
        ("Société Müller & Fils", "muller fils"),
        ("SARL", "sarl"),
        ("Sasha", "sasha"),
    ],
)
def test_names_without_their_legal_form(name: str, bare: str) -> None:
    assert organisations.bare_name(name) == bare
