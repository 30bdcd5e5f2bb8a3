"""Letters to the holder of an account: locks, passwords, the secret question."""

from __future__ import annotations

from traces_tui.i18n import Day, Hour, Message, msg, plural
from traces_tui.mail.letter import Code, Contact, Door, Letter, Paragraph
from traces_tui.mail.request_letters import entrance
from traces_tui.mail.values import Changed, FromAuthority, Inactivity, Locked, TemporaryPassword

_PREFIX = "TR"
_GROUP = 4


def temporary_password(values: TemporaryPassword, door: Door) -> Letter:
    """The temporary password (notice, « Mot de passe oublié »)."""
    return Letter(
        msg("Your temporary password"),
        (
            Paragraph(msg("A new password was asked for. This is your temporary password:")),
            Code(grouped(values.code)),
            Paragraph(
                plural(
                    "Sign in with it within {n} minute. It can be used once, and you will choose "
                    "a new password at once.",
                    "Sign in with it within {n} minutes. It can be used once, and you will choose "
                    "a new password at once.",
                    values.minutes,
                )
            ),
            *entrance(door),
            Paragraph(
                msg(
                    "If it was not you, ignore this email: your password has not changed. Give "
                    "the temporary password to nobody."
                )
            ),
        ),
    )


def grouped(code: str) -> str:
    """A temporary password as it is read: ``TR 1234 5678 9012``."""
    digits = code.removeprefix(_PREFIX)
    groups = (digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))
    return " ".join((_PREFIX, *groups))


def locked(values: Locked, door: Door) -> Letter:
    """The account was locked, and the way out."""
    cause: Message = (
        plural(
            "Your account was locked after {n} wrong sign-in.",
            "Your account was locked after {n} wrong sign-ins in a row.",
            values.tries,
        )
        if values.cause == "tries"
        else plural(
            "Your account was locked because nobody signed in for more than {n} month.",
            "Your account was locked because nobody signed in for more than {n} months.",
            values.months,
        )
    )
    return Letter(
        msg("Your account was locked"),
        (
            Paragraph(cause),
            Paragraph(
                msg(
                    "To unlock it, ask for a new password on the login page: a temporary one will "
                    "be sent to this address."
                )
            ),
            *entrance(door),
        ),
    )


_NOT_YOU = msg(
    "If it was not you, ask for a new password on the login page at once, and tell the TRACES team."
)


def password_changed(values: Changed, door: Door) -> Letter:
    """A password was changed."""
    return Letter(
        msg("Your password was changed"),
        (
            Paragraph(
                msg(
                    "The password of your account was changed on {day} at {hour}.",
                    day=Day(values.at),
                    hour=Hour(values.at),
                )
            ),
            Paragraph(_NOT_YOU),
            *entrance(door),
        ),
    )


def question_changed(values: Changed, door: Door) -> Letter:
    """Another secret question or answer was chosen."""
    return Letter(
        msg("Your secret question was changed"),
        (
            Paragraph(
                msg(
                    "The secret question of your account, or its answer, was changed on {day} at "
                    "{hour}.",
                    day=Day(values.at),
                    hour=Hour(values.at),
                )
            ),
            Paragraph(_NOT_YOU),
            *entrance(door),
        ),
    )


def question_reset(values: FromAuthority, door: Door) -> Letter:
    """The authority took the secret question away (notice, last paragraph)."""
    return Letter(
        msg("Your secret question was reset"),
        (
            Paragraph(msg("Your authority has reset the secret question of your account.")),
            Paragraph(
                msg(
                    "Ask for a new password on the login page: you will then choose a new "
                    "question and a new password."
                )
            ),
            *entrance(door),
            Paragraph(msg("If you did not ask for this, contact:")),
            Contact(values.authority),
        ),
    )


def question_locked(values: FromAuthority, door: Door) -> Letter:
    """Too many wrong answers: only the authority can help."""
    return Letter(
        msg("Too many wrong answers to your secret question"),
        (
            Paragraph(
                msg(
                    "The secret question of your account was answered wrongly too often: the "
                    "temporary password is void."
                )
            ),
            Paragraph(msg("Ask your authority to reset the question:")),
            Contact(values.authority),
            Paragraph(msg("Then ask for a new password on the login page.")),
            *entrance(door),
        ),
    )


def inactivity(values: Inactivity, door: Door) -> Letter:
    """The lock for want of sign-ins comes near."""
    return Letter(
        plural(
            "Your account will be locked in {n} day",
            "Your account will be locked in {n} days",
            values.days,
        ),
        (
            Paragraph(
                msg(
                    "You have not signed in for a long time. Your account will be locked on {day}.",
                    day=Day(values.locks_at),
                )
            ),
            Paragraph(msg("To keep it open, sign in once before that day.")),
            *entrance(door),
        ),
    )
