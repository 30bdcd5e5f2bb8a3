"""A language that nobody speaks: it shows which words of a screen came from the catalogue.

Its letters are Cyrillic, its sentences 40 % longer than the English ones, each between ⟦ and ⟧.
What stands on the screen in Latin letters was therefore never looked up, unless it is data; and a
sentence without its closing bracket is one that did not fit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from traces_tui.i18n import Message, Translator

OPEN, CLOSE = "⟦", "⟧"
GROWTH = 0.4
SHORT = 3
"""Words of a sentence grow in the middle of it; a sentence of so few letters grows at its end."""

_PLACEHOLDER = re.compile(r"(\{\w+\})")
_LETTERS = {ord("a") + number: chr(0x430 + number) for number in range(26)} | {
    ord("A") + number: chr(0x410 + number) for number in range(26)
}
_PAD = "ж"


class PseudoTranslator(Translator):
    """Says every message so that it can be told from everything else."""

    def __init__(self) -> None:
        super().__init__("en")
        self.said: set[str] = set()
        """Every source string that was asked for."""

    def say(self, message: Message) -> str:
        """The words: brackets, foreign letters, 40 % more of them."""
        if message.text == "{text}":
            return super().say(message)
        self.said.add(message.text)
        source = message.text if message.many is None or message.count == 1 else message.many
        values = {name: self._value(value) for name, value in message.values}
        pieces = [
            piece if _PLACEHOLDER.fullmatch(piece) else piece.translate(_LETTERS)
            for piece in _PLACEHOLDER.split(source)
        ]
        return f"{OPEN}{''.join(pieces).format_map(values)}{_growth(source)}{CLOSE}"

    def country(self, code: str) -> str:
        """Names of countries come from CLDR, in the reader's language."""
        return super().country(code).translate(_LETTERS)


def _growth(source: str) -> str:
    """Letters that make a sentence longer, in words so that it can wrap; brackets count."""
    letters = len(_PLACEHOLDER.sub("", source))
    missing = round(letters * GROWTH) - len(OPEN + CLOSE)
    words = []
    while missing > 1:
        words.append(_PAD * min(6, missing - 1))
        missing -= len(words[-1]) + 1
    return "".join(f" {word}" for word in words)


def latin_words(text: str) -> Iterator[str]:
    """The words in Latin letters, two letters or longer."""
    for word in re.findall(r"[^\W\d_]{2,}", text):
        if any("LATIN" in unicodedata.name(letter, "") for letter in word):
            yield word
