"""How to reach an authority, in one line."""

from __future__ import annotations

from traces_tui.i18n import Message, msg
from traces_tui.workflow.views import AuthorityView


def how_to_reach(authority: AuthorityView) -> Message | None:
    """Telephone and address, else the town of the seat; None where nothing is known."""
    phone, email, seat = authority.phone, authority.email, authority.seat
    if phone and email:
        return msg("Contact: {phone}, {email}", phone=phone, email=email)
    if phone or email:
        return msg("Contact: {way}", way=phone or email)
    return msg("Its seat is in {town}.", town=seat) if seat else None
