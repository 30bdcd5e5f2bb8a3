"""What a form is: fields, steps and the one way to judge what was typed.

A form is data. The full screen, the line-by-line front end and the workflow all read the same
definition, so a label or a rule stands once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from traces_tui.i18n import Message, msg
from traces_tui.text import exact, has_mark_pile, has_shape, has_unsafe, normal

T = TypeVar("T")

Kind = Literal[
    "text",
    "email",
    "password",
    "answer",
    "code",
    "phone",
    "postal_code",
    "long_text",
    "choice",
    "country",
    "commune",
    "language",
]
"""How a field is drawn and cleaned. The last four are chosen from a list, not typed freely."""

Values = Mapping[str, str]
"""What stands in the fields, by field name; a field that was not filled may be missing."""
Errors = dict[str, Message]
"""What is wrong, by field name, in the order of the form."""
Rule = Callable[[str, Values], "Message | None"]
"""Judges one cleaned value, with the cleaned values of the whole form at hand."""
Choices = Callable[[Values], "tuple[Choice, ...]"]

SECRET_KINDS: frozenset[Kind] = frozenset({"password", "answer"})
_FAR_TOO_LONG = 4
"""Times the greatest length: spaces and accents written apart may be dropped, but not more."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a field that is chosen from a list."""

    value: str
    label: Message


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    label: Message
    kind: Kind = "text"
    missing: Message | None = None
    """What to say when it is empty; None makes the field optional."""
    hint: Message | None = None
    """A few words beside the label."""
    help: Message | None = None
    """What F1 says of it."""
    max_length: int = 100
    """In characters. More is refused with a message, never cut."""
    clean: Callable[[str, Values], str] | None = None
    """Brings messy input into the form that is kept; must leave what it can't read as it is."""
    rules: tuple[Rule, ...] = ()
    choices: Choices | None = None
    """For kinds that are chosen from a list; may depend on the other values."""

    @property
    def optional(self) -> bool:
        """Whether it may stay empty."""
        return self.missing is None

    @property
    def secret(self) -> bool:
        """Whether its value is hidden at first and never shown again."""
        return self.kind in SECRET_KINDS

    def cleaned(self, values: Values) -> str:
        """What was typed, in the form that is kept."""
        typed = values.get(self.name, "")
        if len(typed) > (most := self.max_length * _FAR_TOO_LONG):
            return typed[: most + 1]  # refused all the same, and nobody has to read a megabyte
        if self.secret:
            return exact(typed)
        if self.kind == "long_text":
            typed = typed.replace("\r\n", "\n").replace("\r", "\n")
        text = normal(typed)
        return self.clean(text, values) if self.clean and text else text

    def error(self, values: Values) -> Message | None:
        """What is wrong with the field, or None.

        Args:
            values: Cleaned values of the form.
        """
        value = values.get(self.name, "")
        if not value:
            return self.missing
        return self._unfit(value) or next(
            (error for rule in self.rules if (error := rule(value, values)) is not None), None
        )

    def _unfit(self, value: str) -> Message | None:
        """What no field takes, whatever its rules."""
        if len(value) > self.max_length:
            return msg("{label}: at most {most} characters", label=self.label, most=self.max_length)
        if has_unsafe(value, line_breaks=self.kind == "long_text"):
            return msg("{label}: remove the invisible or control characters", label=self.label)
        if has_mark_pile(value):
            return msg("{label}: remove the piled-up accents", label=self.label)
        if not has_shape(value):
            return msg("{label}: enter something that can be seen", label=self.label)
        return None


@dataclass(frozen=True, slots=True)
class Step:
    """Fields that stand on one page."""

    name: str
    title: Message
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Form(Generic[T]):
    """A whole form.

    Attributes:
        name: Its name in code.
        title: Its heading.
        steps: Its pages, in order.
        build: Makes the frozen result from cleaned values that have no error.
    """

    name: str
    title: Message
    steps: tuple[Step, ...]
    build: Callable[[Values], T]
    by_name: dict[str, Field] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the fields."""
        object.__setattr__(self, "by_name", {one.name: one for one in self.fields})

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields, in order."""
        return tuple(one for step in self.steps for one in step.fields)

    def cleaned(self, values: Values) -> dict[str, str]:
        """Every field's value in the form that is kept; names that are no field are dropped."""
        clean: dict[str, str] = dict(values)
        for one in self.fields:
            clean[one.name] = one.cleaned(clean)
        return {name: clean[name] for name in self.by_name}

    def judge(self, clean: Values, step: Step | None = None) -> Errors:
        """What is wrong with values that are cleaned already; forms add rules between fields here.

        Args:
            clean: Cleaned values.
            step: Judge this page only; None judges all.
        """
        found: Errors = {}
        for one in step.fields if step is not None else self.fields:
            if (error := one.error(clean)) is not None:
                found[one.name] = error
        return found

    def errors(self, values: Values, step: Step | None = None) -> Errors:
        """What is wrong with what was typed, by field, in the order of the form.

        Args:
            values: What was typed.
            step: Judge this page only; None judges all.
        """
        return self.judge(self.cleaned(values), step)

    def check(self, values: Values) -> T | Errors:
        """Judge everything that was typed.

        Returns:
            The frozen result, or what is wrong by field.
        """
        clean = self.cleaned(values)
        return self.judge(clean) or self.build(clean)


def one_page(
    name: str, title: Message, fields: tuple[Field, ...], build: Callable[[Values], T]
) -> Form[T]:
    """A form with a single page."""
    return Form(name, title, (Step(name, title, fields),), build)
