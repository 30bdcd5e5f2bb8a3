"""The receipt of a request as it is printed, or narrower."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content
from textual.geometry import Size

from traces_tui.receipt.paper import WIDTH, Request, lines
from traces_tui.widgets.desk import desk
from traces_tui.widgets.words import Words


class Paper(Words):
    """Shows a receipt in the reader's language, in lines as long as there is room.

    Args:
        request: What it is about.
        at: When it is issued.
    """

    def __init__(self, request: Request, at: datetime, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._request: Request = request
        self._at = at

    def show(self, request: Request, at: datetime) -> None:
        """Show another receipt."""
        if request != self._request:
            self._request, self._at = request, at
            self.relabel()

    def words(self) -> Content:
        """The lines; they never wrap, because they are made for the room there is."""
        return Content("\n".join(self._lines(self.content_size.width)))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as on paper."""
        return WIDTH

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row for each line."""
        return len(self._lines(width))

    def _lines(self, width: int) -> tuple[str, ...]:
        return lines(self._request, desk(self).tr, at=self._at, width=width or WIDTH)
