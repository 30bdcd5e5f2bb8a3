"""The authorities as anybody may know them: names, and how to reach them."""

from __future__ import annotations

from traces_tui.models.tables import Authority
from traces_tui.office import Office
from traces_tui.workflow import portraits
from traces_tui.workflow.views import AuthorityView


def contact(office: Office, code: str) -> AuthorityView | None:
    """How an authority is reached, for somebody who has no account yet.

    Args:
        office: The office.
        code: The authority's code (``FR-67``).

    Returns:
        The authority, or None when there is none of this code.
    """
    with office.connected():
        row = Authority.get_or_none(Authority.code == code)
        return None if row is None else portraits.authority_view(row)
