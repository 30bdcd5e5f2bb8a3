"""How anybody finds out how an authority is reached."""

from __future__ import annotations

from tests.offices import AREA
from traces_tui.office import Office
from traces_tui.workflow import accounts, authorities


def test_contact_is_what_the_administrator_entered(office: Office) -> None:
    before = authorities.contact(office, AREA)
    assert before is not None
    assert (before.local_name, before.seat, before.phone) == ("DDPP du Bas-Rhin", "Strasbourg", "")
    changed = accounts.set_contact(office, AREA, phone="03 88 00 00 00", email="ddpp67@example.fr")
    assert authorities.contact(office, AREA) == changed


def test_unknown_authority_has_no_contact(office: Office) -> None:
    assert authorities.contact(office, "FR-999") is None
