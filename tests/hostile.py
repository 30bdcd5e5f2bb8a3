"""What nobody should type, and what somebody will."""

from __future__ import annotations

import pytest

MEGABYTE = 1_000_000

HOSTILE = {
    "control": "a\x07b",
    "null": "a\x00b",
    "escape": "\x1b]0;title\x07\x1b[2J",
    "c1": "a\x9b31mb",
    "bidi": "\u202egnp.exe",
    "isolate": "\u2066a\u2069",
    "zero_width": "a\u200bb",
    "invisible": "\u3164",
    "joiners_only": "\u200d\u200c",
    "surrogate": "a\udc80b",
    "private": "\ue000",
    "tag": "a\U000e0041",
    "pile": "Z" + "\u0335\u0327\u0489" * 30,
    "megabyte": "x" * MEGABYTE,
    "megabyte_of_marks": "a" + "\u0301\u0323" * (MEGABYTE // 2),
    "megabyte_of_spaces": " " * MEGABYTE,
    "header": "a@b.fr\r\nBcc: c@d.fr",
}
"""Refused wherever text of one line is typed."""

HARMLESS = {
    "markup": "[/x]",
    "action": "[@click=app.quit]quit[/]",
    "rich": "[bold red]x[/bold red] \\[a]",
    "format": "{0.__class__} {x} %s %(y)s",
    "sql": "'; DROP TABLE account; --",
    "wide": "株式会社 テスト",
    "emoji": "Ferme 🐄",
    "combining": "Nguyễn Đặng",
    "persian": "شرکت\u200cها",
    "html": "<script>alert(1)</script> &amp;",
    "template": "{{ 7 * 7 }} {% raw %}",
    "formula": "=cmd|' /C calc'!A0",
}
"""Kept literally wherever text of one line is typed."""


def each(texts: dict[str, str]) -> list[object]:
    """As parameters whose names stay short."""
    return [pytest.param(text, id=name) for name, text in texts.items()]
