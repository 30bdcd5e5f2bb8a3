"""What happens to what people type here."""

from __future__ import annotations

from traces_tui.i18n import msg
from traces_tui.screens.page import PageScreen


class PrivacyScreen(PageScreen):
    """The privacy statement, opened from the sign-in page."""

    context = msg("Privacy")
    help_text = msg("What is kept of what you type, why, and who sees it.")
    paragraphs = (
        (
            msg("What is kept"),
            msg(
                "Your address, name, telephone and organisation, to decide on your request and to "
                "write to you. Password and answer are kept as a fingerprint that nobody can read."
            ),
        ),
        (
            msg("Who sees it"),
            msg(
                "The competent authority of your establishment. The public directory names "
                "organisations only, never people."
            ),
        ),
        (
            msg("On this screen"),
            msg(
                "Nothing is sent before the last step. What was typed is erased when you leave, or "
                "when nobody touches the keyboard for a while."
            ),
        ),
        (
            msg("Your rights"),
            msg("Ask your competent authority to see, correct or erase your data."),
        ),
    )
