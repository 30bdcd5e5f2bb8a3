"""What people type, made safe to keep, to compare and to show."""

from __future__ import annotations

import unicodedata

JOINERS = frozenset("\u200c\u200d")
"""Zero-width (non-)joiner: format characters that Persian and Bengali spelling needs."""

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs without a shape: with them a name could look empty."""
_MARKS = frozenset({"Mn", "Me"})
_SHAPELESS = frozenset({"Mn", "Mc", "Me", "Cf", "Zs"})
_MOST_MARKS = 4
_TWO_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_REPLACEMENT = "\ufffd"


def is_unsafe(char: str) -> bool:
    """Whether a character may move a terminal's cursor, hide or reorder text."""
    if " " <= char <= "~" or char in JOINERS:
        return False
    return char in _FILLERS or unicodedata.category(char) in _UNSAFE


def normal(typed: str) -> str:
    """One spelling for what looks the same: NFC, trimmed, every run of spaces one space."""
    text = exact(typed)
    if not text.isascii():
        text = "".join(" " if unicodedata.category(char) == "Zs" else char for char in text)
    return " ".join(word for word in text.split(" ") if word).strip()


def exact(typed: str) -> str:
    """A secret as typed: NFC and nothing else, so that case, accents and spaces count.

    Piled-up accents stay as they are: to sort a long pile takes minutes, and no form accepts one.
    """
    if typed.isascii() or has_mark_pile(typed):
        return typed
    return unicodedata.normalize("NFC", typed)


def has_shape(text: str) -> bool:
    """Whether anything of the text can be seen: joiners, marks and spaces alone can't."""
    return any(unicodedata.category(char) not in _SHAPELESS for char in text)


def has_unsafe(text: str, *, line_breaks: bool = False) -> bool:
    """Whether the text holds a character that a terminal must never be sent.

    Args:
        text: Any text.
        line_breaks: Allow ``\\n`` (text of several lines).
    """
    if text.isascii() and text.isprintable():
        return False
    return any(is_unsafe(char) and not (line_breaks and char == "\n") for char in text)


def has_mark_pile(text: str) -> bool:
    """Whether more combining marks stand on one letter than any spelling needs."""
    pile = 0
    if text.isascii():
        return False
    for char in text:
        pile = pile + 1 if unicodedata.category(char) in _MARKS else 0
        if pile > _MOST_MARKS:
            return True
    return False


def printable(text: str, *, line_breaks: bool = False) -> str:
    """The text with every unsafe character replaced by U+FFFD: the last barrier on the way out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _REPLACEMENT if is_unsafe(char) and not (line_breaks and char == "\n") else char
        for char in text
    )


def folded(text: str) -> str:
    """A key for search and comparison: no case, no accents, letters and digits in single words.

    ``"Société  ÉLEVAGE-Müller"`` becomes ``"societe elevage muller"``.
    """
    if text.isascii():
        plain = text.lower()
    else:
        # Marks go first: to sort a long pile of them takes minutes.
        plain = unicodedata.normalize("NFKD", _without_marks(text)).casefold()
        plain = _without_marks(unicodedata.normalize("NFKD", plain)).translate(_TWO_LETTERS)
    return " ".join(
        "".join(
            char if char.isalnum() or unicodedata.category(char) == "Mc" else " " for char in plain
        ).split()
    )


def _without_marks(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) not in _MARKS)


def masked_address(email: str) -> str:
    """An address that its owner knows again and a bystander does not: ``m•••••t@ferme.fr``."""
    local, _, domain = email.rpartition("@")
    shown = local[:1] + "•••••" + (local[-1:] if len(local) > 2 else "")  # noqa: PLR2004 - the first and last letter of two would be all of it
    return f"{shown}@{domain}"
