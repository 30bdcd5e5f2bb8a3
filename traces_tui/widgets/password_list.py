"""The password rule as a live list, and how strong the password is, in words."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from traces_tui.forms.strength import STRENGTHS, strength
from traces_tui.i18n import Message, msg
from traces_tui.widgets.desk import desk
from traces_tui.widgets.words import Words, said

_STYLES = ("$bad", "$bad", "$warn", "$good", "$good")
_CELLS = 10


class StrengthBar(Words):
    """A bar and a word."""

    def __init__(self) -> None:
        super().__init__(msg("Strength"), id="password-strength")
        self._score: int | None = None

    def rate(self, score: int | None) -> None:
        """Show a score from 0 to 4, or none."""
        if score != self._score:
            self._score = score
            self.refresh(layout=True)

    def words(self) -> Content:
        """Label, bar and word."""
        label = super().words()
        if self._score is None:
            return Content.assemble(label, "  ", (desk(self).glyph("thin") * _CELLS, "$rule"))
        style = _STYLES[self._score]
        full = (self._score + 1) * _CELLS // len(STRENGTHS)
        return Content.assemble(
            label,
            "  ",
            (desk(self).glyph("line") * full, style),
            (desk(self).glyph("thin") * (_CELLS - full), "$rule"),
            " ",
            (said(self, STRENGTHS[self._score]), style),
        )


class PasswordChecklist(Vertical):
    """Shows each published rule as met or not yet, while one types.

    Args:
        title: The heading.
        rules: The rules with whether they are met, for the empty password.
        note: A line below.
    """

    def __init__(
        self,
        title: Message,
        rules: Sequence[tuple[Message, bool]],
        note: Message | None = None,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._title = title
        self._rules = tuple(rules)
        self._note = note
        self._asked = ""

    def compose(self) -> ComposeResult:
        """Heading, rules, strength, note."""
        yield Words((self._title, "bold"))
        for label, met in self._rules:
            yield _rule(label, met)
        yield StrengthBar()
        if self._note is not None:
            yield Words((self._note, "$muted"), id="password-note")

    def show(self, rules: Sequence[tuple[Message, bool]]) -> None:
        """Show which rules are met now."""
        for line, (label, met) in zip(
            self.query(".password-rule").results(Words), rules, strict=True
        ):
            line.say(label, glyph=_glyph(met), glyph_style=_style(met))

    def rate(self, password: str, words: Sequence[str] = ()) -> None:
        """Measure a password in a thread and show its strength.

        Args:
            password: As typed.
            words: What the person typed elsewhere, which makes a password easy to guess.
        """
        self._asked = password
        if password:
            self._measure(password, tuple(word for word in words if word))
        else:
            self.query_one(StrengthBar).rate(None)

    @work(
        thread=True, exclusive=True, group="strength", exit_on_error=False, description="strength"
    )
    def _measure(self, password: str, words: tuple[str, ...]) -> None:
        self.app.call_from_thread(self._rated, password, strength(password, words))

    def _rated(self, password: str, score: int) -> None:
        if password == self._asked and self.is_mounted:
            self.query_one(StrengthBar).rate(score)


def _glyph(met: bool) -> str:
    return "ok" if met else "todo"


def _style(met: bool) -> str:
    return "$good" if met else "$muted"


def _rule(label: Message, met: bool) -> Words:
    return Words(label, glyph=_glyph(met), glyph_style=_style(met), classes="password-rule")
