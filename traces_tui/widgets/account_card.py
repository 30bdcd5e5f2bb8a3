"""One account as an agent of its area reads it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from traces_tui.i18n import Message, msg, plural, verbatim
from traces_tui.widgets.signed_lines import Line, SignedLines
from traces_tui.widgets.words import Heading, Words
from traces_tui.workflow.views import AccountRow, LockCause, Status

_SIGNS = {
    Status.NEW: ("todo", "$muted"),
    Status.CONFIRMED: ("warn", "$warn"),
    Status.VALID: ("ok", "$good"),
    Status.REFUSED: ("bad", "$bad"),
}


class AccountCard(VerticalScroll, can_focus=False):
    """Shows an account: state, lock and its cause, secret question, last sign-in.

    Args:
        tries: Wrong sign-ins in a row that lock.
        months: Months without sign-in that lock.
    """

    def __init__(self, tries: int, months: int, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._tries = tries
        self._months = months

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
        if row.status is not Status.VALID:
            return [_warn(msg("Not valid yet: it can't sign in."), row)]
        lines = [self._lock(row), _question(row)]
        last = row.last_sign_in_at
        words = (
            msg("Last sign-in: {moment}.", moment=last)
            if last is not None
            else msg("Has not signed in yet.")
        )
        return [*lines, Line(words, sign="info", sign_style="$link")]

    def _lock(self, row: AccountRow) -> Line:
        if row.lock is None:
            return Line(msg("Not locked."), sign="ok", sign_style="$good")
        words = (
            plural(
                "Locked after {n} wrong try. A new password, asked for at the sign-in page, "
                "unlocks it.",
                "Locked after {n} wrong tries. A new password, asked for at the sign-in page, "
                "unlocks it.",
                self._tries,
            )
            if row.lock is LockCause.TRIES
            else plural(
                "Locked after {n} month without sign-in. A new password, asked for at the "
                "sign-in page, unlocks it.",
                "Locked after {n} months without sign-in. A new password, asked for at the "
                "sign-in page, unlocks it.",
                self._months,
            )
        )
        return _warn(words, row)


def _question(row: AccountRow) -> Line:
    if row.question_locked:
        return _warn(
            msg("Secret question locked after too many wrong answers: reset it here."), row
        )
    if not row.question_set:
        return Line(
            msg("Secret question to choose: at the next request for a password."),
            sign="info",
            sign_style="$link",
        )
    return Line(msg("Secret question chosen."), sign="ok", sign_style="$good")


def _warn(words: Message, row: AccountRow) -> Line:
    if row.status is Status.REFUSED:
        return Line(msg("Refused: it can't sign in."), sign="bad", sign_style="$bad")
    return Line(words, sign="warn", sign_style="$warn")


def badge_of(row: AccountRow) -> Message:
    """The state of an account in a word or two: its lock, if there is one, before its status."""
    if row.lock is LockCause.TRIES:
        return msg("locked: tries")
    if row.lock is LockCause.INACTIVITY:
        return msg("locked: inactivity")
    if row.question_locked:
        return msg("question locked")
    return row.status.word
