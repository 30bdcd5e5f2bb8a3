"""The accounts of an agent's area: find one, hear why it is locked, reset its question."""

from __future__ import annotations

from traces_tui.forms.sign_in import sign_in_form
from traces_tui.i18n import Message, msg, verbatim
from traces_tui.plain.rows import ROWS, Rows
from traces_tui.plain.talk import Back, Talk
from traces_tui.refusal import Refused
from traces_tui.workflow.account_words import (
    after_reset,
    badge_of,
    before_reset,
    last_sign_in_of,
    lock_of,
    no_access,
    question_of,
    why_no_accounts,
)
from traces_tui.workflow.refusals import SessionOver
from traces_tui.workflow.views import AccountRow, Page

TITLE = msg("Accounts of your area")


def accounts(talk: Talk, key: str) -> None:
    """Go through the accounts until the agent goes back.

    Raises:
        SessionOver: The session has ended.
        Leave: ``!`` was typed.
    """
    from traces_tui.workflow.accounts import find

    def read(search: str, after: str | None) -> Page[AccountRow]:
        return talk.do(find, key, search, after, ROWS)

    talk.head(TITLE)
    rows = Rows(talk, read, _line, why_no_accounts, help=(_HOW,))
    while True:
        try:
            (row,) = rows.choose()
        except Back:
            return
        _open(talk, key, row)


_HOW = msg("A number opens an account. Letters search a name, an address or a postal code.")


def _line(row: AccountRow) -> Message:
    return msg(
        "{name}, {organisation}, {state}",
        name=row.name,
        organisation=row.organisation,
        state=badge_of(row),
    )


def _open(talk: Talk, key: str, row: AccountRow) -> None:
    """Read an account out, and do what the agent wants with it."""
    while True:
        _tell(talk, row)
        entries = [("0", msg("Back to the list"))]
        if no_access(row) is None:
            entries.insert(0, ("1", before_reset(row.name)[2]))
        try:
            if talk.choose(msg("Number:"), entries) == "0":
                return
            row = _reset(talk, key, row)
        except Back:
            return
        except SessionOver:
            raise
        except Refused as refused:
            talk.error(refused.message)


def _tell(talk: Talk, row: AccountRow) -> None:
    talk.head(
        msg("{name}, {number}, {state}", name=row.name, number=row.number, state=badge_of(row))
    )
    talk.fact(sign_in_form().by_name["email"].label, verbatim(row.email))
    talk.fact(msg("Organisation"), verbatim(row.organisation))
    why = no_access(row)
    if why is not None:
        talk.say(why)
        return
    policy = talk.office.settings.lock
    talk.say(lock_of(row, policy), question_of(row), last_sign_in_of(row))


def _reset(talk: Talk, key: str, row: AccountRow) -> AccountRow:
    """Reset the secret question, once the agent is sure.

    Returns:
        The account as it stands then.
    """
    from traces_tui.workflow.accounts import reset_question

    title, text, act = before_reset(row.name)
    if not talk.sure(title, text, yes=act, no=msg("Cancel")):
        return row
    fresh = talk.do(reset_question, key, row.number)
    talk.say(after_reset(row.name))
    return fresh
