"""The signs that work at every question."""

from __future__ import annotations

from traces_tui.i18n import msg

HELP, BACK, LEAVE, LANGUAGE, TIME = "?", "<", "!", "@", "+"
HOW = msg("At every question, type {sign} (question mark) and Enter for help.", sign=HELP)
"""What is said at the beginning: the rest comes with the help."""
SIGNS = (
    msg("At every question:"),
    msg("-  {sign} (less-than sign) goes back", sign=BACK),
    msg("-  {sign} (exclamation mark) leaves, or signs out", sign=LEAVE),
    msg("-  {sign} (at sign) changes the language", sign=LANGUAGE),
    msg("-  {sign} (plus sign) gives more time before anything is erased", sign=TIME),
    msg("-  Enter alone keeps the answer that stands in brackets"),
)
"""The signs by name, too: not every screen reader speaks them."""
