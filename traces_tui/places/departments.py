"""The 101 départements and the kind of authority each of them has."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

_TABLE = Path(__file__).parent / "data" / "departements.csv"


@dataclass(frozen=True, slots=True)
class Department:
    """A French département."""

    code: str
    """Official code: ``"67"``, ``"2A"``, ``"974"``."""
    name: str
    of_name: str
    """The name after a noun, in French: ``"du Bas-Rhin"``, ``"de l'Ain"``."""
    authority_kind: str
    """DDPP, DDETSPP, DAAF or DGTM."""
    seat: str
    region: str


@cache
def departments() -> Mapping[str, Department]:
    """Return all départements, in the order of their codes.

    Returns:
        Département by code, read only.
    """
    with _TABLE.open(encoding="utf-8", newline="") as table:
        read = [Department(**row) for row in csv.DictReader(table)]
    return MappingProxyType({department.code: department for department in read})
