"""One's own account: data, password, question, preferences."""

from __future__ import annotations

from typing import Any

from traces_tui.forms.definition import Form
from traces_tui.forms.profile import preferences_form, profile_form
from traces_tui.forms.questions import QUESTIONS
from traces_tui.forms.recovery import password_change_form, question_change_form
from traces_tui.forms.sign_in import sign_in_form
from traces_tui.forms.strength import person_words
from traces_tui.i18n import Message, msg, verbatim
from traces_tui.languages import language
from traces_tui.plain.asking import FormTalk
from traces_tui.plain.password import NAME, NewPassword
from traces_tui.plain.talk import Back, Talk
from traces_tui.workflow.views import OwnAccount


def entries(talk: Talk) -> dict[str, Message]:
    """What can be changed in this office: names, and what the forms are called."""
    settings = talk.office.settings
    forms: dict[str, Form[Any]] = {
        "data": profile_form(),
        "password": password_change_form(settings),
        "question": question_change_form(),
        "preferences": preferences_form(),
    }
    asked = settings.secret_question
    return {name: form.title for name, form in forms.items() if asked or name != "question"}


def change(talk: Talk, key: str, name: str) -> None:
    """Change a part of one's own account; to go back changes nothing.

    Args:
        talk: Whom to ask.
        key: The session's key.
        name: Which part, of :func:`entries`.

    Raises:
        SessionOver: The session has ended.
    """
    from traces_tui.workflow import accounts

    own = talk.do(accounts.own, key)
    talk.head(entries(talk)[name])
    try:
        match name:
            case "data":
                _data(talk, key, own)
            case "password":
                _password(talk, key, own)
            case "question":
                _question(talk, key, own)
            case _:
                _preferences(talk, key, own)
    except Back:
        return


def _data(talk: Talk, key: str, own: OwnAccount) -> None:
    from traces_tui.workflow import accounts

    talk.fact(
        msg(
            "{label} ({hint})",
            label=sign_in_form().by_name["email"].label,
            hint=msg("fixed user id"),
        ),
        verbatim(own.email),
    )
    form = profile_form()
    FormTalk(talk, form, _values(own, form)).fill(
        lambda typed: talk.do(accounts.change_profile, key, typed), careful=True
    )
    talk.say(msg("Your data are saved"))


def _preferences(talk: Talk, key: str, own: OwnAccount) -> None:
    from traces_tui.workflow import accounts

    form = preferences_form()
    asked = FormTalk(talk, form, _values(own, form))
    asked.fill(lambda typed: talk.do(accounts.change_preferences, key, typed))
    talk.say(msg("Language and notification are saved"))
    chosen = asked.values["language"]
    if language(chosen).complete and chosen != talk.tr.code:
        talk.speak(chosen)


def _password(talk: Talk, key: str, own: OwnAccount) -> None:
    from traces_tui.workflow import accounts

    place = own.organisation.name if own.organisation is not None else ""
    words = person_words(own.email, own.first_name, own.last_name, place)
    settings = talk.office.settings
    talk.say(msg("A message tells you of the change. Your other sessions end."))
    form = password_change_form(settings, words)
    new = NewPassword(settings.password, lambda _: words)
    FormTalk(talk, form, notes={NAME: new.rule}, remarks={NAME: new.remarks}).fill(
        lambda typed: talk.do(accounts.change_password, key, typed)
    )
    talk.say(msg("Your password is changed"))


def _question(talk: Talk, key: str, own: OwnAccount) -> None:
    from traces_tui.workflow import accounts

    present = QUESTIONS.get(own.question or "")
    if present is not None:
        talk.fact(msg("At present"), present)
    FormTalk(talk, question_change_form()).fill(
        lambda typed: talk.do(accounts.change_question, key, typed)
    )
    talk.say(msg("Your secret question is changed"))


def _values(own: OwnAccount, form: Form[Any]) -> dict[str, str]:
    """What the account holds, for the fields of a form."""
    return {field.name: str(getattr(own, field.name)) for field in form.fields}
