"""How far the confirmation mail has come, in words."""

from __future__ import annotations

from traces_tui.i18n import Hour, Message, msg
from traces_tui.workflow.views import MailProgress, MailState


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
