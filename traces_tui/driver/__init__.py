"""The hardened terminal: what may reach Textual from the environment and from the keyboard.

This module is light to import, because :func:`sanitise_environment` must run before Textual is
imported: Textual reads its variables once, at import.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver

_DROPPED = frozenset(
    {
        "BROWSER",
        "COLUMNS",
        "ESCDELAY",
        "FORCE_COLOR",
        "LINES",
        "PYTHONBREAKPOINT",
        "PYTHONINSPECT",
        "TTY_COMPATIBLE",
        "TTY_INTERACTIVE",
    }
)
_DROPPED_BEGINNINGS = ("TEXTUAL", "JUPYTER_", "DATABRICKS_")
_SET = {
    # AltGr characters such as @ get lost in some terminals with that protocol.
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_FPS": "60",
    "TEXTUAL_SMOOTH_SCROLL": "0",
}


def sanitise_environment(environ: MutableMapping[str, str]) -> None:
    """Take out of the environment what would change, trace or script the screens.

    Args:
        environ: ``os.environ``, before anything of Textual is imported.
    """
    for name in list(environ):
        if name in _DROPPED or name.startswith(_DROPPED_BEGINNINGS):
            del environ[name]
    if not environ.get("NO_COLOR", "x"):
        del environ["NO_COLOR"]  # set but empty means nothing (no-color.org)
    environ.update(_SET)


def title_sequence(title: str) -> str:
    """What names the window of a terminal.

    Args:
        title: The name; what is not printable becomes a space.
    """
    plain = "".join(char if char.isprintable() else " " for char in title)
    return f"\x1b]2;{plain}\x1b\\"


def hardened_driver() -> type[Driver] | None:
    """The driver class for real terminals, or None where the platform has another one."""
    import sys

    if sys.platform == "win32":
        return None
    from traces_tui.driver.terminal import HardenedDriver

    return HardenedDriver
