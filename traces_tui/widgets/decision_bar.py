"""The buttons under a file; in their place, for a moment, a question of one line."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message as Event
from textual.widget import Widget

from traces_tui.i18n import Message, msg
from traces_tui.widgets.desk import Speaking
from traces_tui.widgets.press import Action, Pressable
from traces_tui.widgets.words import Words

_SIDES, _SNUG_SIDES = 6, 4
"""Cells beside the words of a button, and where there is less room."""
_LEAST = 12
"""Cells of a button at least, where there is room."""


class DecisionBar(Vertical, Speaking):
    """Validate, refuse, organisation, other acts; a remark above; a question instead of them.

    The buttons stand in one row, closer together where there is little room, and in two low rows
    where even that is too wide: the file above keeps its rows. They post their own ``Pressed``
    (ids ``validate``, ``refuse``, ``organisation``, ``more``).
    """

    DEFAULT_CSS = """
    DecisionBar {
        height: auto;
        #bar-remark { height: auto; max-height: 2; background: $warn-bg; padding: 0 1; }
        #bar-buttons { height: auto; }
        #bar-question { height: auto; background: $warn-bg; padding: 0 1; }
        #bar-answers { width: auto; height: auto; }
        .bar-words { width: auto; max-width: 55%; max-height: 3; margin-right: 2; }
    }
    """

    _opener: Widget | None = None
    """What had the focus before the question."""

    @dataclass
    class Answered(Event):
        """The question was answered."""

        yes: bool

    def compose(self) -> ComposeResult:
        """Remark, buttons, question."""
        yield Words(id="bar-remark")
        with Horizontal(id="bar-buttons"):
            yield Action(msg("Validate"), "good", id="validate")
            yield Action(msg("Refuse…"), id="refuse")
            yield Action(msg("Organisation…"), id="organisation")
            yield Action(msg("More…"), id="more")
        with Horizontal(id="bar-question"):
            yield Words(classes="bar-words")
            with Horizontal(id="bar-answers"):
                yield Action(msg("Validate"), "good", id="bar-yes")
                yield Action(msg("Cancel"), id="bar-no")

    def on_mount(self) -> None:
        """Only the buttons at first."""
        self.query_one("#bar-remark").display = False
        self.query_one("#bar-question").display = False

    def on_resize(self) -> None:
        """There is another room now."""
        self._arrange()

    def relabel(self) -> None:
        """Words of another language need another room."""
        self._arrange()

    def _arrange(self) -> None:
        """Find out how the buttons fit."""
        buttons = self.query("#bar-buttons Action").results(Action)
        words = [button.words().cell_length for button in buttons]
        room = self.size.width - len(words) + 1
        roomy = sum(max(_LEAST, cells + _SIDES) for cells in words) <= room
        snug = sum(cells + _SNUG_SIDES for cells in words) <= room
        self.set_class(not roomy and snug, "-snug")
        self.set_class(not roomy and not snug, "-two-rows")

    @property
    def asking(self) -> bool:
        """Whether a question stands there."""
        return bool(self.query_one("#bar-question").display)

    def ask(self, question: Message) -> None:
        """Put a question in the place of the buttons, the safe answer focused."""
        self.query_one(".bar-words", Words).say(
            (question, "bold"), glyph="warn", glyph_style="bold $warn"
        )
        self._opener = self.screen.focused
        self._swap(asking=True)
        self.query_one("#bar-no", Action).focus()

    def point_to_yes(self) -> None:
        """Give the focus to the answer that does it."""
        self.query_one("#bar-yes", Action).focus()

    def drop_question(self) -> None:
        """Bring the buttons back, and the focus to where it was."""
        inside = self.has_focus_within
        self._swap(asking=False)
        if inside and self._opener is not None:
            self._opener.focus()

    def remark(self, words: Message | None) -> None:
        """Say something about the file that is shown; None takes it away."""
        line = self.query_one("#bar-remark", Words)
        if words is not None:
            line.say((words, ""), glyph="warn", glyph_style="bold $warn")
        line.display = words is not None

    def allow(self, *, decide: bool, link: bool, more: bool) -> None:
        """Which buttons make sense now."""
        for name, allowed in (
            ("validate", decide),
            ("refuse", decide),
            ("organisation", link),
            ("more", more),
        ):
            self.query_one(f"#{name}", Action).disabled = not allowed

    def count(self, marked: int) -> None:
        """Say on the buttons how many rows are marked."""
        several = marked > 1
        self.query_one("#validate", Action).say(
            msg("Validate ({n})", n=marked) if several else msg("Validate")
        )
        self.query_one("#refuse", Action).say(
            msg("Refuse ({n})…", n=marked) if several else msg("Refuse…")
        )
        self._arrange()

    def _swap(self, *, asking: bool) -> None:
        self.query_one("#bar-question").display = asking
        self.query_one("#bar-buttons").display = not asking

    @on(Pressable.Pressed, "#bar-yes")
    def _yes(self, event: Pressable.Pressed) -> None:
        event.stop()
        self.post_message(self.Answered(True))

    @on(Pressable.Pressed, "#bar-no")
    def _no(self, event: Pressable.Pressed) -> None:
        event.stop()
        self.post_message(self.Answered(False))
