"""What an agent decides on one file or on several, and how it is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from traces_tui.forms.refusal import refusal_form
from traces_tui.i18n import Message, msg, plural
from traces_tui.plain.asking import FormTalk
from traces_tui.plain.talk import BULLET, Back, Talk, numbered
from traces_tui.workflow import several
from traces_tui.workflow.refusals import Overtaken
from traces_tui.workflow.views import Decision, QueueRow, Tab


def decide(talk: Talk, key: str, rows: Sequence[QueueRow]) -> None:
    """Ask what to do with several files, and do it.

    Raises:
        Back: Nothing was done.
        SessionOver: The session has ended.
    """
    count = len(rows)
    entries = (
        ("1", several.before_validating(count, 0, 0).yes),
        ("2", refuse_title(count)),
        ("0", msg("Back to the list")),
    )
    for row in rows:
        talk.say(
            numbered(
                BULLET, msg("{name}, {organisation}", name=row.name, organisation=row.organisation)
            )
        )
    numbers = tuple(row.number for row in rows)
    match talk.choose(msg("Number:"), entries):
        case "1":
            _validate(talk, key, numbers)
        case "2":
            done = refuse(
                talk,
                key,
                numbers,
                refuse_title(count),
                msg(
                    "Each applicant receives the reason in the language of the account, and your "
                    "message as you write it."
                ),
            )
            if done is not None:
                tell(talk, done, several.refused(len(done.done)))


def validate_all(talk: Talk, key: str) -> None:
    """Validate all that wait in the area (notice, “To process all”).

    Raises:
        SessionOver: The session has ended.
    """
    from traces_tui.workflow import files, review

    numbers = talk.do(review.waiting, key)
    if not numbers:
        talk.say(msg("No request to validate."))
        return
    waiting = talk.do(files.counts, key)[Tab.TO_VALIDATE]
    _validate(talk, key, numbers, max(0, waiting - len(numbers)))


def _validate(talk: Talk, key: str, numbers: tuple[str, ...], more: int = 0) -> None:
    from traces_tui.workflow import review

    seconds = talk.office.settings.registration.undo_seconds
    if not _sure(talk, several.before_validating(len(numbers), more, seconds)):
        return
    decision = talk.do(review.validate, key, numbers)
    tell(talk, decision, several.validated(len(decision.done)))
    if decision.done:
        entries = (undo_entry(talk, decision), ("0", msg("Back to the list")))
        if talk.choose(msg("Number:"), entries) == UNDO:
            undo(talk, key, decision.done)


def _sure(talk: Talk, question: several.Question) -> bool:
    """Ask before many files; for more than a few their number is typed."""
    if not question.typed:
        return talk.sure(question.title, question.text, yes=question.yes, no=msg("Cancel"))
    talk.head(question.title)
    talk.say(question.text)
    while True:
        asked = msg("{how}, or Enter to cancel:", how=question.how)
        try:
            typed = talk.line(asked).strip()
        except Back:
            return False
        if not typed:
            return False
        if question.answers(typed):
            return True
        talk.error(question.wrong)


def refuse_title(count: int) -> Message:
    """What refusing several is called."""
    return plural("Refuse {n} request", "Refuse {n} requests", count)


def refuse(
    talk: Talk, key: str, numbers: Sequence[str], title: Message, note: Message
) -> Decision | None:
    """Ask the reason, and once more, then refuse.

    Args:
        talk: Whom to ask.
        key: The agent's session.
        numbers: The files.
        title: What is going to be done.
        note: What becomes of the words.

    Returns:
        What was done; None where the agent went back.

    Raises:
        Overtaken: There was one file only, and somebody else was faster.
        SessionOver: The session has ended.
    """
    from traces_tui.workflow import review

    talk.head(title)
    talk.say(note)

    def send(typed: dict[str, str]) -> Decision | None:
        yes = plural("Refuse this request", "Refuse {n} requests", len(numbers))
        if not talk.sure(title, yes=yes, no=msg("Cancel")):
            return None
        return talk.do(review.refuse, key, numbers, typed)

    try:
        return FormTalk(talk, refusal_form()).fill(send, careful=True, through=(Overtaken,))
    except Back:
        return None


# --- afterwards -----------------------------------------------------------------------------------

UNDO = "5"
"""What is typed to take a validation back."""


def tell(talk: Talk, decision: Decision, done: Message) -> None:
    """Say what was done, and what others had done before."""
    if decision.done:
        talk.say(done)
    if decision.lost:
        talk.say(several.overtaken(len(decision.lost)))
        talk.say(*(numbered(BULLET, several.fate_of(one)) for one in decision.lost))


def undo_entry(talk: Talk, decision: Decision) -> tuple[str, Message]:
    """Offers to take validations back while their mails wait."""
    until = decision.undo_until or talk.office.clock()
    seconds = max(1, (until - talk.office.clock()) // timedelta(seconds=1))
    return UNDO, plural(
        "Take the validation back, within {n} second",
        "Take the validation back, within {n} seconds",
        seconds,
    )


def undo(talk: Talk, key: str, numbers: Sequence[str]) -> None:
    """Take validations back.

    Raises:
        UndoTooLate: The time is over, or a mail has left.
        SessionOver: The session has ended.
    """
    from traces_tui.workflow import review

    talk.say(several.taken_back(len(talk.do(review.undo, key, numbers))))
