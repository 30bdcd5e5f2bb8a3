"""Letters about a request, from its confirmation to the authority's answer."""

from __future__ import annotations

from dataclasses import replace

from traces_tui.i18n import Message, msg, plural
from traces_tui.mail.letter import (
    Block,
    Code,
    Command,
    Contact,
    Door,
    Entries,
    Letter,
    Paragraph,
    Quote,
)
from traces_tui.mail.values import Activated, Confirmation, NotYetValid, RequestRefused, Requests
from traces_tui.mail.values import Values as Nothing
from traces_tui.workflow.views import Status

_MOST_LISTED = 50
_LONGEST_NAME = 80


def confirmation(values: Confirmation, door: Door) -> Letter:
    """To the applicant: prove the address (notice, « Confirmation request »)."""
    return Letter(
        msg("Confirmation request"),
        (
            Paragraph(
                msg(
                    "The Trade Control and Expert System has successfully received your "
                    "registration request {number}.",
                    number=values.number,
                )
            ),
            Paragraph(msg("To confirm this request, type this code at any kiosk:")),
            Code(values.code),
            Paragraph(msg("Or use this command in a terminal:")),
            Command(door.confirm(values.code)),
            Paragraph(
                plural(
                    "The code can be used once, within {n} day.",
                    "The code can be used once, within {n} days.",
                    values.days,
                )
            ),
            Paragraph(
                msg(
                    "The request will then be validated by your local authority. An email will "
                    "tell you the result."
                )
            ),
            Paragraph(
                msg("If you did not ask for an account, ignore this email: nothing will happen.")
            ),
        ),
    )


def requests(values: Requests, door: Door) -> Letter:
    """To an authority: what waits for it (notice, « User creation requests »)."""
    listed = values.requests[:_MOST_LISTED]
    items: list[Message] = [
        msg(
            "validate USER {name}: request {number}",
            name=request.name[:_LONGEST_NAME],
            number=request.number,
        )
        for request in listed
    ]
    others = values.total - len(listed)
    if others > 0:
        items.append(plural("and {n} other", "and {n} others", others))
    return Letter(
        msg("User creation requests"),
        (
            Paragraph(
                plural(
                    "There is {n} request to validate.",
                    "There are {n} requests to validate.",
                    values.total,
                )
            ),
            Paragraph(msg("Competent authority: {authority}", authority=values.authority.name)),
            Paragraph(
                msg("To process all, sign in at any kiosk, or use this command in a terminal:")
            ),
            Command(door.enter),
            Entries(tuple(items)),
        ),
    )


def activated(values: Activated, door: Door) -> Letter:
    """To the applicant: the account is valid (notice, « Your account has been activated »)."""
    return Letter(
        msg("Your account has been activated"),
        (
            Paragraph(
                msg(
                    "Your account on the Trade Control and Expert System has been activated. As "
                    "of now, you can sign in with the user name {email} and the password you "
                    "provided during registration.",
                    email=values.email,
                )
            ),
            Paragraph(msg("Your request: {number}", number=values.number)),
            *entrance(door),
        ),
    )


def refused(values: RequestRefused, door: Door) -> Letter:
    """To the applicant: the authority said no, and why."""
    words: tuple[Block, ...] = (
        (Paragraph(msg("The authority adds:")), Quote(values.words)) if values.words.strip() else ()
    )
    return Letter(
        msg("Your request has been refused"),
        (
            Paragraph(
                msg(
                    "The authority has refused your registration request {number}.",
                    number=values.number,
                )
            ),
            Paragraph(msg("Reason: {reason}", reason=Message(values.reason))),
            *words,
            Paragraph(msg("You may send a new request with the same address.")),
            Paragraph(msg("If you have a question about this decision, contact:")),
            Contact(values.authority),
            *entrance(door),
        ),
    )


_STANDING = {
    Status.NEW: msg(
        "Your request {number} is not confirmed yet. Confirm it with the code that was mailed to "
        "you, or ask for a new code at any kiosk."
    ),
    Status.CONFIRMED: msg(
        "Your request {number} is confirmed and waits for the authority's answer. An email will "
        "tell you the result."
    ),
    Status.REFUSED: msg(
        "The authority has refused your request {number}. You may send a new request with the "
        "same address."
    ),
}


def not_yet_valid(values: NotYetValid, door: Door) -> Letter:
    """To an applicant who asked for a new password too early."""
    return Letter(
        msg("Your account is not valid yet"),
        (
            Paragraph(
                msg(
                    "A new password was asked for with this address, but its account is not valid "
                    "yet: no password was sent."
                )
            ),
            Paragraph(
                replace(_STANDING[Status(values.status)], values=(("number", values.number),))
            ),
            Paragraph(msg("Your request is with this authority:")),
            Contact(values.authority),
            *entrance(door),
        ),
    )


def already_registered(_values: Nothing, door: Door) -> Letter:
    """To the holder of an account whose address was typed in another registration."""
    return Letter(
        msg("You already have an account"),
        (
            Paragraph(
                msg(
                    "An account was asked for with this address, which already has one. Nothing "
                    "was changed."
                )
            ),
            Paragraph(
                msg(
                    "Sign in with this address. If you have forgotten the password, ask for a new "
                    "one on the login page."
                )
            ),
            *entrance(door),
            Paragraph(msg("If it was not you, ignore this email.")),
        ),
    )


def entrance(door: Door) -> tuple[Block, ...]:
    """How to open the program (in the source: « Click here to access the application »)."""
    return (
        Paragraph(
            msg("To access the application, go to any kiosk, or use this command in a terminal:")
        ),
        Command(door.enter),
    )
