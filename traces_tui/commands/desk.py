"""The commands that open the screen: kiosk, demo, and what SSH runs."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

import click

from traces_tui.commands.invocation import Invocation
from traces_tui.commands.spoken import (
    Command,
    Wrong,
    language_option,
    plain_option,
    theme_option,
)
from traces_tui.i18n import msg
from traces_tui.refusal import Refused
from traces_tui.way_out import RESTART

if TYPE_CHECKING:
    from traces_tui.demo import DemoDesk
    from traces_tui.office import Office

_NO_SCREEN = frozenset({"", "dumb", "unknown"})
_OFF = frozenset({"", "0"})
"""Values of ``ACCESSIBLE`` that ask for nothing."""
_LONGEST_SSH_COMMAND = 200


def start_anew() -> NoReturn:
    """Replace this process by a new one of the same command line: nothing of a person is left."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - the very command line of this process


def open_kiosk(
    invocation: Invocation,
    *,
    once: bool,
    may_leave: bool = False,
    anew: Callable[[], int] = start_anew,
) -> int:
    """Show the kiosk until it is left, or go line by line where that is wanted.

    Args:
        invocation: Options and settings.
        once: End after one person.
        may_leave: Whether a person may end it, too: at a counter nobody may.
        anew: Starts the process of the next person.

    Returns:
        The exit status.
    """
    if wants_plain(invocation):
        status = _speak(invocation, invocation.office, anew=RESTART)
        return _next(status, once=once, anew=anew)
    require_screen(invocation)
    status = _show(invocation, invocation.office, None, may_leave=may_leave or once)
    return _next(status, once=once, anew=anew)


def _next(status: int, *, once: bool, anew: Callable[[], int]) -> int:
    """Give place to the next person, where one may come."""
    if status != RESTART:
        return status
    return 0 if once else anew()


def wants_plain(invocation: Invocation) -> bool:
    """Whether to go line by line: asked for, or all that this terminal can show.

    Without a terminal it must be asked for by name, so that no pipe begins a conversation.
    """
    if invocation.plain:
        return True
    if not all(map(_is_terminal, (sys.__stdin__, sys.__stdout__))):
        return False
    return invocation.environ.get("ACCESSIBLE", "") not in _OFF or not _places_cursor(invocation)


def _places_cursor(invocation: Invocation) -> bool:
    return invocation.environ.get("TERM", "") not in _NO_SCREEN


def require_screen(invocation: Invocation) -> None:
    """Refuse to start where nothing can be drawn.

    Raises:
        Refused: There is no terminal, or it can't place a cursor.
    """
    # Textual reads from the first and draws on the last.
    if not all(map(_is_terminal, (sys.__stdin__, sys.__stdout__, sys.__stderr__))):
        raise Refused(msg("This needs a terminal. Over SSH, ask for one: ssh -t"))
    if not _places_cursor(invocation):
        term = invocation.environ.get("TERM", "")
        raise Refused(
            msg("This terminal (TERM={term}) can't show a screen. Use another one.", term=term)
        )


def _is_terminal(stream: object) -> bool:
    isatty = getattr(stream, "isatty", None)
    return callable(isatty) and bool(isatty())


def _show(
    invocation: Invocation, office: Office, demo: DemoDesk | None, *, may_leave: bool = False
) -> int:
    """Run the screen in this process.

    Returns:
        What it ended with.
    """
    from traces_tui.driver import sanitise_environment

    # Textual reads its variables when it is imported.
    sanitise_environment(os.environ)
    # Nearly all that is made before the first frame stays: looking for garbage would cost a tenth
    # of the start. The program itself looks again once the frame is painted.
    gc.disable()
    from traces_tui.app import DeskApp

    app = DeskApp(
        office,
        language=invocation.language,
        theme=invocation.theme,
        demo=demo,
        may_leave=may_leave,
    )
    app.run()
    if app.postman is not None:
        # A mail at hand is finished: the new process would send it a second time.
        app.postman.stop(office.settings.smtp.timeout_seconds)
    return app.return_code or 0


def _speak(
    invocation: Invocation,
    office: Office,
    demo: DemoDesk | None = None,
    anew: int | None = None,
) -> int:
    """Go line by line in this process.

    Returns:
        What it ended with.
    """
    from traces_tui.plain.start import run

    remark = None
    if not invocation.plain and not _places_cursor(invocation):
        term = invocation.environ.get("TERM", "")
        remark = msg(
            "This terminal (TERM={term}) can't show a screen: the desk asks line by line.",
            term=term,
        )
    return run(office, language=invocation.language, remark=remark, demo=demo, anew=anew)


@click.command("demo", cls=Command, about=msg("The kiosk with made-up people. Keeps nothing."))
@language_option
@theme_option
@plain_option
@click.pass_obj
def demo(invocation: Invocation) -> int:
    """Open the demonstration office; everything in it is deleted at the end."""
    plain = wants_plain(invocation)
    if not plain:
        require_screen(invocation)
    from traces_tui.demo import open_demo

    invocation.warn(msg("The demonstration office is being prepared…"))
    with open_demo(invocation.words.code) as (office, desk):
        if plain:
            return _speak(invocation, office, desk)
        # Here a new process would lose the office: the next person finds a new screen only.
        while (status := _show(invocation, office, desk)) == RESTART:
            pass
    return status


@click.command(
    "ssh", cls=Command, about=msg("What the SSH server runs for a visitor: kiosk or confirm CODE.")
)
@click.pass_obj
def ssh(invocation: Invocation) -> int:
    """Do what the visitor's own command asks, if it is one of ours; no shell ever sees it."""
    asked = invocation.environ.get("SSH_ORIGINAL_COMMAND", "")[:_LONGEST_SSH_COMMAND]
    match asked.split():
        case []:
            return open_kiosk(invocation, once=False, may_leave=True)
        case ["plain"]:
            invocation.plain = True
            return open_kiosk(invocation, once=True)
        case ["confirm", *code] if code:
            from traces_tui.commands.confirm import confirm_code

            return confirm_code(invocation, " ".join(code))
    raise Wrong(
        msg(
            "Over SSH there are two commands: confirm CODE, and plain. Without a command: the "
            "kiosk."
        )
    )
