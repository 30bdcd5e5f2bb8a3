"""The three steps of a request: new, confirmed, valid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from traces_tui.i18n import Message, msg, verbatim
from traces_tui.widgets.desk import desk
from traces_tui.widgets.words import Words
from traces_tui.workflow.views import Progress, Status

State = Literal["done", "now", "todo", "refused"]

_SIGNS: dict[State, tuple[str, str]] = {
    "done": ("done", "$good"),
    "now": ("now", "$focus-bar"),
    "todo": ("todo", "$muted"),
    "refused": ("bad", "$bad"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of a request."""

    state: State
    name: Message
    lines: tuple[Message, ...] = ()
    """What happened, or what is to be done; the first line is the brightest."""


def moments_of(progress: Progress) -> tuple[Moment, Moment, Moment]:
    """The three steps of a request with their dates.

    Screens that tell what to do next replace the lines (:func:`dataclasses.replace`).
    """
    status = progress.status
    confirmed = progress.confirmed_at is not None
    last: State = "todo"
    if status is Status.VALID:
        last = "done"
    elif status is Status.REFUSED:
        last = "refused"
    elif confirmed:
        last = "now"
    return (
        Moment("done", Status.NEW.word, (_done(progress.created_at),)),
        Moment(
            "done" if confirmed else "now",
            Status.CONFIRMED.word,
            (_done(progress.confirmed_at),) if progress.confirmed_at else (),
        ),
        Moment(
            last,
            Status.REFUSED.word if last == "refused" else Status.VALID.word,
            (_done(progress.decided_at),) if progress.decided_at else (),
        ),
    )


def _done(at: datetime) -> Message:
    return msg("done on {moment}", moment=at)


class Rail(Widget):
    """The sign of a moment, and the line down to the next one."""

    def __init__(self, state: State, *, last: bool) -> None:
        super().__init__(classes="moment-rail")
        self._state: State = state
        self._last = last

    def render(self) -> Content:
        """One cell wide, as high as the moment."""
        sign, style = _SIGNS[self._state]
        below = 0 if self._last else max(0, self.size.height - 1)
        return Content.assemble(
            (desk(self).glyph(sign), style), ("\n" + desk(self).glyph("tree")) * below
        )


class Timeline(Vertical):
    """Shows moments one below the other, joined by a line.

    Args:
        moments: What to show.
    """

    def __init__(self, moments: Sequence[Moment], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._moments = tuple(moments)

    def compose(self) -> ComposeResult:
        """Each moment: sign, number, name, lines."""
        for number, moment in enumerate(self._moments, 1):
            last = number == len(self._moments)
            with Horizontal(classes=f"moment -{moment.state}" + (" -last" if last else "")):
                yield Rail(moment.state, last=last)
                yield Words(
                    (verbatim(str(number)), "bold"), (moment.name, "bold"), classes="moment-name"
                )
                with Vertical(classes="moment-lines"):
                    for index, line in enumerate(moment.lines):
                        yield Words((line, "$muted" if index else ""))

    async def show(self, moments: Sequence[Moment]) -> None:
        """Show other moments."""
        if tuple(moments) != self._moments:
            self._moments = tuple(moments)
            await self.recompose()
