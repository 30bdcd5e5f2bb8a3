"""One field of a form: label, line and message, three rows that never move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.css.query import NoMatches
from textual.message import Message as Event
from textual.timer import Timer

from traces_tui.forms.definition import Choice, Field, Values
from traces_tui.i18n import Message, msg
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.field_parts import Label, Note, Toggle
from traces_tui.widgets.pick_button import PickButton
from traces_tui.widgets.press import Pressable

LISTED = frozenset({"choice", "country", "commune", "language"})
"""Kinds that are chosen from a list."""
HIDE_AGAIN = 30.0
"""Seconds after which a secret that is shown hides itself."""


class FormField(Vertical):
    """Draws one :class:`~traces_tui.forms.definition.Field`.

    The label stands above the line, hint and “(optional)” beside it. The row below shows a rule,
    an error, or praise. A field that is chosen from a list opens a picker; a field whose list is
    empty (a commune outside the table) is typed.

    Args:
        field: What to draw.
        values: Gives the values of the whole form, for choices that depend on them.
    """

    @dataclass
    class Changed(Event):
        """The value changed."""

        field: FormField

        @property
        def control(self) -> FormField:
            """The field."""
            return self.field

    @dataclass
    class Entered(Event):
        """Enter was pressed in the line."""

        field: FormField

    @dataclass
    class Left(Event):
        """The focus left the line."""

        field: FormField

    def __init__(self, field: Field, values: Callable[[], Values] = dict) -> None:
        super().__init__(id=f"field-{field.name}", classes=f"-kind-{field.kind.replace('_', '-')}")
        self.field = field
        self.error: Message | None = None
        """What is wrong with it, as shown."""
        self._values = values
        self._hide_timer: Timer | None = None
        self._choices: tuple[Choice, ...] = ()

    def compose(self) -> ComposeResult:
        """Label, line, message."""
        field = self.field
        optional = field.optional and field.kind not in LISTED and field.kind != "postal_code"
        yield Label(field.label, field.hint, optional=optional)
        if field.secret:
            with Horizontal(classes="field-line"):
                yield from self._line()
                yield Toggle(
                    msg("Show") if field.kind == "password" else msg("Hide"), classes="field-toggle"
                )
        else:
            yield from self._line()
        yield Note(classes="field-note")

    def _line(self) -> ComposeResult:
        """The list, the line, or both where the list may be empty."""
        field = self.field
        if field.kind in LISTED:
            yield PickButton(
                field.label,
                self._offered,
                searchable=field.kind != "choice",
                languages=field.kind == "language",
            )
        if field.kind not in LISTED or field.kind == "commune":
            hidden = field.kind == "password"
            yield Entry(secret=field.secret, hidden=hidden, most=field.max_length)

    def on_mount(self) -> None:
        """A commune's list depends on the rest of the form."""
        if self.field.kind == "commune":
            self.refresh_choices()

    def on_descendant_focus(self) -> None:
        """Where the page scrolls, the label and what is wrong come into view as well."""
        self._come_into_view()

    def _come_into_view(self) -> None:
        self.call_after_refresh(self.scroll_visible, animate=False)

    @property
    def entry(self) -> Entry | None:
        """The line, where the field is typed."""
        try:
            return self.query_one(Entry)
        except NoMatches:
            return None

    @property
    def picker(self) -> PickButton | None:
        """The button that opens the list, where the field is chosen."""
        try:
            return self.query_one(PickButton)
        except NoMatches:
            return None

    @property
    def target(self) -> Entry | PickButton:
        """The part that takes the focus."""
        picker, entry = self.picker, self.entry
        if picker is not None and (entry is None or picker.display):
            return picker
        if entry is None:
            raise NoMatches(f"field {self.field.name} is not composed yet")
        return entry

    @property
    def value(self) -> str:
        """What stands in it."""
        return self.target.value

    @value.setter
    def value(self, value: str) -> None:
        self.target.put(value)

    def refresh_choices(self) -> None:
        """Look the list up again after another value of the form changed.

        A list of one is chosen at once; a list that lost the chosen entry forgets it; an empty
        list makes the field one that is typed.
        """
        picker, entry = self.picker, self.entry
        if picker is None or entry is None:
            return
        choices = self._offered()
        if choices == self._choices and picker.display == bool(choices):
            return
        had_focus = self.target.has_focus
        self._choices = choices
        picker.display, entry.display = bool(choices), not choices
        known = {choice.value for choice in choices}
        if choices and picker.value not in known:
            picker.put(choices[0].value if len(choices) == 1 else "")
        elif not choices:
            picker.put("")
        if had_focus:
            self.target.focus()

    def _offered(self) -> tuple[Choice, ...]:
        return self.field.choices(self._values()) if self.field.choices is not None else ()

    def show_error(self, message: Message | None) -> None:
        """Show what is wrong, or take it away."""
        self.error = message
        self.set_class(message is not None, "-wrong")
        self.remove_class("-praised")
        note = self.query_one(Note)
        if message is None:
            note.say()
        else:
            note.say((message, "$bad"), glyph="bad", glyph_style="bold $bad")
            if self.has_focus_within:
                self._come_into_view()

    def praise(self, message: Message | None) -> None:
        """Say that it is right, unless there is an error to show."""
        if self.error is not None:
            return
        self.set_class(message is not None, "-praised")
        note = self.query_one(Note)
        if message is None:
            note.say()
        else:
            note.say((message, "$good"), glyph="ok", glyph_style="$good")

    def conceal(self) -> None:
        """Hide a password that is shown."""
        if self.field.kind == "password" and self.entry is not None and not self.entry.password:
            self._show_secret(False)

    def _show_secret(self, shown: bool) -> None:
        entry = self.entry
        if entry is None:
            return
        entry.password = not shown
        self.query_one(Toggle).say(msg("Hide") if shown else msg("Show"))
        if self._hide_timer is not None:
            self._hide_timer.stop()
            self._hide_timer = None
        if shown and self.field.kind == "password":
            self._hide_timer = self.set_timer(HIDE_AGAIN, self.conceal)

    @on(Pressable.Pressed, ".field-toggle")
    def _toggled(self, event: Pressable.Pressed) -> None:
        event.stop()
        if self.entry is not None:
            self._show_secret(self.entry.password)

    @on(Entry.Remark)
    def _remark(self, event: Entry.Remark) -> None:
        event.stop()
        if self.error is None:
            self.query_one(Note).say((event.words, "$warn"), glyph="warn", glyph_style="$warn")

    @on(Entry.Changed)
    def _typed(self, event: Entry.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self))

    @on(PickButton.Picked)
    def _picked(self, event: PickButton.Picked) -> None:
        event.stop()
        self.post_message(self.Changed(self))

    @on(Entry.Submitted)
    def _entered(self, event: Entry.Submitted) -> None:
        event.stop()
        self.post_message(self.Entered(self))

    @on(Entry.Blurred)
    def _left(self, event: Entry.Blurred) -> None:
        event.stop()
        self.post_message(self.Left(self))
