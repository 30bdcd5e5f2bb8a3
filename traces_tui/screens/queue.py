"""The authority's requests: four lists, one file beside, and the decision (notice, § I.5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from traces_tui.i18n import Message, msg, plural
from traces_tui.paths import styles_dir
from traces_tui.screens.queue_decisions import DecisionScreen
from traces_tui.screens.queue_reading import TABS
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.keys import key
from traces_tui.widgets.press import Action
from traces_tui.widgets.row_list import RowList
from traces_tui.workflow.views import QueueRow, Tab

_LIST_KEYS = frozenset(
    {"validate", "refuse", "organisation", "validate_all", "undo", "search", "tab"}
)
"""Keys of one letter or sign: they work in the list, not on buttons and in fields."""


class QueueScreen(DecisionScreen):
    """Finds a file, reads it, decides it, and goes on with the next one."""

    CSS_PATH = styles_dir() / "queue.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("u", "undo", msg("Undo")),
        key("v", "validate", msg("Validate")),
        key("r", "refuse", msg("Refuse")),
        key("o", "organisation", msg("Organisation")),
        key("slash", "search", msg("Search")),
        key("a", "validate_all", msg("Validate all"), show=False),
        *(key(str(n), f"tab({n})", name, show=False) for n, (_, name) in enumerate(TABS, 1)),
    ]
    help_text = msg(
        "The oldest request stands first. Look at its checks, then validate or refuse it; the "
        "applicant is told by mail. Mark several with Space to decide them at once."
    )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters work where a row is meant, and only while they make sense."""
        if action in _LIST_KEYS:
            if isinstance(self.focused, Entry | Action):
                return False
            if action in {"validate", "refuse"} and self.is_mounted:
                return bool(self.targets())
            if action == "organisation" and self.is_mounted:
                return not self.query_one("#organisation", Action).disabled
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """Esc leaves the question, then the search, then the marks, then the screen."""
        entry = self.query_one(Entry)
        if self.bar.asking:
            self.drop_question()
            self.rows.focus()
        elif entry.value or entry.has_focus:
            entry.put("")
            self._search_typed()
            self.rows.focus()
        elif self.rows.marked:
            self.rows.unmark()
        else:
            super().action_back()

    @on(Action.Pressed, "#more")
    @on(RowList.Opened, "#queue-list")
    def _opened(self) -> None:
        self._offer_actions()

    @work(exclusive=True, group="dialog", exit_on_error=False, description="choose an act")
    async def _offer_actions(self) -> None:
        from traces_tui.screens.actions_dialog import ActionsDialog

        row = self.rows.current
        acts = self._acts()
        title = _title(row) if row is not None else msg("Requests")
        chosen = await self.app.push_screen_wait(
            ActionsDialog(title, [(str(n), words) for n, (words, _) in enumerate(acts)])
        )
        if chosen is not None:
            self._pressed_at = 0.0
            acts[int(chosen)][1]()

    def _acts(self) -> list[tuple[Message, Callable[[], object]]]:
        """What can be done now, in the order of the buttons."""
        targets, marked = self.targets(), len(self.rows.marked)
        acts: list[tuple[Message, Callable[[], object]]] = []
        if marked > 1:
            acts += [
                (
                    plural("Validate {n} marked", "Validate the {n} marked", marked),
                    self.action_validate,
                ),
                (
                    plural("Refuse {n} marked…", "Refuse the {n} marked…", marked),
                    self.action_refuse,
                ),
            ]
        elif targets:
            acts += [
                (msg("Validate"), self.action_validate),
                (msg("Refuse…"), self.action_refuse),
            ]
        if not self.query_one("#organisation", Action).disabled:
            acts.append((msg("Organisation…"), self.action_organisation))
        if targets:
            acts.append((msg("Mark, or take the mark away"), self.rows.action_mark))
        if self.tab is Tab.TO_VALIDATE:
            acts.append((msg("Validate all that wait…"), self.action_validate_all))
        if self._undoable:
            acts.append((msg("Undo the last validation"), self.action_undo))
        acts.append((msg("Refresh"), self.renew))
        return acts


def _title(row: QueueRow) -> Message:
    return msg("{name}, {number}", name=row.name, number=row.number)
