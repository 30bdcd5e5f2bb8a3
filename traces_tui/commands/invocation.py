"""What a command line brings with it: options, settings, language, office. Made when asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from traces_tui.commands import log
from traces_tui.i18n import Message, Translator, translator
from traces_tui.settings import Settings, SettingsError, load
from traces_tui.text import printable

if TYPE_CHECKING:
    from traces_tui.office import Office


class Invocation:
    """One start of the program.

    Attributes:
        config: The settings file that ``--config`` names.
        language: What ``--language`` says, a code of the bar.
        theme: What ``--theme`` says.
        plain: Whether ``--plain`` was said.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.config: Path | None = None
        self.language: str | None = None
        self.theme: str | None = None
        self.plain = False

    @cached_property
    def settings(self) -> Settings:
        """The settings.

        Raises:
            SettingsError: One can't be used.
        """
        return load(self.config, self.environ)

    @property
    def words(self) -> Translator:
        """Says messages in the language of the option or the settings; French where both fail."""
        try:
            return translator(self.language or self.settings.language)
        except SettingsError:
            return translator(Settings().language)

    @cached_property
    def office(self) -> Office:
        """The office; nothing is opened yet."""
        from traces_tui.office import Office

        self.start_log()
        return Office(self.settings, source=source(self.environ))

    def start_log(self) -> None:
        """Log into the data folder, if the settings name one."""
        with suppress(SettingsError):
            log.start(self.settings.data_path())

    def ready_office(self) -> Office:
        """The office with its database made ready.

        Raises:
            Unavailable: It can't be made ready.
        """
        self.office.prepare()
        return self.office

    def say(self, message: Message) -> None:
        """Print a sentence."""
        click.echo(self.shown(message))

    def warn(self, message: Message) -> None:
        """Print a sentence where errors go."""
        click.echo(self.shown(message), err=True)

    def shown(self, message: Message) -> str:
        """The words of a message, without what a terminal must not be sent."""
        return printable(self.words.say(message), line_breaks=True)


def source(environ: Mapping[str, str]) -> str:
    """Where the person sits: ``ssh:192.0.2.7``, ``tty1``, or ``local``."""
    from traces_tui.office import LOCAL

    client = _ssh_client(environ.get("SSH_CONNECTION", ""))
    if client is not None:
        return f"ssh:{client}"
    try:
        return os.ttyname(sys.__stdin__.fileno() if sys.__stdin__ else -1).removeprefix("/dev/")
    except (OSError, ValueError):
        return LOCAL


def _ssh_client(connection: str) -> str | None:
    """The client's address of ``SSH_CONNECTION``, in one spelling."""
    if not connection:
        return None
    import ipaddress

    try:
        address = ipaddress.ip_address(connection.split(maxsplit=1)[0].partition("%")[0])
    except (ValueError, IndexError):
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)
