"""A box over the screen that asks one thing and answers with a value."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import Reactive
from textual.screen import ModalScreen
from textual.widget import Widget

from traces_tui.i18n import Message, msg
from traces_tui.widgets.desk import Speaking, desk
from traces_tui.widgets.keys import key
from traces_tui.widgets.words import said

T = TypeVar("T")


class DialogBox(Vertical, Speaking):
    """The frame of a dialog; its title stands in the border."""

    def __init__(self, title: Message) -> None:
        super().__init__(classes="dialog-box")
        self.title_words = title

    def on_mount(self) -> None:
        """Write the title."""
        self.relabel()

    def relabel(self) -> None:
        """Write the title in the present language; never as markup."""
        self.border_title = Content(f" {said(self, self.title_words)} ")


class Dialog(ModalScreen[T], Generic[T]):
    """Base of all dialogs.

    A dialog overrides :meth:`body`, and ends by ``self.dismiss(value)``. Esc answers
    :attr:`on_escape`. The focus goes to the first widget of the class ``-safe``, else to the first
    that can take it; when the dialog closes, it returns to where it was.
    """

    AUTO_FOCUS = ""
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As in the screens: a move of the focus paints two widgets anew, not everything."""
    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "close", msg("Close"))]

    on_escape: T | None = None
    """What Esc answers."""

    def __init__(self, title: Message, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.title_words = title

    def compose(self) -> ComposeResult:
        """The frame and what is in it."""
        with DialogBox(self.title_words):
            yield from self.body()

    def body(self) -> ComposeResult:
        """What stands in the frame."""
        yield from ()

    def on_mount(self) -> None:
        """Give the focus to the safe answer, else to the first control."""
        self.start_focus()

    def start_focus(self) -> None:
        """Where the focus stands at first."""
        safe = [widget for widget in self.focus_chain if widget.has_class("-safe")]
        if self.focused is None and (chain := safe or self.focus_chain):
            self.set_focus(chain[0])

    def action_close(self) -> None:
        """Close without a choice."""
        self.dismiss(self.on_escape)

    def relabel(self) -> None:
        """Called after the language changed; words re-label themselves."""

    def say(self, message: Message) -> str:
        """A message in the reader's language."""
        return said(self, message)

    def glyph(self, name: str) -> str:
        """A sign of the terminal's set."""
        return desk(self).glyph(name)
