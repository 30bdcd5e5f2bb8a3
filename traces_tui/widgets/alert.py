"""Boxes that say what happened: an error of the whole page, a success, a warning, a hint."""

from __future__ import annotations

from typing import Literal

from textual.app import ComposeResult
from textual.containers import Vertical

from traces_tui.i18n import Message
from traces_tui.widgets.words import Words

AlertKind = Literal["error", "success", "warning", "info"]

_GLYPHS: dict[AlertKind, str] = {"error": "bad", "success": "ok", "warning": "warn", "info": "info"}
_STYLES: dict[AlertKind, str] = {
    "error": "$bad",
    "success": "$good",
    "warning": "$warn",
    "info": "$link",
}
_LONG = 60
"""Characters from which a title is a sentence, and no longer bold."""


class AlertTitle(Words):
    """What happened: bold, unless it is a whole sentence."""

    def __init__(self, title: Message, kind: AlertKind) -> None:
        super().__init__(title, classes="alert-title")
        self.tell(title, kind)

    def tell(self, title: Message, kind: AlertKind) -> None:
        """Say something else."""
        style = _STYLES[kind] if len(title.text) >= _LONG else f"bold {_STYLES[kind]}"
        self.say((title, style), glyph=_GLYPHS[kind], glyph_style=f"bold {_STYLES[kind]}")


class Alert(Vertical):
    """A box with a bar, a sign and a title; anything may stand below.

    Args:
        title: What happened.
        text: What to do about it.
        kind: How it looks.
    """

    def __init__(
        self,
        title: Message,
        text: Message | None = None,
        kind: AlertKind = "error",
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._title = title
        self._text = text
        self._kind: AlertKind = kind
        self.add_class(f"-{kind}")

    def compose(self) -> ComposeResult:
        """The title, and the text if there is one."""
        yield AlertTitle(self._title, self._kind)
        text = Words(*() if self._text is None else (self._text,), classes="alert-text")
        text.display = self._text is not None
        yield text

    def tell(self, title: Message, text: Message | None = None, kind: AlertKind = "error") -> None:
        """Say something else, and show the box."""
        self.remove_class(f"-{self._kind}")
        self.add_class(f"-{kind}")
        self._title, self._text, self._kind = title, text, kind
        self.query_one(AlertTitle).tell(title, kind)
        body = self.query_one(".alert-text", Words)
        body.say(*() if text is None else (text,))
        body.display = text is not None
        self.display = True
