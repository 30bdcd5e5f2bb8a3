"""Asks a field, a step or a form from its definition: every label and rule is the form's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from traces_tui.forms.address import suggested_email
from traces_tui.forms.definition import Choice, Errors, Field, Form, Step
from traces_tui.i18n import Message, msg, plural, verbatim
from traces_tui.plain.choosing import codes_of_languages, pick
from traces_tui.plain.talk import BULLET, Back, Leave, Talk, invited, numbered
from traces_tui.refusal import Refused

T = TypeVar("T")

Remarks = Callable[..., Iterable[Message]]
"""What to say of what was typed, given all values and ``right``: whether it is taken."""
Notes = Mapping[str, tuple[Message, ...]]
"""What to say before a field is asked, by field name."""
Typed = dict[str, str]
"""What was typed, by field name, uncleaned. The functions here fill it; nothing is ever lost."""

AGAIN = "_again"
"""How the name of a field ends that repeats another one."""
OPEN = "/"
"""Typed alone, it opens what helps to answer, where a field has such a thing."""
Opener = Callable[[Typed], None]
"""Fills values; to go back leaves them as they were."""
EMPTY = "-"
"""Typed alone, it empties an answer that may stay empty."""


class FormTalk:
    """Asks the fields of one form.

    Args:
        talk: Whom to ask.
        form: What to ask.
        values: What stands in the fields already.
        notes: What to say before a field.
        help: What ``?`` says of a field beside its own help.
        remarks: Gives what to say of what was typed, by field name.
        openers: What a sign opens in place of an answer, by field name; it fills the values.
    """

    def __init__(
        self,
        talk: Talk,
        form: Form[Any],
        values: Mapping[str, str] | None = None,
        notes: Notes | None = None,
        help: Notes | None = None,  # noqa: A002 - what the sign asks for
        remarks: Mapping[str, Remarks] | None = None,
        openers: Mapping[str, Opener] | None = None,
    ) -> None:
        self.talk = talk
        self.form = form
        self.values: Typed = dict(values or {})
        self._start = dict(self.values)
        self._notes = notes or {}
        self._help = help or {}
        self._remarks = remarks or {}
        self._openers = openers or {}

    @property
    def touched(self) -> bool:
        """Whether something was typed that leaving would lose."""
        return self.values != self._start

    # --- one field ------------------------------------------------------------------------------

    def field(self, name: str, error: Message | None = None) -> None:
        """Ask a field until it is right by itself.

        Args:
            name: Of the field.
            error: What was wrong with it before.
        """
        field = self.form.by_name[name]
        self.talk.say(*self._notes.get(name, ()))
        while True:
            if error is not None:
                self.talk.error(error)
                self.talk.say(*self._remarks_on(name, right=False))
                if field.secret:
                    self.values[name] = ""  # what was wrong unseen can't be mended unseen
            before = self.values.get(name, "")
            self.values[name] = self._typed(field, before)
            if field.secret and self.values[name] != before and name + AGAIN in self.form.by_name:
                self.values[name + AGAIN] = ""
            error = self.form.errors(self.values, self._step(name)).get(name)
            if error is None:
                self.talk.say(*self._remarks_on(name, right=True))
                self._suggest(field)
                return

    def _remarks_on(self, name: str, *, right: bool) -> Iterable[Message]:
        return self._remarks[name](self.values, right=right) if name in self._remarks else ()

    def _step(self, name: str) -> Step:
        return next(
            step for step in self.form.steps if any(field.name == name for field in step.fields)
        )

    def _typed(self, field: Field, old: str) -> str:
        choices = self.choices(field)
        if choices:
            known = old if any(choice.value == old for choice in choices) else ""
            return pick(
                self.talk,
                field.label,
                choices,
                known,
                question=self._question(field, known),
                search=codes_of_languages if field.kind == "language" else None,
                help=self._help_of(field),
            )
        while True:
            typed = self.talk.line(
                self._question(field, old), secret=field.secret, help=self._help_of(field)
            )
            if field.name not in self._openers or typed.strip() != OPEN:
                break
            with suppress(Back):
                self._openers[field.name](self.values)
                return self.values[field.name]
        if field.secret:
            return typed or old
        if field.optional and old and typed.strip() == EMPTY:
            return ""
        return typed if typed.strip() else old

    def choices(self, field: Field) -> tuple[Choice, ...]:
        """The list of a field as the other values stand; empty where it is typed."""
        return field.choices(self.form.cleaned(self.values)) if field.choices is not None else ()

    def shown(self, name: str) -> Message:
        """What stands in a field, as it may be read out: never a secret."""
        field, value = self.form.by_name[name], self.values.get(name, "")
        if not value:
            return msg("not given")
        if field.secret:
            return msg("typed, not shown")
        known = (choice.label for choice in self.choices(field) if choice.value == value)
        return next(known, verbatim(self.form.cleaned(self.values)[name].replace("\n", " ")))

    def _question(self, field: Field, old: str) -> Message:
        asked = field.label
        if field.hint is not None:
            asked = msg("{label} ({hint})", label=asked, hint=field.hint)
        if field.optional and not self.choices(field) and field.kind != "postal_code":
            asked = msg("{label} {remark}", label=asked, remark=msg("(optional)"))
        if old:
            asked = msg("{question} [{answer}]", question=asked, answer=self.shown(field.name))
        return invited(asked)

    def _help_of(self, field: Field) -> tuple[Message, ...]:
        said: tuple[Message, ...] = () if field.help is None else (field.help,)
        if field.optional and not field.secret:
            said += (msg("A single {sign} empties an optional answer.", sign=EMPTY),)
        return said + self._help.get(field.name, ())

    def _suggest(self, field: Field) -> None:
        """Ask about an address that looks mistyped; where its shape is not judged, it is not."""
        if field.kind != "email" or not field.rules:
            return
        better = suggested_email(self.form.cleaned(self.values)[field.name])
        if better is None:
            return
        self.talk.say(msg("Did you mean {domain}?", domain=better.rpartition("@")[2]))
        entries = (("1", msg("Yes, correct it")), ("2", msg("No, leave it as it is")))
        if self.talk.choose(msg("Number:"), entries) == "1":
            self.values[field.name] = better

    # --- steps ----------------------------------------------------------------------------------

    def step(self, step: Step, *, at_end: bool = False) -> None:
        """Ask the fields of a page one by one, then what is wrong between them.

        Args:
            step: The page.
            at_end: Begin with the last field, for somebody who comes back.

        Raises:
            Back: From the first field.
        """
        names = [field.name for field in step.fields]
        at = len(names) - 1 if at_end else 0
        while True:
            try:
                if at < len(names):
                    self.field(names[at])
                    at += 1
                else:
                    self.mend(self.form.errors(self.values, step), step)
                    return
            except Back:
                if at == 0:
                    raise
                at = min(at, len(names)) - 1

    def mend(self, errors: Errors, step: Step | None = None) -> None:
        """Ask again what is wrong, until nothing is.

        Args:
            errors: What is wrong, by field, as far as it is known.
            step: The page they are on; the whole form when None.
        """
        if len(errors) > 1:
            count = plural(
                "There is {n} problem to correct",
                "There are {n} problems to correct",
                len(errors),
            )
            self.talk.say(invited(count), *(numbered(BULLET, error) for error in errors.values()))
        for name, error in errors.items():
            self.field(name, error)
        while left := self.form.errors(self.values, step):
            name = next(iter(left))
            self.field(name, left[name])

    # --- a whole form ---------------------------------------------------------------------------

    def fill(
        self,
        send: Callable[[Typed], T],
        *,
        again: tuple[str, ...] = (),
        careful: bool = False,
        through: tuple[type[Refused], ...] = (),
    ) -> T:
        """Ask a form of one page and hand it over; what is refused is asked again.

        Args:
            send: Takes what was typed.
            again: Fields to ask anew when the whole is refused; without any, one may try again.
            careful: Whether leaving is asked about once something is typed.
            through: Refusals that the caller handles.

        Returns:
            What ``send`` returns.

        Raises:
            Back: From the first field, or instead of a new try.
            Leave: ``!`` was typed.
        """
        from traces_tui.workflow.refusals import SessionOver

        stops: tuple[type[Refused], ...] = (SessionOver, *through)
        step = self.form.steps[0]
        asking = True
        pending: Refused | None = None
        while True:
            try:
                if pending is not None:
                    asking, pending = self._refused(pending, again), None
                if asking:
                    self.step(step)
                asking = False
                return send(dict(self.values))
            except (Back, Leave):
                if not careful or not self.touched or give_up(self.talk):
                    raise
                asking, pending = True, None
            except stops:
                raise
            except Refused as refused:
                pending = refused

    def _refused(self, refused: Refused, again: tuple[str, ...]) -> bool:
        """Ask again what a refusal is about.

        Returns:
            Whether the whole page is to be asked.

        Raises:
            Back: The person does not try again.
        """
        mine = {name: error for name, error in refused.errors.items() if name in self.form.by_name}
        if mine:
            self.mend(mine)
            return False
        if not again:
            if self.talk.again(refused):
                return False
            raise Back
        self.talk.error(refused.message)
        for name in again:
            if self.form.by_name[name].secret:
                self.values[name] = ""
        return True


def give_up(talk: Talk) -> bool:
    """Ask whether what was typed may be lost."""
    return talk.sure(
        msg("Leave this page?"),
        msg("What you have typed here will be lost."),
        yes=msg("Leave"),
        no=msg("Stay here"),
    )
