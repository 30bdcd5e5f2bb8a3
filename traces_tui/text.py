"""What people type, made safe to keep, to compare and to show."""

from __future__ import annotations

import unicodedata

JOINERS = frozenset("\u200c\u200d")
"""Zero-width (non-)joiner: format characters that Persian and Bengali spelling needs."""

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me"})
_MOST_MARKS = 4
_REPLACEMENT = "\ufffd"


def is_unsafe(char: str) -> bool:
    """Whether a character may move a terminal's cursor, hide or reorder text."""
    return (
        char not in JOINERS and not " " <= char <= "~" and unicodedata.category(char) in _UNSAFE
    )


def normal(typed: str) -> str:
    """One spelling for what looks the same: NFC, trimmed, every run of spaces one space."""
    return " ".join(unicodedata.normalize("NFC", typed).replace("\u00a0", " ").split(" ")).strip()


def exact(typed: str) -> str:
    """A secret as typed: NFC and nothing else, so that case, accents and spaces count."""
    return unicodedata.normalize("NFC", typed)


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
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (
        char if char.isalnum() else " "
        for char in decomposed
        if unicodedata.category(char) not in _MARKS
    )
    return " ".join("".join(kept).split())


def masked_address(email: str) -> str:
    """An address that its owner knows again and a bystander does not: ``m•••••t@ferme.fr``."""
    local, _, domain = email.rpartition("@")
    shown = local[:1] + "•••••" + (local[-1:] if len(local) > 2 else "")  # noqa: PLR2004 - the first and last letter of two would be all of it
    return f"{shown}@{domain}"
