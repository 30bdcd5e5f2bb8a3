"""Sentences about views that every front end says alike."""

from __future__ import annotations

from datetime import datetime

from traces_tui.forms.directory import long_enough
from traces_tui.i18n import CountryName, Day, Hour, Message, msg, verbatim
from traces_tui.text import masked_address
from traces_tui.workflow.views import (
    AuthorityView,
    DirectoryRow,
    File,
    MailProgress,
    MailState,
    OrganisationView,
    Progress,
    Status,
)

CONFIRMED = msg(
    "The request will now be validated by your Local Authority. An email will be sent to you to "
    "inform you about the result of this procedure."
)
"""Second and third sentence of the notice's page (§ I.4)."""

NOT_BEFORE_STEP_3 = msg("You can't sign in before step 3.")
SIGN_IN_NOW = msg("You can sign in now.")
ASK_AGAIN = msg("You may ask again with the same address.")

_TITLES = {
    Status.NEW: msg("Your address is not confirmed yet"),
    Status.CONFIRMED: msg("Your user registration request has been confirmed successfully"),
    Status.VALID: msg("Your account has been activated"),
    Status.REFUSED: msg("Your request has not been accepted"),
}

NEEDED = (
    msg("an e-mail address whose messages you can read now"),
    msg("the name, address and postal code of your organisation"),
    msg("a password, and an answer that you will remember exactly"),
)
"""What a registration needs."""

KEPT = (
    msg(
        "Kept: your answers, the dates and the outcome of your request. Nobody can read the "
        "password or the secret answer."
    ),
    msg(
        "They serve to open your account; only the agents of your competent authority see your "
        "file. Nothing is kept before the last step."
    ),
)
"""What becomes of it."""

ASK_AUTHORITY = (
    msg("Call it and name the address of your account: it makes sure it is you."),
    msg("It resets your question. It never asks for your password or answer."),
    msg("Then ask for a new password again, on the sign-in page."),
    msg("Choose a new question and its answer, then a new password."),
)
"""What happens when the answer to the secret question is forgotten."""


def title_of(status: Status, *, just_sent: bool = False) -> Message:
    """What happened to a request.

    Args:
        status: Where it stands.
        just_sent: Whether it was sent a moment ago.
    """
    if just_sent and status is Status.NEW:
        return msg("Your request is registered")
    return _TITLES[status]


def done_on(at: datetime) -> Message:
    """When a step of a request was done."""
    return msg("done on {moment}", moment=at)


def how_to_confirm(request: Progress) -> tuple[Message, Message]:
    """Where the message is, the address masked, and what to do with its code: one sentence."""
    expires = request.code_expires_at
    return (
        msg("Open the message sent to {address}", address=masked_address(request.email)),
        msg("and type its code here.")
        if expires is None
        else msg("and type its code here. It is good until {day}.", day=Day(expires)),
    )


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
        return msg("Telephone {phone}, e-mail {email}", phone=phone, email=email)
    if phone:
        return msg("Telephone {phone}", phone=phone)
    if email:
        return msg("E-mail {email}", email=email)
    return msg("Its seat is in {town}.", town=seat) if seat else None


def mail_state(mail: MailProgress) -> Message:
    """How far the confirmation mail has come."""
    if mail.refused_by_server:
        return msg("The receiving server refused the message. Correct the address.")
    if mail.state is MailState.SENT:
        return msg("The message left on {moment}.", moment=mail.at)
    if mail.state is not MailState.QUEUED:
        return msg("The message could not be delivered. Send it again.")
    if mail.next_try_at is not None:
        return msg(
            "The mail server did not answer. Next try at {hour}.", hour=Hour(mail.next_try_at)
        )
    return msg("The message is about to leave.")


def state_of(file: File) -> Message:
    """Where a file stands, and who decided it."""
    decided = file.decided_at
    if file.status is Status.VALID and decided is not None:
        return msg("valid, by {agent} on {day}", agent=file.decided_by, day=Day(decided))
    if file.status is Status.REFUSED and decided is not None:
        return msg("refused, by {agent} on {day}", agent=file.decided_by, day=Day(decided))
    if file.status is Status.CONFIRMED:
        return msg("confirmed, to validate")
    return msg("new, address not confirmed")


def address_of(place: OrganisationView, home: str) -> Message:
    """An organisation's address on one line, with the country where it is not the reader's.

    Args:
        place: The organisation.
        home: Code of the reader's country.
    """
    town = f"{place.postal_code} {place.commune}".strip()
    parts = [verbatim(part) for part in (place.address, town) if part]
    if place.country != home:
        parts.append(verbatim(CountryName(place.country)))
    line = parts[0] if parts else verbatim("")
    for part in parts[1:]:
        line = msg("{part}, {next}", part=line, next=part)
    return line


def facts_of(row: DirectoryRow) -> tuple[tuple[Message, Message], ...]:
    """What anybody may know of an organisation: labels and values."""
    place = msg("{postal_code} {commune}", postal_code=row.postal_code, commune=row.commune)
    activities = ((msg("Activities"), verbatim(row.activities)),) if row.activities else ()
    return (
        (msg("Commune"), place),
        (msg("Country"), verbatim(CountryName(row.country))),
        *activities,
        (msg("Competent authority"), row.authority.name),
    )


NO_ORGANISATION = msg(
    "Try fewer letters, or the postal code alone. An organisation appears here "
    "when its authority has validated it."
)
"""What to do when the directory has no answer."""


def why_no_organisation(search: str) -> Message:
    """Why the directory has no answer, and what to do, in one go."""
    if not long_enough(search):
        return msg("Type at least two letters")
    return msg("{first}. {last}", first=no_organisation(search), last=NO_ORGANISATION)


def no_organisation(search: str) -> Message:
    """Nothing fits."""
    return msg("No organisation for “{search}”", search=search.strip())
