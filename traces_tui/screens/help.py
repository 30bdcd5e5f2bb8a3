"""Help on the screen one comes from, on the focused field, and on the keys (F1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size

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
_MESSAGES = (verbatim("F4"), msg("Messages"))
"""In the demonstration, everywhere too."""
_NOT_OWN = frozenset(
    {"back", "help", "language", "display", "messages", "refresh_screen", "screen.copy_text"}
    | {"app.focus_next", "app.focus_previous"}
)


_FLOWS = 50
"""Cells from which keys flow over the row, instead of standing one below the other."""
_BETWEEN = "   "


class KeyList(Words):
    """Keys and what they do: in two columns, or one after the other where the list is wide.

    Args:
        keys: Their names, and what they do.
    """

    def __init__(self, keys: Sequence[tuple[Message, Message]]) -> None:
        super().__init__()
        self._keys = tuple(keys)

    def words(self) -> Content:
        """All of them."""
        return Content("\n").join(self._rows(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Rows that they need."""
        return len(self._rows(width))

    def _rows(self, width: int) -> list[Content]:
        pairs = [(said(self, name), said(self, does)) for name, does in self._keys]
        rows: list[Content] = []
        if width < _FLOWS:
            wide = max((Content(name).cell_length for name, _ in pairs), default=0) + 2
            for name, does in pairs:
                head = Content.assemble((name, "bold"), " " * (wide - Content(name).cell_length))
                for part in Content(does).wrap(max(1, width - wide)):
                    rows.append(Content.assemble(head, part))
                    head = Content(" " * wide)
            return rows
        for name, does in pairs:
            pair = Content.assemble((name, "bold"), " ", does)
            if rows and rows[-1].cell_length + len(_BETWEEN) + pair.cell_length <= width:
                rows[-1] = Content.assemble(rows[-1], _BETWEEN, pair)
            else:
                rows.append(pair)
        return rows

    def on_resize(self) -> None:
        """There is another room now."""
        self.refresh(layout=True)


class HelpScreen(Dialog[None]):
    """What the screen is for, the focused field, and the keys.

    Args:
        screen: The screen that help was asked on.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-normal")]  # noqa: RUF012 - Textual declares it so
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-short"), (30, "-tall")]  # noqa: RUF012 - as above

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
            with Container(id="help-keys"):
                own = self._own_keys()
                if own:
                    with Vertical(classes="help-column"):
                        yield Words((msg("This screen"), "bold $link"))
                        yield KeyList(own)
                with Vertical(classes="help-column -everywhere"):
                    yield Words((msg("Everywhere"), "bold $link"))
                    demo = self._screen.desk.demo is not None
                    yield KeyList((*_EVERYWHERE, *((_MESSAGES,) * demo)))
            yield Words(
                (msg("Every key is also a button: Tab to it, then Enter."), "$muted"),
                id="help-buttons",
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
        tabs = [seen.pop(action) for action in [*seen] if action.startswith("tab(")]
        if tabs:
            name = msg("{first} to {last}", first=tabs[0][0], last=tabs[-1][0])
            seen["tab"] = (name, msg("Change the list"))
        return list(seen.values())

    @on(Action.Pressed, "#close")
    def _close_pressed(self) -> None:
        self.dismiss(None)


def _focused_field(screen: DeskScreen) -> FormField | None:
    focused = screen.focused
    if focused is None:
        return None
    return next((node for node in focused.ancestors_with_self if isinstance(node, FormField)), None)
