"""The program's own files are found from any working folder, in a source tree and in a wheel."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from traces_tui import paths

ROOT = Path(__file__).resolve().parents[1]


def installed_copy(package: Path) -> ModuleType:
    """Load `paths` as if it lay in the folder `package` (an installed wheel)."""
    package.mkdir()
    copy = package / "paths.py"
    copy.write_text(Path(paths.__file__).read_text("utf-8"), "utf-8")
    spec = importlib.util.spec_from_file_location("installed_paths", copy)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_source_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.styles_dir() == ROOT / "styles"
    assert paths.locales_dir() == ROOT / "locales"
    assert paths.data_dir() == ROOT / "traces_tui" / "places" / "data"
    assert (paths.data_dir() / "communes.csv").is_file()
    assert (paths.data_dir() / "departements.csv").is_file()


def test_wheel_carries_its_own_and_does_not_look_beside_itself(tmp_path: Path) -> None:
    package = tmp_path / "traces_tui"
    installed = installed_copy(package)
    for name in ("styles", "locales"):
        (package / name).mkdir()
        (tmp_path / name).mkdir()  # another program's, in site-packages
    assert installed.styles_dir() == package / "styles"
    assert installed.locales_dir() == package / "locales"
    assert installed.data_dir() == package / "places" / "data"
