"""What stands on the receipt of a request: lines of text for any printer and any screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from traces_tui.i18n import Day, Message, Translator, msg, verbatim
from traces_tui.lines import cells, wrapped
from traces_tui.text import masked_address, printable
from traces_tui.workflow.views import AuthorityView, Confirmed, Progress, Status
from traces_tui.workflow.wording import (
    ASK_AGAIN,
    CONFIRMED,
    NOT_BEFORE_STEP_3,
    SIGN_IN_NOW,
    done_on,
    how_to_reach,
    who_verifies,
)

WIDTH = 72
"""Cells of a line: what fits on every printer, and what mails have."""
NARROWEST = 24
"""Cells below which no columns are left."""
_MOST_TAKEN = 0.6
"""Part of a line that the first of two columns may take."""
_DONE, _OPEN = "[x]", "[ ]"
_INDENT = "  "

Request: TypeAlias = "Progress | Confirmed"
"""What a receipt can be made of: a whole request, or what the code of the message told of it."""
_Step = tuple[bool, Message, tuple[Message, ...]]
"""Whether it is done, its name, and what there is to say about it."""


def lines(request: Request, tr: Translator, *, at: datetime, width: int = WIDTH) -> tuple[str, ...]:
    """The receipt in one language.

    Args:
        request: What it is about.
        tr: Says the words.
        at: When it is issued.
        width: Cells of a line, at most; a line is never wider than :data:`WIDTH`.

    Returns:
        Lines without line breaks, control characters and trailing spaces.
    """
    sheet = _Sheet(tr, max(NARROWEST, min(width, WIDTH)))
    return tuple(line.rstrip(" ") for line in sheet.of(request, at))


class _Sheet:
    """Writes in one language and width."""

    def __init__(self, tr: Translator, width: int) -> None:
        self._tr = tr
        self._width = width

    def of(self, request: Request, at: datetime) -> Iterator[str]:
        """Every line, from the first to the last."""
        status = _status_of(request)
        rule = "-" * self._width
        yield from self._text(msg("TRACES classic: receipt of your request for an account"))
        yield rule
        yield from self._facts(
            (
                (msg("Number of the request"), verbatim(request.number)),
                (msg("Status"), status.word),
                (msg("Receipt issued on"), verbatim(at)),
            )
        )
        yield ""
        yield from self._steps(_steps_of(request))
        yield ""
        if isinstance(request, Progress) and status is Status.NEW:
            yield from self._text(msg("How to confirm"))
            yield from self._text(_how_to_confirm(request), _INDENT)
            yield ""
        yield from self._authority(request.authority)
        yield rule
        if status is Status.CONFIRMED:
            yield from self._text(CONFIRMED)
        yield from self._text(_note_of(status))
        yield from self._text(msg("This receipt holds no password, no answer and no code."))

    def _say(self, message: Message) -> str:
        # A name may hold anything: no control character may reach a printer.
        return printable(self._tr.say(message))

    def _text(self, message: Message, indent: str = "") -> Iterator[str]:
        for line in wrapped(self._say(message), self._width - len(indent)):
            yield indent + line

    def _facts(self, rows: Sequence[tuple[Message, Message]]) -> Iterator[str]:
        """Names and values in two columns; one below the other where the names are long."""
        names = [self._say(name) for name, _ in rows]
        column = max(map(cells, names)) + 2
        for name, (_, value) in zip(names, rows, strict=True):
            yield from self._hanging(_padded(name, column), self._say(value))

    def _steps(self, steps: Sequence[_Step]) -> Iterator[str]:
        names = [
            f"{_DONE if done else _OPEN} {number}  {self._say(name)}"
            for number, (done, name, _) in enumerate(steps, 1)
        ]
        column = max(map(cells, names)) + 2
        for name, (_, _, told) in zip(names, steps, strict=True):
            yield from self._hanging(_padded(name, column), " ".join(map(self._say, told)))

    def _hanging(self, first: str, text: str) -> Iterator[str]:
        """A text beside what stands before it, and below it where there is no room beside it."""
        taken = cells(first)
        if taken > self._width * _MOST_TAKEN:
            yield from wrapped(first.rstrip(), self._width)
            first, taken = _INDENT, len(_INDENT)
        for number, line in enumerate(wrapped(text, self._width - taken)):
            yield (" " * taken if number else first) + line

    def _authority(self, authority: AuthorityView) -> Iterator[str]:
        yield from self._text(msg("Competent authority"))
        yield from self._text(authority.name, _INDENT)
        if (reach := how_to_reach(authority)) is not None:
            yield from self._text(reach, _INDENT)


def _padded(text: str, column: int) -> str:
    return text + " " * (column - cells(text))


def _status_of(request: Request) -> Status:
    return request.status if isinstance(request, Progress) else Status.CONFIRMED


def _steps_of(request: Request) -> tuple[_Step, _Step, _Step]:
    if isinstance(request, Confirmed):
        return (
            (True, Status.NEW.word, (msg("done"),)),
            (True, Status.CONFIRMED.word, (done_on(request.at),)),
            (False, Status.VALID.word, (who_verifies(request.authority),)),
        )
    refused = request.status is Status.REFUSED
    confirmed, decided = request.confirmed_at, request.decided_at
    told: tuple[Message, ...] = (who_verifies(request.authority),)
    if decided is not None:
        told = (done_on(decided),)
    if refused and request.refusal is not None:
        told = (*told, msg("Reason: {reason}.", reason=request.refusal))
    sent = msg("a message was sent to {address}", address=masked_address(request.email))
    return (
        (True, Status.NEW.word, (done_on(request.created_at),)),
        (
            confirmed is not None,
            Status.CONFIRMED.word,
            (sent,) if confirmed is None else (done_on(confirmed),),
        ),
        (decided is not None, Status.REFUSED.word if refused else Status.VALID.word, told),
    )


def _how_to_confirm(request: Progress) -> Message:
    """What to do with the code, for somebody who has gone away from the page."""
    choice = msg("I have received a code")
    if request.code_expires_at is None:
        return msg(
            "Open the message, then choose “{choice}” at the desk and type its code.",
            choice=choice,
        )
    return msg(
        "Open the message, then choose “{choice}” at the desk and type its code, by {day} at the "
        "latest.",
        choice=choice,
        day=Day(request.code_expires_at),
    )


def _note_of(status: Status) -> Message:
    if status is Status.REFUSED:
        return ASK_AGAIN
    return SIGN_IN_NOW if status is Status.VALID else NOT_BEFORE_STEP_3
