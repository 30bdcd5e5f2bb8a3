"""What somebody finds after signing in: an operator the account, an agent what waits."""

from __future__ import annotations

from collections.abc import Callable

from traces_tui.forms.directory import directory_form
from traces_tui.forms.sign_in import sign_in_form
from traces_tui.i18n import Day, Message, msg, plural, verbatim
from traces_tui.plain import own
from traces_tui.plain.accounts import TITLE, accounts
from traces_tui.plain.directory import look_up
from traces_tui.plain.request import steps_of
from traces_tui.plain.review import TABS, review
from traces_tui.plain.talk import BULLET, Back, Talk, invited, numbered
from traces_tui.refusal import Refused
from traces_tui.workflow.activity_words import AGES, WEEKS, waiting_sentences, week_sentences
from traces_tui.workflow.person_words import failures_since, last_sign_in
from traces_tui.workflow.refusals import SessionOver
from traces_tui.workflow.views import OwnAccount, Person, Role, Tab, Work
from traces_tui.workflow.wording import how_to_reach


def at_home(talk: Talk, person: Person) -> None:
    """Greet, and do what is asked until the person signs out. The session ends with this.

    Raises:
        Leave: ``!`` was typed.
        SessionOver: The session has ended.
    """
    with talk.holding(person.key):
        _greet(talk, person)
        agent = person.role is Role.AGENT
        if not agent:
            _try(talk, lambda: _tell_account(talk, person.key))
        while _once(talk, person, agent=agent):
            pass


def _once(talk: Talk, person: Person, *, agent: bool) -> bool:
    """Show the menu and do one thing.

    Returns:
        Whether the person stays.
    """
    acts: list[tuple[Message, Callable[[], None]]] = []
    if agent:
        acts += _lists(talk, person.key)
        acts.append((TITLE, lambda: accounts(talk, person.key)))
        acts.append((msg("Figures of your area"), lambda: _tell_figures(talk, person.key)))
    else:
        acts.append((msg("My account"), lambda: _tell_account(talk, person.key)))
    for name, words in own.entries(talk).items():
        acts.append((words, lambda name=name: own.change(talk, person.key, name)))  # type: ignore[misc]  # mypy knows no default of a lambda
    acts.append((directory_form().title, lambda: look_up(talk)))
    entries = [(str(number), words) for number, (words, _) in enumerate(acts, 1)]
    talk.head(msg("Menu"))
    try:
        typed = talk.choose(msg("Number:"), [*entries, ("0", msg("Sign out"))])
    except Back:
        return True
    if typed == "0":
        return False
    _try(talk, acts[int(typed) - 1][1])
    return True


def _try(talk: Talk, act: Callable[[], None]) -> None:
    """Do something; what is refused is told, and the menu follows."""
    try:
        act()
    except Back:
        pass
    except SessionOver:
        raise
    except Refused as refused:
        talk.error(refused.message)


def _greet(talk: Talk, person: Person) -> None:
    talk.head(msg("Good day, {name}", name=person.name))
    talk.say(last_sign_in(person))
    if (tries := failures_since(person)) is not None:
        talk.say(tries)
    if person.role is Role.AGENT and person.authority is not None:
        talk.fact(msg("Competent authority"), person.authority.name)


def _tell_account(talk: Talk, key: str) -> None:
    """The state of an operator's account."""
    from traces_tui.workflow import accounts

    account = talk.do(accounts.own, key)
    if account.progress is not None:
        for number, words in enumerate(steps_of(account.progress), 1):
            talk.say(numbered(number, words))
    for label, value in _facts(account, talk.office.settings.lock.months):
        talk.fact(label, value)


def _facts(account: OwnAccount, months: int) -> list[tuple[Message, Message]]:
    rows: list[tuple[Message, Message]] = [
        (sign_in_form().by_name["email"].label, verbatim(account.email))
    ]
    place, authority = account.organisation, account.authority
    if place is not None:
        named = msg(
            "{name}, {postal_code} {commune}",
            name=place.name,
            postal_code=place.postal_code,
            commune=place.commune,
        )
        rows.append((msg("Organisation"), named))
    if authority is not None:
        reach, name = how_to_reach(authority), authority.name
        whole = name if reach is None else msg("{name}. {reach}", name=name, reach=reach)
        rows.append((msg("Competent authority"), whole))
    until = plural(
        "{day}, unless you sign in before ({n} month)",
        "{day}, unless you sign in before ({n} months)",
        months,
        day=Day(account.locks_at),
    )
    return [*rows, (msg("Locked on"), until)]


def _lists(talk: Talk, key: str) -> list[tuple[Message, Callable[[], None]]]:
    """The agent's lists with how much each holds."""
    from traces_tui.workflow import files

    try:
        work: Work | None = talk.do(files.work, key)
    except SessionOver:
        raise
    except Refused as refused:
        talk.error(refused.message)
        work = None
    return [
        (_counted(talk, tab, work), lambda tab=tab: review(talk, key, tab))  # type: ignore[misc]  # mypy knows no default of a lambda
        for tab in TABS
    ]


def _tell_figures(talk: Talk, key: str) -> None:
    """The queue by age and the last weeks, as sentences."""
    from traces_tui.workflow import files

    work = talk.do(files.work, key)
    for title, sentences in ((AGES, waiting_sentences(work)), (WEEKS, week_sentences(work))):
        talk.head(invited(title))
        talk.say(*(numbered(BULLET, sentence) for sentence in sentences))


def _counted(talk: Talk, tab: Tab, work: Work | None) -> Message:
    if work is None:
        return TABS[tab]
    held: Message = verbatim(work.counts[tab])
    if tab is Tab.TO_VALIDATE and work.overdue:
        held = plural(
            "{count}, {n} of them for more than {days} days",
            "{count}, {n} of them for more than {days} days",
            work.overdue,
            count=work.counts[tab],
            days=talk.office.settings.registration.overdue_days,
        )
    return msg("{label}: {value}", label=TABS[tab], value=held)
