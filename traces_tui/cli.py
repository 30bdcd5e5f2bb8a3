"""The program's entry: `traces-tui` and its commands. Says every error in one sentence."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from traces_tui import __version__
from traces_tui.commands import log
from traces_tui.commands.invocation import Invocation
from traces_tui.commands.spoken import (
    Group,
    language_option,
    option,
    plain_option,
    problem,
    theme_option,
)
from traces_tui.i18n import msg
from traces_tui.refusal import Refused
from traces_tui.settings import SettingsError
from traces_tui.text import printable

PROGRAM = "traces-tui"
FAILED = 1
USAGE = 2
INTERRUPTED = 130


def _keep_config(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.ensure_object(Invocation).config = Path(os.path.expanduser(value))


def _show_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"{PROGRAM} {__version__}")
        ctx.exit()


@click.group(
    PROGRAM,
    cls=Group,
    about=msg("The account desk of TRACES Classic in the terminal. Without a command: the kiosk."),
    invoke_without_command=True,
    homes={
        "demo": "traces_tui.commands.desk:demo",
        "init": "traces_tui.commands.administration:init",
        "agent": "traces_tui.commands.administration:agent",
        "authority": "traces_tui.commands.administration:authority",
        "mail": "traces_tui.commands.mail:mail",
        "confirm": "traces_tui.commands.confirm:confirm",
        "doctor": "traces_tui.commands.doctor:doctor",
        "ssh": "traces_tui.commands.desk:ssh",
    },
)
@option(
    "--config",
    metavar="FILE",
    about=msg("Settings file."),
    callback=_keep_config,
    is_eager=True,
    expose_value=False,
)
@language_option
@theme_option
@plain_option
@option("--once", is_flag=True, about=msg("End after one person; otherwise the kiosk starts anew."))
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    about=msg("Show the version and leave."),
)
@click.pass_context
def program(ctx: click.Context, *, once: bool) -> None:
    """Open the kiosk where no command is named."""
    if ctx.invoked_subcommand is None:
        from traces_tui.commands import desk

        ctx.exit(desk.open_kiosk(ctx.ensure_object(Invocation), once=once))


def main(arguments: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Run the program.

    Args:
        arguments: What follows its name; the process's own when None.
        environ: The environment; the process's own when None.

    Returns:
        The exit status: 0, 1 for a failure, 2 for a command line that can't be understood.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            # A terminal that lacks a letter shows a question mark, not an error.
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # tests replace them
    log.hold()
    invocation = Invocation(os.environ if environ is None else environ)
    try:
        return _run(invocation, sys.argv[1:] if arguments is None else list(arguments))
    finally:
        log.stop()


def _run(invocation: Invocation, arguments: list[str]) -> int:
    try:
        status = program.main(arguments, prog_name=PROGRAM, standalone_mode=False, obj=invocation)
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else PROGRAM
        invocation.warn(
            msg("{problem} Help: {command}", problem=problem(error), command=f"{path} --help")
        )
        return USAGE
    except SettingsError as error:
        click.echo(printable(str(error)), err=True)
    except Refused as refused:
        invocation.warn(refused.message)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except Exception as error:
        # The last barrier: the person gets a number, the log gets the rest.
        invocation.start_log()
        invocation.warn(
            msg(
                "An unforeseen error, incident {number}. The log tells more.",
                number=log.incident(error),
            )
        )
    else:
        return status if isinstance(status, int) else 0
    return FAILED
