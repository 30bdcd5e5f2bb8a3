"""Where a request stands, in the words of its page."""

from __future__ import annotations

from dataclasses import replace

from traces_tui.i18n import Message, msg
from traces_tui.screens.authority_words import how_to_reach
from traces_tui.widgets.timeline import Moment, moments_of
from traces_tui.workflow.views import (
    AuthorityView,
    Confirmed,
    MailProgress,
    MailState,
    Progress,
    Status,
)
from traces_tui.workflow.wording import (
    ASK_AGAIN,
    NOT_BEFORE_STEP_3,
    SIGN_IN_NOW,
    done_on,
    how_to_confirm,
    mail_state,
    who_verifies,
)

Signed = tuple[Message, str, str]
"""A sentence, the name of its sign, and its style."""


def heading_of(status: Status) -> Message:
    """What the three steps below tell."""
    if status is Status.NEW:
        return msg("What is left for you to do")
    return msg("What happens now") if status is Status.CONFIRMED else msg("What happened")


def steps_of(request: Progress) -> tuple[Moment, ...]:
    """The three steps, with what is to be done and by whom; the address is masked."""
    first, second, third = moments_of(request)
    if request.status is Status.NEW:
        todo = replace(second, lines=how_to_confirm(request))
        return first, todo, _waiting(third, request.authority)
    if request.status is Status.CONFIRMED:
        return first, second, _waiting(third, request.authority)
    if request.status is Status.REFUSED:
        reach = how_to_reach(request.authority)
        who = (request.authority.name,) if reach is None else (request.authority.name, reach)
        return first, second, replace(third, lines=(*third.lines, *who))
    return first, second, third


def steps_of_confirmed(done: Confirmed) -> tuple[Moment, ...]:
    """The three steps as far as somebody may know them who only had the code."""
    return (
        Moment("done", Status.NEW.word, (msg("done"),)),
        Moment("done", Status.CONFIRMED.word, (done_on(done.at),)),
        _waiting(Moment("now", Status.VALID.word), done.authority),
    )


def _waiting(moment: Moment, authority: AuthorityView) -> Moment:
    """The third step while the authority has the file: who holds it, and how to reach them."""
    reach = how_to_reach(authority)
    return replace(moment, lines=(who_verifies(authority), *(() if reach is None else (reach,))))


def note_of(status: Status) -> Signed:
    """Whether one can sign in, or what else one can do."""
    if status is Status.REFUSED:
        return ASK_AGAIN, "info", "$link"
    if status is Status.VALID:
        return SIGN_IN_NOW, "ok", "$good"
    return NOT_BEFORE_STEP_3, "warn", "$warn"


def mail_words(mail: MailProgress) -> Signed:
    """How far the confirmation mail has come."""
    words = mail_state(mail)
    if mail.state is MailState.SENT and not mail.refused_by_server:
        return words, "ok", "$good"
    if mail.state is MailState.QUEUED and mail.next_try_at is None and not mail.refused_by_server:
        return words, "info", "$link"
    return words, "warn", "$warn"
