"""Small dialogs: a question with two answers, and a notice with none."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from traces_tui.i18n import Message, msg
from traces_tui.widgets.dialog import Dialog
from traces_tui.widgets.press import Action
from traces_tui.widgets.words import Words


class ConfirmDialog(Dialog[bool]):
    """Asks before something that can't be taken back. The safe answer has the focus.

    Args:
        title: The question.
        text: What would happen.
        yes: A verb and its object: what is going to be done.
        no: The safe answer.
        danger: Whether the act destroys or refuses something.
    """

    on_escape = False

    def __init__(
        self,
        title: Message,
        text: Message,
        *,
        yes: Message,
        no: Message = msg("Cancel"),  # noqa: B008 - a frozen message
        danger: bool = False,
    ) -> None:
        super().__init__(title)
        self._text = text
        self._yes = yes
        self._no = no
        self._danger = danger

    def body(self) -> ComposeResult:
        """The text and the two answers."""
        yield Words(self._text, classes="dialog-text")
        with Horizontal(classes="dialog-actions"):
            yield Action(self._yes, "danger" if self._danger else "other", id="yes", classes="-big")
            yield Action(self._no, "main", id="no", classes="-big -safe")

    @on(Action.Pressed, "#yes")
    def _confirmed(self) -> None:
        self.dismiss(True)

    @on(Action.Pressed, "#no")
    def _cancelled(self) -> None:
        self.dismiss(False)


class NoticeDialog(Dialog[None]):
    """Says something that must be read.

    Args:
        text: What to say.
        title: The heading.
    """

    def __init__(self, text: Message, title: Message = msg("Please note")) -> None:  # noqa: B008
        super().__init__(title)
        self._text = text

    def body(self) -> ComposeResult:
        """The text and the way out."""
        yield Words(self._text, classes="dialog-text")
        with Horizontal(classes="dialog-actions"):
            yield Action(msg("Close"), "main", id="close", classes="-big -safe")

    @on(Action.Pressed, "#close")
    def _close_pressed(self) -> None:
        self.dismiss(None)
