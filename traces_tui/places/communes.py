"""The communes of France, by INSEE code, by postal code and by name."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from traces_tui.places.spelling import folded, folded_lines, folded_search

_TABLE = Path(__file__).parent / "data" / "communes.csv"
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_ARTICLES = ("le ", "la ", "les ", "l ")


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of a département or of an overseas collectivity."""

    insee_code: str
    name: str
    department: str
    """Code of the département, or of the collectivity (``"987"``), which is no département."""
    postal_codes: tuple[str, ...]


class _Register(NamedTuple):
    # Lines stay unparsed: a session looks at a handful of the 35,000.
    lines: dict[str, str]
    by_postal_code: dict[str, list[str]]


@cache
def _register() -> _Register:
    lines: dict[str, str] = {}
    by_postal_code: dict[str, list[str]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        insee_code, _, rest = line.partition(",")
        lines[insee_code] = line
        for postal_code in rest.rpartition(",")[2].split(" "):
            by_postal_code.setdefault(postal_code, []).append(insee_code)
    return _Register(lines, by_postal_code)


@cache
def _folded_names() -> dict[str, str]:
    lines = _register().lines
    names = "\n".join(line.split(",", 2)[1] for line in lines.values())
    return dict(zip(lines, folded_lines(names), strict=True))


def commune(insee_code: str) -> Commune | None:
    """Return the commune of an INSEE code.

    Args:
        insee_code: Five characters, such as ``"67482"`` or ``"2A004"``.

    Returns:
        The commune, or None when there is none of this code.
    """
    line = _register().lines.get(insee_code)
    if line is None:
        return None
    code, name, department, postal_codes = line.split(",")
    return Commune(code, name, department, tuple(postal_codes.split(" ")))


def communes_of(postal_code: str) -> tuple[Commune, ...]:
    """Return the communes that share a postal code.

    Args:
        postal_code: Five digits.

    Returns:
        Communes sorted by name; empty for an unknown code, such as a CEDEX.
    """
    return _sorted(_register().by_postal_code.get(postal_code, ()))


def find_communes(text: str, limit: int = 20) -> tuple[Commune, ...]:
    """Find communes by name, whatever the accents, case, hyphens and the abbreviation of "Saint".

    Names equal to the text come first, then those that are equal but for their article, that begin
    with it, that contain it from the beginning of a word, and that contain its words anywhere.

    Args:
        text: What was typed so far.
        limit: How many communes at most.

    Returns:
        The best matches; empty when the text has no letter or digit, or nothing fits.
    """
    typed = folded_search(text)
    if not typed:
        return ()
    # "st" alone may be Saint-… as well as the beginning of Strasbourg.
    spellings = {typed, " ".join(_ABBREVIATIONS.get(word, word) for word in typed.split())}
    best: dict[str, tuple[int, str]] = {}
    for spelling in spellings:
        longest = max(spelling.split(), key=len)
        for code, name in _folded_names().items():
            if longest in name and (rank := _rank(name, spelling)) is not None:
                best[code] = min(best.get(code, (rank, name)), (rank, name))
    ordered = heapq.nsmallest(limit, ((rank, name, code) for code, (rank, name) in best.items()))
    return tuple(found for _, _, code in ordered if (found := commune(code)) is not None)


def _rank(name: str, typed: str) -> int | None:
    if name.startswith(typed):
        return 0 if name == typed else 2
    spaced = f" {name}"
    if f" {typed}" in spaced:
        is_whole = name.endswith(typed) and name.removesuffix(typed) in _ARTICLES
        return 1 if is_whole else 3
    return 4 if all(f" {word}" in spaced for word in typed.split()) else None


def _sorted(insee_codes: Iterable[str]) -> tuple[Commune, ...]:
    found = [here for code in insee_codes if (here := commune(code)) is not None]
    found.sort(key=lambda here: (folded(here.name), here.insee_code))
    return tuple(found)
