"""Proving the address: the code of the mail, asking again, correcting a slip."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.hostile import HARMLESS, HOSTILE, each
from tests.offices import (
    IN_COLMAR,
    NATION,
    OPERATOR,
    MovableClock,
    agent,
    code_of,
    confirmed,
    mails,
    make_office,
    payload_of,
    registered,
    valid_operator,
)
from tests.workflow.races import in_processes, in_threads
from traces_tui.forms.confirmation import ALPHABET
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account, Code, Journal, Request
from traces_tui.office import Office
from traces_tui.settings import Limits, Settings
from traces_tui.settings import Registration as RegistrationSettings
from traces_tui.workflow import accounts, confirmation, files, review, sign_in
from traces_tui.workflow.announcements import MOST_LISTED
from traces_tui.workflow.refusals import (
    AddressTaken,
    CodeRefused,
    FormRefused,
    NotYetValid,
    SessionOver,
    TooManyTries,
    TooSoon,
)
from traces_tui.workflow.views import MailState, Status, Tab


def status_of(office: Office, email: str = OPERATOR) -> tuple[str, str]:
    """What account and request say."""
    with office.connected():
        account = Account.get(Account.email == email)
        request = Request.get(Request.account == account.id)
    return account.status, request.status


def wrong(code: str) -> str:
    """The same first group with another secret."""
    last = ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]
    return code[:-1] + last


def refused(office: Office, code: str, key: str | None = None) -> str:
    """The cause for which a code is refused; account and request must stay as they are."""
    with pytest.raises(CodeRefused) as caught:
        confirmation.confirm(office, code, key)
    assert caught.value.field == "code"
    return caught.value.cause


class TestCode:
    def test_makes_the_account_confirmed(self, office: Office, clock: MovableClock) -> None:
        receipt = registered(office)
        clock.move(minutes=5)
        answer = confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION), receipt.key)

        assert (answer.number, answer.at) == (receipt.progress.number, clock.now)
        assert answer.authority.code == "FR-67"
        assert status_of(office) == ("confirmed", "confirmed")
        progress = confirmation.progress(office, receipt.key)
        assert (progress.status, progress.confirmed_at) == (Status.CONFIRMED, clock.now)
        assert (progress.resend_at, progress.mail) == (None, None)

    @pytest.mark.parametrize("how", [str.lower, str.upper, lambda c: c.replace("-", " ")])
    def test_may_be_typed_in_any_way(self, office: Office, how: object) -> None:
        assert callable(how)
        registered(office)
        confirmation.confirm(office, how(f" {code_of(office, MailKind.CONFIRMATION)} "))
        assert status_of(office) == ("confirmed", "confirmed")

    def test_needs_no_screen(self, office: Office) -> None:
        """``traces-tui confirm CODE``."""
        registered(office)
        confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION))
        assert status_of(office) == ("confirmed", "confirmed")

    def test_outlives_the_screen_it_is_typed_in(self, office: Office, clock: MovableClock) -> None:
        receipt = registered(office)
        clock.move(hours=3)
        confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION), receipt.key)
        assert status_of(office) == ("confirmed", "confirmed")

    @pytest.mark.parametrize(
        "typed", ["", "x", "7K2M-Q9XD-4TF", "7K2M-Q9XD-4TFHH", "7K2M-Q9XD-4TFU"]
    )
    def test_without_the_form_of_one_is_not_tried(self, office: Office, typed: str) -> None:
        with pytest.raises(FormRefused):
            confirmation.confirm(office, typed)

    def test_is_journaled(self, office: Office) -> None:
        receipt = registered(office)
        code = code_of(office, MailKind.CONFIRMATION)
        refused(office, wrong(code))
        confirmation.confirm(office, code)
        with office.connected():
            rows = list(Journal.select().where(Journal.act == "confirm").order_by(Journal.id))
        number = receipt.progress.number
        assert [(row.subject, row.result) for row in rows] == [(number, "wrong"), (number, "done")]


class TestRefusedCode:
    def test_wrong(self, office: Office) -> None:
        registered(office)
        assert refused(office, wrong(code_of(office, MailKind.CONFIRMATION))) == "wrong"
        assert refused(office, "0000-0000-0000") == "wrong"
        assert status_of(office) == ("new", "new")

    def test_expired(self, office: Office, clock: MovableClock) -> None:
        registered(office)
        code = code_of(office, MailKind.CONFIRMATION)
        clock.move(days=7)
        assert refused(office, code) == "expired"
        assert status_of(office) == ("new", "new")
        with pytest.raises(CodeRefused, match="expired"):
            confirmation.confirm(office, code)

    def test_still_good_just_before(self, office: Office, clock: MovableClock) -> None:
        registered(office)
        clock.move(days=7, microseconds=-1)
        confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION))

    def test_used(self, office: Office) -> None:
        registered(office)
        code = code_of(office, MailKind.CONFIRMATION)
        confirmation.confirm(office, code)
        for _ in range(7):  # and does not wear out by it
            assert refused(office, code) == "used"

    def test_of_a_request_that_was_decided(self, office: Office) -> None:
        registered(office)
        with office.connected():
            Request.update(status=Status.REFUSED).execute()
        assert refused(office, code_of(office, MailKind.CONFIRMATION)) == "used"
        assert status_of(office) == ("new", "refused")

    def test_replaced(self, office: Office, clock: MovableClock) -> None:
        receipt = registered(office)
        code = code_of(office, MailKind.CONFIRMATION)
        clock.move(minutes=1)
        confirmation.resend(office, receipt.key)
        assert refused(office, code) == "replaced"
        assert status_of(office) == ("new", "new")

    def test_foreign(self, office: Office) -> None:
        receipt = registered(office)
        registered(office, "other@ferme.fr")
        others = code_of(office, MailKind.CONFIRMATION, "other@ferme.fr")
        assert refused(office, others, receipt.key) == "foreign"
        assert status_of(office, "other@ferme.fr") == ("new", "new")
        confirmation.confirm(office, others)

    def test_worn_out(self, office: Office) -> None:
        registered(office)
        code = code_of(office, MailKind.CONFIRMATION)
        for _ in range(5):
            assert refused(office, wrong(code)) == "wrong"
        assert refused(office, code) == "worn_out"
        assert status_of(office) == ("new", "new")

    def test_the_fifth_try_may_still_be_right(self, office: Office) -> None:
        registered(office)
        code = code_of(office, MailKind.CONFIRMATION)
        for _ in range(4):
            refused(office, wrong(code))
        confirmation.confirm(office, code)

    def test_tries_at_the_same_time_are_all_counted(self, office: Office) -> None:
        registered(office)
        code = code_of(office, MailKind.CONFIRMATION)
        results = in_threads([lambda: refused(office, wrong(code))] * 8)
        assert sorted(map(str, results)) == ["worn_out"] * 3 + ["wrong"] * 5

    def test_every_cause_has_its_own_sentence(self) -> None:
        causes = ("wrong", "expired", "used", "replaced", "foreign", "worn_out")
        office = Office(Settings())
        sentences = {confirmation._refused(office, cause).message.text for cause in causes}
        assert len(sentences) == len(causes)

    def test_costs_one_hash_whatever_is_wrong(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        registered(office)
        code = code_of(office, MailKind.CONFIRMATION)
        verified: list[str] = []
        verify = office.hasher.verify

        def counting(secret: str, kept: str | None) -> bool:
            verified.append(secret)
            return verify(secret, kept)

        monkeypatch.setattr(office.hasher, "verify", counting)
        refused(office, "0000-0000-0000")
        refused(office, wrong(code))
        for _ in range(4):
            refused(office, wrong(code))
        refused(office, code)
        assert len(verified) == 7


class TestBudget:
    def test_a_source_may_try_only_so_many_codes(self, tmp_path: Path, clock: MovableClock) -> None:
        office = make_office(tmp_path / "data", clock, limits=Limits(codes_per_source=2))
        registered(office)
        for _ in range(2):
            refused(office, "0000-0000-0000")
        with pytest.raises(TooManyTries):
            confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION))
        clock.move(minutes=15)
        confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION))


class TestAtTheSameTime:
    def test_one_code_confirms_once_in_threads(self, office: Office) -> None:
        agent(office)
        registered(office)
        code = code_of(office, MailKind.CONFIRMATION)
        results = in_threads([lambda: confirmation.confirm(office, code)] * 4)
        assert sorted(type(result).__name__ for result in results) == [
            "CodeRefused",
            "CodeRefused",
            "CodeRefused",
            "Confirmed",
        ]
        assert payload_of(office, MailKind.REQUESTS)["total"] == 1

    def test_one_code_confirms_once_in_processes(self, office: Office) -> None:
        registered(office)
        code = code_of(office, MailKind.CONFIRMATION)
        act = "print(type(confirmation.confirm(office, arguments[0])).__name__)"
        assert sorted(in_processes(office, [(act, code)] * 2)) == ["CodeRefused", "Confirmed"]


class TestResend:
    def test_makes_a_new_code_and_withdraws_the_waiting_mail(
        self, office: Office, clock: MovableClock
    ) -> None:
        receipt = registered(office)
        first = code_of(office, MailKind.CONFIRMATION)
        clock.move(seconds=60)
        progress = confirmation.resend(office, receipt.key)

        assert progress.resend_at == clock.now + timedelta(seconds=60)
        assert progress.code_expires_at == clock.now + timedelta(days=7)
        assert [mail.state for mail in mails(office)] == [MailState.CANCELLED, MailState.QUEUED]
        second = code_of(office, MailKind.CONFIRMATION)
        assert second != first
        confirmation.confirm(office, second, receipt.key)

    def test_waits_for_the_cool_down(self, office: Office, clock: MovableClock) -> None:
        receipt = registered(office)
        for moved, left in ((0, 60), (0.5, 60), (58.5, 1)):
            clock.move(seconds=moved)
            with pytest.raises(TooSoon) as caught:
                confirmation.resend(office, receipt.key)
            assert caught.value.seconds == left
        assert len(mails(office)) == 1
        clock.move(seconds=1)
        confirmation.resend(office, receipt.key)
        with pytest.raises(TooSoon):
            confirmation.resend(office, receipt.key)

    def test_has_a_daily_budget(self, tmp_path: Path, clock: MovableClock) -> None:
        office = make_office(
            tmp_path / "data", clock, registration=RegistrationSettings(resends_per_day=2)
        )
        receipt = registered(office)
        for _ in range(2):
            clock.move(minutes=1)
            confirmation.resend(office, receipt.key)
        clock.move(minutes=1)
        with pytest.raises(TooManyTries):
            confirmation.resend(office, receipt.key)
        with pytest.raises(TooManyTries):
            confirmation.correct_address(office, receipt.key, "right@ferme.fr")
        assert len(mails(office)) == 3

    def test_is_over_once_the_address_is_confirmed(
        self, office: Office, clock: MovableClock
    ) -> None:
        receipt = confirmed(office)
        clock.move(minutes=1)
        with pytest.raises(SessionOver):
            confirmation.resend(office, receipt.key)
        assert len(mails(office, MailKind.CONFIRMATION)) == 1

    def test_needs_the_page(self, office: Office, clock: MovableClock) -> None:
        receipt = registered(office)
        clock.move(minutes=30)
        for key in (receipt.key, "", "x", "\udc80"):
            with pytest.raises(SessionOver):
                confirmation.resend(office, key)


class TestCorrection:
    def test_before_confirmation(self, office: Office) -> None:
        receipt = registered(office, "marie.dupond@ferme-ried.fr")
        old = code_of(office, MailKind.CONFIRMATION)
        progress = confirmation.correct_address(office, receipt.key, f" {OPERATOR.upper()} ")

        assert (progress.email, progress.number) == (OPERATOR, receipt.progress.number)
        assert refused(office, old) == "replaced"
        new = mails(office, MailKind.CONFIRMATION)[-1]
        assert (new.to_address, new.state) == (OPERATOR, MailState.QUEUED)
        confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION), receipt.key)
        assert status_of(office) == ("confirmed", "confirmed")

    def test_is_found_by_the_new_address(self, office: Office) -> None:
        receipt = registered(office, "wrong@ferme.fr")
        confirmation.correct_address(office, receipt.key, "right@ferme.fr")
        holder = agent(office)
        assert files.queue(office, holder.key, Tab.NEW, "right").rows
        assert not files.queue(office, holder.key, Tab.NEW, "wrong").rows

    def test_frees_the_wrong_address(self, office: Office) -> None:
        receipt = registered(office, "wrong@ferme.fr")
        confirmation.correct_address(office, receipt.key, "right@ferme.fr")
        registered(office, "wrong@ferme.fr")

    def test_not_after_confirmation(self, office: Office) -> None:
        receipt = confirmed(office)
        with pytest.raises(SessionOver):
            confirmation.correct_address(office, receipt.key, "right@ferme.fr")
        assert status_of(office) == ("confirmed", "confirmed")

    def test_not_of_a_valid_account(self, office: Office) -> None:
        receipt = valid_operator(office)
        with pytest.raises(SessionOver):
            confirmation.correct_address(office, receipt.key, "right@ferme.fr")

    @pytest.mark.parametrize("typed", ["", "nobody", *each(HOSTILE | HARMLESS)])
    def test_to_what_is_no_address(self, office: Office, typed: str) -> None:
        receipt = registered(office)
        with pytest.raises(FormRefused):
            confirmation.correct_address(office, receipt.key, typed)

    def test_to_a_taken_address(self, office: Office) -> None:
        registered(office, "taken@ferme.fr")
        receipt = registered(office)
        with pytest.raises(AddressTaken):
            confirmation.correct_address(office, receipt.key, "taken@ferme.fr")
        assert confirmation.progress(office, receipt.key) == receipt.progress
        confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION, OPERATOR))

    def test_asking_for_taken_addresses_uses_the_budget_up(self, office: Office) -> None:
        registered(office, "taken@ferme.fr")
        receipt = registered(office)
        for _ in range(10):
            with pytest.raises(AddressTaken):
                confirmation.correct_address(office, receipt.key, "taken@ferme.fr")
        with pytest.raises(TooManyTries):
            confirmation.correct_address(office, receipt.key, "taken@ferme.fr")

    def test_closes_the_pages_of_others(self, office: Office) -> None:
        receipt = registered(office)
        with pytest.raises(NotYetValid) as caught:
            sign_in.sign_in(office, OPERATOR, "Cigogne-67-Ried")
        confirmation.correct_address(office, receipt.key, "right@ferme.fr")
        with pytest.raises(SessionOver):
            confirmation.progress(office, caught.value.key)
        confirmation.progress(office, receipt.key)


class TestAgentsAreTold:
    def test_how_many_wait_and_who(self, office: Office) -> None:
        agent(office)
        confirmed(office, "a@a.fr", first_name="Anne", last_name="Blanc")
        mail = payload_of(office, MailKind.REQUESTS)
        assert mail["total"] == 1
        assert mail["requests"] == [{"number": "2026-000001", "name": "Anne Blanc"}]
        assert mail["authority"]["code"] == "FR-67"

    def test_one_waiting_mail_an_agent(self, office: Office) -> None:
        agent(office)
        agent(office, "second@ddpp67.example")
        for n in range(3):
            confirmed(office, f"p{n}@ferme.fr")
        waiting = [
            mail for mail in mails(office, MailKind.REQUESTS) if mail.state == MailState.QUEUED
        ]
        assert len(waiting) == 2
        assert {mail.to_address for mail in waiting} == {
            "b.keller@ddpp67.example",
            "second@ddpp67.example",
        }
        for mail in waiting:
            values = json.loads(mail.payload)
            assert values["total"] == 3
            assert [row["number"] for row in values["requests"]] == [
                "2026-000001",
                "2026-000002",
                "2026-000003",
            ]

    def test_decided_files_are_not_counted(self, office: Office) -> None:
        receipt = confirmed(office)
        review.validate(office, agent(office).key, [receipt.progress.number])
        confirmed(office, "b@b.fr")
        assert payload_of(office, MailKind.REQUESTS)["total"] == 1

    def test_agents_of_other_areas_are_not(self, office: Office) -> None:
        agent(office)
        confirmed(office, **IN_COLMAR)
        assert not mails(office, MailKind.REQUESTS)

    def test_the_national_authority_where_an_area_has_no_agent(self, office: Office) -> None:
        agent(office, "chef@agriculture.example", NATION)
        confirmed(office, **IN_COLMAR)
        (mail,) = mails(office, MailKind.REQUESTS)
        assert mail.to_address == "chef@agriculture.example"

    def test_a_long_list_is_cut_and_counted(self, office: Office) -> None:
        agent(office)
        receipt = confirmed(office)
        with office.writing():
            request = Request.get(Request.number == receipt.progress.number)
            values = dict(request.__data__, status=Status.CONFIRMED)
            del values["id"]
            for n in range(MOST_LISTED + 9):
                Request.insert(**{**values, "number": f"2025-{n:06d}"}).execute()
        confirmed(office, "b@b.fr")
        mail = payload_of(office, MailKind.REQUESTS)
        assert (mail["total"], len(mail["requests"])) == (MOST_LISTED + 11, MOST_LISTED)

    def test_the_authoritys_contact_is_shown_to_the_applicant(self, office: Office) -> None:
        accounts.set_contact(office, "FR-67", phone="03 88 11 22 33", email="ddpp@bas-rhin.example")
        authority = registered(office).progress.authority
        assert (authority.phone, authority.email) == (
            "+33 3 88 11 22 33",
            "ddpp@bas-rhin.example",
        )


def test_codes_are_kept_as_hashes(office: Office) -> None:
    registered(office)
    code = code_of(office, MailKind.CONFIRMATION).replace("-", "")
    with office.connected():
        row = Code.get()
    assert row.selector == code[:4]
    assert row.hash.startswith("$argon2id$")
    assert office.hasher.verify(code[4:], row.hash)
