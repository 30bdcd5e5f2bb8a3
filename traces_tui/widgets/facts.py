"""Names and values in two columns, for reading."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from traces_tui.i18n import Message, msg
from traces_tui.widgets.words import Words

Fact = tuple[Message, "Message | None"]
"""A name and its value; None where nothing was given."""


class Facts(Vertical):
    """Shows facts; what was not given says so.

    Args:
        rows: What to show. Text of people comes as :func:`~traces_tui.i18n.verbatim`.
    """

    def __init__(
        self,
        rows: Sequence[Fact],
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._rows = tuple(rows)

    def compose(self) -> ComposeResult:
        """One row for each fact."""
        for name, value in self._rows:
            with Horizontal(classes="fact"):
                yield Words((name, "$muted"), classes="fact-name")
                shown = (msg("not given"), "$muted") if value is None else (value, "")
                yield Words(shown, classes="fact-value")

    async def show(self, rows: Sequence[Fact]) -> None:
        """Show other facts."""
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            await self.recompose()
