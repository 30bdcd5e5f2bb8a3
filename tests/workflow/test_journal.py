"""The journal, and that no secret is left anywhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from peewee import DatabaseError

from tests.offices import (
    AGENT_PASSWORD,
    ANSWER,
    NEW_PASSWORD,
    OPERATOR,
    PASSWORD,
    MovableClock,
    agent,
    code_of,
    confirmed,
    registered,
    signed_in,
    temporary_password,
    typed_registration,
    valid_operator,
)
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Journal, Outbox
from traces_tui.office import Office
from traces_tui.refusal import Unavailable
from traces_tui.workflow import (
    accounts,
    confirmation,
    journal,
    recovery,
    registration,
    review,
    sign_in,
)
from traces_tui.workflow.refusals import CodeRefused, QuestionLocked, SignInRefused, WrongAnswer
from traces_tui.workflow.views import MailState


def whole_story(office: Office, clock: MovableClock) -> set[str]:
    """Everything that can happen to a secret; returns the secrets."""
    secrets = {PASSWORD, NEW_PASSWORD, AGENT_PASSWORD, ANSWER, "2 CV Charleston", "Fourth-Word-4"}
    receipt = registered(office, "marie.dupond@ferme-ried.fr")
    secrets.add(code_of(office, MailKind.CONFIRMATION))
    clock.move(minutes=2)
    confirmation.resend(office, receipt.key)
    secrets.add(code_of(office, MailKind.CONFIRMATION))
    confirmation.correct_address(office, receipt.key, OPERATOR)
    code = code_of(office, MailKind.CONFIRMATION)
    secrets.add(code)
    with pytest.raises(CodeRefused):
        confirmation.confirm(office, f"{code[:-4]}0000")
    confirmation.confirm(office, code, receipt.key)
    holder = agent(office)
    number = receipt.progress.number
    review.validate(office, holder.key, [number])
    review.undo(office, holder.key, [number])
    review.validate(office, holder.key, [number])
    refused = confirmed(office, "other@ferme.fr")
    review.refuse(
        office, holder.key, [refused.progress.number], {"reason": "other", "words": "Non."}
    )
    person = signed_in(office)
    secrets |= {person.key, holder.key, receipt.key}
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sign_in.sign_in(office, OPERATOR, "Fourth-Word-4")
    secrets.add(code := temporary_password(office))
    person = sign_in.sign_in(office, OPERATOR, code)
    for _ in range(4):
        with pytest.raises(WrongAnswer):
            recovery.answer(office, person.key, "2 CV Charleston")
    with pytest.raises(QuestionLocked):
        recovery.answer(office, person.key, "2 CV Charleston")
    accounts.reset_question(office, holder.key, number)
    secrets.add(code := temporary_password(office))
    person = sign_in.sign_in(office, OPERATOR, code)
    secrets.add(person.key)
    recovery.choose_question(
        office, person.key, {"question": "first_car", "answer": "2 CV Charleston"}
    )
    person = recovery.choose_password(
        office, person.key, {"password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
    )
    accounts.change_password(
        office,
        person.key,
        {"current": NEW_PASSWORD, "password": PASSWORD, "password_again": PASSWORD},
    )
    accounts.change_question(
        office, person.key, {"current": PASSWORD, "question": "pet_name", "answer": ANSWER}
    )
    sign_in.sign_out(office, person.key)
    return secrets


def test_no_secret_is_left_anywhere(office: Office, clock: MovableClock) -> None:
    secrets = whole_story(office, clock)
    secrets |= {secret.replace("-", "") for secret in secrets}
    secrets |= {secret[4:] for secret in secrets if len(secret) == 12}  # the part that is hashed
    with office.writing():  # as delivery does
        Outbox.update(state=MailState.SENT, payload="").where(
            Outbox.state == MailState.QUEUED
        ).execute()
    file = Path(office.settings.data_dir) / "traces_tui.db"
    with closing(sqlite3.connect(file)) as database:
        dump = "\n".join(database.iterdump())
    assert "marie.dupont@ferme-ried.fr" in dump
    assert not [secret for secret in secrets if secret.casefold() in dump.casefold()]


def test_a_withdrawn_mail_keeps_no_code(office: Office, clock: MovableClock) -> None:
    receipt = registered(office)
    code = code_of(office, MailKind.CONFIRMATION)
    clock.move(minutes=1)
    confirmation.resend(office, receipt.key)
    with office.connected():
        assert not [row for row in Outbox.select() if code in row.payload]


def test_one_row_an_act(office: Office, clock: MovableClock) -> None:
    whole_story(office, clock)
    with office.connected():
        acts = [row.act for row in Journal.select().order_by(Journal.id)]
    assert acts == [
        "register",
        "resend_code",
        "correct_address",
        "confirm",
        "confirm",
        "add_agent",
        "temporary_password",
        "choose_question",
        "change_password",
        "validate",
        "undo",
        "validate",
        "register",
        "confirm",
        "refuse",
        "sign_in",
        *["sign_in"] * 5,
        "lock",
        "request_password",
        "temporary_password",
        *["answer"] * 5,
        "lock_question",
        "reset_question",
        "request_password",
        "temporary_password",
        "choose_question",
        "change_password",
        "change_password",
        "change_question",
        "sign_out",
    ]


def test_a_row_says_who_what_whom_when_and_where(office: Office, clock: MovableClock) -> None:
    receipt = confirmed(office)
    holder = agent(office)
    clock.move(minutes=1)
    review.validate(office, holder.key, [receipt.progress.number])
    with office.connected():
        row = Journal.select().order_by(Journal.id.desc()).get()
    assert (row.at, row.actor, row.act, row.subject, row.result, row.source) == (
        clock.now,
        holder.email,
        "validate",
        receipt.progress.number,
        "done",
        "tty1",
    )


class TestAppendOnly:
    """The database itself refuses, whatever program asks."""

    @pytest.fixture
    def rows(self, office: Office) -> int:
        """How many there are."""
        registered(office)
        with office.connected():
            return Journal.select().count()

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE journal SET act = 'nothing'",
            "DELETE FROM journal",
            "INSERT OR REPLACE INTO journal SELECT * FROM journal",
            "REPLACE INTO journal (id, at, actor, act, subject, result, source, detail)"
            " VALUES (1, 0, '', 'x', '', '', '', '')",
        ],
    )
    def test_rows_stay(self, office: Office, rows: int, statement: str) -> None:
        with office.connected():
            before = list(Journal.select().tuples().execute())
            with pytest.raises(DatabaseError, match="append-only"):
                office.database.execute_sql(statement)
            assert list(Journal.select().tuples().execute()) == before
        assert len(before) == rows

    def test_through_the_tables_too(self, office: Office, rows: int) -> None:
        with office.connected():
            row = Journal.get()
            row.act = "nothing"
            changes: list[Callable[[], object]] = [
                row.save,
                row.delete_instance,
                Journal.delete().execute,
            ]
            for change in changes:
                with pytest.raises(DatabaseError):
                    change()
            assert Journal.select().count() == rows


ACTS = [
    "register",
    "confirm",
    "validate",
    "refuse",
    "sign_in",
    "request_password",
    "reset_question",
]


@pytest.mark.parametrize("act", ACTS)
def test_an_act_that_can_not_be_journaled_is_not_done(
    office: Office, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    valid = valid_operator(office, "valid@ferme.fr").progress.number
    waiting = confirmed(office, "waiting@ferme.fr").progress.number
    registered(office, "new@ferme.fr")
    code = code_of(office, MailKind.CONFIRMATION, "new@ferme.fr")
    key = agent(office).key

    def broken(*_args: object, **_kwargs: object) -> None:
        raise DatabaseError("disk I/O error")

    def content() -> list[str]:
        file = Path(office.settings.data_dir) / "traces_tui.db"
        with closing(sqlite3.connect(file)) as database:
            return [line for line in database.iterdump() if "budget" not in line]

    acts: dict[str, Callable[[], object]] = {
        "register": lambda: registration.register(office, typed_registration()),
        "confirm": lambda: confirmation.confirm(office, code),
        "validate": lambda: review.validate(office, key, [waiting]),
        "refuse": lambda: review.refuse(
            office, key, [waiting], {"reason": "incomplete", "words": ""}
        ),
        "sign_in": lambda: sign_in.sign_in(office, "valid@ferme.fr", PASSWORD),
        "request_password": lambda: recovery.request_password(office, "valid@ferme.fr"),
        "reset_question": lambda: accounts.reset_question(office, key, valid),
    }
    before = content()
    monkeypatch.setattr(journal, "note", broken)
    with pytest.raises(Unavailable):
        acts[act]()
    changed = set(content()) ^ set(before)
    tables = {line.split('"')[1] for line in changed}
    # Tries are counted before the hash: those two rows have risen, and nothing else.
    assert tables == {"sign_in": {"account"}, "confirm": {"code"}}.get(act, set())
