"""Decisions on several files: what is asked before, and what is said afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from traces_tui.i18n import Message, msg, plural
from traces_tui.workflow.views import Lost

MOST_WITHOUT_TYPING = 10
"""Files of one act above which their number is typed."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before an act on several files."""

    title: Message
    text: Message
    yes: Message
    """A verb and its object: what is going to be done."""
    count: int

    @property
    def typed(self) -> bool:
        """Whether the number has to be typed: nobody acts on many by one key too much."""
        return self.count > MOST_WITHOUT_TYPING

    @property
    def how(self) -> Message:
        """Asks for the number."""
        return msg("Type {n} to confirm", n=self.count)

    @property
    def wrong(self) -> Message:
        """Another number was typed."""
        return msg("This is not the number {n}", n=self.count)

    def answers(self, typed: str) -> bool:
        """Whether that is the number; spaces between its digits do not matter."""
        return "".join(typed.split()) == str(self.count)


def before_validating(count: int, more: int, seconds: int) -> Question:
    """The question before several files are validated.

    Args:
        count: How many.
        more: How many wait beyond what one decision takes.
        seconds: How long it can be taken back.
    """
    text = plural(
        "Those with a warning too. Every applicant is told by mail. You can undo it for {n} "
        "second.",
        "Those with a warning too. Every applicant is told by mail. You can undo it for {n} "
        "seconds.",
        seconds,
    )
    if more:
        text = plural(
            "{text} These are the oldest; {n} more waits.",
            "{text} These are the oldest; {n} more wait.",
            more,
            text=text,
        )
    return Question(
        plural("Validate {n} request?", "Validate {n} requests?", count),
        text,
        plural("Validate {n} request", "Validate {n} requests", count),
        count,
    )


def validated(count: int) -> Message:
    """So many were validated."""
    return plural("{n} request validated.", "{n} requests validated.", count)


def refused(count: int) -> Message:
    """So many were refused."""
    return plural("{n} request refused.", "{n} requests refused.", count)


def taken_back(count: int) -> Message:
    """So many validations were undone."""
    return plural(
        "{n} validation taken back: the request waits again.",
        "{n} validations taken back: the requests wait again.",
        count,
    )


def overtaken(count: int) -> Message:
    """Of so many files others were faster."""
    return plural(
        "{n} request was already handled",
        "{n} requests were already handled",
        count,
    )


def fate_of(one: Lost) -> Message:
    """What others had done with a file before."""
    if one.by:
        return msg(
            "{name}: already handled by {agent}, {status}",
            name=one.name,
            agent=one.by,
            status=one.status.word,
        )
    return msg("{name}: changed meanwhile, {status}", name=one.name, status=one.status.word)
