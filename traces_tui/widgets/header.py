"""The bar on top: whose program this is, where one is, language, display and help."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from traces_tui.i18n import Message, msg
from traces_tui.widgets.desk import OnTop, Speaking, desk
from traces_tui.widgets.press import Pressable
from traces_tui.widgets.words import Words, said

# Translators: the name of the language of this catalogue, in that language.
OWN_LANGUAGE = msg("English")
"""A catalogue names its own language, so that the bar needs no table of languages."""


_DEMO = msg("DEMONSTRATION")
# Translators: the same in short, for narrow windows.
_DEMO_IN_SHORT = msg("DEMO")
_AROUND_TAG = 3
"""Cells beside the words of the tag."""


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


_ENOUGH = 16
"""Cells of the context that tell where one is."""
_STUB = 6
"""Cells below which it tells nothing."""
_SAME = ("#header-brand", "#header-menu", "#header-language", "#header-help")
"""What always has its room."""


class HeaderBar(Horizontal, Speaking):
    """Brand, context, and the buttons that every screen has; help is always the last one.

    Where there is too little room the tag of the demonstration gets shorter, then the context
    gives way, and only then buttons that are keys of the footer as well.

    Args:
        context: Where one is.
        demo: Whether this is the demonstration: shows a tag and the button *Messages*.
        menu: Whether there is a menu to go back to (signed-in agents).
    """

    CONTEXT: ClassVar[str] = "header-context"

    def __init__(self, context: Message, *, demo: bool = False, menu: bool = False) -> None:
        super().__init__(id="header")
        self._where = context
        self._demo = demo
        self._menu = menu

    def compose(self) -> ComposeResult:
        """The parts, from left to right."""
        yield Brand(id="header-brand")
        if self._demo:
            yield Words(_DEMO, id="header-demo")
        yield Words(self._where, id=self.CONTEXT)
        if self._demo:
            yield HeaderButton(msg("Messages"), id="header-messages")
        if self._menu:
            yield HeaderButton(msg("Menu"), id="header-menu")
        yield LanguageButton(OWN_LANGUAGE, id="header-language")
        yield HeaderButton(msg("Display"), id="header-display")
        yield HeaderButton(msg("Help"), id="header-help")

    def tell(self, context: Message) -> None:
        """Show another context, at once or as soon as the bar is there."""
        self._where = context
        for words in self.query(f"#{self.CONTEXT}").results(Words):
            words.say(context)
            self._share()

    def relabel(self) -> None:
        """Words of another language need another room."""
        self._share()

    def on_mount(self) -> None:
        """Know what is shown before it is drawn."""
        self._share()

    def on_resize(self) -> None:
        """There is another room now."""
        self._share()

    def _share(self) -> None:
        """Decide what is shown in the room there is."""
        context = self.query_one(f"#{self.CONTEXT}", Words)
        room = self.app.size.width - self.styles.padding.width
        wanted = min(_ENOUGH, context.words().cell_length)
        for tag, messages in self._offers():
            if self._left(room, tag, messages, display=True) >= wanted:
                break
        display = self._left(room, tag, messages, display=True) >= 0
        if not display and self._left(room, tag, messages, display=False) < 0:
            messages = False
        if self._demo:
            self.query_one("#header-demo", Words).say(tag)
            self.query_one("#header-messages").display = messages
        self.query_one("#header-display").display = display
        left = self._left(room, tag, messages, display=display)
        # It keeps its room where it is not worth showing: buttons stay at the right.
        context.visible = left >= min(_STUB, wanted)

    def _offers(self) -> tuple[tuple[Message, bool], ...]:
        """Which tag, and whether the button *Messages*: the best first."""
        if not self._demo:
            return ((_DEMO, False),)
        offers = ((_DEMO, True), (_DEMO_IN_SHORT, True))
        # An agent's menu leads to the messages as well.
        return (*offers, (_DEMO_IN_SHORT, False)) if self._menu else offers

    def _left(self, room: int, tag: Message, messages: bool, *, display: bool) -> int:
        """Cells that are left for the context."""
        names = [*_SAME, *(["#header-messages"] * messages), *(["#header-display"] * display)]
        parts = [part for name in names for part in self.query(name).results(Words)]
        used = sum(part.words().cell_length + part.gutter.width for part in parts)
        used += sum(part.styles.margin.width for part in parts)
        if self._demo:
            used += Content(said(self, tag)).cell_length + _AROUND_TAG
        return room - used
