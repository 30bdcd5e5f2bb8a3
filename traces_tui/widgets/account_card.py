"""One account as an agent of its area reads it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from traces_tui.i18n import Message, msg, verbatim
from traces_tui.settings import Lock
from traces_tui.widgets.signed_lines import Line, SignedLines
from traces_tui.widgets.words import Heading, Words
from traces_tui.workflow.account_words import last_sign_in_of, lock_of, no_access, question_of
from traces_tui.workflow.views import AccountRow, Status

_SIGNS = {
    Status.NEW: ("todo", "$muted"),
    Status.CONFIRMED: ("warn", "$warn"),
    Status.VALID: ("ok", "$good"),
    Status.REFUSED: ("bad", "$bad"),
}


class AccountCard(VerticalScroll, can_focus=False):
    """Shows an account: state, lock and its cause, secret question, last sign-in.

    Args:
        policy: What locks an account.
    """

    def __init__(self, policy: Lock, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._policy = policy

    def compose(self) -> ComposeResult:
        """All parts, empty."""
        yield Words(id="account-title")
        yield SignedLines(id="account-who")
        yield Heading((msg("Access"), "bold $link"), classes="card-heading")
        yield SignedLines(id="account-access")

    def on_mount(self) -> None:
        """Nothing is shown yet."""
        self.visible = False

    def show(self, row: AccountRow | None) -> None:
        """Show an account, or nothing."""
        self.visible = row is not None
        if row is None:
            return
        glyph, style = _SIGNS[row.status]
        self.query_one("#account-title", Words).say(
            (verbatim(row.name), "bold"),
            (row.status.word, style),
            (verbatim(row.number), "$muted"),
            glyph=glyph,
            glyph_style=style,
        )
        self.query_one("#account-who", SignedLines).show(
            [Line(verbatim(row.email)), Line(verbatim(row.organisation))]
        )
        self.query_one("#account-access", SignedLines).show(self._access(row))

    def _access(self, row: AccountRow) -> list[Line]:
        if (why := no_access(row)) is not None:
            refused = row.status is Status.REFUSED
            return [_bad(why) if refused else _warn(why)]
        lock, question = lock_of(row, self._policy), question_of(row)
        return [
            _good(lock) if row.lock is None else _warn(lock),
            _question(row, question),
            _info(last_sign_in_of(row)),
        ]


def _question(row: AccountRow, words: Message) -> Line:
    if row.question_locked:
        return _warn(words)
    return _good(words) if row.question_set else _info(words)


def _good(words: Message) -> Line:
    return Line(words, sign="ok", sign_style="$good")


def _info(words: Message) -> Line:
    return Line(words, sign="info", sign_style="$link")


def _warn(words: Message) -> Line:
    return Line(words, sign="warn", sign_style="$warn")


def _bad(words: Message) -> Line:
    return Line(words, sign="bad", sign_style="$bad")
