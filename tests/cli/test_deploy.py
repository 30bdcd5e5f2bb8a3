"""The samples of deploy/ are right: they are what people copy."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.cli.console import ROOT, Console
from traces_tui.settings import load

DEPLOY = ROOT / "deploy"


def test_the_settings_can_be_read() -> None:
    settings = load(DEPLOY / "config.toml", {})
    assert settings.registration.conceal_taken_addresses
    assert not settings.smtp.send_from_kiosk
    assert not settings.smtp.sender.endswith(".invalid")


def test_the_unit_runs_a_command_that_exists(console: Console) -> None:
    unit = (DEPLOY / "traces-tui-mail.service").read_text("utf-8")
    (command,) = re.findall(r"^ExecStart=\S+/traces-tui (.+)$", unit, re.MULTILINE)
    assert console.run(*command.split(), "--help").status == 0
    variables = dict(
        pair.split("=", 1)
        for line in re.findall(r"^Environment=(.+)$", unit, re.MULTILINE)
        for pair in line.split()
    )
    variables["TRACES_TUI_CONFIG"] = str(DEPLOY / "config.toml")
    assert load(None, variables).smtp.password_file == "%d/smtp-password"


def test_sshd_runs_the_launcher() -> None:
    snippet = (DEPLOY / "sshd_traces.conf").read_text("utf-8")
    (forced,) = re.findall(r"^ *ForceCommand (\S+)$", snippet, re.MULTILINE)
    launcher = DEPLOY / Path(forced).name
    assert os.access(launcher, os.X_OK)
    assert forced in launcher.read_text("utf-8")


class TestLauncher:
    @pytest.fixture
    def launcher(self, tmp_path: Path) -> Path:
        """The launcher, with a Python that shows its arguments and environment."""
        python = tmp_path / "python"
        python.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n/usr/bin/env\n', "utf-8")
        python.chmod(0o755)
        text = (DEPLOY / "ssh-desk").read_text("utf-8")
        (path,) = re.findall(r"^ *(/\S+/python) -I", text, re.MULTILINE)
        changed = tmp_path / "ssh-desk"
        changed.write_text(text.replace(path, shlex.quote(str(python))), "utf-8")
        changed.chmod(0o755)
        return changed

    def run(self, launcher: Path, **environ: str) -> list[str]:
        done = subprocess.run(
            [launcher], env=environ, capture_output=True, text=True, check=True, timeout=20
        )
        return done.stdout.splitlines()

    def test_nothing_of_the_visitor_gets_through(self, launcher: Path) -> None:
        shown = self.run(
            launcher,
            PYTHONPATH="/evil",
            TEXTUAL_DRIVER="evil:Driver",
            TRACES_TUI_LANGUAGE="xx",
            LD_PRELOAD="",
            TERM="xterm-256color",
            SSH_CONNECTION="192.0.2.7 50111 192.0.2.1 22",
            SSH_ORIGINAL_COMMAND="confirm $(id); sh",
        )
        assert shown[:4] == ["-I", "-m", "traces_tui", "ssh"]
        names = {line.partition("=")[0] for line in shown[4:]} - {"PWD", "OLDPWD", "_", "SHLVL"}
        assert names == {
            "PATH",
            "HOME",
            "LANG",
            "TERM",
            "SSH_CONNECTION",
            "SSH_ORIGINAL_COMMAND",
            "TRACES_TUI_CONFIG",
        }
        assert "SSH_ORIGINAL_COMMAND=confirm $(id); sh" in shown

    @pytest.mark.parametrize(
        ("term", "passed"),
        [
            ("xterm-256color", "xterm-256color"),
            ("linux", "linux"),
            ("tmux-256color", "tmux-256color"),
            ("xterm-../../etc", "xterm-256color"),
            ("xterm-kitty\x1b[2J", "xterm-256color"),
            ("alacritty", "xterm-256color"),
            ("dumb", "dumb"),
            ("", "dumb"),
        ],
    )
    def test_only_known_terminals_get_through(self, launcher: Path, term: str, passed: str) -> None:
        assert f"TERM={passed}" in self.run(launcher, TERM=term)
