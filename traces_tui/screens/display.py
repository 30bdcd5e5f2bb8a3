"""How the screen looks, and how much time and room it gives (F3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from traces_tui.i18n import Message, msg
from traces_tui.settings import PATIENCE
from traces_tui.widgets.comfort import ACCESSIBLE, Comfort
from traces_tui.widgets.desk import desk
from traces_tui.widgets.dialog import Dialog
from traces_tui.widgets.press import Action, Pressable
from traces_tui.widgets.words import Heading, Words

if TYPE_CHECKING:
    from traces_tui.app import DeskApp

LOOKS = {
    "traces-nuit": msg("Night: light text on a dark ground"),
    "traces-jour": msg("Day: dark text on a light ground"),
    "traces-contraste": msg("Strong contrast: white on black"),
    "traces-ansi": msg("Sixteen colours: for simple terminals"),
}
STRONGEST = "traces-contraste"
"""The look of the accessible screen."""
SWITCHES = {
    "cursor": msg("Terminal cursor (braille, zoom)"),
    "calm": msg("Calm screen: no ticking countdown"),
    "patient": msg("{n} times more time", n=PATIENCE),
    "large": msg("Large buttons"),
}


class Option(Pressable):
    """A line that is chosen or not: a digit, a sign, words.

    Args:
        digit: The key that presses it.
        name: What it stands for.
        label: Its words.
        one_of: Whether only one of its kind can be chosen.
    """

    def __init__(self, digit: int, name: str, label: Message, *, one_of: bool) -> None:
        super().__init__(label, id=f"option-{name}", classes="display-option")
        self.digit = digit
        self.means = name
        self._one_of = one_of
        self._chosen = False

    def choose(self, chosen: bool) -> None:
        """Show whether it is chosen."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.refresh()

    def words(self) -> Content:
        """Digit, sign, words. The sign is in words of the keyboard: it needs no colour."""
        if self._one_of:
            sign = f"({desk(self).glyph('current') if self._chosen else ' '})"
        else:
            sign = f"[{'x' if self._chosen else ' '}]"
        return Content.assemble((f" {self.digit} ", "bold"), sign, " ", super().words())


class DisplayScreen(Dialog[None]):
    """Four looks and the switches of the accessible screen. Each acts at once; Esc closes."""

    def __init__(self) -> None:
        super().__init__(msg("Display"), id="display-screen")

    def body(self) -> ComposeResult:
        """Looks, switches, the way out."""
        yield Heading((msg("Colours"), "bold $link"))
        if desk(self).no_color:
            yield Words(msg("This terminal is asked to show none (NO_COLOR)."), classes="muted")
        elif not self._program.has_colours:
            yield Words(msg("This console has sixteen, which are in use."), classes="muted")
        else:
            for digit, (name, label) in enumerate(LOOKS.items(), 1):
                yield Option(digit, name, label, one_of=True)
        with Vertical(id="display-comfort"):
            yield Heading((msg("Comfort"), "bold $link"))
            for digit, (name, label) in enumerate(SWITCHES.items(), len(LOOKS) + 1):
                yield Option(digit, name, label, one_of=False)
            yield Option(9, "all", msg("Accessible screen: all of it"), one_of=False)
        yield Words(
            msg("It stays so until the screen is cleared."),
            classes="muted",
            id="display-note",
        )
        yield Action(msg("Close"), "main", id="display-close")

    def on_mount(self) -> None:
        """Show what is chosen, the focus on the present look."""
        self._show()

    def start_focus(self) -> None:
        """On the present look."""
        present = self.query(f"#option-{self.app.theme}") or self.query(Option)
        self.set_focus(present.first())

    @property
    def _program(self) -> DeskApp:
        return cast("DeskApp", self.app)

    def _show(self) -> None:
        now = self._program.comfort
        for option in self.query(Option):
            if option.means in LOOKS:
                option.choose(option.means == self.app.theme)
            elif option.means == "all":
                option.choose(now == ACCESSIBLE)
            else:
                option.choose(getattr(now, option.means))

    @on(Pressable.Pressed, ".display-option")
    def _pressed(self, event: Pressable.Pressed) -> None:
        event.stop()
        option = cast("Option", event.pressed)
        now = self._program.comfort
        if option.means in LOOKS:
            self._program.look(option.means)
        elif option.means == "all":
            self._switch_all(on=now != ACCESSIBLE)
        else:
            self._program.ease(replace(now, **{option.means: not getattr(now, option.means)}))
        self._show()

    def _switch_all(self, *, on: bool) -> None:
        """Everything at once, with the strongest contrast; or nothing of it."""
        self._program.ease(ACCESSIBLE if on else Comfort())
        self._program.look(STRONGEST if on else self._program.first_theme)

    @on(Pressable.Pressed, "#display-close")
    def _close(self, event: Pressable.Pressed) -> None:
        event.stop()
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """A digit presses its line."""
        for option in self.query(Option):
            if str(option.digit) == event.character:
                event.stop()
                self.set_focus(option)
                option.press()
