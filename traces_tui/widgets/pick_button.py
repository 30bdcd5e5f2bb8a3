"""A field that is chosen from a list: shows what is chosen, and opens the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message as Event

from traces_tui.forms.definition import Choice
from traces_tui.i18n import Message, msg
from traces_tui.widgets.desk import desk
from traces_tui.widgets.press import Pressable
from traces_tui.widgets.words import said, styled


class PickButton(Pressable):
    """Shows the chosen entry. Enter, Space, a click or a typed letter open the list.

    Args:
        title: What is chosen.
        choices: Gives the list when it is needed.
        searchable: Whether one can type into the list.
        languages: Whether these are the languages of the bar, which are found by code too.
    """

    @dataclass
    class Picked(Event):
        """Another entry was chosen."""

        value: str

    def __init__(
        self,
        title: Message,
        choices: Callable[[], tuple[Choice, ...]],
        *,
        searchable: bool = True,
        languages: bool = False,
    ) -> None:
        super().__init__(title)
        self._title = title
        self._choices = choices
        self._searchable = searchable
        self._languages = languages
        self.value = ""
        """The value that is chosen; empty for none."""

    def put(self, value: str) -> None:
        """Choose from outside."""
        if value != self.value:
            self.value = value
            self.refresh(layout=True)
            self.post_message(self.Picked(value))

    def words(self) -> Content:
        """The chosen entry and the sign that a list opens."""
        label = next((c.label for c in self._choices() if c.value == self.value), None)
        # The sixteen colours have no grey that can be read on all grounds of a field.
        look = "" if label or self.app.current_theme.ansi else "$muted"
        text = styled(said(self, label or msg("Choose…")), look)
        width = max(1, self.content_size.width - 2)
        return Content.assemble(
            text.truncate(width, ellipsis=True, pad=True), " ", desk(self).glyph("open")
        )

    def on_resize(self) -> None:
        """Put the sign at the new end."""
        self.refresh()

    def press(self) -> None:
        """Open the list."""
        self._open("")

    def on_key(self, event: events.Key) -> None:
        """A letter opens the list with that letter typed."""
        letter = event.character
        if self._searchable and letter is not None and letter.isalnum():
            event.stop()
            self._open(letter)

    def _open(self, typed: str) -> None:
        from traces_tui.widgets.pick import PickDialog

        self.app.push_screen(
            PickDialog(
                self._title,
                self._choices(),
                self.value,
                searchable=self._searchable,
                search=_language_codes if self._languages else None,
                typed=typed,
            ),
            self._chosen,
        )

    def _chosen(self, value: str | None) -> None:
        if value is not None:
            self.put(value)


def _language_codes(typed: str) -> tuple[str, ...]:
    from traces_tui.languages import find

    return tuple(entry.code for entry in find(typed))
