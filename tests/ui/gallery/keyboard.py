"""Keys of a screen: the order of Tab, the way back from an overlay, a button for every key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual import events
from textual.widget import Widget
from textual.widgets import Input

from tests.ui.gallery.visit import Visit
from traces_tui.widgets.desk import OnTop

FORBIDDEN = re.compile(
    r"ctrl\+(?:[sqzbapwtnhijm]|backslash|left_square_bracket|right_square_bracket"
    r"|circumflex_accent|\\|\[|\]|\^)|f1[0-2]|alt\+.*"
)
"""Keys that terminals and the programs around them take for themselves."""
LINE_EDITING = re.compile(r"(?:cursor|delete|home|end|select)\w*")
"""Acts within a line, where such keys are known for ages."""
BUTTONS = {
    "help": "#header-help",
    "language": "#header-language",
    "display": "#header-display",
    "messages": "#header-messages, #agent-messages",
    "close": "Action, #pick-list, #pick-search",
    "back": "#backward, #cancel, #page-back, #own-back, #accounts-back, #directory-back, "
    "#confirmation-back, #forgotten-back, #forgotten-sign-in, #lost-back, #finish, #header-menu, "
    "#messages-back, #progress-back",
    "finish": "#lost-finish",
    "give_up": "#recovery-sign-out, #lost-sign-out",
    "leave_program": "#leave-program",
    "leave_desk": "#home-sign-out, #agent-sign-out",
    "forward": "#begin, #continue, #send",
    "receipt": "#receipt-open",
    "print": "#print",
    "take_suggestion": "#take-suggestion",
    "open": "#more, #reset, #mail-link, #person-sign-in",
    "validate": "#validate",
    "refuse": "#refuse",
    "organisation": "#organisation",
    "undo": "#toast-undo",
    "reset": "#reset",
    "search": "Entry",
    "tab(1)": "CountTabs",
    "tab(2)": "CountTabs",
}
"""What does the same as a key, for those who press none: selectors of controls, by action."""
OVERLAYS = ("f1", "f2", "f3")
_MOST = 80
_HOPS = 12


def named(widget: Widget) -> str:
    """A control in a list for readers: its kind, and the id of it or of what it stands in."""
    node = next((node for node in widget.ancestors_with_self if node.id), None)
    kind = type(widget).__name__
    if node is None or node is widget.screen:
        return kind
    return f"{kind} #{node.id}" if node is widget else f"{kind} in #{node.id}"


async def hop(visit: Visit, key: str) -> None:
    """Press a key that moves the focus; where there is one control only, it stays."""
    before = visit.app.focused
    visit.app.post_message(events.Key(key, None))
    for _ in range(_HOPS):
        await visit.pilot._wait_for_screen()
        if visit.app.focused is not before:
            break


async def tab_order(visit: Visit) -> tuple[list[Widget], list[str]]:
    """Go around with Tab, and back with Shift+Tab.

    Returns:
        The controls in order, from the first one, and what is wrong with the order.
    """
    screen, start = visit.screen, visit.app.focused
    if start is None:
        return [], []
    forth, back = await _around(visit, "tab"), await _around(visit, "shift+tab")
    chain = screen.focus_chain
    wrong = []
    if {*forth} != {*chain}:
        missed = [named(one) for one in chain if one not in forth]
        wrong.append(f"tab: does not come to {missed}")
    if back[:1] + back[:0:-1] != forth:
        wrong.append(f"tab: Shift+Tab is no way back: {[named(one) for one in back]}")
    first = next((number for number, one in enumerate(forth) if one is chain[0]), 0)
    order = forth[first:] + forth[:first]
    on_top = [isinstance(one, OnTop) for one in order]
    if on_top != sorted(on_top):
        wrong.append("tab: the bar on top comes before the content")
    return order, wrong


async def _around(visit: Visit, key: str) -> list[Widget]:
    start = visit.app.focused
    met: list[Widget] = []
    for _ in range(_MOST):
        now = visit.app.focused
        if now is None or now in met:
            break
        met.append(now)
        await hop(visit, key)
    visit.screen.set_focus(start)
    await visit.calm()
    return met


async def overlays(visit: Visit) -> list[str]:
    """Open and close help, language and display: the focus comes back."""
    screen, before = visit.screen, visit.app.focused
    wrong = []
    for key in OVERLAYS:
        bound = screen.active_bindings.get(key)
        if bound is None or not bound.enabled:
            continue
        await visit.key(key)
        if visit.screen is screen:
            wrong.append(f"overlay: {key} opens nothing")
            continue
        await visit.key("escape")
        if visit.screen is not screen:
            wrong.append(f"overlay: Esc does not close what {key} opened")
            break
        if visit.app.focused is not before:
            wrong.append(f"overlay: after {key} the focus is on {visit.app.focused}, not {before}")
    return wrong


async def closing(visit: Visit) -> list[str]:
    """Leave a dialog by Esc: the focus returns to what opened it."""
    if not visit.screen.is_modal:
        return []
    dialog, below = visit.screen, visit.app.screen_stack[-2]
    opener = below.focused
    await visit.key("escape")
    if visit.screen is dialog:
        return ["closing: Esc does not close the dialog"]
    if visit.screen is below and (below.focused is not opener or opener is None):
        return [f"closing: the focus is on {below.focused}, and the dialog was opened on {opener}"]
    return []


def controls(visit: Visit) -> Iterator[str]:
    """Every control is large enough, and a click reaches it."""
    screen = visit.screen
    for control in screen.focus_chain:
        region = screen.find_widget(control).visible_region
        if not region:
            continue  # further down, where the focus leads
        if region.width < 3 or region.height < 1:
            yield f"mouse: {named(control)} is only {region.width} × {region.height} large"
        x, y = region.x + region.width // 2, region.y + region.height // 2
        hit, _ = screen.get_widget_at(x, y)
        if control not in hit.ancestors_with_self:
            yield f"mouse: a click on {named(control)} meets {hit}"


def forbidden(visit: Visit) -> Iterator[str]:
    """No key is bound that belongs to the terminal, the framework's own bindings included."""
    for node in (visit.app, visit.screen, *visit.screen.walk_children(Widget)):
        for key, bindings in node._bindings.key_to_bindings.items():
            for binding in bindings:
                if not FORBIDDEN.fullmatch(key):
                    continue
                if node is visit.app and not node.check_action(binding.action, ()):
                    continue  # the framework binds it; the program lets it do nothing
                if isinstance(node, Input) and LINE_EDITING.fullmatch(
                    binding.action.partition("(")[0]
                ):
                    continue
                yield f"keys: {key} is bound to {binding.action} by {type(node).__name__}"


def buttonless(visit: Visit) -> Iterator[str]:
    """Every key that the footer names has a control that does the same."""
    screen = visit.screen
    for _, binding, enabled, _tip in screen.active_bindings.values():
        if not (binding.show and enabled and binding.description):
            continue
        if binding.action not in BUTTONS:
            yield f"buttons: nothing is known to do {binding.action!r} ({binding.key})"
        elif not any(
            node.display and node.region for node in screen.query(BUTTONS[binding.action])
        ):
            yield f"buttons: {binding.key} ({binding.action}) has no button"
