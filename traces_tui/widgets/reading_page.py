"""A page to read that can be scrolled with the keyboard, but only where it is too long."""

from __future__ import annotations

from textual.containers import VerticalScroll


class ReadingPage(VerticalScroll, can_focus=False):
    """Takes the focus only while a part of it is out of sight."""

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        """A scrollbar is there when the page is too long."""
        self.can_focus = shown
