"""Whose files an agent may see: its own area's; a national authority also its children's."""

from __future__ import annotations

import re

from peewee import Expression, Field

from traces_tui.models.statements import Statement
from traces_tui.models.tables import Account, Authority, Organisation, Request
from traces_tui.office import Office
from traces_tui.workflow import sessions
from traces_tui.workflow.sessions import Holder

_FIND = Statement(
    lambda number: (
        Request.select(Request, Account, Authority)
        .join(Account, on=(Request.account == Account.id))
        .switch(Request)
        .join(Authority, on=(Request.authority == Authority.code))
        .where(Request.number == number)
    )
)
_NUMBER = re.compile(r"[0-9]{4}-[0-9]{1,7}")


def in_area(column: Field, agent: Account) -> Expression:
    """The condition that a row's authority lies in the agent's area."""
    return lies_in(column, agent.authority_id)


def lies_in(column: Field, authority: object) -> Expression:
    """The condition that a row's authority is this one, or a child of it.

    One list of authorities, and no ``OR`` on the rows: so that an index that begins with the
    authority gives the rows one after the other, in its order.

    Args:
        column: The row's authority.
        authority: A code, or the gap of a statement.
    """
    codes = Authority.select(Authority.code).where(
        (Authority.code == authority) | (Authority.parent == authority)
    )
    within: Expression = column.in_(codes)
    return within


def covers(agent: Account, authority: Authority) -> bool:
    """Whether an authority lies in the agent's area."""
    return agent.authority_id in {authority.code, authority.parent}


def may_link(agent: Account, organisation: Organisation | None) -> bool:
    """Whether an agent may link a file to an organisation: a valid one of its own area."""
    return organisation is not None and organisation.valid and covers(agent, organisation.authority)


def request_of_area(office: Office, holder: Holder, number: str, act: str) -> Request:
    """A request by its number, if it lies in the holder's area.

    Raises:
        NotAllowed: It does not, or there is none; written to the journal.
    """
    found = (
        _FIND.read(Request, Account, Authority, number=number)
        if _NUMBER.fullmatch(number)
        else None
    )
    if found is None or not covers(holder.account, found[2]):
        sessions.refuse_access(office, holder, act, number)
    request: Request = found[0]
    request.account, request.authority = found[1], found[2]
    return request
