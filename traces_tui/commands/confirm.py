"""The command that confirms an address with the code of the mail."""

from __future__ import annotations

import click

from traces_tui.commands.invocation import Invocation
from traces_tui.commands.spoken import Command
from traces_tui.i18n import msg


@click.command(
    "confirm", cls=Command, about=msg("Confirm an address with the code of the message.")
)
@click.argument("code", nargs=-1, required=True, metavar="CODE")
@click.pass_obj
def confirm(invocation: Invocation, code: tuple[str, ...]) -> int:
    """Confirm; the groups of the code may stand apart."""
    return confirm_code(invocation, " ".join(code))


def confirm_code(invocation: Invocation, code: str) -> int:
    """Confirm an address.

    Returns:
        The exit status, always 0.

    Raises:
        Refused: The code opens nothing; the sentence says why.
    """
    from traces_tui.workflow import confirmation

    confirmed = confirmation.confirm(invocation.ready_office(), code)
    invocation.say(
        msg(
            "Your address is confirmed. Request {number} now waits for {authority}; a message will "
            "tell you the result.",
            number=confirmed.number,
            authority=confirmed.authority.name,
        )
    )
    return 0
