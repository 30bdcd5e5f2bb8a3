"""The 37 languages of the bar, by the system's own codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Language:
    """One entry of the language bar."""

    code: str
    """The system's own code, as the bar shows it (``il`` is Icelandic)."""
    cldr: str
    """The CLDR identifier that dates, names and catalogues go by."""
    complete: bool = False
    """Whether a catalogue exists; the others fall back to English, visibly."""


_OWN_CODES = {"il": "is", "nw": "nb", "in": "id", "me": "sr_Latn_ME"}
_BAR = (
    "bg bn bs cs da de el en es et fa fi fr hr hu il in it ko lt lv me mk mt nl nw pl pt "
    "ro ru sk sl sq sr sv tr zh"
)
_COMPLETE = frozenset({"en", "fr"})
_NO_TERMINAL_SCRIPT = frozenset({"bn", "fa"})

LANGUAGES: tuple[Language, ...] = tuple(
    Language(code, _OWN_CODES.get(code, code), code in _COMPLETE) for code in _BAR.split()
)
"""In the order of the bar."""

_BY_CODE = {language.code: language for language in LANGUAGES}


def language(code: str) -> Language:
    """The language of a code of the bar.

    Raises:
        KeyError: No such code.
    """
    return _BY_CODE[code]


def is_language(code: str) -> bool:
    """Whether the bar has this code."""
    return code in _BY_CODE


@cache
def own_name(code: str) -> str:
    """What the language calls itself (CLDR): ``Français``.

    Bengali and Persian give their Latin name: most terminals count the width of their scripts
    wrongly and break the row.
    """
    from babel import Locale

    locale = Locale.parse(language(code).cldr)
    name = (
        locale.get_display_name("en") if code in _NO_TERMINAL_SCRIPT else locale.get_display_name()
    )
    return (name or code)[:1].upper() + (name or code)[1:]


@cache
def name_in(code: str, reader: str) -> str:
    """The name of a language in another one (CLDR).

    Args:
        code: The language, a code of the bar.
        reader: The reader's language, a code of the bar.
    """
    from babel import Locale

    return Locale.parse(language(code).cldr).get_display_name(language(reader).cldr) or code


def find(typed: str) -> tuple[Language, ...]:
    """The languages whose code, own, French or English name begins with or holds what was typed."""
    from traces_tui.text import folded

    wanted = folded(typed)
    ranked: list[tuple[int, Language]] = []
    for entry in LANGUAGES:
        names = [
            folded(name)
            for name in (own_name(entry.code), name_in(entry.code, "fr"), name_in(entry.code, "en"))
        ]
        if entry.code == wanted or not wanted:
            ranked.append((0, entry))
        elif entry.code.startswith(wanted) or any(name.startswith(wanted) for name in names):
            ranked.append((1, entry))
        elif any(wanted in name for name in names):
            ranked.append((2, entry))
    return tuple(entry for _, entry in sorted(ranked, key=lambda pair: pair[0]))
