"""The authority's decision: validate or refuse, one by one, several or all (notice, § I.5, I.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from traces_tui.forms.definition import Values
from traces_tui.forms.refusal import REASONS, Refusal, refusal_form
from traces_tui.mail import outbox
from traces_tui.mail.outbox import MailKind
from traces_tui.models.statements import Statement
from traces_tui.models.tables import Account, Organisation, Request
from traces_tui.office import Office
from traces_tui.workflow import codes, journal, portraits, sessions
from traces_tui.workflow.area import in_area, may_link, request_of_area
from traces_tui.workflow.refusals import FormRefused, Overtaken, UndoTooLate
from traces_tui.workflow.sessions import Holder
from traces_tui.workflow.views import Decision, Lost, Status

MOST_AT_ONCE = 500
"""Files of one decision: one transaction stays short."""


_MOVE = Statement(
    lambda to, now, agent, reason, words, request, authority: Request.update(
        status=to,
        status_at=now,
        decided_at=now,
        decided_by=agent,
        reason=reason,
        reason_words=words,
    ).where(
        (Request.id == request)
        & (Request.status == Status.CONFIRMED)
        & (Request.authority == authority)  # it may have been forwarded meanwhile
    )
)
_MAKE_VALID = Statement(
    lambda organisation: Organisation.update(valid=True).where(Organisation.id == organisation)
)
_LET_IN = Statement(
    lambda now, organisation, account: Account.update(
        status=Status.VALID,
        organisation=organisation,
        active_since=now,
        failures_in_row=0,
        failures_since_sign_in=0,
    ).where(Account.id == account)
)


def validate(
    office: Office, key: str, numbers: Sequence[str], organisation: int | None = None
) -> Decision:
    """Validate confirmed requests; their organisations become valid with them.

    The mails wait in the outbox while the decision may be taken back.

    Args:
        office: The office.
        key: The agent's session.
        numbers: The files.
        organisation: Link the file (one only) to this valid organisation; its own keeps it as a new
            one. None takes what the applicant picked in the directory, if it lies in the agent's
            area, else its own.

    Raises:
        NotAllowed: A file lies outside the agent's area; nothing was done.
        Overtaken: There was one file only, and somebody else was faster.
        SessionOver: The session has ended.
    """
    undo = timedelta(seconds=office.settings.registration.undo_seconds)

    def one(holder: Holder, request: Request, now: datetime) -> bool:
        return _validate_one(office, holder, request, now, organisation)

    numbers = tuple(dict.fromkeys(numbers))
    if organisation is not None and len(numbers) != 1:
        raise ValueError("one organisation is chosen for one file")
    if organisation is not None:
        _require_organisation(office, key, numbers[0], organisation)
    decision = _decide(office, key, numbers, one, "validate")
    return Decision(decision.done, decision.lost, office.clock() + undo if decision.done else None)


def refuse(office: Office, key: str, numbers: Sequence[str], values: Values) -> Decision:
    """Refuse confirmed requests with a reason, which is mailed.

    Args:
        office: The office.
        key: The agent's session.
        numbers: The files.
        values: The form of the refusal as typed.

    Raises:
        FormRefused: The form has errors.
        NotAllowed: A file lies outside the agent's area; nothing was done.
        Overtaken: There was one file only, and somebody else was faster.
        SessionOver: The session has ended.
    """
    form = refusal_form().check(values)
    if not isinstance(form, Refusal):
        raise FormRefused(form)

    def one(holder: Holder, request: Request, now: datetime) -> bool:
        return _refuse_one(office, holder, request, now, form)

    return _decide(office, key, numbers, one, "refuse")


def _require_organisation(office: Office, key: str, number: str, chosen: int) -> None:
    """A file may be linked to its own organisation or to a valid one of the agent's area.

    Raises:
        NotAllowed: It is another; written to the journal.
    """
    with office.connected():
        holder = sessions.require_agent(office, key)
        request = request_of_area(office, holder, number, "link_organisation")
        row = Organisation.get_or_none(Organisation.id == chosen)
        if chosen != request.organisation_id and not may_link(holder.account, row):
            sessions.refuse_access(office, holder, "link_organisation", str(chosen))


def waiting(office: Office, key: str) -> tuple[str, ...]:
    """Numbers of all files that wait in the agent's area, the oldest first: for “all”."""
    with office.connected():
        holder = sessions.require_agent(office, key)
        rows = (
            Request.select(Request.number)
            .where(in_area(Request.authority, holder.account), Request.status == Status.CONFIRMED)
            .order_by(Request.status_at, Request.id)
            .limit(MOST_AT_ONCE)
            .tuples()
            .execute()
        )
        return tuple(number for (number,) in rows)


def _decide(
    office: Office,
    key: str,
    numbers: Sequence[str],
    one: Callable[[Holder, Request, datetime], bool],
    act: str,
) -> Decision:
    """Decide file after file in one transaction; files that others decided are reported."""
    numbers = tuple(dict.fromkeys(numbers))
    if len(numbers) > MOST_AT_ONCE:
        raise ValueError(f"at most {MOST_AT_ONCE} files at once")
    done: list[str] = []
    lost: list[Lost] = []
    with office.connected():
        holder = sessions.require_agent(office, key)
        requests = [request_of_area(office, holder, number, act) for number in numbers]
        with office.writing():
            now = office.clock()
            for request in requests:
                if one(holder, request, now):
                    done.append(request.number)
                    journal.note(office, act, subject=request.number, actor=holder.account.email)
                else:
                    lost.append(_lost(request.number))
        if lost and len(numbers) == 1:
            raise Overtaken(lost[0])
    return Decision(tuple(done), tuple(lost), None)


def _lost(number: str) -> Lost:
    row = Request.get(Request.number == number)
    by = portraits.full_name(row.decided_by) if row.decided_by else ""
    return Lost(number, portraits.full_name(row.account), Status(row.status), by)


def _move(
    holder: Holder,
    request: Request,
    to: Status,
    now: datetime,
    reason: str | None = None,
    words: str = "",
) -> bool:
    """The request from confirmed to its new status; False when overtaken."""
    moved = _MOVE.run(
        to=to,
        now=now,
        agent=holder.account.id,
        reason=reason,
        words=words,
        request=request.id,
        authority=request.authority_id,
    )
    return bool(moved)


def _validate_one(
    office: Office, holder: Holder, request: Request, now: datetime, chosen: int | None
) -> bool:
    picked = request.chosen_organisation
    if chosen is None and picked is not None and may_link(holder.account, picked):
        chosen = picked.id
    organisation = request.organisation_id if chosen is None else chosen
    if not _move(holder, request, Status.VALID, now):
        return False
    if organisation == request.organisation_id:
        _MAKE_VALID.run(organisation=organisation)
    _LET_IN.run(now=now, organisation=organisation, account=request.account_id)
    sessions.end_all(office, request.account_id)
    account = request.account
    outbox.enqueue(
        office,
        MailKind.ACTIVATED,
        portraits.recipient(account),
        {"number": request.number, "email": account.email},
        delay_seconds=office.settings.registration.undo_seconds,
    )
    return True


def _refuse_one(
    office: Office, holder: Holder, request: Request, now: datetime, form: Refusal
) -> bool:
    if not _move(holder, request, Status.REFUSED, now, form.reason, form.words):
        return False
    account = request.account
    Account.update(status=Status.REFUSED).where(Account.id == account.id).execute()
    sessions.end_all(office, account.id)
    codes.void(office, account.id)
    outbox.enqueue(
        office,
        MailKind.REFUSED,
        portraits.recipient(account),
        {
            "number": request.number,
            "reason": REASONS[form.reason].text,
            "words": form.words,
            "authority": portraits.authority_view(request.authority),
        },
    )
    return True


def undo(office: Office, key: str, numbers: Iterable[str]) -> tuple[str, ...]:
    """Take validations back while their mails still wait.

    Args:
        office: The office.
        key: The session of the agent who validated.
        numbers: The files of that decision.

    Returns:
        The files that wait for a decision again.

    Raises:
        UndoTooLate: The time is over, or the mail has left; nothing was done.
        NotAllowed: A file lies outside the agent's area.
        SessionOver: The session has ended.
    """
    with office.connected():
        holder = sessions.require_agent(office, key)
        requests = [
            request_of_area(office, holder, number, "undo") for number in dict.fromkeys(numbers)
        ]
        with office.writing():
            for request in requests:
                _undo_one(office, holder, request)
    return tuple(request.number for request in requests)


def _undo_one(office: Office, holder: Holder, request: Request) -> None:
    limit = timedelta(seconds=office.settings.registration.undo_seconds)
    now = office.clock()
    account: Account = request.account
    mails = outbox.cancel(office, account_id=account.id, kind=MailKind.ACTIVATED)
    taken_back = (
        Request.update(
            status=Status.CONFIRMED,
            status_at=request.confirmed_at,
            decided_at=None,
            decided_by=None,
        )
        .where(
            (Request.id == request.id)
            & (Request.status == Status.VALID)
            & (Request.decided_by == holder.account.id)
            & (Request.decided_at > now - limit)
        )
        .execute()
    )
    if not (mails and taken_back):
        raise UndoTooLate
    own = request.organisation_id
    others = Account.select().where((Account.organisation == own) & (Account.id != account.id))
    if not others.exists():
        Organisation.update(valid=False).where(Organisation.id == own).execute()
    Account.update(
        status=Status.CONFIRMED, active_since=None, last_sign_in_at=None, organisation=None
    ).where(Account.id == account.id).execute()
    sessions.end_all(office, account.id)
    codes.void(office, account.id)
    journal.note(office, "undo", subject=request.number, actor=holder.account.email)
