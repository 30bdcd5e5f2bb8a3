"""Tells the story of the demonstration: everything happens through the workflow, in its time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import msgspec

from traces_tui.clock import utc_now
from traces_tui.demo.clock import DemoClock
from traces_tui.demo.desk import DemoPerson
from traces_tui.demo.people import (
    AGENTS,
    ANSWER,
    AUTHORITIES,
    OPERATORS,
    PASSWORD,
    QUESTION,
    Act,
    DemoAgent,
    DemoOperator,
    Event,
)
from traces_tui.forms.registration import DEFAULTS
from traces_tui.i18n import msg
from traces_tui.mail.delivery import deliver_due
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account, Authority, Outbox, Request
from traces_tui.office import Office
from traces_tui.workflow import (
    accounts,
    confirmation,
    recovery,
    registration,
    review,
    sign_in,
    upkeep,
)
from traces_tui.workflow.portraits import authority_view
from traces_tui.workflow.refusals import NotYetValid, SignInRefused
from traces_tui.workflow.views import MailState

_OPENING_DAYS = 106
"""So many days ago the office opened: before everything else."""
_UPKEEP_DAYS = 6
_UNREAD = timedelta(days=1)
"""Mails of so long ago were read."""

Happening: TypeAlias = tuple[datetime, Callable[[], object]]


def tell(office: Office, clock: DemoClock) -> tuple[DemoPerson, ...]:
    """Let everything happen in the order of time, mails and upkeep included.

    Args:
        office: A new office without a database.
        clock: Its clock; it shows the real time afterwards.

    Returns:
        The cards of the people.
    """
    office.prepare()
    with office.connected():
        _Story(office, clock).tell()
        clock.run()
        return _cards()


class _Story:
    def __init__(self, office: Office, clock: DemoClock) -> None:
        self._office = office
        self._clock = clock
        self._now = utc_now()
        self._codes: dict[str, str] = {}
        """The confirmation code in each applicant's newest mail."""

    def tell(self) -> None:
        happenings = [*self._beginnings(), *self._upkeep()]
        for operator in OPERATORS:
            happenings += [
                (self._moment(event), self._act(operator, event)) for event in operator.events
            ]
        happenings.append((self._now - _UNREAD, self._read_mails))
        for moment, act in sorted(happenings, key=lambda happening: happening[0]):
            self._clock.set(moment)
            act()

    def _read_mails(self) -> None:
        """Everybody has looked at what came until now: a Maildir tells it by name and place."""
        folder = Path(self._office.settings.smtp.maildir)
        for mail in (folder / "new").iterdir():
            mail.rename(folder / "cur" / f"{mail.name}:2,S")

    def _post(self) -> None:
        """Let the mails leave; those of a validation when it can't be taken back any more."""
        undo = timedelta(seconds=self._office.settings.registration.undo_seconds)
        self._clock.set(self._clock() + undo)
        deliver_due(self._office)

    def _moment(self, event: Event) -> datetime:
        if event.days == 0:
            return self._now - timedelta(hours=event.hour)
        midnight = (self._now - timedelta(days=event.days)).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        return midnight + timedelta(hours=event.hour)

    def _beginnings(self) -> list[Happening]:
        opening = self._now - timedelta(days=_OPENING_DAYS)
        hirings = [(self._now - timedelta(days=agent.since), self._hire(agent)) for agent in AGENTS]
        return [(opening, self._name_contacts), *hirings]

    def _upkeep(self) -> list[Happening]:
        """Every few days, the last time just now."""
        return [
            (self._now - timedelta(days=day, minutes=1), self._keep_up)
            for day in range(0, _OPENING_DAYS, _UPKEEP_DAYS)
        ]

    def _keep_up(self) -> None:
        done = upkeep.round_of_upkeep(self._office)
        if done.warned or done.locked:
            self._post()

    def _name_contacts(self) -> None:
        for authority in AUTHORITIES:
            accounts.set_contact(
                self._office, authority.code, phone=authority.phone, email=authority.email
            )

    def _hire(self, agent: DemoAgent) -> Callable[[], object]:
        def hire() -> None:
            accounts.add_agent(
                self._office,
                agent.email,
                agent.authority,
                first_name=agent.first_name,
                last_name=agent.last_name,
            )
            code = self._code(MailKind.TEMPORARY_PASSWORD, agent.email)
            key = sign_in.sign_in(self._office, agent.email, code).key
            recovery.choose_question(self._office, key, {"question": QUESTION, "answer": ANSWER})
            recovery.choose_password(
                self._office, key, {"password": PASSWORD, "password_again": PASSWORD}
            )
            self._post()

        return hire

    def _act(self, operator: DemoOperator, event: Event) -> Callable[[], object]:
        acts: dict[Act, Callable[[DemoOperator, Event], None]] = {
            Act.REGISTER: self._register,
            Act.RESEND: self._resend,
            Act.CONFIRM: self._confirm,
            Act.VALIDATE: self._validate,
            Act.REFUSE: self._refuse,
            Act.SIGN_IN: self._sign_in,
            Act.MISTYPE: self._mistype,
            Act.ASK_PASSWORD: self._ask_password,
            Act.RESET_QUESTION: self._reset_question,
        }

        def act() -> None:
            acts[event.act](operator, event)
            self._post()

        return act

    def _register(self, operator: DemoOperator, _event: Event) -> None:
        registration.register(self._office, _typed(operator, self._office.settings.language))
        self._codes[operator.email] = self._code(MailKind.CONFIRMATION, operator.email)

    def _resend(self, operator: DemoOperator, _event: Event) -> None:
        try:
            sign_in.sign_in(self._office, operator.email, PASSWORD)
        except NotYetValid as waiting:
            confirmation.resend(self._office, waiting.key)
        self._codes[operator.email] = self._code(MailKind.CONFIRMATION, operator.email)

    def _confirm(self, operator: DemoOperator, _event: Event) -> None:
        confirmation.confirm(self._office, self._codes.pop(operator.email))

    def _validate(self, operator: DemoOperator, event: Event) -> None:
        review.validate(self._office, self._agent(event), [_number(operator)])

    def _refuse(self, operator: DemoOperator, event: Event) -> None:
        values = {"reason": event.reason, "words": event.words}
        review.refuse(self._office, self._agent(event), [_number(operator)], values)

    def _sign_in(self, operator: DemoOperator, _event: Event) -> None:
        key = sign_in.sign_in(self._office, operator.email, PASSWORD).key
        sign_in.sign_out(self._office, key)

    def _mistype(self, operator: DemoOperator, _event: Event) -> None:
        for _ in range(self._office.settings.lock.tries):
            with suppress(SignInRefused):
                sign_in.sign_in(self._office, operator.email, PASSWORD.swapcase())

    def _ask_password(self, operator: DemoOperator, _event: Event) -> None:
        recovery.request_password(self._office, operator.email)

    def _reset_question(self, operator: DemoOperator, event: Event) -> None:
        accounts.reset_question(self._office, self._agent(event), _number(operator))

    def _agent(self, event: Event) -> str:
        """Key of the deciding agent's session."""
        return sign_in.sign_in(self._office, event.by, PASSWORD).key

    def _code(self, kind: MailKind, email: str) -> str:
        """The code in the mail that is about to leave."""
        row = Outbox.get(
            Outbox.kind == kind, Outbox.to_address == email, Outbox.state == MailState.QUEUED
        )
        return str(msgspec.json.decode(row.payload)["code"])


def _typed(operator: DemoOperator, language: str) -> dict[str, str]:
    """The registration form as the person typed it."""
    place = operator.place
    return {
        **DEFAULTS,
        "email": operator.email,
        "password": PASSWORD,
        "password_again": PASSWORD,
        "question": QUESTION,
        "answer": ANSWER,
        "organisation_name": operator.organisation,
        "address": place.address,
        "postal_code": place.postal_code,
        "commune": place.commune,
        "first_name": operator.first_name,
        "last_name": operator.last_name,
        "language": operator.language or language,
        "notification": operator.notification,
        "phone": operator.phone,
        "more_information": operator.more_information,
    }


def _number(operator: DemoOperator) -> str:
    """The number of a person's newest request."""
    row = (
        Request.select(Request.number)
        .join(Account)
        .where(Account.email == operator.email)
        .order_by(Request.id.desc())
        .get()
    )
    return str(row.number)


def _cards() -> tuple[DemoPerson, ...]:
    agents = [
        DemoPerson(
            f"{agent.first_name} {agent.last_name}",
            msg(
                "agent, {authority}",
                authority=authority_view(Authority.get_by_id(agent.authority)).name,
            ),
            agent.email,
            PASSWORD,
            agent.note,
        )
        for agent in AGENTS
    ]
    operators = [
        DemoPerson(
            f"{operator.first_name} {operator.last_name}",
            operator.state,
            operator.email,
            PASSWORD if operator.opens else None,
            operator.note,
        )
        for operator in OPERATORS
    ]
    return (*agents, *operators)
