"""Where the certificates went that this system does not handle (notice: TRACES NT)."""

from __future__ import annotations

from traces_tui.i18n import msg
from traces_tui.screens.page import PageScreen
from traces_tui.workflow.pages import SUCCESSOR, SUCCESSOR_TITLE


class TracesNtScreen(PageScreen):
    """Names the successor system and its address."""

    context = SUCCESSOR_TITLE
    help_text = msg("The address of the system that handles the other certificates.")
    paragraphs = SUCCESSOR
