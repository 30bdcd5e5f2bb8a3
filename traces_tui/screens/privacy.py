"""What happens to what people type here."""

from __future__ import annotations

from traces_tui.i18n import msg
from traces_tui.screens.page import PageScreen
from traces_tui.workflow.pages import PRIVACY, PRIVACY_TITLE


class PrivacyScreen(PageScreen):
    """The privacy statement, opened from the sign-in page."""

    context = PRIVACY_TITLE
    help_text = msg("What is kept of what you type, why, and who sees it.")
    paragraphs = PRIVACY
