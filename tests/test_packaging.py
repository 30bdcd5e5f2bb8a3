"""A wheel built from this tree and installed elsewhere runs, and carries what it needs."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import unicodedata
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import traces_tui

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = {name: ROOT / "requirements" / f"{name}.lock" for name in ("run", "dev", "build")}


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command with next to no environment; return what it printed."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={"HOME": os.environ["HOME"], "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from this tree."""
    dist = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", dist, cwd=ROOT)
    (built,) = dist.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in a fresh environment that borrows the libraries of this one."""
    home = tmp_path_factory.mktemp("elsewhere") / "env"
    venv.create(home, symlinks=True)
    python = home / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
    run(*pip, "--no-deps", "--no-index", wheel, cwd=home)
    packages = Path(
        run(python, "-c", "import site; print(site.getsitepackages()[0])", cwd=home)[:-1]
    )
    # Plain paths: an editable install among the borrowed libraries is not followed.
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "borrowed.pth").write_text("\n".join(borrowed) + "\n", "utf-8")
    return home


def names(wheel: Path) -> set[str]:
    """Return the paths of the files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


class TestWheel:
    def test_carries_every_file_of_the_package(self, wheel: Path) -> None:
        package = {
            file.relative_to(ROOT).as_posix()
            for file in (ROOT / "traces_tui").rglob("*")
            if file.is_file() and "__pycache__" not in file.parts
        }
        assert package <= names(wheel)
        assert "traces_tui/py.typed" in package

    def test_carries_styles_and_compiled_catalogues(self, wheel: Path) -> None:
        styles = {f"traces_tui/{file.relative_to(ROOT)}" for file in ROOT.glob("styles/**/*.tcss")}
        sources = ROOT.glob("locales/*/LC_MESSAGES/traces_tui.po")
        catalogues = {f"traces_tui/{file.relative_to(ROOT).with_suffix('.mo')}" for file in sources}
        assert styles
        assert {"traces_tui/locales/fr/LC_MESSAGES/traces_tui.mo"} <= catalogues
        carried = {name for name in names(wheel) if name.endswith((".tcss", ".mo"))}
        assert carried == styles | catalogues

    def test_carries_nothing_else(self, wheel: Path) -> None:
        for name in names(wheel):
            assert name.startswith(
                ("traces_tui/", f"traces_tui-{traces_tui.__version__}.dist-info/")
            )
            assert not name.endswith((".po", ".pot", ".pyc", ".db"))
            assert "test" not in Path(name).name

    def test_is_the_same_by_way_of_the_source_archive(self, wheel: Path, tmp_path: Path) -> None:
        build = (sys.executable, "-m", "hatchling", "build", "-d", tmp_path)
        run(*build, "-t", "sdist", cwd=ROOT)
        (archive,) = tmp_path.glob("*.tar.gz")
        unpacked = tmp_path / "unpacked"
        unpacked.mkdir()
        run("tar", "-xzf", archive, "-C", unpacked, "--strip-components=1", cwd=unpacked)
        assert not list(unpacked.rglob("*.mo"))
        run(*build, "-t", "wheel", cwd=unpacked)
        (built,) = tmp_path.glob("*.whl")
        assert names(built) == names(wheel)

    def test_says_what_it_is(self, wheel: Path) -> None:
        with zipfile.ZipFile(wheel) as archive:
            metadata = archive.read(f"traces_tui-{traces_tui.__version__}.dist-info/METADATA")
        assert b"Requires-Python: >=3.11" in metadata
        assert f"Version: {traces_tui.__version__}\n".encode() in metadata


class TestInstalled:
    def test_command_says_its_version(self, installed: Path, tmp_path: Path) -> None:
        printed = run(installed / "bin" / "traces-tui", "--version", cwd=tmp_path)
        assert traces_tui.__version__ in printed

    def test_files_are_found_inside(self, installed: Path, tmp_path: Path) -> None:
        code = """
import gettext, json
import traces_tui
from traces_tui import paths
from traces_tui.places import communes
catalogue = gettext.translation("traces_tui", paths.locales_dir(), ["fr"])
print(json.dumps({
    "package": traces_tui.__file__,
    "folders": [str(paths.styles_dir()), str(paths.locales_dir()), str(paths.data_dir())],
    "styles": len(list(paths.styles_dir().rglob("*.tcss"))),
    "language": catalogue.info()["language"],
}))
"""
        found = json.loads(run(installed / "bin" / "python", "-I", "-c", code, cwd=tmp_path))
        assert Path(found["package"]).is_relative_to(installed)
        assert all(Path(folder).is_relative_to(installed) for folder in found["folders"])
        assert found["styles"] == len(list(ROOT.glob("styles/**/*.tcss")))
        assert found["language"] == "fr"


class TestLocks:
    @pytest.mark.parametrize("lock", LOCKS)
    def test_every_version_is_exact_and_hashed(self, lock: str) -> None:
        text = LOCKS[lock].read_text("utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        assert lines
        for line in lines:
            assert re.match(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==[0-9]\S* ", line), line
            assert " --hash=sha256:" in line, line
            assert "://" not in line, line

    def test_the_locks_agree(self) -> None:
        dev = locked("dev")
        assert locked("run").items() <= dev.items()
        assert locked("build").items() <= dev.items()

    @pytest.mark.parametrize(
        ("lock", "wanted"),
        [
            ("run", PROJECT["project"]["dependencies"]),
            ("dev", PROJECT["project"]["optional-dependencies"]["test"]),
            ("build", PROJECT["build-system"]["requires"]),
        ],
    )
    def test_the_locks_fit_the_project(self, lock: str, wanted: list[str]) -> None:
        versions = locked(lock)
        for requirement in map(Requirement, wanted):
            version = versions[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), f"{requirement}: {version}; make lock"


def locked(lock: str) -> dict[str, str]:
    """Return name and version of everything in a lock."""
    found = re.findall(r"^([a-z0-9-]+)(?:\[.*?\])?==(\S+)", LOCKS[lock].read_text("utf-8"), re.M)
    return {canonicalize_name(name): version for name, version in found}


# No signs that hide what a reviewer should see, no developer's folders, no package servers.
HIDDEN = {"Cf", "Co", "Cs", "Zl", "Zp"}
FOREIGN = re.compile(
    r"(?<![\w.~])/(?:home/(?!traces)|(?:root|work|Users)/)\w|\bfile:///\w+/|--(?:extra-)?index-url|--find-links"
    r"|\b(?:pypi|registry|mirror)\.[\w.-]+\.\w"
)


def written_files() -> Iterator[Path]:
    """Yield the files that people write and everybody gets."""
    for folder in ("traces_tui", "styles", "locales", "requirements", "deploy"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix not in {".pyc", ".mo"} and file.is_file():
                yield file
    for name in ("pyproject.toml", "Makefile", "README.md", "hatch_build.py", ".ci/run", "LICENSE"):
        yield ROOT / name


@pytest.mark.parametrize("file", list(written_files()), ids=lambda file: file.name)
def test_files_are_clean(file: Path) -> None:
    text = file.read_text("utf-8")
    for number, line in enumerate(text.split("\n"), 1):
        hidden = [sign for sign in line if unicodedata.category(sign) in HIDDEN]
        assert not hidden, f"{file}, line {number}: {hidden!a}"
        assert not FOREIGN.search(line), f"{file}, line {number}: {line}"


def test_compiled_catalogues_are_not_kept() -> None:
    """They are made at build time; a stale one would hide a changed text."""
    assert "*.mo" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_the_readme_has_every_setting() -> None:
    from docs.settings_table import table

    readme = (ROOT / "README.md").read_text("utf-8")
    assert table() in readme, "the table is out of date: python -m docs.settings_table"
