"""What the demonstration shows beside the desk: its people, and everybody's mails."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from traces_tui.i18n import Message, msg, verbatim
from traces_tui.plain.talk import Talk, numbered

if TYPE_CHECKING:
    from traces_tui.demo import DemoDesk

MOST = 9
"""Mails that are listed: each has a number of one digit."""


def entries(demo: DemoDesk | None) -> tuple[tuple[str, Message], ...]:
    """What the first menu offers beside the usual."""
    if demo is None:
        return ()
    return ("9", msg("Messages (demonstration)")), ("10", msg("People"))


def acts(demo: DemoDesk) -> dict[str, Callable[[Talk], None]]:
    """What these do."""
    return {"9": partial(messages, demo=demo), "10": partial(people, demo=demo)}


def people(talk: Talk, demo: DemoDesk) -> None:
    """Everybody with address and password."""
    for person in demo.people:
        talk.say(msg("{name}, {state}", name=person.name, state=person.role_or_state))
        if person.password is None:
            talk.say(verbatim(person.email))
        else:
            talk.say(msg("{first} / {second}", first=person.email, second=person.password))


def messages(talk: Talk, demo: DemoDesk) -> None:
    """The newest mails, one of them to read.

    Raises:
        Back: To the menu.
    """
    from traces_tui.mail.mailbox_reader import messages as mails

    found = mails(demo.mail_folder)[:MOST]
    if not found:
        talk.say(msg("No message. Register an account to receive one."))
        return

    def show() -> None:
        for number, mail in enumerate(found, 1):
            line = msg("{first} / {second}", first=mail.to, second=mail.subject)
            talk.say(numbered(number, line))
        talk.say(numbered("0", msg("Back")))

    while True:
        typed = talk.line(msg("Number:"), show=show).strip()
        if typed == "0":
            return
        if typed.isdecimal() and 0 < int(typed[:2]) <= len(found):
            talk.say(verbatim(found[int(typed[:2]) - 1].text))
            return
        talk.error(msg("Type one of the numbers"))
