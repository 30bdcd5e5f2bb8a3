"""What widgets may ask of the running program, without knowing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from traces_tui.i18n import Message, Translator
    from traces_tui.widgets.comfort import Comfort


class Desk(Protocol):
    """The part of the application that widgets use."""

    tr: Translator
    """Says messages in the reader's language."""
    no_color: bool
    """Whether the terminal shows no colour, so that only signs and styles tell states apart."""

    comfort: Comfort
    """What the person has asked of the screen."""
    struck_twice: bool
    """Whether the present key is an Enter that follows another one too fast to be meant."""

    def glyph(self, name: str) -> str:
        """The sign of a name in the terminal's set."""

    def toast(
        self,
        message: Message,
        kind: str = "success",
        *,
        undo: Callable[[], object] | None = None,
        seconds: float | None = None,
    ) -> None:
        """Say something in passing."""


def desk(node: DOMNode) -> Desk:
    """The program that a widget runs in."""
    return cast("Desk", node.app)


def strong(node: DOMNode) -> str:
    """The style of what stands out on a filled ground.

    Where bold means bright, black on cyan would turn grey on cyan.
    """
    return "" if node.app.current_theme.ansi else "bold"


class Speaking:
    """Marks a widget that draws words: the program tells it when the language changes."""

    def relabel(self) -> None:
        """Draw the words anew, in the present language of the program."""
        raise NotImplementedError


class OnTop:
    """Marks what stands in the bars on top: the focus comes there last."""
