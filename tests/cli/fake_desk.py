"""Runs the program with a screen that only tells what it was given: for tests of the start.

The first argument says what each screen ends with, ``75,75,0``; ``wait0`` waits
for the Enter key first. The others go to the program.
"""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import Any

from traces_tui.cli import main


class DeskApp:
    """Ends at once."""

    def __init__(self, office: Any, **given: Any) -> None:
        print(
            f"pid {os.getpid()} language {given['language']} theme {given['theme']} "
            f"demo {given['demo'] is not None} source {office.source} "
            f"textual {'textual' in sys.modules} driver {os.environ.get('TEXTUAL_DRIVER')}",
            flush=True,
        )
        if given["demo"] is not None:
            print(f"folder {given['demo'].mail_folder.parent}", flush=True)
        self.return_code = 0
        self.postman = None

    def run(self) -> None:
        """Take the next ending from the environment, which a new process inherits."""
        endings = os.environ.get("ENDINGS", sys.argv[1]).split(",")
        os.environ["ENDINGS"] = ",".join(endings[1:])
        if endings[0].startswith("wait"):
            sys.stdin.readline()
        self.return_code = int(endings[0].removeprefix("wait"))


fake: Any = ModuleType("traces_tui.app")
fake.DeskApp = DeskApp
sys.modules["traces_tui.app"] = fake
sys.exit(main(sys.argv[2:]))
