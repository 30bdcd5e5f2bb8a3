"""The colours: four themes over one table of tokens, and which of them a terminal gets.

Stylesheets name tokens only (``$card``, ``$muted`` …), never a colour. What each token means:

* ``page card strip`` – the three backgrounds; ``ink muted`` – text on them;
* ``brand on-brand brand-muted gold`` – the bar on top; ``foot`` – the last row;
* ``link`` – headings and links; ``rule`` – lines;
* ``button on-button button-2 on-button-2`` – the main and the other buttons;
* ``danger on-danger`` – the button that destroys or refuses;
* ``focus on-focus focus-side`` – the button that has the focus; ``focus-bar`` – the bar beside
  the field that has it;
* ``field line field-focus on-field-focus`` – fields;
* ``bad good warn`` with ``-bg`` – errors, success, warnings;
* ``cursor on-cursor`` – the current row of a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from textual.theme import Theme

Tokens: TypeAlias = dict[str, str]

NUIT: Tokens = {
    "page": "#0B1120",
    "card": "#121A2E",
    "strip": "#1B2541",
    "ink": "#E8ECF7",
    "muted": "#A7B3CF",
    "brand": "#0B3A86",
    "on-brand": "#FFFFFF",
    "brand-muted": "#BCD2F7",
    "gold": "#FFD617",
    "link": "#8FB4FF",
    "button": "#3566D6",
    "on-button": "#FFFFFF",
    "button-2": "#26345A",
    "on-button-2": "#DCE6FF",
    "focus": "#FFD617",
    "on-focus": "#161B26",
    "focus-side": "#FFFFFF",
    "focus-bar": "#FFD617",
    "field": "#1D2846",
    "line": "#6C7EA8",
    "field-focus": "#2A3762",
    "on-field-focus": "#FFFFFF",
    "bad": "#FF8F8F",
    "bad-bg": "#3A1620",
    "good": "#6FDC9A",
    "good-bg": "#10301F",
    "warn": "#FFC069",
    "warn-bg": "#35270C",
    "cursor": "#3566D6",
    "on-cursor": "#FFFFFF",
    "rule": "#586A99",
    "danger": "#B3263A",
    "on-danger": "#FFFFFF",
    "foot": "#121A2E",
}
JOUR: Tokens = {
    "page": "#EEF2F9",
    "card": "#FFFFFF",
    "strip": "#DFE6F2",
    "ink": "#161B26",
    "muted": "#48526A",
    "brand": "#003776",
    "on-brand": "#FFFFFF",
    "brand-muted": "#C9DAF2",
    "gold": "#FFD617",
    "link": "#004494",
    "button": "#004494",
    "on-button": "#FFFFFF",
    "button-2": "#D3DDEF",
    "on-button-2": "#003776",
    "focus": "#FFD617",
    "on-focus": "#161B26",
    "focus-side": "#161B26",
    "focus-bar": "#004494",
    "field": "#F3F5FB",
    "line": "#5B6A88",
    "field-focus": "#FFF4BB",
    "on-field-focus": "#161B26",
    "bad": "#B8101F",
    "bad-bg": "#FCE8EA",
    "good": "#18703A",
    "good-bg": "#DDF3E4",
    "warn": "#8A4B00",
    "warn-bg": "#FFF0D6",
    "cursor": "#004494",
    "on-cursor": "#FFFFFF",
    "rule": "#7D8AA6",
    "danger": "#B8101F",
    "on-danger": "#FFFFFF",
    "foot": "#DFE6F2",
}
CONTRASTE: Tokens = {
    "page": "#000000",
    "card": "#000000",
    "strip": "#000000",
    "ink": "#FFFFFF",
    "muted": "#FFFFFF",
    "brand": "#000000",
    "on-brand": "#FFFFFF",
    "brand-muted": "#FFFFFF",
    "gold": "#FFE14D",
    "link": "#FFE14D",
    "button": "#FFFFFF",
    "on-button": "#000000",
    "button-2": "#000000",
    "on-button-2": "#FFE14D",
    "focus": "#5CF2FF",
    "on-focus": "#000000",
    "focus-side": "#FFE14D",
    "focus-bar": "#5CF2FF",
    "field": "#000000",
    "line": "#FFFFFF",
    "field-focus": "#00343A",
    "on-field-focus": "#FFFFFF",
    "bad": "#FFB3B3",
    "bad-bg": "#000000",
    "good": "#8CFFB0",
    "good-bg": "#000000",
    "warn": "#FFD24D",
    "warn-bg": "#000000",
    "cursor": "#5CF2FF",
    "on-cursor": "#000000",
    "rule": "#FFFFFF",
    "danger": "#FFB3B3",
    "on-danger": "#000000",
    "foot": "#000000",
}
ANSI: Tokens = {
    "page": "ansi_black",
    "card": "ansi_black",
    "strip": "ansi_black",
    "ink": "ansi_white",
    "muted": "ansi_white",
    "brand": "ansi_blue",
    "on-brand": "ansi_bright_white",
    "brand-muted": "ansi_white",
    "gold": "ansi_bright_yellow",
    "link": "ansi_bright_cyan",
    "button": "ansi_cyan",
    "on-button": "ansi_black",
    "button-2": "ansi_black",
    "on-button-2": "ansi_bright_cyan",
    "focus": "ansi_white",
    "on-focus": "ansi_black",
    "focus-side": "ansi_bright_yellow",
    "focus-bar": "ansi_bright_yellow",
    "field": "ansi_blue",
    "line": "ansi_cyan",
    "field-focus": "ansi_cyan",
    "on-field-focus": "ansi_black",
    "bad": "ansi_bright_red",
    "bad-bg": "ansi_black",
    "good": "ansi_bright_green",
    "good-bg": "ansi_black",
    "warn": "ansi_bright_yellow",
    "warn-bg": "ansi_black",
    "cursor": "ansi_cyan",
    "on-cursor": "ansi_black",
    "rule": "ansi_cyan",
    "danger": "ansi_red",
    "on-danger": "ansi_bright_white",
    "foot": "ansi_blue",
}

TOKENS: dict[str, Tokens] = {
    "traces-nuit": NUIT,
    "traces-jour": JOUR,
    "traces-contraste": CONTRASTE,
    "traces-ansi": ANSI,
}
"""The tokens of each theme, by its name."""


def _theme(name: str, tokens: Tokens) -> Theme:
    ansi = name == "traces-ansi"
    return Theme(
        name=name,
        primary=tokens["link"],
        secondary=tokens["button-2"],
        accent=tokens["gold"],
        warning=tokens["warn"],
        error=tokens["bad"],
        success=tokens["good"],
        foreground=tokens["ink"],
        background=tokens["page"],
        surface=tokens["card"],
        panel=tokens["strip"],
        boost=tokens["card"],
        dark=name != "traces-jour",
        ansi=ansi,
        variables=tokens
        | _framework_variables(tokens)
        | {"footer-key-foreground": tokens["link" if name == "traces-jour" else "gold"]}
        | ({"ansi-background": "ansi_black", "ansi-foreground": "ansi_white"} if ansi else {}),
    )


def _framework_variables(tokens: Tokens) -> Tokens:
    """What Textual's own widgets ask for."""
    return {
        "border": tokens["line"],
        "border-blurred": tokens["line"],
        "block-cursor-foreground": tokens["on-cursor"],
        "block-cursor-background": tokens["cursor"],
        "block-cursor-text-style": "none",
        "block-cursor-blurred-foreground": tokens["ink"],
        "block-cursor-blurred-background": tokens["strip"],
        "block-cursor-blurred-text-style": "none",
        "input-cursor-background": tokens["focus-bar"],
        "input-cursor-foreground": tokens["field-focus"],
        "input-cursor-text-style": "none",
        "input-selection-background": tokens["button"],
        "input-selection-foreground": tokens["on-button"],
        "scrollbar": tokens["line"],
        "scrollbar-hover": tokens["link"],
        "scrollbar-active": tokens["link"],
        "scrollbar-background": tokens["strip"],
        "scrollbar-background-hover": tokens["strip"],
        "scrollbar-background-active": tokens["strip"],
        "scrollbar-corner-color": tokens["strip"],
    }


THEMES: dict[str, Theme] = {name: _theme(name, tokens) for name, tokens in TOKENS.items()}
"""Every theme of the program, by its name."""


def few_colours(environ: Mapping[str, str]) -> bool:
    """Whether the terminal shows sixteen colours or fewer.

    A bare console is one whatever ``COLORTERM`` says: that may have come over SSH from elsewhere.
    """
    term = environ.get("TERM", "").lower()
    if term.startswith(("linux", "vt")):
        return True
    if environ.get("COLORTERM", "").strip().lower() in {"truecolor", "24bit"}:
        return False
    return not term.endswith(("-256color", "-direct", "-truecolor", "kitty", "-ghostty"))


def theme_for(wanted: str, environ: Mapping[str, str]) -> str:
    """The name of the theme to start with.

    Args:
        wanted: ``nuit``, ``jour``, ``contraste``, ``ansi``, or ``auto`` to look at the terminal.
        environ: Gives ``NO_COLOR``, ``TERM``, ``COLORTERM`` and ``COLORFGBG``.
    """
    if environ.get("NO_COLOR"):
        return "traces-ansi"
    if (named := f"traces-{wanted.removeprefix('traces-')}") in THEMES:
        return named
    if few_colours(environ):
        return "traces-ansi"
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return "traces-jour" if background in {"7", "15"} else "traces-nuit"
