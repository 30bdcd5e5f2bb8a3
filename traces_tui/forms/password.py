"""The password rule: one definition for the check, the live list and the help text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from traces_tui.forms.definition import Field, Rule, Values
from traces_tui.i18n import Message, msg, plural
from traces_tui.settings import Password
from traces_tui.text import exact, folded

PRODUCT_WORDS = ("traces", "tracesclassic", "tracestui")
_LEET = str.maketrans("013457@$!", "oieastasi")
_CORE = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_SHORTEST_CONTEXT_WORD = 4
_MOST_BESIDE_COMMON = 4
_MOST_BESIDE_CONTEXT = 6
_TEMPORARY = re.compile(r"[\W_]*TR[\W_]*(?:\d[\W_]*){8,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PasswordRule:
    """One line of the published rule."""

    label: Message
    """As the live list shows it."""
    error: Message
    """What to do about it."""
    met: Callable[[str], bool]


def _has_upper(password: str) -> bool:
    return any(char.isupper() for char in password)


def _has_digit(password: str) -> bool:
    return any(char.isdecimal() for char in password)


def _has_special(password: str) -> bool:
    return any(
        not char.isalnum() and unicodedata.category(char) not in {"Mn", "Mc"} for char in password
    )


def rules(policy: Password) -> tuple[PasswordRule, ...]:
    """The published rule (notice, § Attention), in the order people read it.

    Args:
        policy: ``notice`` asks for kinds of characters, ``nist`` for length only.
    """
    shortest = policy.min_length if policy.profile == "notice" else policy.nist_min_length
    length = PasswordRule(
        plural("{n} character or more", "{n} characters or more", shortest),
        plural("Use at least {n} character", "Use at least {n} characters", shortest),
        lambda password: len(password) >= shortest,
    )
    if policy.profile == "nist":
        return (length,)
    return (
        length,
        PasswordRule(msg("one capital letter"), msg("Add a capital letter"), _has_upper),
        PasswordRule(msg("one digit"), msg("Add a digit"), _has_digit),
        PasswordRule(msg("one special character"), msg("Add a special character"), _has_special),
    )


def checklist(policy: Password, password: str) -> tuple[tuple[Message, bool], ...]:
    """Each published rule with whether the password meets it, for the live list."""
    typed = exact(password)
    return tuple((rule.label, rule.met(typed)) for rule in rules(policy))


def looks_temporary(password: str) -> bool:
    """Whether it has the shape of a temporary password, which only the system gives."""
    return _TEMPORARY.fullmatch(password) is not None


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])


def is_common(password: str) -> bool:
    """Whether it is one of 30,000 common passwords, or one with a little decoration."""
    lowered = password.casefold()
    candidates = {lowered, _CORE.sub("", lowered), _CORE.sub("", lowered.translate(_LEET))}
    return any(
        word in _common() and len(lowered) - len(word) <= _MOST_BESIDE_COMMON
        for word in candidates
        if word
    )


def _context_word(password: str, words: tuple[str, ...]) -> str | None:
    """The longest of the person's own words, when the password has little beside them."""
    flat = folded(password).replace(" ", "")
    keys = [folded(word) for word in words]
    parts = {part for key in keys for part in (*key.split(), key.replace(" ", ""))}
    found = sorted(
        (part for part in parts if len(part) >= _SHORTEST_CONTEXT_WORD and part in flat),
        key=lambda part: (-len(part), part),
    )
    for part in found:
        flat = flat.replace(part, "")
    return found[0] if found and len(flat) <= _MOST_BESIDE_CONTEXT else None


def password_rules(
    policy: Password, context: Callable[[Values], tuple[str, ...]]
) -> tuple[Rule, ...]:
    """Everything a new password is refused for, published rule first.

    Args:
        policy: The numbers and the profile.
        context: Words of the person (address, name, organisation) that a password must not
            mostly consist of (NIST SP 800-63B-4, § 3.1.1.2).
    """

    def published(password: str, _values: Values) -> Message | None:
        for rule in rules(policy):
            if not rule.met(password):
                return rule.error
        return None

    def temporary(password: str, _values: Values) -> Message | None:
        if looks_temporary(password):
            return msg("Choose one that does not begin with TR")
        return None

    def common(password: str, _values: Values) -> Message | None:
        return msg("Too common: choose another password") if is_common(password) else None

    def own_words(password: str, values: Values) -> Message | None:
        word = _context_word(password, (*PRODUCT_WORDS, *context(values)))
        return msg("Too easy to guess: it holds “{word}”", word=word) if word else None

    return (published, temporary, common, own_words)


def registration_words(values: Values) -> tuple[str, ...]:
    """What a registration form knows of the person."""
    local, _, domain = values.get("email", "").partition("@")
    return (
        local,
        domain.partition(".")[0],
        values.get("first_name", ""),
        values.get("last_name", ""),
        values.get("organisation_name", ""),
    )


def _same(password: str, values: Values) -> Message | None:
    if password != values.get("password", ""):
        return msg("The two entries differ")
    return None


def new_password_fields(
    policy: Password,
    context: Callable[[Values], tuple[str, ...]] = registration_words,
    labels: Mapping[str, Message] | None = None,
) -> tuple[Field, Field]:
    """The new password and its repetition.

    Args:
        policy: The numbers and the profile.
        context: Gives words of the person that the password must not consist of.
        labels: Other labels for ``password`` and ``password_again``.
    """
    named = labels or {}
    return (
        Field(
            "password",
            named.get("password", msg("Password")),
            "password",
            missing=msg("Choose a password"),
            max_length=policy.max_length,
            rules=password_rules(policy, context),
            help=msg(
                "Any character counts, spaces included. A sentence that only you know is easy to "
                "remember and hard to guess."
            ),
        ),
        Field(
            "password_again",
            named.get("password_again", msg("Password (confirmation)")),
            "password",
            missing=msg("Type the password a second time"),
            max_length=policy.max_length,
            rules=(_same,),
        ),
    )
