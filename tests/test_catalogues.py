"""The catalogues are whole: what the source says is in them, translated, and nothing else."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from traces_tui.i18n import plural as counted
from traces_tui.i18n import translator
from traces_tui.languages import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
COMPLETE = [language.code for language in LANGUAGES if language.complete]
KEYWORDS = ("msg", "plural:1,2")
"""What `make locales` looks for."""
SOURCES = sorted((ROOT / "traces_tui").rglob("*.py"))

SAME_IN_FRENCH = frozenset(
    {
        "Actions",
        "Commune",
        "Ctrl+{key}",
        "Date",
        "HTML",
        "Menu",
        "Messages",
        "Organisation",
        "Organisations",
        "Organisation…",
        "Tab",
        "Trade Control and Expert System",
        "Validations",
        "agent, {authority}",
        "{n} organisation",
        "{n} organisations",
    }
)
"""What French and English write alike."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_NO_BREAK = "\u00a0\u202f"
_BARE = re.compile(rf"(?<![{_NO_BREAK}])[;:!?»](?=[\s).]|$)|«(?![{_NO_BREAK}])")

Key = tuple[str, ...]


def forms(entry: Message) -> tuple[str, ...]:
    """The translations of an entry: one, or one for each plural form."""
    text = entry.string
    return (text,) if isinstance(text, str) else tuple(text or ())


def key(entry: Message) -> Key:
    """The source of an entry: one string, or two for what is counted."""
    return (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)


@cache
def catalogue(code: str) -> Catalog:
    """A catalogue of the tree, obsolete and fuzzy entries included."""
    path = ROOT / "locales" / code / "LC_MESSAGES" / "traces_tui.po"
    with path.open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


@cache
def said_by_the_source() -> frozenset[Key]:
    """Every string that is marked in the source."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        mappings = tomllib.load(file)["tool"]["babel"]["mappings"]
    found = extract_from_dir(
        ROOT,
        method_map=[(mapping["pattern"], mapping["method"]) for mapping in mappings],
        keywords=parse_keywords(KEYWORDS),
        directory_filter=lambda path: (
            not Path(path).name.startswith(".")
            and Path(path).name not in {"tests", "build", "dist"}
        ),
    )
    return frozenset(
        (text,) if isinstance(text, str) else tuple(text) for _, _, text, _, _ in found
    )


def entries(code: str) -> list[Message]:
    """The entries of a catalogue, without its head."""
    return [entry for entry in catalogue(code) if entry.id]


def ids(entry: Message) -> str:
    """Name of an entry in a failure."""
    return repr(" / ".join(key(entry)))


@pytest.mark.parametrize("code", COMPLETE)
class TestEveryCompleteLanguage:
    def test_holds_what_the_source_says_and_nothing_else(self, code: str) -> None:
        held = {key(entry) for entry in entries(code)}
        assert sorted(said_by_the_source() - held) == [], "missing: run make locales"
        assert sorted(held - said_by_the_source()) == [], "not in the source: run make locales"

    def test_has_nothing_obsolete_or_fuzzy(self, code: str) -> None:
        assert list(catalogue(code).obsolete) == []
        assert [ids(entry) for entry in entries(code) if entry.fuzzy] == []

    def test_translates_every_entry_in_every_plural_form(self, code: str) -> None:
        empty = [ids(entry) for entry in entries(code) if not all(forms(entry))]
        assert empty == []
        wrong = [
            ids(entry)
            for entry in entries(code)
            if entry.pluralizable and len(forms(entry)) != catalogue(code).num_plurals
        ]
        assert wrong == []

    def test_keeps_the_placeholders(self, code: str) -> None:
        wrong = []
        for entry in entries(code):
            wanted = {name for text in key(entry) for name in _PLACEHOLDER.findall(text)}
            for number, text in enumerate(forms(entry)):
                found = set(_PLACEHOLDER.findall(text))
                # One thing may be told without its number.
                spared = {"n"} if entry.pluralizable and number == 0 else set()
                if not wanted - spared <= found <= wanted:
                    wrong.append((ids(entry), text))
        assert wrong == []

    def test_begins_and_ends_as_the_source(self, code: str) -> None:
        wrong = [
            (ids(entry), text)
            for entry in entries(code)
            for text in forms(entry)
            if text != text.strip() or (key(entry)[0][-1] == "…") != (text[-1:] == "…")
        ]
        assert wrong == []

    def test_is_compiled(self, code: str) -> None:
        """What the program reads says what the source of the catalogue says."""
        speaker = translator(code)
        for entry in entries(code):
            one, *many = key(entry)
            if many:
                for count in (0, 1, 2, 5):
                    assert "{n}" not in speaker.say(counted(one, many[0], count, **_values(entry)))
            else:
                assert speaker._catalogue.gettext(one) == forms(entry)[0]


def _values(entry: Message) -> dict[str, str]:
    names = {name for text in key(entry) for name in _PLACEHOLDER.findall(text)}
    return dict.fromkeys(names - {"n"}, "x")


class TestFrench:
    def test_has_no_breaking_space_before_high_signs(self) -> None:
        """A no-break space stands before ; : ! ? and inside « »."""
        wrong = [
            text
            for entry in entries("fr")
            for text in forms(entry)
            if _BARE.search(_PLACEHOLDER.sub("x", text))
        ]
        assert wrong == []

    def test_uses_its_own_signs(self) -> None:
        """Guillemets, one sign for three dots, and the straight apostrophe everywhere."""
        wrong = [
            text
            for entry in entries("fr")
            for text in forms(entry)
            if re.search(r"[“”’\"]|\.\.\.", text)
        ]
        assert wrong == []

    def test_is_not_english(self) -> None:
        same = {
            text
            for entry in entries("fr")
            for text in key(entry)
            if text in forms(entry) and _WORD.search(_PLACEHOLDER.sub("", text))
        }
        assert sorted(same - SAME_IN_FRENCH) == []
        assert sorted(SAME_IN_FRENCH - same) == [], "no longer needed in the list"


def calls(path: Path) -> Iterator[ast.Call]:
    """The calls that mark a string for the catalogue."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"msg", "plural"}
        ):
            yield node


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_marks_only_strings_that_can_be_extracted(path: Path) -> None:
    """A string that is put together at run time never reaches a catalogue."""
    for call in calls(path):
        texts = call.args[: 2 if getattr(call.func, "id", "") == "plural" else 1]
        for text in texts:
            assert isinstance(text, ast.Constant), f"{path.name}:{call.lineno} is no plain string"
            assert isinstance(text.value, str)
            assert text.value == text.value.strip(), f"{path.name}:{call.lineno}"


def test_looks_for_the_same_marks_as_make() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.findall(r"--keyword (\S+)", makefile) == list(KEYWORDS)
