"""The receipt of a request: what stands on it, and what must never stand on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.hostile import HARMLESS, HOSTILE, MEGABYTE, each
from tests.offices import (
    AREA,
    OPERATOR,
    PASSWORD,
    START,
    agent,
    clock,
    code_of,
    confirmed,
    office,
    registered,
    typed_registration,
)
from traces_tui.i18n import msg, translator
from traces_tui.languages import LANGUAGES
from traces_tui.lines import cells
from traces_tui.mail.kinds import MailKind
from traces_tui.office import Office
from traces_tui.receipt.paper import NARROWEST, WIDTH, Request, lines
from traces_tui.text import has_unsafe
from traces_tui.workflow import accounts, confirmation, review
from traces_tui.workflow.refusals import NotYetValid
from traces_tui.workflow.sign_in import sign_in
from traces_tui.workflow.views import AuthorityView, Confirmed, Progress, Status

__all__ = ["clock", "office"]

COMPLETE = [language.code for language in LANGUAGES if language.complete]
AUTHORITY = AuthorityView(
    "FR-67", "FR", "DDPP du Bas-Rhin", "Strasbourg", "+33 3 88 00 00 00", "ddpp67@example.fr"
)
NEW = Progress(
    number="2026-000417",
    status=Status.NEW,
    email=OPERATOR,
    name="Marie Dupont",
    authority=AUTHORITY,
    created_at=START,
    confirmed_at=None,
    decided_at=None,
    code_expires_at=START + timedelta(days=7),
    mail=None,
    resend_at=None,
)
CONFIRMED = replace(NEW, status=Status.CONFIRMED, confirmed_at=START, code_expires_at=None)
VALID = replace(CONFIRMED, status=Status.VALID, decided_at=START)
REFUSED = replace(
    CONFIRMED,
    status=Status.REFUSED,
    decided_at=START,
    refusal=msg("The data are incomplete or contradict each other."),
    refusal_words="Call 06 12 34 56 78",
)
BY_CODE = Confirmed("2026-000417", AUTHORITY, START)
ALL: tuple[Request, ...] = (NEW, CONFIRMED, VALID, REFUSED, BY_CODE)


def text(request: Request, language: str = "en", **given: Any) -> str:
    """The receipt as it comes out of the printer."""
    return "\n".join(lines(request, translator(language), at=START, **given))


class TestText:
    def test_everything_one_needs_stands_on_it(self) -> None:
        moment = translator("en").moment(START)
        assert text(NEW).split("\n") == [
            "TRACES classic: receipt of your request for an account",
            "-" * 72,
            "Number of the request  2026-000417",
            "Status                 new",
            f"Receipt issued on      {moment}",
            "",
            f"[x] 1  new        done on {moment}",
            "[ ] 2  confirmed  a message was sent to m•••••t@ferme-ried.fr",
            "[ ] 3  valid      The DDPP du Bas-Rhin verifies your request.",
            "",
            "How to confirm",
            "  Open the message, then choose “I have received a code” at the desk and",
            "  type its code, by 09/03/2026 at the latest.",
            "",
            "Competent authority",
            "  DDPP du Bas-Rhin",
            "  Telephone +33 3 88 00 00 00, e-mail ddpp67@example.fr",
            "-" * 72,
            "You can't sign in before step 3.",
            "This receipt holds no password, no answer and no code.",
        ]

    def test_a_confirmed_request_waits_for_its_authority(self) -> None:
        for request in (CONFIRMED, BY_CODE):
            receipt = text(request)
            assert "[x] 2  confirmed  done on" in receipt
            assert "[ ] 3  valid      The DDPP du Bas-Rhin verifies your request." in receipt
            assert "An email will be sent to you" in receipt.replace("\n", " ")
            assert "How to confirm" not in receipt

    def test_a_decision_is_told_with_its_reason_and_without_the_agent_s_words(self) -> None:
        assert "[x] 3  valid      done on" in text(VALID)
        assert "You can sign in now." in text(VALID)
        refused = " ".join(text(REFUSED).split())
        assert "[x] 3 refused done on" in refused
        assert "Reason: The data are incomplete or contradict each other." in refused
        assert "You may ask again with the same address." in refused
        assert "06 12" not in refused

    def test_an_authority_without_telephone_is_found_by_its_town(self) -> None:
        bare = replace(NEW, authority=replace(AUTHORITY, phone="", email=""))
        assert "  DDPP du Bas-Rhin\n  Its seat is in Strasbourg.\n---" in text(bare)
        nowhere = AuthorityView("BE", "BE", "", "", "", "")
        assert "  Competent authority of Belgium\n---" in text(replace(NEW, authority=nowhere))

    def test_a_code_that_is_over_has_no_day(self) -> None:
        receipt = text(replace(NEW, code_expires_at=None))
        assert "type its code." in receipt
        assert "latest" not in receipt

    @pytest.mark.parametrize("language", COMPLETE)
    def test_it_is_in_the_language_of_the_reader(self, language: str) -> None:
        tr = translator(language)
        receipt = text(NEW, language)
        for message in (msg("How to confirm"), msg("Competent authority"), Status.NEW.word):
            assert tr.say(message) in receipt
        assert (text(NEW, "en") == receipt) == (language == "en")


class TestSecrets:
    def test_nothing_secret_of_a_real_request_is_on_it(self, office: Office) -> None:
        receipt = registered(office)
        typed = typed_registration()
        code = code_of(office, MailKind.CONFIRMATION)
        printed = text(receipt.progress)
        done = text(confirmation.confirm(office, code, receipt.key))
        for secret in (OPERATOR, PASSWORD, typed["answer"], code, receipt.key, "Dupont"):
            assert secret not in printed
            assert secret not in done
        assert "m•••••t@ferme-ried.fr" in printed

    def test_what_the_workflow_hands_out_can_be_printed(self, office: Office) -> None:
        accounts.set_contact(office, AREA, phone="03 88 00 00 00", email="ddpp67@example.fr")
        receipt = confirmed(office)
        number = receipt.progress.number
        typed = {"reason": "incomplete", "words": ""}
        review.refuse(office, agent(office).key, [number], typed)
        with pytest.raises(NotYetValid) as refused:
            sign_in(office, OPERATOR, PASSWORD)
        printed = text(refused.value.progress)
        assert number in printed
        assert "Telephone +33 3 88 00 00 00, e-mail ddpp67@example.fr" in printed


class TestShape:
    @pytest.mark.parametrize("language", COMPLETE)
    @pytest.mark.parametrize("width", [WIDTH, 50, 42, NARROWEST])
    def test_no_line_is_wider_and_none_ends_with_a_space(self, width: int, language: str) -> None:
        for request in ALL:
            for line in text(request, language, width=width).split("\n"):
                assert cells(line) <= width, line
                assert line == line.rstrip(" ")

    def test_columns_give_way_where_they_would_leave_no_room(self) -> None:
        narrow = text(NEW, width=NARROWEST).split("\n")
        assert narrow[narrow.index("Number of the request") + 1] == "  2026-000417"
        assert "Number of the request" in text(replace(NEW, number="")).split("\n")

    def test_there_are_limits_to_the_width(self) -> None:
        assert text(NEW, width=500) == text(NEW)
        assert text(NEW, width=1) == text(NEW, width=NARROWEST)

    @pytest.mark.parametrize("name", each({n: t for n, t in HOSTILE.items() if len(t) < MEGABYTE}))
    @pytest.mark.parametrize("language", COMPLETE)
    def test_no_hostile_name_reaches_the_printer(self, name: str, language: str) -> None:
        authority = AuthorityView("FR-67", "FR", name, name, name, name)
        nasty = replace(NEW, authority=authority, number=name, email=f"{name}@{name}", name=name)
        for request in (nasty, Confirmed(name, authority, START)):
            for line in lines(request, translator(language), at=START):
                assert not has_unsafe(line)
                assert cells(line) <= WIDTH

    @pytest.mark.parametrize("name", each(HARMLESS))
    def test_what_only_looks_like_code_stays_as_it_is(self, name: str) -> None:
        request = replace(NEW, authority=replace(AUTHORITY, local_name=name))
        assert f"  {name}" in text(request).split("\n")

    def test_a_name_without_end_is_broken_into_lines(self) -> None:
        long = replace(NEW, authority=replace(AUTHORITY, local_name="x" * 300, email="y" * 300))
        assert all(cells(line) <= WIDTH for line in text(long).split("\n"))
        assert text(long).replace("\n", "").replace(" ", "").count("y" * 300) == 1
