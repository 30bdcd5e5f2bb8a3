"""Pages that are only read."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from traces_tui.i18n import Message, msg
from traces_tui.screens.base import DeskScreen
from traces_tui.widgets.press import Action
from traces_tui.widgets.reading_page import ReadingPage
from traces_tui.widgets.words import Words


class PageScreen(DeskScreen):
    """Paragraphs with headings, and the way back; the title stands in the bar on top."""

    paragraphs: Sequence[tuple[Message, Message]] = ()
    """Heading and text of each paragraph."""

    def body(self) -> ComposeResult:
        """Paragraphs and button."""
        with ReadingPage(classes="page-text"):
            for heading, text in self.paragraphs:
                yield Words((heading, "bold $link"))
                yield Words(text, classes="page-paragraph")
        with Horizontal(classes="actions"):
            yield Action(msg("Back"), "main", id="page-back")

    @on(Action.Pressed, "#page-back")
    def _back(self) -> None:
        self.action_back()
