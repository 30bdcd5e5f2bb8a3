"""Words: messages that are translated when drawn, in the reader's language.

Code never holds a finished sentence. It holds a :class:`Message` (an English source string of the
catalogue and its values); whoever draws it asks a :class:`Translator` for the words.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TypeAlias, Union

from traces_tui.languages import language, own_name
from traces_tui.paths import locales_dir

DOMAIN = "traces_tui"
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class CountryName:
    """A country in a message, named in the reader's language."""

    code: str


@dataclass(frozen=True, slots=True)
class LanguageName:
    """A language of the bar in a message, by its own name."""

    code: str


@dataclass(frozen=True, slots=True)
class Day:
    """A moment of which a message tells only the day."""

    at: datetime


@dataclass(frozen=True, slots=True)
class DayAndMonth:
    """A moment of the last or the next weeks, of which a message tells the day without the year."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Hour:
    """A moment of which a message tells only the hour."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence or label of the catalogue with its values."""

    text: str
    """English source: the catalogue's key. Values stand in braces, by name."""
    values: tuple[tuple[str, Value], ...] = ()
    many: str | None = None
    """English plural source, where the sentence counts something."""
    count: int = 0


Value: TypeAlias = Union[  # noqa: UP007 - the alias names classes that `|` on strings can't join at run time
    str, int, datetime, Day, DayAndMonth, Hour, CountryName, LanguageName, Message
]
"""What a message may carry. A datetime is shown in the local zone, in the reader's form."""

_VERBATIM = "{text}"
_FORMATS = {"en": "en_GB"}  # CLDR's plain "en" writes the month first, which Europe misreads


def msg(text: str, /, **values: Value) -> Message:
    """Mark a string for the catalogue and give its values."""
    return Message(text, tuple(values.items()))


def plural(one: str, many: str, /, n: int, **values: Value) -> Message:
    """Mark a counted string; ``{n}`` is the count."""
    return Message(one, (("n", n), *values.items()), many, n)


def verbatim(value: Value) -> Message:
    """What people or data gave, as a message of its own: never looked up in the catalogue."""
    return Message(_VERBATIM, (("text", value),))


class Translator:
    """Says messages in one language of the bar.

    A language without a catalogue of its own speaks English (:attr:`speaks`); dates and names of
    countries follow the language that is spoken, so that one screen is in one language.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        """The language that was chosen, a code of the bar."""
        self.speaks = code if language(code).complete else FALLBACK
        """The language in which messages come out."""
        self._cldr = language(self.speaks).cldr
        self._formats = _FORMATS.get(self._cldr, self._cldr)
        self._catalogue = gettext.translation(DOMAIN, locales_dir(), [self._cldr], fallback=True)

    def say(self, message: Message) -> str:
        """The words of a message."""
        if message.text == _VERBATIM:
            pattern = _VERBATIM
        elif message.many is None:
            pattern = self._catalogue.gettext(message.text)
        else:
            pattern = self._catalogue.ngettext(message.text, message.many, message.count)
        if not message.values:
            return pattern
        return pattern.format_map({name: self._value(value) for name, value in message.values})

    def _value(self, value: Value) -> str:  # noqa: PLR0911 - one return for each kind of value
        match value:
            case str():
                return value
            case Message():
                return self.say(value)
            case int():
                return self.number(value)
            case datetime():
                return self.moment(value)
            case Day(at):
                return self.day(at)
            case DayAndMonth(at):
                return self.day(at, "MMdd")
            case Hour(at):
                return self.hour(at)
            case CountryName(code):
                return self.country(code)
            case LanguageName(code):
                return own_name(code)

    def number(self, value: int) -> str:
        """A whole number, grouped as the language does from 10,000 on."""
        if -10_000 < value < 10_000:  # noqa: PLR2004 - most counts are small: Babel isn't loaded for them
            return str(value)
        from babel.numbers import format_decimal

        return str(format_decimal(value, locale=self._formats))

    def moment(self, at: datetime) -> str:
        """Day and hour in the local zone."""
        return f"{self.day(at)} {self.hour(at)}"

    def day(self, at: datetime, skeleton: str = "yMMdd") -> str:
        """The day, in the local zone.

        Args:
            at: Some moment of it.
            skeleton: What is told of it, in CLDR's letters.
        """
        from babel.dates import format_skeleton

        local = at.astimezone()
        return format_skeleton(skeleton, local, tzinfo=local.tzinfo, locale=self._formats)

    def hour(self, at: datetime) -> str:
        """The hour and minute, in the local zone."""
        from babel.dates import format_time

        local = at.astimezone()
        return format_time(local, "HH:mm", tzinfo=local.tzinfo, locale=self._formats)

    def country(self, code: str) -> str:
        """A country's name (CLDR)."""
        from traces_tui.places import country_name

        return country_name(code, self._cldr)


@cache
def translator(code: str) -> Translator:
    """The translator of a language of the bar; each is made once."""
    return Translator(code)
