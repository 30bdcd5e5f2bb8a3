"""An authority in a sentence: what it does, and how to reach it."""

from __future__ import annotations

from traces_tui.i18n import CountryName, Message, msg
from traces_tui.workflow.views import AuthorityView


def who_verifies(authority: AuthorityView) -> Message:
    """Who has the request to decide on."""
    if authority.local_name:
        return msg("The {authority} verifies your request.", authority=authority.local_name)
    return msg(
        "The competent authority of {country} verifies your request.",
        country=CountryName(authority.country),
    )


def how_to_reach(authority: AuthorityView) -> Message | None:
    """Telephone and address, else the town of the seat; None where nothing is known."""
    phone, email, seat = authority.phone, authority.email, authority.seat
    if phone and email:
        return msg("Contact: {phone}, {email}", phone=phone, email=email)
    if phone or email:
        return msg("Contact: {way}", way=phone or email)
    return msg("Its seat is in {town}.", town=seat) if seat else None
