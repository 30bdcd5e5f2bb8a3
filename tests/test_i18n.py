"""Words: messages are translated when drawn, and values never become instructions."""

from __future__ import annotations

import gettext
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import HARMLESS, HOSTILE, each
from traces_tui import i18n
from traces_tui.i18n import (
    CountryName,
    Day,
    DayAndMonth,
    Hour,
    LanguageName,
    Message,
    Translator,
    msg,
    plural,
    translator,
    verbatim,
)
from traces_tui.languages import LANGUAGES

AT = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
"""10:05 in Paris, where the tests live."""


@pytest.fixture
def english() -> Translator:
    """Speaks the source strings."""
    return Translator("en")


class TestValues:
    @pytest.mark.parametrize(
        ("message", "words"),
        [
            (Message("plain"), "plain"),
            (Message("plain {brace"), "plain {brace"),
            (Message("{a} and {b}", (("a", "x"), ("b", "y"))), "x and y"),
            (Message("{n}", (("n", 7),)), "7"),
            (Message("{n}", (("n", 12345),)), "12,345"),
            (Message("{n}", (("n", -3),)), "-3"),
            (Message("{at}", (("at", AT),)), "02/03/2026 10:05"),
            (Message("{at}", (("at", Day(AT)),)), "02/03/2026"),
            (Message("{at}", (("at", Hour(AT)),)), "10:05"),
            (Message("{at}", (("at", DayAndMonth(AT)),)), "02/03"),
            (Message("{c}", (("c", CountryName("DE")),)), "Germany"),
            (Message("{c}", (("c", LanguageName("de")),)), "Deutsch"),
            (Message("[{m}]", (("m", Message("in {c}", (("c", "x"),))),)), "[in x]"),
            (verbatim("as it is"), "as it is"),
        ],
    )
    def test_are_filled_in(self, english: Translator, message: Message, words: str) -> None:
        assert english.say(message) == words

    def test_follow_the_language_that_is_spoken(self) -> None:
        french = Translator("fr")
        assert french.say(Message("{c}", (("c", CountryName("DE")),))) == "Allemagne"
        assert french.say(Message("{n}", (("n", 12345),))) == "12\u202f345"
        assert french.say(Message("{at}", (("at", Day(AT)),))) == "02/03/2026"

    @pytest.mark.parametrize(("count", "words"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
    def test_plurals(self, english: Translator, count: int, words: str) -> None:
        assert english.say(plural("{n} file", "{n} files", count)) == words

    def test_winter_and_summer_time(self, english: Translator) -> None:
        summer = datetime(2026, 7, 1, 9, 5, tzinfo=UTC)
        assert english.say(Message("{at}", (("at", Hour(summer)),))) == "11:05"

    def test_helpers_make_the_same(self) -> None:
        assert msg("{a}", a="x") == Message("{a}", (("a", "x"),))
        assert plural("{n} a", "{n} b", 3, c="x") == Message(
            "{n} a", (("n", 3), ("c", "x")), "{n} b", 3
        )


class TestHostileValues:
    @pytest.mark.parametrize("typed", each(HOSTILE | HARMLESS))
    def test_stay_literally(self, english: Translator, typed: str) -> None:
        assert english.say(Message("<{name}>", (("name", typed),))) == f"<{typed}>"
        assert english.say(verbatim(typed)) == typed
        nested = Message("({inner})", (("inner", Message("{name}", (("name", typed),))),))
        assert english.say(nested) == f"({typed})"

    @pytest.mark.parametrize(
        "typed",
        ["{0.__class__}", "{name.__init__.__globals__}", "{", "}", "{{}}", "{name}", "%(n)s"],
    )
    def test_braces_are_no_instructions(self, english: Translator, typed: str) -> None:
        message = Message("{name}: {other}", (("name", typed), ("other", "x")))
        assert english.say(message) == f"{typed}: x"

    @given(st.text(), st.text())
    def test_whatever_they_are(self, one: str, other: str) -> None:
        message = Message("{a}|{b}", (("a", one), ("b", other)))
        assert translator("en").say(message) == f"{one}|{other}"

    @given(st.text())
    def test_are_never_looked_up(self, typed: str) -> None:
        assert translator("fr").say(verbatim(typed)) == typed


class TestCatalogue:
    @pytest.fixture
    def catalogues(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """An empty folder in place of the program's."""
        monkeypatch.setattr(i18n, "locales_dir", lambda: tmp_path)
        return tmp_path

    @pytest.mark.usefixtures("catalogues")
    def test_a_missing_one_speaks_the_source(self) -> None:
        french = Translator("fr")
        assert french.say(Message("one {x}", (("x", "y"),))) == "one y"
        assert french.say(plural("{n} file", "{n} files", 2)) == "2 files"

    def test_one_that_is_there_is_used(self, catalogues: Path) -> None:
        from babel.messages.catalog import Catalog
        from babel.messages.mofile import write_mo

        catalogue = Catalog(locale="fr")
        catalogue.add("good day {name}", "bonjour {name}")
        catalogue.add(("{n} file", "{n} files"), ("{n} dossier", "{n} dossiers"))
        file = catalogues / "fr" / "LC_MESSAGES" / f"{i18n.DOMAIN}.mo"
        file.parent.mkdir(parents=True)
        with file.open("wb") as out:
            write_mo(out, catalogue)
        gettext._translations.clear()  # type: ignore[attr-defined]  # its memory of other files
        french = Translator("fr")
        assert french.say(Message("good day {name}", (("name", "x"),))) == "bonjour x"
        # French counts none as one.
        counted = [french.say(plural("{n} file", "{n} files", n)) for n in (0, 1, 2)]
        assert counted == ["0 dossier", "1 dossier", "2 dossiers"]

    @pytest.mark.parametrize("code", [entry.code for entry in LANGUAGES])
    def test_every_language_of_the_bar_says_something(self, code: str) -> None:
        chosen = Translator(code)
        assert chosen.code == code
        assert chosen.speaks == (code if code in {"fr", "en"} else "en")
        assert chosen.say(verbatim("x")) == "x"
        assert chosen.say(Message("{at}", (("at", AT),)))

    def test_each_is_made_once(self) -> None:
        assert translator("de") is translator("de")

    def test_an_unknown_language_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            Translator("tlh")
