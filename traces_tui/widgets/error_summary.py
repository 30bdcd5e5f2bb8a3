"""The list of what is wrong on a page, each line a way to its field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message as Event

from traces_tui.i18n import Message, msg, plural
from traces_tui.widgets.press import Pressable
from traces_tui.widgets.words import Words, styled

MOST_LINES = 3


class ErrorLine(Pressable, can_focus=False):
    """One error with its number. A click or its digit leads to the field."""

    def __init__(self, number: int, name: str, message: Message) -> None:
        super().__init__(message, classes="error-line")
        self.number = number
        self.field = name

    def words(self) -> Content:
        """Number and underlined error."""
        text = super().words().plain
        return Content.assemble(f"{self.number} ", styled(text, "underline"))


class ErrorSummary(Vertical, can_focus=True):
    """Counts the errors, lists the first of them, and says when all are corrected.

    When it has the focus, the digits 1 to 9 jump to the fields.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "first", show=False),
    ]

    @dataclass
    class Jump(Event):
        """The person wants to go to a field."""

        field: str
        """Name of the field."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.display = False
        self._errors: list[tuple[str, Message]] = []

    @property
    def names(self) -> list[str]:
        """Names of the fields that are listed, in order."""
        return [name for name, _ in self._errors]

    async def show(self, errors: list[tuple[str, Message]]) -> None:
        """List errors.

        Args:
            errors: Field and sentence, in the order of the page. An empty list after a longer
                one says that all is corrected.
        """
        if errors == self._errors:
            return
        self._errors = errors
        self.can_focus = bool(errors)
        self.set_class(not errors, "-corrected")
        self.display = True
        async with self.batch():
            await self.remove_children()
            if not errors:
                await self.mount(
                    Words((msg("All is corrected"), "bold $good"), glyph="ok", glyph_style="$good")
                )
                return
            title = plural(
                "There is {n} problem to correct", "There are {n} problems to correct", len(errors)
            )
            lines: list[Words] = [
                Words((title, "bold $bad"), glyph="bad", glyph_style="bold $bad"),
                *(
                    ErrorLine(number, name, message)
                    for number, (name, message) in enumerate(errors[:MOST_LINES], 1)
                ),
            ]
            if (more := len(errors) - MOST_LINES) > 0:
                lines.append(Words(plural("… and {n} other", "… and {n} others", more)))
            await self.mount(*lines)

    def hide(self) -> None:
        """Take it off the page."""
        self._errors = []
        self.can_focus = False
        self.display = False

    @on(Pressable.Pressed)
    def _pressed(self, event: Pressable.Pressed) -> None:
        event.stop()
        if isinstance(event.control, ErrorLine):
            self.post_message(self.Jump(event.control.field))

    def on_key(self, event: events.Key) -> None:
        """A digit jumps to the field of that number."""
        if event.character and event.character in "123456789":
            index = int(event.character) - 1
            if index < len(self._errors):
                event.stop()
                self.post_message(self.Jump(self._errors[index][0]))

    def action_first(self) -> None:
        """Go to the first wrong field."""
        if self._errors:
            self.post_message(self.Jump(self._errors[0][0]))
