"""Pages that are only read: the privacy statement, and where other certificates went."""

from __future__ import annotations

from traces_tui.i18n import Message, msg, verbatim

Paragraph = tuple[Message, Message]
"""Heading and text."""

PRIVACY_TITLE = msg("Privacy")
PRIVACY: tuple[Paragraph, ...] = (
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

SUCCESSOR_TITLE = verbatim("TRACES NT")
SUCCESSOR_ADDRESS = "https://webgate.ec.europa.eu/tracesnt"
SUCCESSOR: tuple[Paragraph, ...] = (
    (
        msg("COI, CHED-PP, PHYTO and FLEGT certificates"),
        msg("They are handled in TRACES NT, which has accounts of its own."),
    ),
    (msg("Open this address in a browser"), verbatim(SUCCESSOR_ADDRESS)),
)
"""Certificates that this system does not handle (notice: TRACES NT)."""
