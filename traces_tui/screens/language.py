"""Choosing the language: by code, by its own name, or by its French or English name."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import on
from textual.content import Content
from textual.widgets import OptionList

from traces_tui.forms.definition import Choice
from traces_tui.i18n import LanguageName, Message, msg, verbatim
from traces_tui.languages import LANGUAGES, find, language
from traces_tui.widgets.desk import desk, strong
from traces_tui.widgets.pick import PickDialog
from traces_tui.widgets.words import styled

if TYPE_CHECKING:
    from traces_tui.app import DeskApp

_NAME_WIDTH = 22


class LanguageScreen(PickDialog):
    """All languages of the bar. Those without a catalogue are dimmed and say what they show."""

    def __init__(self) -> None:
        super().__init__(
            # In three languages, so that nobody is locked out of it.
            verbatim("Langue · Language · Sprache"),
            tuple(
                Choice(entry.code, msg("{language}", language=LanguageName(entry.code)))
                for entry in LANGUAGES
            ),
            search=lambda typed: tuple(entry.code for entry in find(typed)),
        )
        self.id = "language-screen"
        self._at = 0
        """The row of the bar."""

    def placeholder(self) -> Message:
        """What stands in the empty line."""
        return msg("Type a code or a name (fr, deutsch…)")

    def on_mount(self) -> None:
        """Mark the present language."""
        self._current = desk(self).tr.code
        super().on_mount()

    def prompt(self, choice: Choice) -> Content:
        """Mark, code, own name, and a word where English stands in."""
        return self._line(choice, "$muted")

    @on(OptionList.OptionHighlighted, "#pick-list")
    def _under_the_bar(self, event: OptionList.OptionHighlighted) -> None:
        """Grey can't be read on the bar: there a language has the bar's own colour."""
        before, self._at = self._at, event.option_index
        for index, look in ((before, "$muted"), (self._at, "")):
            if index < len(self._shown):
                line = self._line(self._choices[self._shown[index]], look)
                event.option_list.replace_option_prompt_at_index(index, line)

    def _line(self, choice: Choice, look: str) -> Content:
        code = choice.value
        mark = self.glyph("current") if code == self._current else " "
        name = Content(self.say(choice.label))
        if language(code).complete:
            return Content.assemble(mark, " ", (code, strong(self)), "  ", name)
        return Content.assemble(
            mark,
            " ",
            styled(code, look),
            "  ",
            styled(name.pad_right(max(0, _NAME_WIDTH - name.cell_length)).plain, look),
            styled(self.say(msg("shown in English")), look),
        )

    def choose(self, value: str) -> None:
        """Speak the language at once."""
        self.dismiss(value)
        cast("DeskApp", self.app).speak(value)
