"""One page of a form on the screen: its fields, its errors, what stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message as Event
from textual.widget import Widget

from traces_tui.forms.definition import Errors, Form, Step, Values
from traces_tui.i18n import Message, msg
from traces_tui.widgets.alert import Alert
from traces_tui.widgets.desk import desk
from traces_tui.widgets.error_summary import ErrorSummary
from traces_tui.widgets.field import FormField

AGAIN = "_again"
"""How the name of a field ends that repeats another one."""


class FormPage(Vertical):
    """Draws one step of a form and holds what is typed into it.

    Nothing is judged before the first submit. Then the page shows every error at its field and in
    a summary on top, and gives the focus to the first wrong field; from there on an error goes
    away as soon as it is corrected. What is typed is never cleared by the page.

    Enter leads to the next field and submits in the last one; Up and Down move between fields.

    Args:
        form: The form.
        step: Its page to draw; the first one if None.
        rows: Names of fields that share a row, such as ``(("first_name", "last_name"),)``. The
            others have a row each, in the order of the form. Narrow screens put one below the
            other.
        aside: A widget beside the fields (a password list, the competent authority).
        values: What stands in the fields at first.
        summary: Whether errors are listed on top too; one-field forms need no list.
        eager: Whether Enter submits from any field once all are filled.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]

    @dataclass
    class Submitted(Event):
        """The page was submitted and its form found nothing wrong."""

        page: FormPage
        values: dict[str, str]
        """What was typed, uncleaned: hand it to ``form.check`` or keep it for the next step."""

        @property
        def control(self) -> FormPage:
            """The page."""
            return self.page

    @dataclass
    class Changed(Event):
        """A value changed."""

        page: FormPage
        name: str
        """Of the field."""

        @property
        def control(self) -> FormPage:
            """The page."""
            return self.page

    @dataclass
    class Judged(Event):
        """Something is wrong on the page now, or nothing any more."""

        page: FormPage

    def __init__(
        self,
        form: Form[Any],
        step: Step | None = None,
        *,
        rows: Sequence[Sequence[str]] = (),
        aside: Widget | None = None,
        values: Mapping[str, str] | None = None,
        summary: bool = True,
        eager: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self.form = form
        self.step = step or form.steps[0]
        self._rows = rows
        self._aside = aside
        self._given: dict[str, str] = dict(values or {})
        self._start: dict[str, str] = {}
        self._with_summary = summary
        self._eager = eager
        self._judged = False
        self.wrong = False
        """Whether an error stands on the page."""
        self._foreign: dict[str, tuple[str, Message]] = {}
        """Errors that others than the form found, with the value they are about."""
        self._fields = {
            field.name: FormField(field, self._all_values) for field in self.step.fields
        }

    def compose(self) -> ComposeResult:
        """Fields in their rows, and what stands beside them; errors come on top later."""
        with Horizontal(classes="page-columns"):
            with Vertical(classes="page-fields"):
                yield from self._field_rows()
            if self._aside is not None:
                self._aside.add_class("page-aside")
                yield self._aside

    def _field_rows(self) -> ComposeResult:
        shared = {name: tuple(row) for row in self._rows for name in row}
        for name, field in self._fields.items():
            row = shared.get(name, (name,))
            if len(row) == 1:
                yield field
            elif row[0] == name:
                yield Horizontal(*(self._fields[one] for one in row), classes="page-row")

    def on_mount(self) -> None:
        """Put the first values in."""
        self.set_values(self._given)
        self._start = self.values()

    @on(events.Show)
    @on(events.Hide)
    def _shown_or_hidden(self) -> None:
        """What is wrong on a page matters while it is on the screen."""
        if self.wrong:
            self.post_message(self.Judged(self))

    def field(self, name: str) -> FormField:
        """A field of this page."""
        return self._fields[name]

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The fields of this page, in order."""
        return tuple(self._fields.values())

    def values(self) -> dict[str, str]:
        """What stands in the fields of this page, uncleaned."""
        return {name: field.value for name, field in self._fields.items()}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Fill the fields; values of other pages are kept for rules that look at them."""
        self._given |= values
        for name, field in self._fields.items():
            if name in values and field.is_mounted:
                field.refresh_choices()
                field.value = values[name]

    @property
    def dirty(self) -> bool:
        """Whether something was typed that leaving the page would lose."""
        return self.is_mounted and self.values() != self._start

    def clear(self) -> None:
        """Empty every field and forget the errors."""
        for field in self._fields.values():
            field.value = ""
            field.show_error(None)
        self._given.clear()
        self.forget_errors()

    def submit(self) -> None:
        """Judge the page: show what is wrong, or say that it is submitted."""
        for field in self._fields.values():
            field.conceal()
        self._judged = True
        self._foreign.clear()
        self._alarm(None)
        errors = self.form.errors(self._all_values(), self.step)
        if errors:
            self._show(errors, focus=True)
        else:
            self._show({}, focus=False)
            self.post_message(self.Submitted(self, self.values()))

    def show_errors(self, errors: Errors) -> None:
        """Show errors that the workflow found.

        An error of a field goes away when that field changes; one of the whole form (its key is
        empty) stands in an alert on top until the next submit.
        """
        self._judged = True
        typed = self.values()
        self._foreign = {name: (typed[name], errors[name]) for name in errors if name in typed}
        mine = {name: errors[name] for name in self._fields if name in errors}
        rest = [message for name, message in errors.items() if name not in self._fields]
        self._alarm(rest[0] if rest else None)
        self._show(mine, focus=bool(mine))

    def forget_errors(self) -> None:
        """Begin again as if nothing had been submitted."""
        self._judged = False
        self._foreign.clear()
        for field in self._fields.values():
            field.show_error(None)
        for summary in self.query(ErrorSummary):
            summary.hide()
        self._alarm(None)
        self._tell_judgement()

    def focus_first(self) -> None:
        """Give the focus to the first wrong field, else the first empty one, else the first."""
        self._go_to(self.first_target)

    def _go_to(self, widget: Widget) -> None:
        """Give the focus at once, so that the next key already goes there."""
        self.screen.set_focus(widget)

    @property
    def first_target(self) -> Widget:
        """What :meth:`focus_first` gives the focus to."""
        fields = self.fields
        first = next((f for f in fields if f.error is not None), None) or next(
            (f for f in fields if not f.value), fields[0]
        )
        return first.target

    @property
    def shown(self) -> bool:
        """Whether the page is on the screen, and not hidden with what it stands in."""
        return all(node.display for node in self.ancestors_with_self if isinstance(node, Widget))

    def _tell_judgement(self) -> None:
        """Say so when the page became wrong or right."""
        alarmed = any(alert.display for alert in self.query(".page-alert"))
        wrong = alarmed or any(field.error is not None for field in self._fields.values())
        if wrong != self.wrong:
            self.wrong = wrong
            self.post_message(self.Judged(self))

    def _all_values(self) -> Values:
        mounted = {name: f.value for name, f in self._fields.items() if f.is_mounted}
        return {**self._given, **mounted}

    def _show(self, errors: Errors, *, focus: bool) -> None:
        for name, field in self._fields.items():
            if field.error != errors.get(name):
                field.show_error(errors.get(name))
        self._praise_repetitions()
        self.set_class(bool(errors), "-with-errors")  # small screens drop what stands beside
        if self._with_summary and (errors or self.query(ErrorSummary)):
            self.call_next(self._summarise, [(name, self._line(name)) for name in errors])
        self._tell_judgement()
        if focus and errors:
            self._go_to(self._fields[next(iter(errors))].target)

    async def _summarise(self, errors: list[tuple[str, Message]]) -> None:
        """List the errors on top; the list is made when it is first needed."""
        summary = next(iter(self.query(ErrorSummary)), None)
        if summary is None:
            summary = ErrorSummary()
            await self.mount(summary, before=0)
        if errors or summary.names:
            await summary.show(errors)

    def _alarm(self, message: Message | None) -> None:
        """Show an error of the whole form on top, or take it away."""
        alert = next(iter(self.query(Alert).filter(".page-alert")), None)
        if alert is not None:
            alert.display = message is not None
            if message is not None:
                alert.tell(message)
        elif message is not None:
            self.mount(Alert(message, classes="page-alert"), before=0)

    def _line(self, name: str) -> Message:
        """The line of the summary: label and sentence, unless the sentence names the label."""
        field = self._fields[name]
        error = field.error or msg("Error")
        if any(value == field.field.label for _, value in error.values):
            return error
        return msg("{label}: {error}", label=field.field.label, error=error)

    def _errors_now(self) -> Errors:
        found = self.form.errors(self._all_values(), self.step)
        typed = self.values()
        for name, (value, message) in self._foreign.items():
            if typed[name] == value:
                found.setdefault(name, message)
        return {name: found[name] for name in self._fields if name in found}

    def _praise_repetitions(self) -> None:
        typed = self.values()
        for name, field in self._fields.items():
            if name.endswith(AGAIN):
                same = typed[name] != "" and typed[name] == typed.get(name.removesuffix(AGAIN))
                field.praise(msg("The two entries are the same") if same else None)

    @on(FormField.Changed)
    def _changed(self, event: FormField.Changed) -> None:
        event.stop()
        for field in self._fields.values():
            if field is not event.field:
                field.refresh_choices()
        shown = {name for name, field in self._fields.items() if field.error is not None}
        if shown:
            now = self._errors_now()
            self._show({n: now[n] for n in self._fields if n in shown and n in now}, focus=False)
        else:
            self._praise_repetitions()
        self.post_message(self.Changed(self, event.field.field.name))

    @on(FormField.Left)
    def _left(self, event: FormField.Left) -> None:
        event.stop()
        if not self._judged or not self.screen.is_current:
            return
        now = self._errors_now()
        name = event.field.field.name
        wrong = {n for n, field in self._fields.items() if field.error is not None} | {name}
        self._show({n: now[n] for n in self._fields if n in wrong and n in now}, focus=False)

    @on(FormField.Entered)
    def _entered(self, event: FormField.Entered) -> None:
        event.stop()
        fields = self.fields
        at = fields.index(event.field)
        complete = self._eager and all(field.value for field in fields)
        if at + 1 < len(fields) and not complete:
            self._go_to(fields[at + 1].target)
        elif not (desk(self).struck_twice and desk(self).comfort.patient):
            self.submit()

    @on(ErrorSummary.Jump)
    def _jump(self, event: ErrorSummary.Jump) -> None:
        event.stop()
        self._go_to(self._fields[event.field].target)

    def action_move(self, by: int) -> None:
        """Go to the next or the former field; past the ends, to what stands there."""
        fields = self.fields
        at = next((i for i, field in enumerate(fields) if field.has_focus_within), None)
        if at is not None and 0 <= at + by < len(fields):
            self._go_to(fields[at + by].target)
        elif by > 0:
            self._leave_downwards()
        else:
            self.screen.focus_previous()

    def _leave_downwards(self) -> None:
        chain = self.screen.focus_chain
        inside = [widget for widget in chain if self in widget.ancestors]
        after = chain.index(inside[-1]) + 1 if inside else 0
        if after < len(chain):
            self._go_to(chain[after])
