"""Forgotten password: the mail, the answer, a new question, a new password (notice)."""

from __future__ import annotations

from traces_tui.forms.questions import QUESTIONS
from traces_tui.forms.recovery import (
    answer_form,
    forgotten_form,
    new_password_form,
    new_question_form,
)
from traces_tui.forms.strength import person_words
from traces_tui.i18n import Message, msg, plural
from traces_tui.plain.asking import FormTalk
from traces_tui.plain.password import NAME, NewPassword
from traces_tui.plain.talk import BULLET, Back, Leave, Talk, invited, numbered
from traces_tui.workflow.refusals import QuestionLocked, SignInRefused, WrongAnswer
from traces_tui.workflow.views import AuthorityView, Person, Recovery, RecoveryStep
from traces_tui.workflow.wording import ASK_AUTHORITY, how_to_reach

_EXAMPLE = "TR\u00a01234\u00a05678\u00a09012"


def ask_for_password(talk: Talk) -> None:
    """Ask for a temporary password by mail; the answer is the same for every address.

    Raises:
        Back: Nothing was asked for.
    """
    from traces_tui.workflow import recovery

    form = forgotten_form()
    talk.head(form.title)
    talk.say(msg("You receive a temporary password by mail; with it you choose a new one."))
    asked = FormTalk(talk, form)
    asked.fill(lambda typed: talk.do(recovery.request_password, typed["email"]))
    email = form.cleaned(asked.values)["email"]
    settings = talk.office.settings
    talk.say(
        msg("If {email} has an account, a message leaves within minutes.", email=email),
        numbered(1, msg("Open the message: its password looks like {example}.", example=_EXAMPLE)),
        numbered(
            2,
            plural(
                "Sign in with it in place of your password. It is good for {n} minute; "
                "spaces do not matter.",
                "Sign in with it in place of your password. It is good for {n} minutes; "
                "spaces do not matter.",
                settings.password.temporary_minutes,
            ),
        ),
        numbered(
            3,
            msg("Answer your secret question, then choose a new password.")
            if settings.secret_question
            else msg("Choose a new password."),
        ),
        msg("Still nothing: call the competent authority of your establishment."),
    )


def tell_locked(talk: Talk, refused: QuestionLocked) -> None:
    """The answers are used up: whom to call, and what they do."""
    talk.error(refused.message)
    talk.say(*whom_to_call(refused.authority))


def whom_to_call(authority: AuthorityView | None) -> tuple[Message, ...]:
    """Who helps when the answer is forgotten, and how."""
    who = (
        msg("The competent authority of your establishment")
        if authority is None
        else authority.name
    )
    reach = how_to_reach(authority) if authority is not None else None
    return (
        msg("Only your authority can help with a forgotten answer"),
        msg("{label}: {value}", label=msg("Whom to call"), value=who),
        *(() if reach is None else (reach,)),
        invited(msg("What happens then")),
        *(numbered(BULLET, line) for line in ASK_AUTHORITY),
    )


def recover(talk: Talk, person: Person) -> Person:
    """Lead from a temporary password to a new one; the only other way out is to sign out.

    Returns:
        The person, with a full session that the caller holds.

    Raises:
        Leave: The person gave up.
        QuestionLocked: Too many wrong answers.
        SignInRefused: The account is not valid any more.
        SessionOver: It took too long.
    """
    from traces_tui.workflow import recovery

    talk.head(new_password_form(talk.office.settings).title)
    with talk.holding(person.key):
        state = talk.do(recovery.state, person.key)
        while True:
            try:
                match state.step:
                    case RecoveryStep.ANSWER:
                        state = _answer(talk, person, state)
                    case RecoveryStep.NEW_QUESTION:
                        state = _question(talk, person)
                    case RecoveryStep.NEW_PASSWORD:
                        return _password(talk, person)
            except (Back, Leave):
                _give_up(talk)


def _give_up(talk: Talk) -> None:
    """Ask before the temporary password is lost.

    Raises:
        Leave: The person wants to.
    """
    if talk.sure(
        msg("Sign out now?"),
        msg(
            "Your temporary password is used up. To come back you will have to ask for another "
            "message."
        ),
        yes=msg("Sign out"),
        no=msg("Stay here"),
    ):
        raise Leave


def _answer(talk: Talk, person: Person, state: Recovery) -> Recovery:
    from traces_tui.workflow import recovery

    talk.say(msg("Your temporary password is right. Answer the question that you chose yourself."))
    question = QUESTIONS.get(state.question or "")
    if question is not None:
        talk.say(question)
    talk.say(
        plural(
            "Capitals, accents and spaces count. {n} try is left.",
            "Capitals, accents and spaces count. {n} tries are left.",
            state.tries_left,
        ),
        msg("Type ? if you no longer know it."),
    )
    wrong: list[WrongAnswer] = []
    last: list[str] = []

    def send(typed: dict[str, str]) -> Recovery:
        if wrong and typed["answer"] == last[-1]:
            raise wrong[-1]  # once more would cost a try for nothing
        last.append(typed["answer"])
        try:
            return talk.do(recovery.answer, person.key, typed["answer"])
        except WrongAnswer as refused:
            wrong.append(refused)
            raise

    form = FormTalk(talk, answer_form(), help={"answer": whom_to_call(state.authority)})
    return form.fill(send, through=(QuestionLocked,))


def _question(talk: Talk, person: Person) -> Recovery:
    from traces_tui.workflow import recovery

    talk.say(
        msg("Choose a new secret question"),
        msg("It will be asked if you forget your password again. Note the answer as you type it."),
    )
    form = FormTalk(talk, new_question_form())
    return form.fill(lambda typed: talk.do(recovery.choose_question, person.key, typed))


def _password(talk: Talk, person: Person) -> Person:
    from traces_tui.workflow import recovery

    settings = talk.office.settings
    words = person_words(person.email, person.name)
    new = NewPassword(settings.password, lambda _: words)
    talk.say(msg("It replaces the former one and unlocks your account."))
    form = FormTalk(
        talk,
        new_password_form(settings, words),
        notes={NAME: new.rule},
        remarks={NAME: new.remarks},
    )
    done = form.fill(
        lambda typed: talk.do(recovery.choose_password, person.key, typed),
        through=(SignInRefused,),
    )
    talk.say(msg("Your password is changed"))
    return done
