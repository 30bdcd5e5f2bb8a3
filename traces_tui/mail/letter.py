"""What a letter is made of: sentences in a few shapes, before anybody lays them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from traces_tui.i18n import Message
from traces_tui.workflow.views import AuthorityView


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that run on."""

    words: Message


@dataclass(frozen=True, slots=True)
class Code:
    """A code to copy, alone on its line."""

    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command to type, alone on its line."""

    text: str


@dataclass(frozen=True, slots=True)
class Entries:
    """A list."""

    items: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What a person wrote, shown as such. May have several lines."""

    text: str


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach an authority."""

    authority: AuthorityView


Block: TypeAlias = Paragraph | Code | Command | Entries | Quote | Contact


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject and what stands between the greeting and the frame's last lines."""

    subject: Message
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """Where the reader finds the program: the source's links become commands."""

    ssh_host: str
    """Empty where it is not open to SSH: then the commands are those of the machine itself."""

    @property
    def enter(self) -> str:
        """The command that opens the first screen."""
        return f"ssh traces@{self.ssh_host}" if self.ssh_host else "traces-tui"

    def confirm(self, code: str) -> str:
        """The command that confirms with a code."""
        return f"{self.enter} confirm {code}"
