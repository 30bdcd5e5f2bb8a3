"""The signs that screens draw, in three sets: no sign may be missing in a terminal's font."""

from __future__ import annotations

from typing import Literal

GlyphSet = Literal["modern", "console", "ascii"]
"""``modern`` for terminal windows, ``console`` for the fonts of the Linux console."""

_SETS: tuple[GlyphSet, ...] = ("modern", "console", "ascii")
_GLYPHS = {
    "ok": "✓■*",
    "bad": "✗×!",
    "warn": "▲▲!",
    "info": "●■i",
    "done": "●■*",
    "todo": "○·-",
    "now": "◆▸>",
    "next": "▸▸>",
    "open": "▾▾v",
    "line": "━━=",
    "thin": "──-",
    "rule": "▔  ",
    "tree": "││|",
    "dot": "··-",
    "secret": "••*",
    "current": "●•*",
    "up": "↑↑^",
    "down": "↓↓v",
    "full": "███"[:2] + "#",
    "left": "▌  ",
    "upper": "▀  ",
    "lower": "▄  ",
}

GLYPHS: dict[GlyphSet, dict[str, str]] = {
    which: {name: signs[index] for name, signs in _GLYPHS.items()}
    for index, which in enumerate(_SETS)
}
"""One sign, one cell wide, by set and name."""
