"""The bar on top: whose program this is, where one is, language, display and help."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from traces_tui.i18n import Message, msg
from traces_tui.widgets.desk import OnTop, desk
from traces_tui.widgets.press import Pressable
from traces_tui.widgets.words import Words

# Translators: the name of the language of this catalogue, in that language.
OWN_LANGUAGE = msg("English")
"""A catalogue names its own language, so that the bar needs no table of languages."""


class Brand(Words):
    """The product's name."""

    def words(self) -> Content:
        """The name; it is the same in all languages."""
        return Content.assemble(("TRACES", "bold $on-brand"), " ", ("classic", "bold $gold"))


class HeaderButton(Pressable, OnTop):
    """A button of the bar."""


class LanguageButton(HeaderButton):
    """Names the language that is spoken and opens the list of languages.

    A language without a catalogue shows its code before the language that stands in for it.
    """

    def words(self) -> Content:
        """The language's own name."""
        tr = desk(self).tr
        name = super().words()
        if tr.code != tr.speaks:
            name = Content.assemble(f"{tr.code} · ", name)
        return Content.assemble(name, " ", desk(self).glyph("open"))


class HeaderBar(Horizontal):
    """Brand, context, and the buttons that every screen has; help is always the last one.

    Args:
        context: Where one is.
        demo: Whether this is the demonstration: shows a tag and the button *Messages*.
        menu: Whether there is a menu to go back to (signed-in agents).
    """

    CONTEXT: ClassVar[str] = "header-context"

    def __init__(self, context: Message, *, demo: bool = False, menu: bool = False) -> None:
        # An agent's menu leads to the messages as well: a usual screen has no room for both.
        super().__init__(id="header", classes="-crowded" if demo and menu else None)
        self._where = context
        self._demo = demo
        self._menu = menu

    def compose(self) -> ComposeResult:
        """The parts, from left to right."""
        yield Brand(id="header-brand")
        if self._demo:
            yield Words(msg("DEMONSTRATION"), id="header-demo")
        yield Words(self._where, id=self.CONTEXT)
        if self._demo:
            yield HeaderButton(msg("Messages"), id="header-messages")
        if self._menu:
            yield HeaderButton(msg("Menu"), id="header-menu")
        yield LanguageButton(OWN_LANGUAGE, id="header-language")
        yield HeaderButton(msg("Display"), id="header-display")
        yield HeaderButton(msg("Help"), id="header-help")

    def tell(self, context: Message) -> None:
        """Show another context."""
        self._where = context
        self.query_one(f"#{self.CONTEXT}", Words).say(context)
