"""The page before the first step of the registration: how long, what for, what is kept."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from traces_tui.i18n import Message, msg, plural
from traces_tui.widgets.items import Items
from traces_tui.widgets.reading_page import ReadingPage
from traces_tui.widgets.words import Heading, Words
from traces_tui.workflow.views import Status
from traces_tui.workflow.wording import KEPT, NEEDED

MINUTES = 4
"""What the form takes, as people were timed."""

STATUSES = (
    (Status.NEW, msg("you send the form and get a code by e-mail")),
    (Status.CONFIRMED, msg("you type the code: your address is proved")),
    (Status.VALID, msg("your authority validates the account: you can sign in")),
)


class StartPage(ReadingPage):
    """Tells how long it takes, what is needed, what follows, and what is kept.

    Args:
        steps: How many steps the form has.
    """

    def __init__(self, steps: int) -> None:
        super().__init__(id="start-page")
        self._steps = steps

    def compose(self) -> ComposeResult:
        """A heading and three cards."""
        yield Heading((msg("Register a new user account"), "bold $link"), id="start-title")
        yield Words(
            plural("About {n} minute.", "About {n} minutes.", MINUTES),
            plural("{n} step.", "{n} steps.", self._steps),
            msg("Nothing is sent before the last one."),
            gap=" ",
            classes="start-line",
        )
        with Vertical(classes="start-card"):
            yield _title(msg("What you need"))
            yield Items(NEEDED, "dot")
        with Vertical(classes="start-card", id="start-steps"):
            yield _title(msg("The three steps of an account"))
            for number, (status, line) in enumerate(STATUSES, 1):
                name = msg("{number}  {name}", number=number, name=status.word)
                with Vertical(classes="start-status"):
                    yield Words((name, "bold"), classes="start-status-name")
                    yield Words(line)
        with Vertical(classes="start-card", id="start-data"):
            yield _title(msg("Your data"))
            for line in KEPT:
                yield Words((line, "$muted"))


def _title(title: Message) -> Words:
    return Words((title, "bold"), classes="start-card-title")
