"""What can be pressed: buttons and links. All answer to Enter, Space and the mouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message as Event

from traces_tui.i18n import Message
from traces_tui.widgets.desk import desk
from traces_tui.widgets.words import Words, styled

Kind = Literal["main", "other", "good", "danger"]
"""``main`` is the one act that a screen is for; ``danger`` destroys or refuses something."""


class Pressable(Words, can_focus=True):
    """Words that can be pressed."""

    decides = False
    """Whether pressing it decides something about a person."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "press", show=False),
        Binding("down,right", "app.focus_next", show=False),
        Binding("up,left", "app.focus_previous", show=False),
    ]

    @dataclass
    class Pressed(Event):
        """It was pressed. Handle it with ``@on(Action.Pressed, "#id")``."""

        pressed: Pressable
        """What was pressed."""

        @property
        def control(self) -> Pressable:
            """What was pressed."""
            return self.pressed

    def press(self) -> None:
        """Press it."""
        if not self.disabled:
            self.post_message(self.Pressed(self))

    def action_press(self) -> None:
        """Enter or Space; not the second Enter of a trembling hand, where that would decide."""
        if not (desk(self).struck_twice and (self.decides or desk(self).comfort.patient)):
            self.press()

    async def _on_click(self, event: events.Click) -> None:
        event.stop()
        self.press()


class Action(Pressable):
    """A button.

    It is one row high, three on tall screens and with the class ``-big``. The focus shows by
    colour, by bars at both sides and by an underline.

    Args:
        label: A verb, and what it is done to.
        kind: How it looks.
    """

    def __init__(
        self,
        label: Message,
        kind: Kind = "other",
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(label, id=id, classes=f"-{kind} {classes or ''}")
        self.decides = kind in {"good", "danger"}
        self._label = label
        self._had_focus = False
        self.disabled = disabled

    def busy(self, label: Message) -> None:
        """Show that the act is under way: other words, and it can't be pressed again."""
        self._had_focus = self.has_focus
        self.say(label)
        self.disabled = True

    def ready(self) -> None:
        """Undo :meth:`busy`; the focus that a disabled button loses comes back."""
        self.say(self._label)
        self.disabled = False
        if self._had_focus and self.is_attached:
            self.screen.set_focus(self)
        self._had_focus = False

    def words(self) -> Content:
        """The label, underlined under the focus; in brackets where there is no colour."""
        label = styled(super().words().plain, "underline" if self.has_focus else "")
        if desk(self).no_color:
            return Content.assemble("[ ", label, " ]")
        return label

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the label begins in the middle of the button, for the terminal's own cursor."""
        region = self.content_region
        free = max(0, region.width - self.words().cell_length)
        return region.offset + Offset(free // 2, (region.height - 1) // 2)


class Link(Pressable):
    """A sign and underlined words that lead somewhere."""

    def words(self) -> Content:
        """The sign and the underlined words."""
        text = super().words().plain
        return Content.assemble(desk(self).glyph("next"), " ", styled(text, "underline"))


class Inline(Pressable):
    """Underlined words within a line, such as “Change” beside a heading."""

    def words(self) -> Content:
        """The underlined words."""
        return styled(super().words().plain, "underline")
