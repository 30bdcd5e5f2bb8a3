"""Where the program's own files stand, in a source tree and in an installed wheel.

In the source tree `styles/` and `locales/` lie beside the package; a wheel carries them inside
it. Data tables lie inside the package in both.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def styles_dir() -> Path:
    """Return the absolute folder of the stylesheets (`*.tcss`)."""
    return _carried("styles")


def locales_dir() -> Path:
    """Return the absolute folder of the catalogues (`<language>/LC_MESSAGES/traces_tui.mo`)."""
    return _carried("locales")


def data_dir() -> Path:
    """Return the absolute folder of the tables of places (`communes.csv`, `departements.csv`)."""
    return _PACKAGE / "places" / "data"


def _carried(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
