"""Registration, step by step, with everything read out before it is sent (notice, § I.2)."""

from __future__ import annotations

from traces_tui.forms.definition import Errors, Step
from traces_tui.forms.password import rules
from traces_tui.forms.registration import DEFAULTS, competence, registration_form
from traces_tui.i18n import Message, msg, plural
from traces_tui.plain.asking import AGAIN, FormTalk, give_up
from traces_tui.plain.request import follow
from traces_tui.plain.talk import BULLET, Back, Leave, Talk, invited, numbered
from traces_tui.refusal import Refused
from traces_tui.settings import Password
from traces_tui.workflow.views import Receipt
from traces_tui.workflow.wording import KEPT, NEEDED, how_to_reach

_LEADS_TO = {
    "password": ("password_again",),
    "question": ("answer",),
    "country": ("postal_code", "commune"),
    "postal_code": ("commune",),
}
"""What is asked anew when one answer of the check page is changed."""


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


def password_rule(policy: Password) -> tuple[Message, ...]:
    """What a new password must have, one line each."""
    return (
        invited(msg("Your password")),
        *(numbered(BULLET, rule.label) for rule in rules(policy)),
    )


class _Registration:
    def __init__(self, talk: Talk, email: str) -> None:
        self._talk = talk
        settings = talk.office.settings
        self._form = registration_form(settings)
        values = {**DEFAULTS, "language": talk.tr.speaks, "email": email}
        self._asked = FormTalk(
            talk, self._form, values, notes={"password": password_rule(settings.password)}
        )
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

    # --- the last step --------------------------------------------------------------------------

    def _check(self) -> Receipt:
        from traces_tui.workflow import registration

        talk, names = self._talk, self._names()
        self._title(len(self._form.steps), msg("Check your answers before they are sent"))
        while True:
            entries = [(str(number), self._answer(name)) for number, name in enumerate(names, 1)]
            entries.append(("0", msg("Send the request")))
            typed = talk.choose(msg("Number to change, or 0 to send:"), entries)
            try:
                if typed != "0":
                    self._change(names[int(typed) - 1])
                else:
                    return talk.do(registration.register, dict(self._asked.values))
            except Back:
                continue
            except Refused as refused:
                self._free = ""
                self._refused(refused)

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
