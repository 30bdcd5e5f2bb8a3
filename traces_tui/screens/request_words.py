"""Where a request stands, in words."""

from __future__ import annotations

from dataclasses import replace

from traces_tui.i18n import Day, Hour, Message, msg
from traces_tui.screens.authority_words import how_to_reach, who_verifies
from traces_tui.text import masked_address
from traces_tui.widgets.timeline import Moment, moments_of
from traces_tui.workflow.views import AuthorityView, MailProgress, MailState, Progress, Status

CONFIRMED = msg(
    "The request will now be validated by your Local Authority. An email will be sent to you to "
    "inform you about the result of this procedure."
)
"""Second and third sentence of the notice's page (§ I.4)."""

_TITLES = {
    Status.NEW: msg("Your address is not confirmed yet"),
    Status.CONFIRMED: msg("Your user registration request has been confirmed successfully"),
    Status.VALID: msg("Your account has been activated"),
    Status.REFUSED: msg("Your request has not been accepted"),
}


def title_of(status: Status, *, just_sent: bool = False) -> Message:
    """What happened."""
    if just_sent and status is Status.NEW:
        return msg("Your request is registered")
    return _TITLES[status]


def heading_of(status: Status) -> Message:
    """What the three steps below tell."""
    if status is Status.NEW:
        return msg("What is left for you to do")
    return msg("What happens now") if status is Status.CONFIRMED else msg("What happened")


def steps_of(request: Progress) -> tuple[Moment, ...]:
    """The three steps, with what is to be done and by whom; the address is masked."""
    first, second, third = moments_of(request)
    if request.status is Status.NEW:
        sent = msg("Open the message sent to {address}", address=masked_address(request.email))
        expires = request.code_expires_at
        code = (
            msg("and type its code here.")
            if expires is None
            else msg("and type its code here. It is good until {day}.", day=Day(expires))
        )
        return first, replace(second, lines=(sent, code)), waiting(third, request.authority)
    if request.status is Status.CONFIRMED:
        return first, second, waiting(third, request.authority)
    if request.status is Status.REFUSED:
        reach = how_to_reach(request.authority)
        who = (request.authority.name,) if reach is None else (request.authority.name, reach)
        return first, second, replace(third, lines=(*third.lines, *who))
    return first, second, third


def waiting(moment: Moment, authority: AuthorityView) -> Moment:
    """The third step while the authority has the file: who holds it, and how to reach them."""
    reach = how_to_reach(authority)
    return replace(moment, lines=(who_verifies(authority), *(() if reach is None else (reach,))))


def mail_words(mail: MailProgress) -> tuple[Message, str, str]:
    """A sentence, the name of its sign, and its style."""
    if mail.refused_by_server:
        return (
            msg("The receiving server refused the message. Correct the address."),
            "warn",
            "$warn",
        )
    if mail.state is MailState.SENT:
        return msg("The message left on {moment}.", moment=mail.at), "ok", "$good"
    if mail.state is not MailState.QUEUED:
        return msg("The message could not be delivered. Send it again."), "warn", "$warn"
    if mail.next_try_at is not None:
        return (
            msg("The mail server did not answer. Next try at {hour}.", hour=Hour(mail.next_try_at)),
            "warn",
            "$warn",
        )
    return msg("The message is about to leave."), "info", "$link"
