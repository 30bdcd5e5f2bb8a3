"""Telling the authority that requests wait (notice, § I.5)."""

from __future__ import annotations

from traces_tui.mail import outbox
from traces_tui.mail.outbox import MailKind
from traces_tui.models.tables import Account, Authority, Request
from traces_tui.office import Office
from traces_tui.workflow import portraits
from traces_tui.workflow.views import Role, Status

MOST_LISTED = 50
"""Requests that one mail names; the others are counted."""


def announce_waiting(office: Office, authority: Authority) -> int:
    """Queue the notice's mail to every agent of the area: how many wait, and who.

    A mail that still waits to be sent to an agent is replaced by the newer one. Where an area has
    no agent, its national authority's agents are told.

    Returns:
        How many agents are told.
    """
    agents = _agents(authority.code)
    if not agents and authority.parent:
        agents = _agents(authority.parent)
    if not agents:
        return 0
    waiting = (
        Request.select(Request.number, Account.first_name, Account.last_name)
        .join(Account)
        .where((Request.authority == authority.code) & (Request.status == Status.CONFIRMED))
        .order_by(Request.status_at, Request.id)
    )
    listed = [
        {"number": number, "name": f"{first} {last}"}
        for number, first, last in waiting.limit(MOST_LISTED).tuples().execute()
    ]
    total = len(listed) if len(listed) < MOST_LISTED else waiting.count()
    values = {
        "authority": portraits.authority_view(authority),
        "total": total,
        "requests": listed,
    }
    for agent in agents:
        outbox.cancel(office, account_id=agent.id, kind=MailKind.REQUESTS)
        outbox.enqueue(office, MailKind.REQUESTS, portraits.recipient(agent), values)
    return len(agents)


def _agents(code: str) -> list[Account]:
    return list(
        Account.select(
            Account.id,
            Account.email,
            Account.first_name,
            Account.last_name,
            Account.language,
            Account.notification,
        ).where(
            (Account.authority == code)
            & (Account.role == Role.AGENT)
            & (Account.status == Status.VALID)
        )
    )
