"""Build hook: compiles the message catalogues and puts them and the styles inside the wheel.

Run as a program it compiles the catalogues of the source tree only.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "traces_tui"


class CarriedFiles(BuildHookInterface[Any]):
    """Puts `styles/` and `locales/` of the source tree under `traces_tui/` in the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues; name the files a standard wheel carries.

        Args:
            version: `standard`, or `editable`, which reads them from the source tree.
            build_data: What the wheel builder goes by; `force_include` maps source to place.

        Raises:
            FileNotFoundError: There is no stylesheet or no catalogue: the program could not run.
        """
        root = Path(self.root)
        catalogues = compile_catalogues(root / "locales")
        if version == "editable":
            return
        styles = sorted((root / "styles").rglob("*.tcss"))
        if not styles or not catalogues:
            raise FileNotFoundError(f"{root}: no stylesheets or no message catalogues to carry")
        for file in [*styles, *catalogues]:
            place = f"{PACKAGE}/{file.relative_to(root).as_posix()}"
            build_data["force_include"][str(file)] = place


def compile_catalogues(locales: Path) -> list[Path]:
    """Compile every `.po` file that is newer than its `.mo` file; return all `.mo` files."""
    compiled = []
    for source in sorted(locales.glob(f"*/LC_MESSAGES/{PACKAGE}.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            _compile(source, target)
        compiled.append(target)
    return compiled


def _compile(source: Path, target: Path) -> None:
    language = source.parent.parent.name
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=language, domain=PACKAGE, abort_invalid=True)
    # A running program may be reading the old file: replace it whole.
    with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".tmp", delete=False) as made:
        write_mo(made, catalogue)
    os.chmod(made.name, 0o644)
    os.replace(made.name, target)


if __name__ == "__main__":
    compile_catalogues(Path(__file__).resolve().parent / "locales")
