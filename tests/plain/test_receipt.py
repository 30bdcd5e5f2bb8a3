"""The receipt at the plain desk: read out, and printed where there is a printer."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.offices import OPERATOR, PASSWORD, code_of, confirmed, registered
from tests.plain.conversation import Desk, wide
from traces_tui.mail.kinds import MailKind
from traces_tui.settings import Receipt

__all__ = ["wide"]

SIGN_IN = ("1", OPERATOR, PASSWORD)


def with_printer(desk: Desk, command: str) -> None:
    """Give the desk a printer."""
    receipt = Receipt(print_command=command)
    desk.office.settings = msgspec.structs.replace(desk.office.settings, receipt=receipt)


def test_the_receipt_is_read_out(desk: Desk) -> None:
    registered(desk.office)
    text = desk.hear(*SIGN_IN, "6", "0", "0").text
    assert "6  Read out the receipt\n0  Finish" in text
    assert "TRACES classic: receipt of your request for an account" in text
    assert "[ ] 2  confirmed  a message was sent to m•••••t@ferme-ried.fr" in text
    assert "Print the receipt" not in text


def test_it_is_printed_in_the_language_of_the_reader(desk: Desk, tmp_path: Path) -> None:
    registered(desk.office)
    paper = tmp_path / "paper"
    with_printer(desk, f"tee {paper}")
    text = desk.hear(*SIGN_IN, "@fr", "7", "0", "0").text
    assert "7  Imprimer le récépissé" in text
    assert "Récépissé imprimé" in text
    assert paper.read_text("utf-8").startswith("TRACES classic\u00a0: récépissé de votre demande")


def test_it_is_offered_after_a_code_and_may_be_declined(desk: Desk, tmp_path: Path) -> None:
    registered(desk.office)
    paper = tmp_path / "paper"
    with_printer(desk, f"tee {paper}")
    code = code_of(desk.office, MailKind.CONFIRMATION)
    text = desk.hear("3", code, "0", "0").text
    assert "1  Print the receipt\n0  Finish" in text
    assert not paper.exists()


@pytest.mark.parametrize("sign", ["0", "<"])
def test_a_printer_that_refuses_is_told_and_tried_again(desk: Desk, sign: str) -> None:
    registered(desk.office)
    with_printer(desk, "false")
    spoken = desk.hear("3", code_of(desk.office, MailKind.CONFIRMATION), "1", "1", sign, "0")
    assert [error[:31] for error in spoken.errors] == ["The printer refused the receipt"] * 2
    assert spoken.text.endswith("Goodbye.\n")


def test_the_page_of_a_request_stays_when_the_printer_refuses(desk: Desk) -> None:
    confirmed(desk.office)
    with_printer(desk, "false")
    spoken = desk.hear(*SIGN_IN, "7", "4", "0", "0")
    assert len(spoken.errors) == 1
    assert spoken.text.count("Status: confirmed") == 2


def test_paper_comes_after_a_code(desk: Desk, tmp_path: Path) -> None:
    registered(desk.office)
    paper = tmp_path / "paper"
    with_printer(desk, f"tee {paper}")
    text = desk.hear("3", code_of(desk.office, MailKind.CONFIRMATION), "1", "0").text
    assert "Receipt printed: take it with you." in text
    assert "[x] 2  confirmed" in paper.read_text("utf-8")
