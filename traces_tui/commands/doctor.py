"""The command that looks whether everything is in order, and says what to do."""

from __future__ import annotations

import click

from traces_tui.commands.invocation import Invocation
from traces_tui.commands.spoken import Command
from traces_tui.i18n import Message, msg


@click.command("doctor", cls=Command, about=msg("Look whether everything is in order."))
@click.pass_obj
def doctor(invocation: Invocation) -> int:
    """Print a line for each thing looked at; the exit status is 1 where one is an error."""
    from traces_tui.commands.checks import Level, examine

    words: dict[Level, Message] = {
        Level.OK: msg("ok"),
        Level.WARNING: msg("warning"),
        Level.ERROR: msg("error"),
    }
    width = max(len(invocation.shown(word)) for word in words.values())
    worst = Level.OK
    for finding in examine(invocation):
        worst = max(worst, finding.level)
        level = invocation.shown(words[finding.level]).ljust(width)
        click.echo(f"{level}  {invocation.shown(finding.what)}")
        if finding.advice is not None:
            click.echo(f"{' ' * width}  → {invocation.shown(finding.advice)}")
    return 1 if worst is Level.ERROR else 0
