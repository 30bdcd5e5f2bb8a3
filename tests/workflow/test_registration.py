"""Registration: the whole request, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.hostile import HARMLESS, HOSTILE, each
from tests.offices import (
    AGENT,
    IN_COLMAR,
    OPERATOR,
    PASSWORD,
    MovableClock,
    agent,
    code_of,
    confirmed,
    mails,
    make_office,
    payload_of,
    refused_operator,
    registered,
    signed_in,
    typed_registration,
    valid_operator,
)
from tests.workflow.races import in_processes, in_threads
from traces_tui.i18n import Translator
from traces_tui.mail import outbox
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import TABLES, Account, Budget, Journal, Organisation, Request
from traces_tui.office import Office
from traces_tui.settings import Limits
from traces_tui.settings import Registration as RegistrationSettings
from traces_tui.workflow import confirmation, files, journal, registration, review, sign_in
from traces_tui.workflow.refusals import (
    AddressTaken,
    CodeRefused,
    FormRefused,
    NotYetValid,
    SessionOver,
    SignInRefused,
    TooManyTries,
    TooSoon,
)
from traces_tui.workflow.views import MailState, Progress, Status, Tab

CONCEALING = RegistrationSettings(conceal_taken_addresses=True)


def rows(office: Office) -> dict[str, int]:
    """How many rows each table has; budgets may be spent by what is refused."""
    with office.connected():
        return {table.__name__: table.select().count() for table in TABLES if table is not Budget}


def journal_of(office: Office, act: str) -> list[Journal]:
    with office.connected():
        return list(Journal.select().where(Journal.act == act).order_by(Journal.id))


class TestRequest:
    def test_everything_that_was_typed_is_kept(self, office: Office) -> None:
        receipt = registered(office, "Marie.Dupont@Ferme-Ried.FR", fax="0388000001")

        with office.connected():
            request = Request.get()
            account: Account = request.account
            place: Organisation = request.organisation
        assert (request.number, request.status) == (receipt.progress.number, Status.NEW)
        assert (account.email, account.status, account.role) == (OPERATOR, Status.NEW, "operator")
        assert (account.first_name, account.last_name) == ("Marie", "Dupont")
        assert (account.phone, account.fax) == ("+33 3 88 12 34 56", "+33 3 88 00 00 01")
        assert (account.language, account.notification) == ("fr", "html")
        assert account.authority_id == request.authority_id == "FR-67"
        assert (place.name, place.postal_code, place.commune) == (
            "SARL Ferme du Ried",
            "67600",
            "Sélestat",
        )
        assert not place.valid
        assert receipt.progress.authority.local_name == "DDPP du Bas-Rhin"

    def test_password_and_answer_are_kept_as_hashes(self, office: Office) -> None:
        registered(office)
        with office.connected():
            account = Account.get()
        assert (account.password_hash or "").startswith("$argon2id$")
        assert (account.answer_hash or "").startswith("$argon2id$")
        assert office.hasher.verify(PASSWORD, account.password_hash)

    def test_numbers_count_through_the_year(self, office: Office, clock: MovableClock) -> None:
        numbers = [registered(office, f"p{n}@ferme.fr").progress.number for n in range(3)]
        assert numbers == ["2026-000001", "2026-000002", "2026-000003"]
        clock.move(days=365)
        assert registered(office, "later@ferme.fr").progress.number == "2027-000001"

    def test_the_year_changes_at_the_offices_midnight(
        self, office: Office, clock: MovableClock
    ) -> None:
        clock.now = clock.now.replace(year=2026, month=12, day=31, hour=23, minute=30)
        assert registered(office).progress.number == "2027-000001"

    def test_the_mail_carries_the_code_and_goes_to_the_kept_address(self, office: Office) -> None:
        registered(office, language="en", notification="text")
        (mail,) = mails(office)
        assert (mail.kind, mail.to_address, mail.to_name) == (
            MailKind.CONFIRMATION,
            OPERATOR,
            "Marie Dupont",
        )
        assert (mail.language, mail.notification) == ("en", "text")
        assert re.fullmatch(
            r"(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}", code_of(office, MailKind.CONFIRMATION)
        )

    def test_the_receipt_shows_what_comes(self, office: Office, clock: MovableClock) -> None:
        progress = registered(office).progress
        assert progress.status is Status.NEW
        assert progress.code_expires_at == clock.now + timedelta(days=7)
        assert progress.resend_at == clock.now + timedelta(seconds=60)
        assert progress.mail is not None
        assert progress.mail.state is MailState.QUEUED

    def test_the_page_read_again_is_the_same(self, office: Office) -> None:
        receipt = registered(office)
        assert confirmation.progress(office, receipt.key) == receipt.progress

    def test_one_journal_row_without_secrets(self, office: Office) -> None:
        receipt = registered(office)
        (row,) = journal_of(office, "register")
        assert (row.subject, row.result, row.source, row.actor) == (
            receipt.progress.number,
            "done",
            "tty1",
            "",
        )

    def test_extra_fields_change_nothing(self, office: Office) -> None:
        registered(office, status="valid", role="agent", authority="FR-68", organisation="1")
        with office.connected():
            account = Account.get()
        assert (account.status, account.role, account.authority_id) == ("new", "operator", "FR-67")

    def test_without_secret_question(self, tmp_path: Path) -> None:
        office = make_office(tmp_path / "data", secret_question=False)
        registered(office, question="", answer="")
        with office.connected():
            account = Account.get()
        assert (account.question, account.answer_hash) == (None, None)

    def test_the_chosen_organisation_must_be_valid(self, office: Office) -> None:
        valid_operator(office)
        with office.connected():
            known = Organisation.get(Organisation.valid).id
        values = typed_registration("b@ferme.fr")
        registration.register(office, values, known)
        with office.connected():
            waiting = Organisation.get(~Organisation.valid).id
        registration.register(office, {**values, "email": "c@ferme.fr"}, 999)
        registration.register(office, {**values, "email": "d@ferme.fr"}, waiting)
        with office.connected():
            rows = Request.select().order_by(Request.id)
            chosen = [row.chosen_organisation and row.chosen_organisation.id for row in rows]
        assert chosen == [None, known, None, None]

    def test_a_long_name_is_folded_into_the_columns_width(self, office: Office) -> None:
        registered(office, organisation_name="\ufdfa" * 120)
        with office.connected():
            assert len(Organisation.get().folded_name) <= 240


class TestHostileText:
    FREE = ("first_name", "last_name", "organisation_name", "address", "more_information")

    @pytest.mark.parametrize("typed", each(HOSTILE))
    def test_is_refused_with_a_message(self, office: Office, typed: str) -> None:
        if typed.isspace():
            typed += "x" + typed
        with pytest.raises(FormRefused) as caught:
            registration.register(
                office, {**typed_registration(), **dict.fromkeys(self.FREE, typed)}
            )
        allowed = {"more_information"} if "\r\n" in typed else set()
        assert set(caught.value.errors) == set(self.FREE) - allowed
        for message in caught.value.errors.values():
            assert len(Translator("en").say(message)) < 100

    @pytest.mark.parametrize("typed", each(HARMLESS))
    def test_or_kept_literally(self, office: Office, typed: str) -> None:
        registration.register(office, {**typed_registration(), **dict.fromkeys(self.FREE, typed)})
        with office.connected():
            account, place = Account.get(), Organisation.get()
        assert account.first_name == account.last_name == account.more_information == typed
        assert place.name == place.address == typed


class TestNothingIsWritten:
    @pytest.fixture
    def before(self, office: Office) -> Iterator[None]:
        empty = rows(office)
        yield
        assert rows(office) == empty

    @pytest.mark.usefixtures("before")
    @pytest.mark.parametrize("name", typed_registration())
    def test_when_one_field_is_wrong(self, office: Office, name: str) -> None:
        with pytest.raises(FormRefused) as caught:
            registration.register(office, {**typed_registration(), name: "\x1b[31m"})
        assert name in caught.value.errors
        assert caught.value.field == next(iter(caught.value.errors))

    @pytest.mark.usefixtures("before")
    def test_when_the_mail_cannot_be_queued(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_args: object, **_kwargs: object) -> None:
            raise RuntimeError("no mail")

        monkeypatch.setattr(outbox, "enqueue", broken)
        with pytest.raises(RuntimeError, match="no mail"):
            registered(office)

    @pytest.mark.usefixtures("before")
    def test_when_the_journal_cannot_be_written(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_args: object, **_kwargs: object) -> None:
            raise RuntimeError("no journal")

        monkeypatch.setattr(journal, "note", broken)
        with pytest.raises(RuntimeError, match="no journal"):
            registered(office)

    @pytest.mark.usefixtures("before")
    def test_while_only_the_address_is_asked_for(self, office: Office) -> None:
        assert registration.address_is_free(office, OPERATOR)


class TestBudget:
    def test_a_source_may_register_only_so_often(self, tmp_path: Path, clock: MovableClock) -> None:
        limits = Limits(registrations_per_source=2)
        office = make_office(tmp_path / "data", clock, limits=limits)
        registered(office, "a@a.fr")
        registered(office, "b@b.fr")
        with pytest.raises(TooManyTries) as caught:
            registered(office, "c@c.fr")
        assert caught.value.until == clock.now + timedelta(minutes=60)
        elsewhere = make_office(tmp_path / "data", clock, source="ssh:192.0.2.7", limits=limits)
        registered(elsewhere, "c@c.fr")
        clock.move(minutes=60)
        registered(office, "d@d.fr")

    def test_a_used_up_budget_costs_no_hash(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = make_office(tmp_path / "data", limits=Limits(registrations_per_source=1))
        registered(office, "a@a.fr")
        monkeypatch.setattr(office.hasher, "hash", lambda _: pytest.fail("hashed"))
        with pytest.raises(TooManyTries):
            registered(office, "b@b.fr")

    def test_asking_for_taken_addresses_uses_the_budget_up(self, tmp_path: Path) -> None:
        """Else the form would be an endless oracle of who has an account."""
        office = make_office(tmp_path / "data", limits=Limits(registrations_per_source=3))
        registered(office)
        for _ in range(2):
            with pytest.raises(AddressTaken):
                registered(office)
        with pytest.raises(TooManyTries):
            registered(office)

    def test_the_question_whether_an_address_is_free_is_counted(self, tmp_path: Path) -> None:
        office = make_office(tmp_path / "data", limits=Limits(registrations_per_source=1))
        assert registration.address_is_free(office, OPERATOR)
        with pytest.raises(TooManyTries):
            registration.address_is_free(office, OPERATOR)


class TestTakenAddress:
    @pytest.mark.parametrize("made", [registered, confirmed, valid_operator])
    def test_is_refused_at_its_field(self, office: Office, made: object) -> None:
        assert callable(made)
        made(office)
        before = rows(office)
        with pytest.raises(AddressTaken) as caught:
            registered(office, OPERATOR.upper())
        assert caught.value.field == "email"
        assert not registration.address_is_free(office, f" {OPERATOR.upper()} ")
        assert rows(office) == {**before, "Journal": before["Journal"] + 1}

    def test_an_agents_address_is_taken(self, office: Office) -> None:
        agent(office)
        with pytest.raises(AddressTaken):
            registered(office, AGENT)

    @pytest.mark.parametrize("typed", ["", "nobody", *each(HOSTILE | HARMLESS)])
    def test_what_is_no_address_is_left_to_the_form(self, office: Office, typed: str) -> None:
        assert registration.address_is_free(office, typed)


class TestAgain:
    def test_after_a_refusal(self, office: Office, clock: MovableClock) -> None:
        first = refused_operator(office)
        clock.move(days=1)
        assert registration.address_is_free(office, OPERATOR)
        second = confirmed(office, password=(new := "Autre-Phrase-9"), password_again=new)

        assert second.progress.number != first.progress.number
        with office.connected():
            assert Account.select().where(Account.email == OPERATOR).count() == 1
        holder = agent(office)
        file = files.file(office, holder.key, second.progress.number)
        assert any("Refused before" in check.words.text for check in file.checks if not check.good)
        assert files.counts(office, holder.key)[Tab.REFUSED] == 1
        with pytest.raises(NotYetValid):
            sign_in.sign_in(office, OPERATOR, new)
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, PASSWORD)

    def test_after_a_refusal_old_pages_are_closed(self, office: Office) -> None:
        refused_operator(office)
        with pytest.raises(NotYetValid) as caught:
            sign_in.sign_in(office, OPERATOR, PASSWORD)
        registered(office)
        with pytest.raises(SessionOver):
            confirmation.progress(office, caught.value.key)

    def test_when_nobody_confirmed_in_time(self, office: Office, clock: MovableClock) -> None:
        first = registered(office)
        old = code_of(office, MailKind.CONFIRMATION)
        clock.move(days=6, hours=23)
        with pytest.raises(AddressTaken):
            registered(office)
        clock.move(hours=1)
        second = registered(office, organisation_name="GAEC des Saules", **IN_COLMAR)

        assert second.progress.number == first.progress.number
        assert second.progress.authority.code == "FR-68"
        with office.connected():
            assert Request.select().count() == Organisation.select().count() == 1
            assert Organisation.get().name == "GAEC des Saules"
        assert [mail.state for mail in mails(office)] == [MailState.CANCELLED, MailState.QUEUED]
        with pytest.raises(CodeRefused):
            confirmation.confirm(office, old)
        confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION))


class TestAtTheSameTime:
    def test_numbers_are_unique_in_threads(self, office: Office) -> None:
        office.database, office.hasher  # noqa: B018 - made before the race
        results = in_threads(
            [lambda n=n: registered(office, f"p{n}@ferme.fr") for n in range(6)]  # type: ignore[misc]
        )
        numbers = {result.progress.number for result in results}  # type: ignore[union-attr]
        assert numbers == {f"2026-{n:06d}" for n in range(1, 7)}

    def test_numbers_are_unique_in_processes(self, office: Office) -> None:
        act = "print(*(registered(office, f'{n}{arguments[0]}').progress.number for n in range(8)))"
        printed = in_processes(office, [(act, "@a.fr"), (act, "@b.fr")])
        numbers = " ".join(printed).split()
        assert sorted(numbers) == [f"2026-{n:06d}" for n in range(1, 17)]

    def test_one_address_gives_one_account(self, office: Office) -> None:
        office.database, office.hasher  # noqa: B018 - made before the race
        results = in_threads([lambda: registered(office)] * 4)
        assert sorted(type(result).__name__ for result in results) == [
            "AddressTaken",
            "AddressTaken",
            "AddressTaken",
            "Receipt",
        ]


class TestConcealed:
    """A stranger must not learn who has an account; the owner is told by mail."""

    @pytest.fixture
    def office(self, tmp_path: Path, clock: MovableClock) -> Office:
        return make_office(tmp_path / "data", clock, registration=CONCEALING)

    def shape(self, progress: Progress) -> tuple[object, ...]:
        """What the page shows, without what is each request's own."""
        return (
            progress.status,
            progress.email,
            progress.name,
            progress.authority,
            progress.created_at,
            progress.confirmed_at,
            progress.decided_at,
            progress.code_expires_at,
            progress.mail,
            progress.resend_at,
            progress.refusal,
            progress.refusal_words,
        )

    def both(self, office: Office) -> tuple[str, str]:
        """Keys of a page for a free address and of one for a taken address."""
        valid_operator(office)
        free = registered(office, "free@ferme.fr")
        taken = registered(office, OPERATOR)
        assert taken.key
        return free.key, taken.key

    def shown(self, office: Office, key: str) -> tuple[object, ...]:
        shape = self.shape(confirmation.progress(office, key))
        return tuple("ADDRESS" if part in {"free@ferme.fr", OPERATOR} else part for part in shape)

    def test_every_address_looks_free(self, office: Office) -> None:
        valid_operator(office)
        assert registration.address_is_free(office, OPERATOR)

    def test_the_receipts_have_one_shape(self, office: Office) -> None:
        valid_operator(office)
        free, taken = registered(office, "free@ferme.fr"), registered(office, OPERATOR)
        for receipt in (free, taken):
            assert confirmation.progress(office, receipt.key) == receipt.progress
        assert self.shown(office, free.key) == self.shown(office, taken.key)

    def test_the_owner_gets_a_mail_without_a_code(self, office: Office) -> None:
        self.both(office)
        assert payload_of(office, MailKind.ALREADY_REGISTERED, OPERATOR) == {}
        assert not [
            mail
            for mail in mails(office, MailKind.CONFIRMATION, OPERATOR)
            if mail.state == MailState.QUEUED and mail.id > 2
        ]

    def test_numbers_do_not_give_it_away(self, office: Office) -> None:
        """Each page has a number of its own; a gap or a repetition would tell."""
        valid_operator(office)
        numbers = [
            registered(office, address).progress.number
            for address in (OPERATOR, "a@a.fr", OPERATOR, "b@b.fr")
        ]
        assert numbers == [f"2026-{n:06d}" for n in range(2, 6)]

    def test_mail_again_is_answered_alike(self, office: Office, clock: MovableClock) -> None:
        for key in (keys := self.both(office)):
            with pytest.raises(TooSoon) as caught:
                confirmation.resend(office, key)
            assert caught.value.seconds == 60
        clock.move(seconds=45)
        assert self.shown(office, keys[0]) == self.shown(office, keys[1])
        for key in keys:  # having looked at the page must not begin a new wait
            with pytest.raises(TooSoon) as caught:
                confirmation.resend(office, key)
            assert caught.value.seconds == 15
        clock.move(seconds=15)
        for key in keys:
            assert confirmation.resend(office, key).resend_at == clock.now + timedelta(seconds=60)
        assert self.shown(office, keys[0]) == self.shown(office, keys[1])

    def test_mail_again_is_counted_alike(self, office: Office, clock: MovableClock) -> None:
        keys = self.both(office)
        for _ in range(10):
            clock.move(minutes=1)
            for key in keys:
                confirmation.resend(office, key)
        clock.move(minutes=1)
        for key in keys:
            with pytest.raises(TooManyTries):
                confirmation.resend(office, key)

    def test_a_correction_to_a_free_address_works_for_both(self, office: Office) -> None:
        free, taken = self.both(office)
        for key, address in ((free, "right1@ferme.fr"), (taken, "right2@ferme.fr")):
            assert confirmation.correct_address(office, key, address).email == address
            number = confirmation.progress(office, key).number
            answer = confirmation.confirm(
                office, code_of(office, MailKind.CONFIRMATION, address), key
            )
            assert answer.number == number
            assert confirmation.progress(office, key).status is Status.CONFIRMED
        holder = agent(office)
        review.validate(office, holder.key, review.waiting(office, holder.key))
        assert signed_in(office, "right2@ferme.fr").name == "Marie Dupont"
        assert signed_in(office, OPERATOR).email == OPERATOR

    def test_a_correction_to_a_taken_address_works_for_both(self, office: Office) -> None:
        free, taken = self.both(office)
        valid_operator(office, "other@ferme.fr")
        told = len(mails(office, MailKind.ALREADY_REGISTERED, "other@ferme.fr"))
        for key in (free, taken):
            assert confirmation.correct_address(office, key, "other@ferme.fr").email == (
                "other@ferme.fr"
            )
        assert self.shown(office, free) == self.shown(office, taken)
        assert len(mails(office, MailKind.ALREADY_REGISTERED, "other@ferme.fr")) == told + 2
        for key, address in ((free, "right1@ferme.fr"), (taken, "right2@ferme.fr")):
            number = confirmation.progress(office, key).number
            assert confirmation.correct_address(office, key, address).number == number
            confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION, address), key)
        with office.connected():
            assert Account.get_or_none(Account.email == "free@ferme.fr") is None

    def test_the_first_code_dies_with_a_correction(self, office: Office) -> None:
        free, _ = self.both(office)
        code = code_of(office, MailKind.CONFIRMATION, "free@ferme.fr")
        confirmation.correct_address(office, free, OPERATOR)
        with pytest.raises(CodeRefused) as caught:
            confirmation.confirm(office, code, None)
        assert caught.value.cause == "replaced"

    def test_the_typed_password_opens_neither(self, office: Office) -> None:
        """Else: register, sign in, and the answer tells whether the address was free."""
        self.both(office)
        for address in ("free@ferme.fr", OPERATOR):
            with pytest.raises(SignInRefused):
                sign_in.sign_in(
                    office, address, "Zut-alors-42" if address == OPERATOR else PASSWORD
                )

    def test_a_flood_of_mails_to_the_owner_ends(self, tmp_path: Path, clock: MovableClock) -> None:
        office = make_office(
            tmp_path / "flood",
            clock,
            registration=CONCEALING,
            limits=Limits(mails_per_account_per_day=2, registrations_per_source=1000),
        )
        valid_operator(office)
        keys = [registered(office, OPERATOR).key for _ in range(4)]
        assert len(mails(office, MailKind.ALREADY_REGISTERED)) == 2
        progress = confirmation.progress(office, keys[-1])
        assert progress.mail is not None

    def test_a_parked_page_is_no_way_into_the_owners_account(self, office: Office) -> None:
        _, taken = self.both(office)
        sign_in.sign_out(office, taken)
        assert not [row for row in journal_of(office, "sign_out") if row.actor == OPERATOR]
        with pytest.raises(SessionOver):
            confirmation.progress(office, taken)
