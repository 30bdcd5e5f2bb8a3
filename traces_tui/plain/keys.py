"""A line as it is typed at a terminal, key after key: shown by us, mended by its last letter.

The kernel could keep the line by itself, but then nobody could tell somebody who types slowly from
nobody at all, and what is typed ahead of a secret question would be shown.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from traces_tui.lines import cells
from traces_tui.text import is_unsafe

LONGEST_LINE = 100_000
"""Characters of one line that are kept; no form takes so many, so that it is refused, not cut."""

_END_OF_INPUT = "\x04"
_ENDS = frozenset(f"\r\n{_END_OF_INPUT}")
_ERASE_WORD, _ERASE_ALL = "\x17", "\x15"
_ERASES = frozenset(f"\x08\x7f{_ERASE_WORD}{_ERASE_ALL}")
_ESCAPE = "\x1b"
_BACK_ONE = "\b \b"
_ZERO_WIDTH = frozenset({"Mn", "Me", "Cf"})


@dataclass
class TypedLine:
    """What stands on the line now.

    Attributes:
        seen: Whether it is shown while it is typed.
        text: What was typed.
        done: Whether Enter was pressed.
        ended: Whether the end of the input was typed on an empty line.
    """

    seen: bool
    text: str = ""
    done: bool = False
    ended: bool = False
    _escape: str = field(default="", repr=False)

    def key(self, char: str) -> str:
        """Take one character.

        Returns:
            What the terminal must show now.
        """
        if self._escape or char == _ESCAPE:
            self._in_escape(char)
            return ""
        if char in _ENDS:
            self.done = char != _END_OF_INPUT
            self.ended = not self.done and not self.text
            return "\n" if self.done or self.ended else ""
        if char in _ERASES:
            return self._cut(self._erased(char))
        if len(self.text) < LONGEST_LINE:
            self.text += char
            return char if self.seen and not is_unsafe(char) else ""
        return ""

    def _in_escape(self, char: str) -> None:
        """An arrow or a function key is no text, and moves nothing here."""
        self._escape += char
        alone = len(self._escape) == 2 and char not in "[O"  # noqa: PLR2004 - the sign and what follows
        if alone or (len(self._escape) > 2 and "@" <= char <= "~"):  # noqa: PLR2004
            self._escape = ""

    def _erased(self, char: str) -> int:
        """How many characters a key takes away."""
        if char == _ERASE_ALL:
            return len(self.text)
        if char == _ERASE_WORD:
            kept = self.text.rstrip().rpartition(" ")
            return len(self.text) - len(kept[0] + kept[1])
        return self._last()

    def _last(self) -> int:
        """How many characters the last letter is made of, with its accents."""
        for count, char in enumerate(reversed(self.text), 1):
            if unicodedata.category(char) not in _ZERO_WIDTH:
                return count
        return len(self.text)

    def _cut(self, count: int) -> str:
        """Take so many characters from the end."""
        if not count:
            return ""
        gone, self.text = self.text[-count:], self.text[:-count]
        return _BACK_ONE * cells("".join(c for c in gone if not is_unsafe(c))) if self.seen else ""
