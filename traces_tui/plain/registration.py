"""Registration, step by step, with everything read out before it is sent (notice, § I.2)."""

from __future__ import annotations

from traces_tui.forms.definition import Errors, Step
from traces_tui.forms.password import registration_words
from traces_tui.forms.registration import (
    DEFAULTS,
    competence,
    place_values,
    registration_form,
)
from traces_tui.i18n import Message, msg, plural, verbatim
from traces_tui.plain.asking import AGAIN, OPEN, FormTalk, Typed, give_up
from traces_tui.plain.password import NAME, NewPassword
from traces_tui.plain.request import follow
from traces_tui.plain.talk import BULLET, Back, Leave, Talk, invited, numbered
from traces_tui.refusal import Refused
from traces_tui.workflow.views import Receipt
from traces_tui.workflow.wording import KEPT, NEEDED, how_to_reach

_LEADS_TO = {
    "password": ("password_again",),
    "question": ("answer",),
    "country": ("postal_code", "commune"),
    "postal_code": ("commune",),
}
"""What is asked anew when one answer of the check page is changed."""
_PLACE = "organisation_name"
_MAKES_IT_THAT_ONE = (_PLACE, "country", "postal_code", "commune")
_HOW_TO_SELECT = msg(
    "Type {sign} (slash) to choose it in the directory of organisations.", sign=OPEN
)


def register(talk: Talk, email: str = "") -> None:
    """Ask everything, send the request, and stay with it.

    Args:
        talk: Whom to ask.
        email: The address of somebody who asks again.
    """
    again: str | None = email
    while again is not None:
        receipt = _Registration(talk, again).receipt()
        again = follow(talk, receipt.key, receipt.progress, registered=True)


class _Registration:
    def __init__(self, talk: Talk, email: str) -> None:
        self._talk = talk
        settings = talk.office.settings
        self._form = registration_form(settings)
        values = {**DEFAULTS, "language": talk.tr.speaks, "email": email}
        new = NewPassword(settings.password, registration_words)
        self._asked = FormTalk(
            talk,
            self._form,
            values,
            notes={NAME: new.rule, _PLACE: (_HOW_TO_SELECT,)},
            remarks={NAME: new.remarks},
            openers={_PLACE: self._select},
        )
        self._chosen: tuple[int, dict[str, str]] | None = None
        """The organisation that was picked in the directory, and what it filled in."""
        self._told = False
        """Whether all answers were read out on the check page."""
        self._free = ""
        """The address that was last found free: it is not asked about twice."""

    def receipt(self) -> Receipt:
        """Ask until the request is sent.

        Raises:
            Back: The person gave up.
            Leave: The person left.
        """
        self._begin()
        at, last = 0, len(self._form.steps)
        at_end = False
        while True:
            try:
                if at == last:
                    return self._check()
                self._step(at, at_end=at_end)
                at, at_end = at + 1, False
            except Back:
                if at > 0:
                    at, at_end = at - 1, True
                elif not self._asked.touched or give_up(self._talk):
                    raise
            except Leave:
                if not self._asked.touched or give_up(self._talk):
                    raise

    def _begin(self) -> None:
        talk, form = self._talk, self._form
        talk.head(form.title)
        talk.say(
            msg(
                "{first} {last}",
                first=plural("{n} step.", "{n} steps.", len(form.steps) + 1),
                last=msg("Nothing is sent before the last one."),
            ),
            invited(msg("What you need")),
            *(numbered(BULLET, line) for line in NEEDED),
            *KEPT,
        )

    def _step(self, at: int, *, at_end: bool) -> None:
        step = self._form.steps[at]
        self._title(at, step.title)
        while True:
            self._asked.step(step, at_end=at_end)
            try:
                self._after(step.name)
            except Back:
                at_end = True
            else:
                return

    def _title(self, at: int, title: Message) -> None:
        self._talk.head(
            msg(
                "Step {number} of {steps}. {title}",
                number=at + 1,
                steps=len(self._form.steps) + 1,
                title=title,
            )
        )

    def _after(self, step: str) -> None:
        """What only the office knows of the answers of a step."""
        if step == "account":
            self._ask_address()
        elif step == "organisation":
            self._tell_authority()

    def _ask_address(self) -> None:
        from traces_tui.workflow import registration
        from traces_tui.workflow.refusals import AddressTaken

        account = self._form.steps[0]
        while (email := self._form.cleaned(self._asked.values)["email"]) != self._free:
            try:
                if not self._talk.do(registration.address_is_free, email):
                    raise AddressTaken
            except Refused as refused:
                self._show(refused, account)
            else:
                self._free = email

    def _show(self, refused: Refused, step: Step | None = None) -> None:
        """Ask again what was refused.

        Raises:
            Back: The refusal is about no field, and the person does not try again.
        """
        mine: Errors = {
            name: error for name, error in refused.errors.items() if name in self._form.by_name
        }
        if mine:
            self._asked.mend(mine, step)
        elif not self._talk.again(refused):
            raise Back

    def _tell_authority(self) -> None:
        from traces_tui.workflow import authorities

        found = competence(self._form.cleaned(self._asked.values))
        if found is None:
            return
        try:
            view = self._talk.do(authorities.contact, found.authority.code)
        except Refused:
            return  # how to reach it is an extra: the request will name it
        if view is None:
            return
        reach = how_to_reach(view)
        whole = view.name if reach is None else msg("{name}. {reach}", name=view.name, reach=reach)
        self._talk.fact(msg("Competent authority"), whole)
        if not found.certain:
            self._talk.say(
                msg(
                    "Proposed from the postal code alone; the request is forwarded if another one "
                    "is competent."
                )
            )

    # --- the directory --------------------------------------------------------------------------

    def _select(self, values: Typed) -> None:
        """Choose the organisation in the directory (notice: Sélectionner).

        Raises:
            Back: None was chosen.
        """
        from traces_tui.plain.directory import select

        row = select(self._talk)
        filled = place_values(row.name, row.country, row.postal_code, row.commune)
        values.update(filled)
        self._chosen = row.id, filled
        self._talk.fact(self._form.by_name[_PLACE].label, verbatim(row.name))

    def _chosen_id(self) -> int | None:
        """The organisation of the directory, unless what makes it that one was edited since."""
        if self._chosen is None:
            return None
        number, filled = self._chosen
        same = all(self._asked.values.get(name) == filled[name] for name in _MAKES_IT_THAT_ONE)
        return number if same else None

    # --- the last step --------------------------------------------------------------------------

    def _check(self) -> Receipt:
        from traces_tui.workflow import registration

        talk, names = self._talk, self._names()
        self._title(len(self._form.steps), msg("Check your answers before they are sent"))
        self._told = False
        while True:
            try:
                if (name := self._to_change(names)) is not None:
                    self._change(name)
                    talk.fact(self._form.by_name[name].label, self._asked.shown(name))
                else:
                    return talk.do(
                        registration.register, dict(self._asked.values), self._chosen_id()
                    )
            except Back:
                continue
            except Refused as refused:
                self._free = ""
                self._refused(refused)

    def _to_change(self, names: list[str]) -> str | None:
        """Which answer is not right; None to send them.

        All of them are read out at first and when asked for, not after every change.

        Raises:
            Back: To the last step.
        """
        talk = self._talk

        def show() -> None:
            talk.say(
                *(numbered(number, self._answer(name)) for number, name in enumerate(names, 1)),
                numbered("0", msg("Send the request")),
            )

        show_first, self._told = None if self._told else show, True
        while True:
            question = msg("Number to change, 0 to send, Enter to hear all:")
            typed = talk.line(question, show=show_first).strip()
            if typed == "0":
                return None
            if typed.isdecimal() and 0 < int(typed[:3]) <= len(names):
                return names[int(typed[:3]) - 1]
            if typed:
                talk.error(msg("Type one of the numbers"))
            show_first = show

    def _refused(self, refused: Refused) -> None:
        mine = any(name in self._form.by_name for name in refused.errors)
        if not mine:
            self._talk.error(refused.message)  # the list follows, and with it a new try
            return
        try:
            self._show(refused)
            self._ask_address()
        except Back:
            return

    def _names(self) -> list[str]:
        return [field.name for field in self._form.fields if not field.name.endswith(AGAIN)]

    def _answer(self, name: str) -> Message:
        return msg(
            "{label}: {value}", label=self._form.by_name[name].label, value=self._asked.shown(name)
        )

    def _change(self, name: str) -> None:
        """Ask one answer again, with what depends on it."""
        asked = self._asked
        before = asked.values.get(name, "")
        asked.field(name)
        if asked.values[name] != before:
            for other in _LEADS_TO.get(name, ()):
                asked.values[other] = ""
                asked.field(other)
        asked.mend(self._form.errors(asked.values))
        if name == "email":
            self._ask_address()
        elif name in {"country", "postal_code", "commune"}:
            self._tell_authority()
