"""Imports go one way, and the first frame is not kept waiting by what it doesn't need."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FRONT = {
    "__init__",
    "__main__",
    "app",
    "cli",
    "commands",
    "driver",
    "idle_watch",
    "hardened_driver",
    "screens",
    "way_out",
    "widgets",
}
"""Rooms that may know Textual (and the empty top of the package)."""


def rooms() -> set[str]:
    """Return the names of the modules and packages right under `traces_tui`."""
    package = ROOT / "traces_tui"
    modules = {file.stem for file in package.glob("*.py")}
    return modules | {file.parent.name for file in package.glob("*/__init__.py")}


def contract(name: str) -> dict[str, list[str]]:
    """Return the import contract of that name."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    found: dict[str, list[str]] = next(entry for entry in contracts if entry["name"] == name)
    return found


def loaded_after(statement: str) -> set[str]:
    """Return the top-level names of the modules a fresh interpreter has after a statement."""
    code = f"import sys\n{statement}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_every_room_stands_in_the_contract_about_textual() -> None:
    listed = contract("Nothing below the screens knows Textual")["source_modules"]
    assert {name.removeprefix("traces_tui.") for name in listed} == rooms() - FRONT


def whole(room: str) -> str:
    """Return the statement that imports a room and all that lies in it."""
    folder = ROOT / "traces_tui" / room
    inner = [file.stem for file in sorted(folder.glob("*.py")) if file.stem != "__init__"]
    return "import " + ", ".join([f"traces_tui.{room}", *(f"traces_tui.{room}.{n}" for n in inner)])


@pytest.mark.parametrize("room", sorted(rooms() - FRONT))
def test_a_room_below_the_screens_loads_no_textual(room: str) -> None:
    assert not loaded_after(whole(room)) & {"textual", "rich"}


@pytest.mark.parametrize("room", ["forms", "places", "text"])
def test_what_judges_typed_text_loads_no_database(room: str) -> None:
    assert not loaded_after(whole(room)) & {"peewee", "playhouse", "sqlite3"}


def test_settings_load_msgspec_and_nothing_else_from_outside() -> None:
    statement = "from traces_tui import settings; settings.load(None, {'TRACES_TUI_CONFIG': %r})"
    loaded = loaded_after(statement % os.devnull) - loaded_after("")
    assert loaded - set(sys.stdlib_module_names) == {
        "traces_tui",
        "msgspec",
        "typing_extensions",  # msgspec takes it along where it is installed
    }
