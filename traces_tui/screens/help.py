"""Help on the screen one comes from, on the focused field, and on the keys (F1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content

from traces_tui.i18n import Message, msg, verbatim
from traces_tui.widgets.dialog import Dialog
from traces_tui.widgets.field import FormField
from traces_tui.widgets.keys import key_name, label_of
from traces_tui.widgets.press import Action
from traces_tui.widgets.words import Words, said

if TYPE_CHECKING:
    from traces_tui.app import DeskApp
    from traces_tui.screens.base import DeskScreen

_EVERYWHERE: tuple[tuple[Message, Message], ...] = (
    (msg("Tab  Shift+Tab"), msg("next, previous")),
    (verbatim("↑ ↓"), msg("move")),
    (msg("Enter"), msg("next field, confirm")),
    (msg("Esc"), msg("back, close")),
    (verbatim("F1  ?  Ctrl+G"), msg("this help")),
    (verbatim("F2"), msg("language")),
    (verbatim("F3"), msg("display")),
    (verbatim("F5"), msg("refresh")),
)
_NOT_OWN = frozenset(
    {"back", "help", "language", "display", "refresh_screen", "screen.copy_text"}
    | {"app.focus_next", "app.focus_previous"}
)


class KeyLine(Words):
    """A key and what it does."""

    def __init__(self, name: Message, does: Message, width: int) -> None:
        super().__init__(name, does)
        self._width = width

    def words(self) -> Content:
        """The two in columns."""
        name, does = (said(self, part) for part in self.parts if isinstance(part, Message))
        pad = " " * max(2, self._width - Content(name).cell_length)
        return Content.assemble((name, "bold"), pad, does)


class HelpScreen(Dialog[None]):
    """What the screen is for, the focused field, and the keys.

    Args:
        screen: The screen that help was asked on.
    """

    def __init__(self, screen: DeskScreen) -> None:
        super().__init__(msg("Help"), id="help-screen")
        self._screen = screen
        self._field = _focused_field(screen)

    def body(self) -> ComposeResult:
        """Texts on top, keys in two columns below."""
        with VerticalScroll(id="help-text"):
            if self._screen.help_text is not None:
                yield Words(self._screen.help_text, classes="help-part")
            if self._field is not None and self._field.field.help is not None:
                yield Words((self._field.field.label, "bold $link"))
                yield Words(self._field.field.help, classes="help-part")
            with Horizontal(id="help-keys"):
                own = self._own_keys()
                if own:
                    with Vertical(classes="help-column"):
                        yield Words((msg("This screen"), "bold $link"))
                        for name, does in own:
                            yield KeyLine(name, does, 9)
                with Vertical(classes="help-column -everywhere"):
                    yield Words((msg("Everywhere"), "bold $link"))
                    for name, does in _EVERYWHERE:
                        yield KeyLine(name, does, 17)
            yield Words(
                (msg("Every key is also a button: Tab to it, then Enter."), "$muted"),
                classes="help-part",
            )
            yield from self._recent()
        with Horizontal(classes="dialog-actions"):
            yield Action(msg("Close"), "main", id="close", classes="-safe")

    def _recent(self) -> ComposeResult:
        desk: DeskApp = self._screen.desk
        if desk.recent:
            yield Words((msg("Recent messages"), "bold $link"))
            for message in desk.recent:
                yield Words(message)

    def _own_keys(self) -> list[tuple[Message, Message]]:
        """The keys of the screen itself."""
        seen: dict[str, tuple[Message, Message]] = {}
        for node, binding, enabled, _tooltip in self._screen.active_bindings.values():
            own = binding.show or node is self._screen
            if own and binding.description and enabled and binding.action not in _NOT_OWN:
                seen.setdefault(binding.action, (key_name(binding.key), label_of(binding)))
        return list(seen.values())

    @on(Action.Pressed, "#close")
    def _close_pressed(self) -> None:
        self.dismiss(None)


def _focused_field(screen: DeskScreen) -> FormField | None:
    focused = screen.focused
    if focused is None:
        return None
    return next((node for node in focused.ancestors_with_self if isinstance(node, FormField)), None)
