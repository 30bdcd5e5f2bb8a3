"""Countries and their names, from CLDR through Babel."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from traces_tui.places.spelling import folded, folded_search

OVERSEAS_DEPARTMENTS: Mapping[str, str] = MappingProxyType(
    {"GP": "971", "MQ": "972", "GF": "973", "RE": "974", "YT": "976"}
)
"""ISO codes of the French départements overseas: no countries here, but names people type."""

# What CLDR lists beside the countries of ISO 3166-1: unions, parts of countries and test locales.
_NO_COUNTRY = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)
_CODE_LENGTH = 2
_THREE_LETTERS = 3
# The codes of the European institutions, as in VAT numbers.
_EUROPEAN_CODES = {"EL": "GR", "UK": "GB"}
_NO_MATCH = 4


class _Searched(NamedTuple):
    code: str
    shown: str
    names: tuple[str, ...]


@lru_cache(maxsize=64)
def _names(language: str) -> Mapping[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        return MappingProxyType(dict(Locale.parse(language.replace("-", "_")).territories))
    except (UnknownLocaleError, ValueError):
        return MappingProxyType({})


@cache
def _own_names() -> Mapping[str, str]:
    """Name of each territory in its main official language, where CLDR has that language."""
    from babel import localedata
    from babel.languages import get_official_languages

    own: dict[str, str] = {}
    for code in (*countries(), *OVERSEAS_DEPARTMENTS):
        languages = get_official_languages(code, de_facto=True)
        if languages and localedata.exists(languages[0]):
            # One section of ninety languages: whole locales would take twice as long.
            data = localedata.load(languages[0], merge_inherited=False)
            name = data.get("territories", {}).get(code)
            if isinstance(name, str):
                own[code] = name
    return MappingProxyType(own)


@cache
def _other_codes() -> Mapping[str, str]:
    from babel.core import get_global

    iso_alpha_3 = {
        other: codes[0]
        for other, codes in get_global("territory_aliases").items()
        if len(other) == _THREE_LETTERS and other.isalpha() and len(codes) == 1
    }
    return MappingProxyType({**iso_alpha_3, **_EUROPEAN_CODES})


@cache
def countries() -> tuple[str, ...]:
    """Return the countries that have an authority.

    These are the countries of ISO 3166-1 and Kosovo, but for the French départements overseas:
    they stand under France.

    Returns:
        ISO 3166-1 alpha-2 codes in alphabetical order.
    """
    excluded = _NO_COUNTRY | OVERSEAS_DEPARTMENTS.keys()
    return tuple(
        sorted(
            code
            for code in _names("en")
            if len(code) == _CODE_LENGTH and code.isalpha() and code not in excluded
        )
    )


def country_name(code: str, language: str) -> str:
    """Return the name of a country.

    Args:
        code: ISO 3166-1 alpha-2 code.
        language: BCP 47 or CLDR code of the language: ``"fr"``, ``"nb"``, ``"sr_Latn_ME"``.

    Returns:
        The name, or the code itself when CLDR does not know the country or the language.
    """
    return _names(language).get(code, code)


def find_countries(typed: str, language: str) -> tuple[str, ...]:
    """Filter the countries while somebody types.

    A country is found by its code (also of three letters, EL and UK) and by its name in its own
    main language, in French, in English and in the language given. The French départements overseas
    lead to France.

    Args:
        typed: What was typed so far.
        language: Code of the language of the list.

    Returns:
        Codes, the best first: equal code, equal name, beginning of a name, beginning of a word;
        within these in the order of the names in the language given. All when nothing was typed.
    """
    if not typed.strip():
        return tuple(searched.code for searched in _searchable(language) if searched.shown)
    sought = folded_search(typed)
    if not sought:
        return ()
    matches = [
        (rank, place, searched.code)
        for place, searched in enumerate(_searchable(language))
        if (rank := _rank(searched, sought)) < _NO_MATCH
    ]
    return tuple(dict.fromkeys(code for _, _, code in sorted(matches)))


def _rank(searched: _Searched, sought: str) -> int:
    code = sought.upper()
    if searched.code in (code, _other_codes().get(code)):
        return 0
    if sought in searched.names:
        return 1
    if any(name.startswith(sought) for name in searched.names):
        return 2
    return 3 if any(f" {sought}" in name for name in searched.names) else _NO_MATCH


@lru_cache(maxsize=8)
def _searchable(language: str) -> tuple[_Searched, ...]:
    overseas = (
        _Searched("FR", "", tuple(_all_names(code, language))) for code in OVERSEAS_DEPARTMENTS
    )
    known = (
        _Searched(code, folded(country_name(code, language)), tuple(_all_names(code, language)))
        for code in countries()
    )
    return tuple(sorted((*known, *overseas), key=lambda searched: searched.shown or "\uffff"))


def _all_names(code: str, language: str) -> Iterator[str]:
    for name in (
        _names(language).get(code),
        _names("fr").get(code),
        _names("en").get(code),
        _own_names().get(code),
    ):
        if name:
            yield folded(name)
