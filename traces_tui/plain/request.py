"""A request on its way: its three steps, the code of the message, the address (notice, § I.3)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from traces_tui.forms.confirmation import confirmation_form, correction_form
from traces_tui.i18n import Message, msg, verbatim
from traces_tui.plain.asking import FormTalk
from traces_tui.plain.talk import Back, Talk, numbered
from traces_tui.receipt.paper import WIDTH, Request, lines
from traces_tui.receipt.printer import Printer, has_printer
from traces_tui.refusal import Refused
from traces_tui.workflow.refusals import SessionOver
from traces_tui.workflow.views import Confirmed, Progress, Status
from traces_tui.workflow.wording import (
    ASK_AGAIN,
    CONFIRMED,
    NOT_BEFORE_STEP_3,
    SIGN_IN_NOW,
    done_on,
    how_to_confirm,
    how_to_reach,
    mail_state,
    title_of,
    who_verifies,
)


def confirm(talk: Talk) -> None:
    """Ask for the code of a message and confirm the address, without signing in.

    Raises:
        Back: Nothing was confirmed.
    """
    from traces_tui.workflow import confirmation

    talk.head(confirmation_form().title)
    talk.say(msg("Type the code of the message that you received after your registration."))
    form = FormTalk(talk, confirmation_form(), help={"code": (_NO_MESSAGE,)})
    done = form.fill(lambda typed: talk.do(confirmation.confirm, typed["code"]))
    talk.head(title_of(Status.CONFIRMED))
    talk.fact(msg("Number of the request"), verbatim(done.number))
    talk.say(CONFIRMED, who_verifies(done.authority))
    if (reach := how_to_reach(done.authority)) is not None:
        talk.say(reach)
    if has_printer(talk.office):
        _offer_paper(talk, done)


def _offer_paper(talk: Talk, done: Confirmed) -> None:
    """Print the receipt of somebody who is about to go, if it is wanted."""
    entries = (("1", _PRINT), ("0", msg("Finish")))
    with suppress(Back):
        while talk.choose(msg("Number:"), entries) == "1":
            try:
                _print(talk, done)
            except Refused as refused:
                talk.error(refused.message)
            else:
                return


def _print(talk: Talk, request: Request) -> None:
    sheet = lines(request, talk.tr, at=talk.office.clock())
    talk.do(Printer().print, sheet)
    talk.say(msg("Receipt printed: take it with you."))


_PRINT = msg("Print the receipt")
_NO_MESSAGE = msg(
    "No message, or an expired code? Sign in with your address and your password: the page of your "
    "request opens, and sends a new one."
)


def follow(talk: Talk, key: str, progress: Progress, *, registered: bool = False) -> str | None:
    """Show where a request stands, and do what the applicant can do about it.

    Args:
        talk: Whom to ask.
        key: Key of the pending session; it ends with this.
        progress: Where the request stands.
        registered: Whether it was sent just now.

    Returns:
        The address, when the person wants to ask again after a refusal.
    """
    with talk.holding(key):
        page = _Page(talk, key, progress)
        page.tell(registered=registered)
        return page.until_left()


class _Page:
    """One request, for as long as it is looked at."""

    def __init__(self, talk: Talk, key: str, progress: Progress) -> None:
        self._talk = talk
        self._key = key
        self._now = progress

    def tell(self, *, registered: bool = False) -> None:
        """Title, number, status, steps."""
        talk, now = self._talk, self._now
        talk.head(title_of(now.status, just_sent=registered))
        talk.fact(msg("Number of the request"), verbatim(now.number))
        talk.fact(msg("Status"), now.status.word)
        for number, words in enumerate(_steps(now), 1):
            talk.say(numbered(number, words))
        if now.status is Status.NEW and now.mail is not None:
            talk.say(mail_state(now.mail))
        if now.refusal_words:
            talk.say(verbatim(now.refusal_words))
        talk.say(_note(now))

    def until_left(self) -> str | None:
        """Ask what to do, again and again."""
        while True:
            try:
                match self._talk.choose(msg("Number:"), self._entries()):
                    case "1":
                        self._type_code()
                    case "2":
                        self._resend()
                    case "3":
                        self._correct()
                    case "4":
                        self._look()
                    case "5":
                        return self._now.email
                    case "6":
                        self._read_receipt()
                    case "7":
                        _print(self._talk, self._now)
                    case _:
                        return None
            except Back:
                continue
            except SessionOver:
                raise
            except Refused as refused:
                self._talk.error(refused.message)

    def _entries(self) -> list[tuple[str, Message]]:
        entries = []
        if self._now.status is Status.NEW:
            entries = [
                ("1", msg("Type the code")),
                ("2", msg("Send the message again")),
                ("3", correction_form().title),
            ]
        if self._now.status in {Status.NEW, Status.CONFIRMED}:
            entries.append(("4", msg("Look again")))
        if self._now.status is Status.REFUSED:
            entries.append(("5", msg("Ask again")))
        entries.append(("6", msg("Read out the receipt")))
        if has_printer(self._talk.office):
            entries.append(("7", _PRINT))
        return [*entries, ("0", msg("Finish"))]

    def _type_code(self) -> None:
        from traces_tui.workflow import confirmation

        done = FormTalk(self._talk, confirmation_form()).fill(
            lambda typed: self._talk.do(confirmation.confirm, typed["code"], self._key)
        )
        self._now = replace(
            self._now,
            status=Status.CONFIRMED,
            confirmed_at=done.at,
            code_expires_at=None,
            mail=None,
            resend_at=None,
        )
        self.tell()
        self._talk.say(CONFIRMED)

    def _resend(self) -> None:
        from traces_tui.workflow import confirmation

        self._now = self._talk.do(confirmation.resend, self._key)
        self._talk.say(msg("A new message is on its way; the older code is dead."))

    def _correct(self) -> None:
        from traces_tui.workflow import confirmation

        self._talk.say(
            msg("A new message with a new code goes to this address; the older code dies.")
        )
        self._now = FormTalk(self._talk, correction_form()).fill(
            lambda typed: self._talk.do(confirmation.correct_address, self._key, typed["email"])
        )
        self._talk.say(msg("A new message is on its way to the right address."))

    def _look(self) -> None:
        from traces_tui.workflow import confirmation

        self._now = self._talk.do(confirmation.progress, self._key)
        self.tell()

    def _read_receipt(self) -> None:
        talk = self._talk
        talk.terminal.write()
        width = min(WIDTH, talk.terminal.width)
        for line in lines(self._now, talk.tr, at=talk.office.clock(), width=width):
            talk.terminal.write(line)


def steps_of(now: Progress) -> tuple[Message, ...]:
    """The three steps of a request, each with its date or nothing."""
    last = Status.REFUSED if now.status is Status.REFUSED else Status.VALID
    return tuple(
        status.word if at is None else msg("{step}: {when}", step=status.word, when=done_on(at))
        for status, at in (
            (Status.NEW, now.created_at),
            (Status.CONFIRMED, now.confirmed_at),
            (last, now.decided_at),
        )
    )


def _steps(now: Progress) -> tuple[Message, ...]:
    """The same, with what is to be done, by whom."""
    first, second, third = steps_of(now)
    if now.status is Status.NEW:
        sent, code = how_to_confirm(now)
        todo = msg("{first} {last}", first=sent, last=code)
        second = msg("{step}: {when}", step=second, when=todo)
    if now.status in {Status.NEW, Status.CONFIRMED}:
        who = who_verifies(now.authority)
        reach = how_to_reach(now.authority)
        whole = who if reach is None else msg("{who} {reach}", who=who, reach=reach)
        third = msg("{step}: {when}", step=third, when=whole)
    return first, second, third


def _note(now: Progress) -> Message:
    if now.status is Status.VALID:
        return SIGN_IN_NOW
    if now.status is not Status.REFUSED:
        return NOT_BEFORE_STEP_3
    if now.refusal is None:
        return ASK_AGAIN
    return msg("Reason: {reason}. You may ask again with the same address.", reason=now.refusal)
