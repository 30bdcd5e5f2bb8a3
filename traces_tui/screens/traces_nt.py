"""Where the certificates went that this system does not handle (notice: TRACES NT)."""

from __future__ import annotations

from traces_tui.i18n import msg, verbatim
from traces_tui.screens.page import PageScreen

ADDRESS = "https://webgate.ec.europa.eu/tracesnt"


class TracesNtScreen(PageScreen):
    """Names the successor system and its address."""

    context = verbatim("TRACES NT")
    help_text = msg("The address of the system that handles the other certificates.")
    paragraphs = (
        (
            msg("COI, CHED-PP, PHYTO and FLEGT certificates"),
            msg("They are handled in TRACES NT, which has accounts of its own."),
        ),
        (msg("Open this address in a browser"), verbatim(ADDRESS)),
    )
