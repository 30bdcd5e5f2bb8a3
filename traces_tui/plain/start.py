"""The beginning and the end: what stands where the screens have their sign-in page."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from traces_tui.forms.directory import directory_form
from traces_tui.forms.sign_in import sign_in_form
from traces_tui.i18n import Message, msg, verbatim
from traces_tui.office import Office
from traces_tui.plain.asking import FormTalk
from traces_tui.plain.handle import Gone
from traces_tui.plain.idle import Unattended, Watch
from traces_tui.plain.signs import HOW
from traces_tui.plain.talk import Back, Leave, Talk
from traces_tui.plain.terminal import Terminal
from traces_tui.refusal import Refused
from traces_tui.workflow.pages import (
    PRIVACY,
    PRIVACY_TITLE,
    SUCCESSOR,
    SUCCESSOR_TITLE,
    Paragraph,
)
from traces_tui.workflow.refusals import NotYetValid, QuestionLocked
from traces_tui.workflow.views import Person, SessionKind

if TYPE_CHECKING:
    from traces_tui.demo import DemoDesk

INTERRUPTED = 130
_ENDING = (signal.SIGTERM, signal.SIGHUP)
_NOT_HERE = (signal.SIGTSTP, signal.SIGQUIT)
"""Signals of keys that would leave a half-done sign-in behind, with a terminal that is blind."""


def run(
    office: Office,
    *,
    language: str | None = None,
    terminal: Terminal | None = None,
    remark: Message | None = None,
    demo: DemoDesk | None = None,
    anew: int | None = None,
) -> int:
    """Speak line by line until the person leaves or the input ends.

    Args:
        office: The office; its database is made ready here.
        language: The first language; the settings' when None.
        terminal: Where the person is; this process's own when None.
        remark: What to say first.
        demo: What the demonstration shows beside the desk.
        anew: The status that asks for a new process, where there are people after this one: once
            somebody has signed out of a terminal, or has left it alone. Without one nobody is
            ever found to be away.

    Returns:
        The exit status: 0, 130 after Ctrl+C, or that one.

    Raises:
        Unavailable: The database can't be made ready.
    """
    office.prepare()
    terminal = terminal or Terminal()
    with _sending(office) as poke, _signals(), terminal.held():
        talk = Talk(office, terminal, language or office.settings.language, poke)
        if anew is not None and office.settings.idle.enabled:
            terminal.watch = Watch(talk.limits)
        try:
            try:
                _speak(talk, remark, demo, stays=anew is None or not terminal.hides)
            except Gone:
                talk.head(msg("The input has ended. What was not sent is not kept."))
            except KeyboardInterrupt:
                talk.head(msg("Interrupted. What was not sent is not kept."))
                return INTERRUPTED
            except Unattended:
                talk.head(
                    msg("Nobody was there: what was typed is erased, and nobody is signed in.")
                )
                return _next(talk, anew)
            except SignedOut:
                return _next(talk, anew)
        except Gone:
            pass  # nobody is there to be told
    return 0


class SignedOut(Exception):
    """The next person finds a new process."""


def _next(talk: Talk, anew: int | None) -> int:
    """Leave nothing of a person on the window."""
    talk.terminal.push_away()
    return anew or 0


@contextmanager
def _sending(office: Office) -> Iterator[Callable[[], None] | None]:
    """Send the mails that are queued meanwhile, where this desk sends any."""
    if not office.settings.smtp.send_from_kiosk:
        yield None
        return
    from traces_tui.postman import Postman

    postman = Postman(office)
    postman.start()
    try:
        yield postman.poke
    finally:
        postman.stop(office.settings.smtp.timeout_seconds)


@contextmanager
def _signals() -> Iterator[None]:
    """Let a signal that ends the process unwind the stack, so that sessions end with it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = {number: signal.signal(number, _leave) for number in _ENDING}
    former |= {number: signal.signal(number, signal.SIG_IGN) for number in _NOT_HERE}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    for other in _ENDING:
        signal.signal(other, signal.SIG_IGN)
    sys.exit(128 + number)


def _speak(talk: Talk, remark: Message | None, demo: DemoDesk | None, *, stays: bool) -> None:
    if remark is not None:
        talk.say(remark)
    talk.say(verbatim("TRACES classic"), HOW)
    while _once(talk, demo, stays=stays):
        pass
    talk.say(msg("Goodbye."))


def _once(talk: Talk, demo: DemoDesk | None, *, stays: bool) -> bool:
    """Show the first menu and do one thing.

    Returns:
        Whether to go on.

    Raises:
        SignedOut: Somebody was signed in, and whoever comes next finds a new process.
    """
    from traces_tui.plain import demonstration, recovery

    entries = (*_entries(), *demonstration.entries(demo), ("0", msg("Leave")))
    talk.head(sign_in_form().title)
    try:
        typed = talk.choose(msg("Number:"), entries)
    except Back:
        return True
    except Leave:
        return False
    if typed == "0":
        return False
    talk.used = True
    try:
        if typed != "1":
            _do(talk, typed, demo)
        elif _sign_in(talk) and not stays:
            raise SignedOut
    except (Back, Leave):
        pass
    except QuestionLocked as refused:
        recovery.tell_locked(talk, refused)
    except Refused as refused:
        talk.error(refused.message)
    return True


def _entries() -> tuple[tuple[str, Message], ...]:
    return (
        ("1", msg("Sign in")),
        ("2", msg("Register a new account")),
        ("3", msg("I have received a code")),
        ("4", msg("Ask for a password")),
        ("5", msg("Language")),
        ("6", directory_form().title),
        ("7", PRIVACY_TITLE),
        ("8", SUCCESSOR_TITLE),
    )


def _do(talk: Talk, typed: str, demo: DemoDesk | None) -> None:
    from traces_tui.plain import demonstration, directory, recovery, registration, request

    acts: dict[str, Callable[[Talk], None]] = {
        "2": registration.register,
        "3": request.confirm,
        "4": recovery.ask_for_password,
        "5": Talk.ask_language,
        "6": directory.look_up,
        "7": partial(_read_out, title=PRIVACY_TITLE, page=PRIVACY),
        "8": partial(_read_out, title=SUCCESSOR_TITLE, page=SUCCESSOR),
    }
    if demo is not None:
        acts |= demonstration.acts(demo)
    acts[typed](talk)


def _read_out(talk: Talk, title: Message, page: Sequence[Paragraph]) -> None:
    """A page that is only read; the menu follows."""
    talk.head(title)
    for heading, text in page:
        talk.fact(heading, text)


def _sign_in(talk: Talk) -> bool:
    """Ask address and password, and lead to what is theirs.

    Returns:
        Whether somebody was signed in.
    """
    from traces_tui.workflow.sign_in import sign_in

    def send(typed: dict[str, str]) -> Person:
        return talk.do(sign_in, typed["email"], typed["password"])

    asked = FormTalk(talk, sign_in_form())
    through = (NotYetValid, QuestionLocked)
    try:
        person = asked.fill(send, again=("email", "password"), through=through)
    except NotYetValid as refused:
        _show_request(talk, refused)
        return False
    finally:
        asked.values.clear()
    with suppress(Leave), talk.somebody():
        _enter(talk, person)
    talk.say(msg("You are signed out."))
    return True


def _show_request(talk: Talk, refused: NotYetValid) -> None:
    from traces_tui.plain import registration, request

    again = request.follow(talk, refused.key, refused.progress)
    if again is not None:
        registration.register(talk, again)


def _enter(talk: Talk, person: Person) -> None:
    from traces_tui.plain import home, recovery

    if person.kind is SessionKind.RECOVERY:
        person = recovery.recover(talk, person)
    home.at_home(talk, person)
