"""One conversation: says messages, asks for lines, and knows the signs that work at every one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Concatenate, ParamSpec, TypeVar

from traces_tui.forms.definition import Choice
from traces_tui.i18n import LanguageName, Message, msg, translator, verbatim
from traces_tui.office import Office
from traces_tui.plain.idle import Limits, time_left
from traces_tui.plain.signs import BACK, HELP, LANGUAGE, LEAVE, SIGNS, TIME
from traces_tui.plain.terminal import Terminal
from traces_tui.refusal import Refused, Unavailable
from traces_tui.settings import PATIENCE

P = ParamSpec("P")
T = TypeVar("T")

BULLET = "-"
"""What stands before a line of a list that is not numbered."""
_MOMENT = 0.3
"""Seconds of work in silence before a word is said."""


class Back(Exception):
    """The person wants the question before."""


class Leave(Exception):
    """The person wants to stop what goes on, and to sign out."""


class Talk:
    """Speaks with one person.

    Args:
        office: The office.
        terminal: Where the person reads and types.
        language: The first language, a code of the bar.
        poke: Tells who sends mails that one may have been queued.
    """

    def __init__(
        self,
        office: Office,
        terminal: Terminal,
        language: str,
        poke: Callable[[], None] | None = None,
    ) -> None:
        self.office = office
        self.terminal = terminal
        self.tr = translator(language)
        self._said: set[Message] = set()
        self.used = False
        """Whether anything of a person may stand on the terminal."""
        self._signed_in = False
        self._pace = 1
        self._poke = poke or (lambda: None)
        self._warned = False
        terminal.warn = self._left

    # --- saying ---------------------------------------------------------------------------------

    def say(self, *messages: Message) -> None:
        """A line for each message."""
        for message in messages:
            self.terminal.write(self.tr.say(message))

    def once(self, message: Message) -> None:
        """A line that helps the first time, and would be in the way later."""
        if message not in self._said:
            self._said.add(message)
            self.say(message)

    def head(self, message: Message) -> None:
        """An empty line, then the first line of something new."""
        self.terminal.write()
        self.say(message)

    def fact(self, label: Message, value: Message) -> None:
        """A label and what belongs to it."""
        self.say(msg("{label}: {value}", label=label, value=value))

    def error(self, message: Message) -> None:
        """What is wrong."""
        self.say(msg("Error: {error}", error=message))

    # --- asking ---------------------------------------------------------------------------------

    def line(
        self,
        question: Message,
        *,
        secret: bool = False,
        help: Iterable[Message] = (),  # noqa: A002 - what the sign asks for
        show: Callable[[], None] | None = None,
    ) -> str:
        """Ask for one line, as it was typed.

        Args:
            question: Ends with what invites to type, in the reader's language.
            secret: Whether it is kept from being seen.
            help: What ``?`` says beside the signs.
            show: Says what stands before the question, such as a list; again after a change of
                language.

        Raises:
            Back: ``<`` was typed.
            Leave: ``!`` was typed.
            Gone: Nobody will type anything any more.
        """
        if show is not None:
            show()
        while True:
            typed = self._read(question, secret=secret)
            sign = typed.strip()
            if sign == BACK:
                raise Back
            if sign == LEAVE:
                raise Leave
            if sign == HELP:
                self.say(*help, *SIGNS)
            elif sign == TIME:
                self._pace = PATIENCE
                self.say(msg("{n} times more time before anything is erased", n=PATIENCE))
            elif sign == LANGUAGE or self._names_language(sign):
                with suppress(Back):
                    self.ask_language(sign.removeprefix(LANGUAGE))
                    if show is not None:
                        show()
            else:
                return typed

    def _read(self, question: Message, *, secret: bool) -> str:
        prompt = self.tr.say(question)
        if secret and not self.terminal.hides and not self._warned:
            self._warned = True
            self.say(msg("Passwords can't be hidden here: whoever sees this screen sees them."))
        return self.terminal.read(prompt, secret=secret)

    def choose(
        self,
        question: Message,
        entries: Sequence[tuple[str, Message]],
        *,
        help: Iterable[Message] = (),  # noqa: A002 - what the sign asks for
        safe: str = "",
    ) -> str:
        """Ask for one of several numbered entries.

        Args:
            question: What to choose.
            entries: What is typed, and what it does.
            safe: What Enter alone chooses, if anything.
            help: What ``?`` says beside the signs.

        Returns:
            What was typed: the first part of an entry.
        """

        def show() -> None:
            self.say(*(numbered(number, words) for number, words in entries))

        known = {number for number, _ in entries}
        while True:
            typed = self.line(question, help=help, show=show).strip() or safe
            if typed in known:
                return typed
            self.error(msg("Type one of the numbers"))

    def sure(self, question: Message, *text: Message, yes: Message, no: Message) -> bool:
        """Ask before something that can't be taken back; the safe answer comes first."""
        self.head(question)
        self.say(*text)
        try:
            asked = invited(msg("{question} [{answer}]", question=msg("Number"), answer="1"))
            return self.choose(asked, (("1", no), ("2", yes)), safe="1") == "2"
        except Back:
            return False

    # --- nobody is there ------------------------------------------------------------------------

    def limits(self) -> Limits | None:
        """How long nobody may type; None while nothing of a person would be seen."""
        idle = self.office.settings.idle
        if self._signed_in:
            return idle.agent_seconds * self._pace, idle.agent_warning_seconds * self._pace
        if self.used or self.terminal.typing:
            return idle.public_seconds * self._pace, idle.public_warning_seconds * self._pace
        return None

    @contextmanager
    def somebody(self) -> Iterator[None]:
        """Somebody is signed in, whose limits are others."""
        self._signed_in = True
        try:
            yield
        finally:
            self._signed_in = False

    def _left(self, seconds: int) -> str:
        return self.tr.say(time_left(seconds, signed_in=self._signed_in))

    # --- language -------------------------------------------------------------------------------

    def _names_language(self, sign: str) -> bool:
        from traces_tui.languages import is_language

        return sign.startswith(LANGUAGE) and is_language(sign.removeprefix(LANGUAGE).lower())

    def ask_language(self, code: str = "") -> None:
        """Change the language; ask which one where no code is given.

        Raises:
            Back: It stays as it is.
        """
        from traces_tui.languages import LANGUAGES
        from traces_tui.plain.choosing import codes_of_languages, pick

        if not code:
            choices = tuple(
                Choice(entry.code, verbatim(LanguageName(entry.code))) for entry in LANGUAGES
            )
            code = pick(
                self,
                msg("Language"),
                choices,
                self.tr.code,
                search=codes_of_languages,
                said=False,
            )
        self.speak(code.lower())

    def speak(self, code: str) -> None:
        """Speak another language of the bar from now on."""
        self.tr = translator(code)
        name = verbatim(LanguageName(code))
        if self.tr.speaks != code:
            name = msg("{language}, {remark}", language=name, remark=msg("shown in English"))
        self.fact(msg("Language"), name)

    # --- doing ----------------------------------------------------------------------------------

    def do(
        self, flow: Callable[Concatenate[Office, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a flow of the workflow; what takes a while is told.

        Raises:
            Refused: The flow says no.
        """
        moment = Timer(_MOMENT, self._one_moment)
        moment.daemon = True
        moment.start()
        try:
            return flow(self.office, *args, **kwargs)
        finally:
            moment.cancel()
            moment.join()  # its line must not come after the next question
            self._poke()

    def _one_moment(self) -> None:
        self.say(msg("One moment…"))

    @contextmanager
    def holding(self, key: str) -> Iterator[None]:
        """Hold a session; however this ends, the session ends with it."""
        from traces_tui.workflow.sign_in import sign_out

        try:
            yield
        finally:
            if key:
                with suppress(Unavailable):
                    sign_out(self.office, key)

    def again(self, refused: Refused) -> bool:
        """Say what went wrong as a whole, and ask whether to try once more."""
        self.error(refused.message)
        try:
            entries = (("1", msg("Try again")), ("0", msg("Back")))
            return self.choose(msg("Number:"), entries) == "1"
        except Back:
            return False


def numbered(number: str | int, words: Message) -> Message:
    """One line of a list."""
    return msg("{number}  {name}", number=str(number), name=words)


def invited(words: Message) -> Message:
    """Words with the sign that invites to type, or that a list follows."""
    return msg("{question}:", question=words)
