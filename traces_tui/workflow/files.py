"""What an agent looks at before deciding: counts, queue, search, one file with its checks."""

from __future__ import annotations

from peewee import fn

from traces_tui.forms.refusal import REASONS
from traces_tui.i18n import Day, Message, msg, verbatim
from traces_tui.models.fields import to_microseconds
from traces_tui.models.tables import Account, Journal, Organisation, Request
from traces_tui.office import Office
from traces_tui.text import folded
from traces_tui.workflow import activity, portraits, sessions
from traces_tui.workflow.area import in_area, may_link, request_of_area
from traces_tui.workflow.organisations import LONGEST_SEARCH, look_alikes
from traces_tui.workflow.views import Check, Event, File, Page, QueueRow, Role, Status, Tab, Work

PAGE = 100
"""Rows of a list that are read at once."""
_MOST_WORDS = 8
_EVENTS: dict[str, Message] = {
    "register": msg("request sent"),
    "resend_code": msg("confirmation mail sent again"),
    "correct_address": msg("address corrected"),
    "confirm": msg("address confirmed"),
    "validate": msg("validated"),
    "refuse": msg("refused"),
    "undo": msg("validation taken back"),
}


def work(office: Office, key: str) -> Work:
    """What waits, and how the last weeks went: for the agent's home."""
    with office.connected():
        holder = sessions.require_agent(office, key)
        agent = holder.account
        return Work(
            authority=portraits.authority_view(agent.authority),
            counts=_counts(agent),
            organisations=Organisation.select()
            .where(in_area(Organisation.authority, agent), Organisation.valid)
            .count(),
            accounts=Account.select()
            .where(in_area(Account.authority, agent), Account.role == Role.OPERATOR)
            .count(),
            waiting=activity.waiting(office, agent.authority_id),
            weeks=activity.last_weeks(office, agent.authority_id),
        )


def counts(office: Office, key: str) -> dict[Tab, int]:
    """How many files each tab holds."""
    with office.connected():
        return _counts(sessions.require_agent(office, key).account)


def _counts(agent: Account) -> dict[Tab, int]:
    rows = (
        Request.select(Request.status, fn.COUNT(Request.id))
        .where(in_area(Request.authority, agent))
        .group_by(Request.status)
        .tuples()
        .execute()
    )
    found: dict[str, int] = dict(rows)
    return {tab: int(found.get(tab.value, 0)) for tab in Tab}


def queue(
    office: Office,
    key: str,
    tab: Tab,
    search: str = "",
    after: str | None = None,
    limit: int = PAGE,
) -> Page[QueueRow]:
    """A part of one tab, the oldest first (decided files: the newest first).

    Args:
        office: The office.
        key: The agent's session.
        tab: Which list.
        search: Words that person, organisation, address or postal code must all hold.
        after: Where the last part ended.
        limit: How many rows at most.
    """
    with office.connected():
        agent = sessions.require_agent(office, key).account
        conditions = [in_area(Request.authority, agent), Request.status == tab.value]
        conditions += [
            Request.folded_text.contains(word)
            for word in folded(search[:LONGEST_SEARCH]).split()[:_MOST_WORDS]
        ]
        newest_first = tab in {Tab.VALID, Tab.REFUSED}
        if after is not None:
            moment, _, last = after.partition(":")
            at, number = int(moment), int(last)
            conditions.append(
                (Request.status_at < at) | ((Request.status_at == at) & (Request.id < number))
                if newest_first
                else (Request.status_at > at) | ((Request.status_at == at) & (Request.id > number))
            )
        order = (
            (Request.status_at.desc(), Request.id.desc())
            if newest_first
            else (Request.status_at, Request.id)
        )
        decider = Account.alias()
        rows = list(
            Request.select(Request, Account, Organisation, decider)
            .join(Account, on=(Request.account == Account.id))
            .switch(Request)
            .join(Organisation, on=(Request.organisation == Organisation.id))
            .switch(Request)
            .join(decider, "LEFT OUTER JOIN", on=(Request.decided_by == decider.id))
            .where(*conditions)
            .order_by(*order)
            .limit(limit + 1)
        )
        shown = rows[:limit]
        more = len(rows) > limit
        return Page(
            tuple(_queue_row(office, row) for row in shown),
            f"{to_microseconds(shown[-1].status_at)}:{shown[-1].id}" if more else None,
        )


def _queue_row(office: Office, row: Request) -> QueueRow:
    days = (office.clock() - row.status_at).days
    return QueueRow(
        number=row.number,
        name=f"{row.account.last_name} {row.account.first_name}",
        organisation=row.organisation.name,
        postal_code=row.organisation.postal_code,
        status=Status(row.status),
        since=row.status_at,
        days=days,
        overdue=row.status == Status.CONFIRMED
        and days >= office.settings.registration.overdue_days,
        handled_by=portraits.full_name(row.decided_by) if row.decided_by else "",
    )


def file(office: Office, key: str, number: str) -> File:
    """One file with all that is needed to decide.

    Raises:
        NotAllowed: It lies outside the agent's area; written to the journal.
    """
    with office.connected():
        holder = sessions.require_agent(office, key)
        request = request_of_area(office, holder, number, "read_file")
        account: Account = request.account
        own: Organisation = request.organisation
        similar = tuple(look_alikes(own))
        picked = request.chosen_organisation
        chosen = picked if may_link(holder.account, picked) else None
        if chosen is not None and chosen.id not in {row.id for row in similar}:
            similar = (chosen, *similar)
        return File(
            number=request.number,
            status=Status(request.status),
            email=account.email,
            first_name=account.first_name,
            last_name=account.last_name,
            language=account.language,
            phone=account.phone,
            fax=account.fax,
            more_information=account.more_information,
            organisation=portraits.organisation_view(own),
            authority=portraits.authority_view(request.authority),
            created_at=request.created_at,
            confirmed_at=request.confirmed_at,
            decided_at=request.decided_at,
            decided_by=portraits.full_name(request.decided_by) if request.decided_by else "",
            checks=_checks(request, account, own, similar, chosen),
            history=_history(account),
            similar=tuple(portraits.organisation_view(row) for row in similar),
            chosen=chosen.id if chosen is not None else None,
            refusal=REASONS.get(request.reason) if request.reason else None,
            refusal_words=request.reason_words,
        )


def _checks(
    request: Request,
    account: Account,
    own: Organisation,
    similar: tuple[Organisation, ...],
    chosen: Organisation | None,
) -> tuple[Check, ...]:
    found = [
        Check(True, msg("Address confirmed on {day}", day=Day(request.confirmed_at)))
        if request.confirmed_at
        else Check(False, msg("The address is not confirmed yet"))
    ]
    if own.insee_code:
        found.append(
            Check(
                True,
                msg(
                    "{commune} lies in the area of {authority}",
                    commune=own.commune,
                    authority=portraits.authority_view(request.authority).name,
                ),
            )
        )
    elif own.country == "FR":
        found.append(
            Check(False, msg("Area guessed from the postal code {code}", code=own.postal_code))
        )
    earlier = (
        Request.select()
        .where((Request.account == account.id) & (Request.id < request.id))
        .order_by(Request.id.desc())
        .first()
    )
    if earlier is not None and earlier.decided_at is not None:
        reason = REASONS.get(earlier.reason or "")
        found.append(
            Check(
                False,
                msg(
                    "Refused before, on {day}: {reason}",
                    day=Day(earlier.decided_at),
                    reason=reason or verbatim(""),
                ),
            )
        )
    if request.status == Status.VALID:
        return tuple(found)
    if chosen is not None:
        found.append(Check(True, msg("Chosen in the directory: {name}", name=chosen.name)))
    elif similar:
        found.append(
            Check(False, msg("The directory has a similar one: {name}", name=similar[0].name))
        )
    else:
        found.append(Check(True, msg("New organisation: validation adds it to the directory")))
    return tuple(found)


def _history(account: Account) -> tuple[Event, ...]:
    numbers = Request.select(Request.number).where(Request.account == account.id)
    rows = (
        Journal.select()
        .where(Journal.subject.in_(numbers), Journal.act.in_(list(_EVENTS)))
        .order_by(Journal.at, Journal.id)
    )
    return tuple(
        Event(
            row.at,
            msg("{event}, by {agent}", event=_EVENTS[row.act], agent=row.actor)
            if row.actor
            else _EVENTS[row.act],
        )
        for row in rows
        if row.result == "done"
    )
