"""The authorities, and which of them is competent for an address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from traces_tui.places.communes import commune, communes_of
from traces_tui.places.countries import OVERSEAS_DEPARTMENTS, countries
from traces_tui.places.departments import departments
from traces_tui.places.postal_codes import normal_postal_code

FRANCE = "FR"
NATIONAL = "NATIONAL"

# Clipperton has neither people nor an authority: the national one answers for it.
_COLLECTIVITIES = MappingProxyType(
    {
        "975": "PM",
        "977": "BL",
        "978": "MF",
        "984": "TF",
        "986": "WF",
        "987": "PF",
        "988": "NC",
        "989": FRANCE,
    }
)

# Whom a code without a commune, such as a CEDEX, points to; the longest prefix counts and the first
# authority is proposed. CEDEX codes of La Réunion run through 977 and 978, those of the two islands
# north of Guadeloupe through 970, and those of Ajaccio through 203 and 207.
_PREFIXES = MappingProxyType(
    {
        "20": ("FR-2B", "FR-2A"),
        "200": ("FR-2A", "FR-2B"),
        "201": ("FR-2A", "FR-2B"),
        "203": ("FR-2A", "FR-2B"),
        "207": ("FR-2A", "FR-2B"),
        "970": ("MF", "BL"),
        "971": ("FR-971",),
        "972": ("FR-972",),
        "973": ("FR-973",),
        "974": ("FR-974",),
        "975": ("PM",),
        "976": ("FR-976",),
        "977": ("FR-974", "BL"),
        "978": ("FR-974", "MF"),
        "980": ("MC",),
        "984": ("TF",),
        "986": ("WF",),
        "987": ("PF",),
        "988": ("NC",),
    }
)


@dataclass(frozen=True, slots=True)
class AuthorityRecord:
    """A competent authority: the one of a département, or the national one of a country."""

    code: str
    """``"FR-67"`` for a département, ``"FR"`` or ``"DE"`` for a country."""
    country: str
    """ISO 3166-1 alpha-2 code."""
    department: str | None
    kind: str
    """DDPP, DDETSPP, DAAF, DGTM or NATIONAL."""
    seat: str | None
    parent: str | None
    """Code of the national authority above a local one."""
    name: str
    """``"DDPP du Bas-Rhin"``; for a national authority only the code of the country."""


@dataclass(frozen=True, slots=True)
class Competence:
    """Which authority is competent, and how sure that is."""

    authority: AuthorityRecord
    """The competent authority, or the one to propose."""
    certain: bool
    """Whether a commune, or a country with one authority, decided."""
    candidates: tuple[AuthorityRecord, ...]
    """All that come into question, `authority` first."""


def _national(country: str) -> AuthorityRecord:
    return AuthorityRecord(country, country, None, NATIONAL, None, None, country)


@cache
def _local_authorities() -> Mapping[str, AuthorityRecord]:
    locals_of_france = (
        AuthorityRecord(
            code=f"{FRANCE}-{department.code}",
            country=FRANCE,
            department=department.code,
            kind=department.authority_kind,
            seat=department.seat,
            parent=FRANCE,
            name=f"{department.authority_kind} {department.of_name}",
        )
        for department in departments().values()
    )
    return MappingProxyType({record.code: record for record in locals_of_france})


@cache
def authorities() -> Mapping[str, AuthorityRecord]:
    """Return all authorities: the local ones of France, then a national one for every country.

    Returns:
        Authority by code, read only.
    """
    national = {country: _national(country) for country in countries()}
    return MappingProxyType({**_local_authorities(), **national})


def authority(code: str) -> AuthorityRecord | None:
    """Return the authority of a code.

    Args:
        code: ``"FR-67"``, ``"FR"``, ``"DE"``…

    Returns:
        The authority, or None when there is none of this code.
    """
    # Looked up first, so that local authorities cost no reading of the country names.
    return _local_authorities().get(code) or authorities().get(code)


def competent_authority(
    country: str, postal_code: str = "", insee_code: str | None = None
) -> Competence | None:
    """Tell which authority is competent for an address.

    In France the commune decides, not the postal code: 110 communes carry a code of a neighbouring
    département. A code that no commune carries, such as a CEDEX, only gives a proposal. Overseas
    collectivities and Monaco have their own national authority, even when addressed through France.

    Args:
        country: ISO 3166-1 alpha-2 code.
        postal_code: The code as typed; only looked at in France.
        insee_code: The commune, when known. It decides even when it does not carry the postal
            code; an unknown one is ignored.

    Returns:
        The authority and how certain it is, or None when nothing fits.
    """
    if country in OVERSEAS_DEPARTMENTS:
        return _competence([f"{FRANCE}-{OVERSEAS_DEPARTMENTS[country]}"], certain=True)
    if country != FRANCE:
        # Checked here, because codes of local authorities look like countries to the table.
        return _competence([country], certain=True) if country in countries() else None
    if insee_code and (chosen := commune(insee_code)):
        return _competence([_authority_of(chosen.department)], certain=True)
    code = normal_postal_code(FRANCE, postal_code)
    proposed = _proposed(code)
    here = dict.fromkeys(_authority_of(found.department) for found in communes_of(code))
    if here:
        # The sort is stable: the prefix's own département comes first, the others by commune.
        return _competence(sorted(here, key=lambda one: one not in proposed), len(here) == 1)
    return _competence(proposed, certain=False)


def _authority_of(department: str) -> str:
    return _COLLECTIVITIES.get(department) or f"{FRANCE}-{department}"


def _proposed(postal_code: str) -> tuple[str, ...]:
    if len(postal_code) != len("67000") or not postal_code.isdecimal():
        return ()
    for length in (3, 2):
        if (prefix := postal_code[:length]) in _PREFIXES:
            return _PREFIXES[prefix]
    return (f"{FRANCE}-{postal_code[:2]}",)


def _competence(codes: Iterable[str], certain: bool) -> Competence | None:
    found = tuple(record for code in codes if (record := authority(code)) is not None)
    return Competence(found[0], certain, found) if found else None
