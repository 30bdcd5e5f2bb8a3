"""Choosing from a list by typing a part of a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from traces_tui.forms.definition import Choice
from traces_tui.forms.matching import ByName, Search
from traces_tui.i18n import Message, msg
from traces_tui.widgets.desk import desk
from traces_tui.widgets.dialog import Dialog
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.words import Words

_MOST_ROWS = 14


class PickDialog(Dialog[str | None]):
    """A list that shrinks as one types. Answers the chosen value, or None.

    Args:
        title: What is chosen.
        choices: The list.
        current: The value that stands now; it is marked and shown first.
        searchable: Whether there is a line to type into; short lists need none.
        search: Finds values; without it, the labels in the reader's language, in French and in
            English, and the values themselves are searched.
        typed: What was typed already.
    """

    rows_each = 1
    """Rows of one line of the list."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("pageup", "move(-10)", show=False),
    ]

    def __init__(
        self,
        title: Message,
        choices: tuple[Choice, ...],
        current: str = "",
        *,
        searchable: bool = True,
        search: Search | None = None,
        typed: str = "",
    ) -> None:
        super().__init__(title)
        self._choices = {choice.value: choice for choice in choices}
        self._current = current
        self._searchable = searchable
        self._search = search
        self._typed = typed
        self._by_name: ByName | None = None

    def body(self) -> ComposeResult:
        """The line to type into, the list, and how to use it."""
        if self._searchable:
            yield Entry(id="pick-search", most=60)
        options = OptionList(id="pick-list", markup=False)
        options.can_focus = not self._searchable
        yield options
        yield Words(msg("Nothing fits. Type fewer letters."), id="pick-none", classes="muted")
        yield Words(self.hint(), id="pick-hint", classes="muted")

    def hint(self) -> Message:
        """How to use the list."""
        return msg("↑↓ choose   Enter confirm   Esc close")

    def placeholder(self) -> Message:
        """What stands in the empty line."""
        return msg("Type a part of the name")

    def on_mount(self) -> None:
        """Show the whole list, the present value marked; the box keeps its height."""
        self.relabel()
        if self._searchable and self._typed:
            self.query_one(Entry).put(self._typed)

    def on_resize(self) -> None:
        """As many rows as there is room for."""
        room = min(_MOST_ROWS, max(4, self.app.size.height - 10))
        self.query_one("#pick-list").styles.height = min(self.rows_each * len(self._choices), room)

    def relabel(self) -> None:
        """Write the list in the present language."""
        self._by_name = None
        if self._searchable:
            self.query_one(Entry).placeholder = self.say(self.placeholder())
        self._fill(self._typed)

    def prompt(self, choice: Choice) -> Content:
        """One line of the list."""
        mark = self.glyph("current") if choice.value == self._current else " "
        return Content.assemble(mark, " ", self.say(choice.label))

    def _fill(self, typed: str) -> None:
        values = self._found(typed) if typed else tuple(self._choices)
        options = self.query_one("#pick-list", OptionList)
        options.clear_options()
        options.add_options(
            [
                Option(self.prompt(self._choices[value]), id=f"v-{number}")
                for number, value in enumerate(values)
            ]
        )
        self._shown = tuple(values)
        self.query_one("#pick-none").display = not values
        options.visible = bool(values)
        if values:
            at = values.index(self._current) if not typed and self._current in values else 0
            options.highlighted = at

    def _found(self, typed: str) -> Sequence[str]:
        if self._search is not None:
            return self._search(typed)
        if self._by_name is None:
            self._by_name = ByName(self._choices.values(), desk(self).tr)
        return self._by_name(typed)

    @on(Entry.Changed, "#pick-search")
    def _typing(self, event: Entry.Changed) -> None:
        event.stop()
        self._typed = event.value
        self._fill(event.value)

    @on(Entry.Submitted, "#pick-search")
    def _confirm(self, event: Entry.Submitted) -> None:
        event.stop()
        self.query_one("#pick-list", OptionList).action_select()

    @on(OptionList.OptionSelected, "#pick-list")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.choose(self._shown[event.option_index])

    def choose(self, value: str) -> None:
        """Answer with a value."""
        self.dismiss(value)

    def action_move(self, rows: int) -> None:
        """Move the mark of the list while the focus stays in the line."""
        options = self.query_one("#pick-list", OptionList)
        if options.option_count:
            at = options.highlighted if options.highlighted is not None else -1
            options.highlighted = min(max(at + rows, 0), options.option_count - 1)

    def on_key(self, event: events.Key) -> None:
        """In a short list a digit chooses."""
        if self._searchable or event.character is None or event.character not in "123456789":
            return
        index = int(event.character) - 1
        if index < len(self._shown):
            event.stop()
            self.choose(self._shown[index])
