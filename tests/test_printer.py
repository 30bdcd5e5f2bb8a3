"""The way to the printer, with real commands: it takes the text, fails, hangs or is missing."""

from __future__ import annotations

import logging
import os
import shlex
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from tests.offices import make_office
from traces_tui.i18n import translator
from traces_tui.office import Office
from traces_tui.receipt.printer import NotPrinted, Printer, has_printer
from traces_tui.settings import Receipt

PATIENCE = 20.0
SHEET = ("Récépissé", "", "m•••••t@ferme-ried.fr")


def office_with(folder: Path, command: str, seconds: int = 15, source: str = "tty1") -> Office:
    """An office with a printer."""
    receipt = Receipt(print_command=command, print_seconds=seconds)
    return make_office(folder / "data", source=source, receipt=receipt)


def python(code: str, *arguments: object) -> str:
    """A print command that is a small program."""
    return shlex.join([sys.executable, "-c", code, *map(str, arguments)])


def why(office: Office, printer: Printer | None = None) -> str:
    """Print what can't be printed; return what the person is told."""
    with pytest.raises(NotPrinted) as refused:
        (printer or Printer()).print(office, SHEET)
    return translator("en").say(refused.value.message)


def until(condition: object) -> None:
    """Wait for something that another process does."""
    assert callable(condition)
    limit = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < limit, "never came"
        time.sleep(0.01)


def alive(pid: int) -> bool:
    """Whether a process still runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class TestPrinting:
    def test_the_text_goes_to_the_standard_input(self, tmp_path: Path) -> None:
        paper = tmp_path / "paper"
        Printer().print(office_with(tmp_path, f"tee {shlex.quote(str(paper))}"), SHEET)
        assert paper.read_text("utf-8") == "Récépissé\n\nm•••••t@ferme-ried.fr\n"

    def test_no_shell_reads_the_command(self, tmp_path: Path) -> None:
        odd = tmp_path / "a b; touch $HOME `x` > y"
        Printer().print(office_with(tmp_path, f'tee "{odd}"'), SHEET)
        assert odd.exists()
        assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted(["data", odd.name])

    def test_the_command_knows_nothing_of_ours(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TRACES_TUI_SMTP_PASSWORD_FILE", "/etc/secret")
        seen = tmp_path / "seen"
        code = "import os,sys; open(sys.argv[1],'w').write(f'{os.getcwd()} {sorted(os.environ)}')"
        Printer().print(office_with(tmp_path, python(code, seen)), SHEET)
        known = seen.read_text("utf-8").replace(", 'LC_CTYPE'", "")
        assert known == "/ ['LC_ALL', 'PATH']"

    def test_control_characters_and_lone_surrogates_are_stopped_once_more(
        self, tmp_path: Path
    ) -> None:
        paper = tmp_path / "paper"
        printer = Printer()
        printer.print(office_with(tmp_path, f"tee {paper}"), ["a\x1b[2J\x0cb\r\nc", "\udc80"])
        assert paper.read_bytes() == "a\ufffd[2J\ufffdb\ufffd\ufffdc\n\ufffd\n".encode()

    def test_a_command_that_reads_nothing_is_no_trouble(self, tmp_path: Path) -> None:
        Printer().print(office_with(tmp_path, "true"), ["x" * 70] * 20_000)


class TestTrouble:
    def test_a_missing_command(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        told = why(office_with(tmp_path, "no-such-printer -d counter"))
        assert told == (
            "The printer can't be used at the moment. Note the number of your request, and tell "
            "the staff."
        )
        assert "No such file" in caplog.text
        assert "ferme-ried" not in caplog.text

    def test_a_command_that_fails(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        told = why(office_with(tmp_path, "false"))
        assert told.startswith("The printer refused the receipt: see whether it has paper")
        assert caplog.record_tuples[-1][1:] == (
            logging.ERROR,
            "the print command ended with status 1",
        )

    def test_a_command_that_hangs_is_stopped_with_its_children(self, tmp_path: Path) -> None:
        pids = tmp_path / "pids"
        code = (
            "import os,subprocess,sys,time\n"
            "child = subprocess.Popen(['sleep', '600'])\n"
            "open(sys.argv[1], 'w').write(f'{os.getpid()} {child.pid} ')\n"
            "time.sleep(600)"
        )
        told = why(office_with(tmp_path, python(code, pids), seconds=2))
        assert told.startswith("The printer did not answer within 2 seconds: try again")
        assert len(pids.read_text("ascii").split()) == 2
        for pid in pids.read_text("ascii").split():
            until(lambda pid=int(pid): not alive(pid))

    def test_without_a_printer(self, tmp_path: Path) -> None:
        office = office_with(tmp_path, "")
        assert not has_printer(office)
        assert why(office).startswith("The printer can't be used")

    def test_nobody_prints_from_far_away(self, tmp_path: Path) -> None:
        paper = tmp_path / "paper"
        office = office_with(tmp_path, f"tee {paper}", source="ssh:192.0.2.7")
        assert not has_printer(office)
        why(office)
        assert not paper.exists()


class TestStopping:
    def test_what_is_being_printed_is_stopped(self, tmp_path: Path) -> None:
        begun = tmp_path / "begun"
        code = "import os,sys,time; open(sys.argv[1],'w').write(str(os.getpid())); time.sleep(600)"
        office = office_with(tmp_path, python(code, begun), seconds=600)
        printer, told = Printer(), list[str]()
        thread = Thread(target=lambda: told.append(why(office, printer)))
        thread.start()
        until(lambda: begun.exists() and begun.read_text("ascii"))
        printer.stop()
        thread.join(PATIENCE)
        assert told != []
        assert not alive(int(begun.read_text("ascii")))

    def test_nothing_is_printed_afterwards(self, tmp_path: Path) -> None:
        paper = tmp_path / "paper"
        printer = Printer()
        printer.stop()
        why(office_with(tmp_path, f"tee {paper}"), printer)
        assert not paper.exists()

    def test_nothing_is_left_open(self, tmp_path: Path) -> None:
        office = office_with(tmp_path, "false")
        why(office)
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(3):
            why(office)
        assert len(os.listdir("/proc/self/fd")) <= before  # other tests may close theirs
