"""The password rule: what is published is what is checked."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.hostile import HOSTILE, MEGABYTE, each
from tests.offices import PASSWORD, typed_registration
from traces_tui.forms.password import checklist, is_common, looks_temporary, rules
from traces_tui.forms.recovery import new_password_form
from traces_tui.forms.registration import registration_form
from traces_tui.i18n import Translator
from traces_tui.settings import Password, Settings
from traces_tui.text import has_unsafe

NOTICE = Settings()
NIST = Settings(password=Password(profile="nist"))


def told(typed: str, settings: Settings = NOTICE, words: tuple[str, ...] = ()) -> str | None:
    """What is said of a new password that was typed twice."""
    form = new_password_form(settings, words)
    errors = form.errors({"password": typed, "password_again": typed})
    return Translator("en").say(errors["password"]) if "password" in errors else None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (PASSWORD, None),
        ("", "Choose a password"),
        ("Short-1a", "Use at least 10 characters"),
        ("Nine-ch-1", "Use at least 10 characters"),
        ("Ten-chars1", None),
        ("no-capital-1x", "Add a capital letter"),
        ("No-digit-here", "Add a digit"),
        ("NoSpecial123x", "Add a special character"),
        ("With space 1x", None),
        ("ÉCOLE-à-9-heures", None),
        ("Мой-пароль-42", None),
        ("密码A-很长很长很长1", None),
        ("Œuf_à_la_coque_3", None),
        ("TR1234-5678-9012", "Choose one that does not begin with TR"),
        ("Tr-12-34-56-78", "Choose one that does not begin with TR"),
        ("Password1!", "Too common: choose another password"),
        ("P@ssw0rd-1", "Too common: choose another password"),
        ("Traces-2026!", "Too easy to guess: it holds “traces”"),
    ],
)
def test_the_rule_of_the_notice(typed: str, said: str | None) -> None:
    assert told(typed) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("only-lower-case-letters", None),
        ("fourteen-chars", "Use at least 15 characters"),
        ("correct horse battery staple", None),
        ("traces-traces-traces", "Too easy to guess: it holds “traces”"),
        (" " * 15, "New password: enter something that can be seen"),
    ],
)
def test_the_rule_of_nist(typed: str, said: str | None) -> None:
    assert told(typed, NIST) == said


def test_at_least_128_characters_are_allowed() -> None:
    longest = "Aa1-" + "x" * 124
    assert told(longest) is None
    assert told(longest + "x") == "New password: at most 128 characters"


@pytest.mark.parametrize("typed", each(HOSTILE))
def test_hostile_text_is_refused(typed: str) -> None:
    if typed != HOSTILE["joiners_only"]:  # beside other signs they are part of spelling
        assert told(f"Aa1-Aa1-Aa1{typed}") is not None


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("Dupont-1999", "dupont"),
        ("1-DUPONT-Marie", "dupont"),
        ("SARL-Ferme-du-Ried-1", "sarlfermeduried"),
        ("Ferme-du-Ried-1", "ferme"),
        ("Marie.dupont1", "marie"),
        ("Dupônt-2026", "dupont"),
        ("Dupont-elephant-7", None),
        ("Ried-cigogne-67", None),
    ],
)
def test_own_words_are_not_enough(typed: str, word: str | None) -> None:
    errors = registration_form(NOTICE).errors(
        typed_registration(password=typed, password_again=typed)
    )
    said = Translator("en").say(errors["password"]) if errors else None
    if word is None:
        assert said is None
    else:
        assert said is not None
        assert said.startswith("Too easy to guess")


def test_the_repetition_must_be_the_same() -> None:
    form = new_password_form(NOTICE)
    composed, apart = "École-du-Ried-9", "E\u0301cole-du-Ried-9"
    assert not form.errors({"password": composed, "password_again": apart})
    errors = form.errors({"password": composed, "password_again": composed + " "})
    assert errors["password_again"].text == "The two entries differ"


class TestChecklist:
    @pytest.mark.parametrize(
        ("typed", "met"),
        [
            ("", [False, False, False, False]),
            ("aaaaaaaaaa", [True, False, False, False]),
            ("A1-", [False, True, True, True]),
            ("É٣ ", [False, True, True, True]),
            ("e\u0301", [False, False, False, False]),
            (PASSWORD, [True, True, True, True]),
        ],
    )
    def test_follows_the_typing(self, typed: str, met: list[bool]) -> None:
        assert [good for _, good in checklist(NOTICE.password, typed)] == met

    def test_is_the_rule_that_is_checked(self) -> None:
        assert [line.label for line in rules(NOTICE.password)] == [
            label for label, _ in checklist(NOTICE.password, "x")
        ]
        assert len(rules(NIST.password)) == 1

    @given(st.text(st.characters(), max_size=40))
    def test_agrees_with_the_form(self, typed: str) -> None:
        unmet = not all(good for _, good in checklist(NOTICE.password, typed))
        said = told(typed)
        if unmet:
            assert said is not None
        published = {Translator("en").say(rule.error) for rule in rules(NOTICE.password)}
        assert not (said in published and not unmet)

    @pytest.mark.parametrize("typed", each(HOSTILE))
    def test_takes_any_text(self, typed: str) -> None:
        assert len(checklist(NOTICE.password, typed)) == 4


@given(st.text(st.characters(), max_size=200))
def test_any_text_is_judged(typed: str) -> None:
    told(typed)
    told(typed, NIST, (typed, typed[:5]))
    is_common(typed)
    looks_temporary(typed)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=30, max_size=80))
def test_a_long_phrase_with_all_kinds_is_taken(phrase: str) -> None:
    assume(not has_unsafe(phrase))
    assert told(f"Aq7 {phrase} zx") is None


@pytest.mark.parametrize(
    ("typed", "common"),
    [
        ("password", True),
        ("PASSWORD123", True),
        ("12password34", True),
        ("p4ssw0rd", True),
        ("azerty", True),
        ("cigogne-67-ried", False),
        ("", False),
        ("123456", True),
    ],
)
def test_common_passwords(typed: str, *, common: bool) -> None:
    assert is_common(typed) is common


@pytest.mark.parametrize(
    ("typed", "temporary"),
    [
        ("TR123456789012", True),
        ("tr 1234 5678 9012", True),
        ("  TR-1234.5678_9012 ", True),
        ("TR12345678", True),
        ("TR1234567", False),
        ("TRACES123456789", False),
        ("TR123456789012x", False),
        ("", False),
    ],
)
def test_the_shape_of_a_temporary_password(typed: str, *, temporary: bool) -> None:
    assert looks_temporary(typed) is temporary


def test_a_megabyte_is_judged_at_once() -> None:
    for char in ("1", "-", "T", "\u0301", " "):
        assert told(char * MEGABYTE) is not None
        checklist(NOTICE.password, char * MEGABYTE)
        looks_temporary(char * MEGABYTE)
