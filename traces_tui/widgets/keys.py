"""Keys: bindings whose descriptions are messages of the catalogue."""

from __future__ import annotations

from textual.binding import Binding

from traces_tui.i18n import Message, msg, verbatim

KEY_NAMES = {
    "escape": msg("Esc"),
    "enter": msg("Enter"),
    "space": msg("Space"),
    "pageup": msg("PgUp"),
    "pagedown": msg("PgDn"),
    "slash": verbatim("/"),
    "question_mark": verbatim("?"),
    "tab": msg("Tab"),
    "shift+tab": msg("Shift+Tab"),
}
"""Names of keys that differ between languages, or from what Textual calls them."""


def key(keys: str, action: str, label: Message, *, show: bool = True) -> Binding:
    """A binding that the footer and the help show in the reader's language.

    Args:
        keys: Names of keys, separated by commas; the first is shown.
        action: What to do.
        label: One or two words; a message without values.
        show: Whether the footer shows it; the help shows all.
    """
    return Binding(keys, action, label.text, show=show)


def key_name(pressed: str) -> Message:
    """How a key is called."""
    if (named := KEY_NAMES.get(pressed)) is not None:
        return named
    if pressed.startswith("ctrl+"):
        return msg("Ctrl+{key}", key=pressed.removeprefix("ctrl+").upper())
    return verbatim(pressed.upper() if pressed[1:].isdigit() else pressed)


def label_of(binding: Binding) -> Message:
    """The message that describes a binding."""
    return Message(binding.description)
