"""Where one is in a form of several pages."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from traces_tui.i18n import Message, msg
from traces_tui.widgets.desk import desk
from traces_tui.widgets.words import OneLine, Words, said, styled


class StepLine(OneLine):
    """The bar under the title: one stretch for each step."""

    def __init__(self, steps: int) -> None:
        super().__init__(classes="step-line")
        self.steps = steps
        self.at = 0

    def words(self) -> Content:
        """The stretches, those that are reached drawn thick."""
        gap = 1
        width = max(1, (self.size.width - gap * (self.steps - 1)) // self.steps)
        line = Content("")
        for index in range(self.steps):
            reached = index <= self.at
            sign = desk(self).glyph("line" if reached else "thin")
            line = line.append(Content.styled(sign * width, "$link" if reached else "$rule"))
            line = line.append(" " * gap)
        return line.right_crop(gap)


class StepTitle(OneLine):
    """Which step this is; what comes next is left out where there is no room for it."""

    def words(self) -> Content:
        """As many of the parts as fit."""
        whole = super().words()
        room = self.content_size.width
        if not room or whole.cell_length <= room:
            return whole
        pairs = (part if isinstance(part, tuple) else (part, "") for part in self.parts[:2])
        return Content("  ").join([styled(said(self, words), style) for words, style in pairs])


class Stepper(Vertical):
    """“Step 1 of 5”, the title of the step, what comes next, and a bar: two rows.

    Args:
        titles: The titles of all steps, in order.
    """

    def __init__(self, titles: Sequence[Message], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._titles = tuple(titles)
        self._at = 0

    def compose(self) -> ComposeResult:
        """The two rows."""
        yield StepTitle(*self._line(), classes="step-title")
        yield StepLine(len(self._titles))

    def go(self, index: int) -> None:
        """Show another step, counted from 0."""
        self._at = index
        self.query_one(StepTitle).say(*self._line())
        line = self.query_one(StepLine)
        line.at = index
        line.refresh()

    def _line(self) -> list[Message | tuple[Message, str]]:
        count = msg("Step {number} of {steps}", number=self._at + 1, steps=len(self._titles))
        line: list[Message | tuple[Message, str]] = [
            (count, "$muted"),
            (self._titles[self._at], "bold"),
        ]
        if self._at + 1 < len(self._titles):
            line.append((msg("Next: {title}", title=self._titles[self._at + 1]), "$muted"))
        return line


class RailStep(Words):
    """One step of the rail."""


class StepRail(Vertical):
    """The steps one below the other, for wide screens.

    Args:
        title: The heading.
        titles: The titles of all steps, in order.
        notes: Lines below.
    """

    def __init__(
        self,
        title: Message,
        titles: Sequence[Message],
        notes: Sequence[Message] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._title = title
        self._titles = tuple(titles)
        self._notes = tuple(notes)
        self._at = 0

    def compose(self) -> ComposeResult:
        """Heading, steps, notes."""
        yield Words((self._title, "bold $gold"), classes="rail-title")
        for index in range(len(self._titles)):
            yield RailStep(self._part(index), glyph=self._sign(index), glyph_style="$brand-muted")
        for note in self._notes:
            yield Words((note, "$brand-muted"), classes="rail-note")

    def go(self, index: int) -> None:
        """Show another step, counted from 0."""
        self._at = index
        for number, step in enumerate(self.query(RailStep)):
            step.say(self._part(number), glyph=self._sign(number), glyph_style="$brand-muted")

    def _sign(self, index: int) -> str:
        if index < self._at:
            return "ok"
        return "next" if index == self._at else "todo"

    def _part(self, index: int) -> tuple[Message, str]:
        return self._titles[index], "bold $on-brand" if index == self._at else "$brand-muted"
