"""Life cycles a second: register, confirm, validate, sign in.

The workflow against the same by hand: `sqlite3` with the statements written out, the same rows,
reads, transactions, pragmas and hashes, and no form to judge. By hand is measured twice: with one
connection an act, as a program of many processes would, and with one connection kept open, the
fastest that can be written. All work on files in one folder, in turns, so that a busy machine slows
all of them.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from traces_tui.forms.confirmation import ALPHABET
from traces_tui.forms.registration import DEFAULTS
from traces_tui.hashing import digest
from traces_tui.office import Office
from traces_tui.settings import Limits, Password, Settings
from traces_tui.workflow import (
    accounts,
    confirmation,
    recovery,
    registration,
    review,
    sign_in,
)

TARGET = 0.60
ROUNDS = 12
CYCLES = 25
"""Life cycles of one round."""

PASSWORD = "Cigogne-67-Ried"
AGENT_PASSWORD = "Zut-alors-42!"
AGENT = "agent@ddpp67.example"
MANY = 1_000_000
DAY = 24 * 3600 * 1_000_000


def settings(folder: Path) -> Settings:
    """The cheapest hashes, and budgets that last."""
    return Settings(
        data_dir=str(folder),
        password=Password(argon2_memory_kib=8, argon2_time=1),
        limits=Limits(
            sign_ins_per_source=MANY, registrations_per_source=MANY, codes_per_source=MANY
        ),
    )


def typed(email: str) -> dict[str, str]:
    """The form as a person fills it."""
    return {
        **DEFAULTS,
        "email": email,
        "password": PASSWORD,
        "password_again": PASSWORD,
        "question": "first_school",
        "answer": "Là-bas",
        "organisation_name": "SARL Ferme du Ried",
        "address": "12 rue des Cigognes",
        "postal_code": "67600",
        "commune": "67462",
        "first_name": "Marie",
        "last_name": "Dupont",
        "phone": "03 88 12 34 56",
    }


def prepared(folder: Path) -> tuple[Office, str]:
    """An office with one signed-in agent."""
    office = Office(settings(folder), source="tty1")
    office.prepare()
    accounts.add_agent(office, AGENT, "FR-67", first_name="Beate", last_name="Keller")
    agent = sign_in.sign_in(office, AGENT, mailed(folder, AGENT))
    recovery.choose_question(office, agent.key, {"question": "pet_name", "answer": "Rex"})
    agent = recovery.choose_password(
        office, agent.key, {"password": AGENT_PASSWORD, "password_again": AGENT_PASSWORD}
    )
    return office, agent.key


def mailed(folder: Path, email: str) -> str:
    """The code of the newest mail to an address: the same reading for both."""
    with closing(sqlite3.connect(folder / "traces_tui.db")) as database:
        (payload,) = database.execute(
            "SELECT payload FROM outbox WHERE to_address = ? ORDER BY id DESC LIMIT 1", (email,)
        ).fetchone()
    return str(json.loads(payload)["code"])


def _signs(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


@dataclass
class Workflow:
    """Life cycles through the program."""

    folder: Path
    office: Office = field(init=False)
    agent: str = field(init=False)

    def __post_init__(self) -> None:
        self.office, self.agent = prepared(self.folder)

    def cycle(self, email: str) -> None:
        receipt = registration.register(self.office, typed(email))
        confirmation.confirm(self.office, mailed(self.folder, email), receipt.key)
        review.validate(self.office, self.agent, [receipt.progress.number])
        sign_in.sign_in(self.office, email, PASSWORD)


@dataclass
class ByHand:
    """The same life cycles with every statement written out."""

    folder: Path
    kept_open: bool = False
    """Whether one connection serves all acts."""
    office: Office = field(init=False)
    agent: str = field(init=False)
    kept: sqlite3.Connection | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.office, self.agent = prepared(self.folder)
        if self.kept_open:
            self.kept = self.connect()

    def connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.folder / "traces_tui.db", timeout=5, isolation_level=None)
        database.executescript(
            "PRAGMA journal_mode=wal; PRAGMA synchronous=full; PRAGMA foreign_keys=1;"
            "PRAGMA trusted_schema=0"
        )
        return database

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        if self.kept is not None:
            yield self.kept
            return
        with closing(self.connect()) as database:
            yield database

    @contextmanager
    def writing(self, database: sqlite3.Connection) -> Iterator[None]:
        database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")

    def cycle(self, email: str) -> None:
        key, number = self.register(email)
        self.confirm(mailed(self.folder, email), key)
        self.validate(number)
        self.sign_in(email)

    def register(self, email: str) -> tuple[str, str]:
        hasher = self.office.hasher
        with self.connected() as database:
            run = database.execute
            run("SELECT * FROM budget WHERE key = ?", ("registration:tty1",)).fetchone()
            password, answer = hasher.hash(PASSWORD), hasher.hash("Là-bas")
            code = _signs(12)
            kept = hasher.hash(code[4:])
            with self.writing(database):
                now = microseconds()
                self.spend(database, "registration:tty1", now)
                run("SELECT * FROM account WHERE email = ?", (email,)).fetchone()
                year = str(datetime.now(UTC).astimezone().year)
                if not run("UPDATE sequence SET last = last + 1 WHERE name = ?", (year,)).rowcount:
                    run("INSERT INTO sequence (name, last) VALUES (?, 1)", (year,))
                (last,) = run("SELECT last FROM sequence WHERE name = ?", (year,)).fetchone()
                number = f"{year}-{last:06d}"
                account = run(
                    "INSERT INTO account (email, password_hash, question, answer_hash,"
                    " answer_failures, role, status, authority_id, first_name, last_name,"
                    " language, notification, phone, fax, more_information, created_at,"
                    " failures_in_row, failures_since_sign_in)"
                    " VALUES (?, ?, 'first_school', ?, 0, 'operator', 'new', 'FR-67', 'Marie',"
                    " 'Dupont', 'fr', 'html', '+33 3 88 12 34 56', '', '', ?, 0, 0)",
                    (email, password, answer, now),
                ).lastrowid
                organisation = run(
                    "INSERT INTO organisation (name, folded_name, folded_place, address,"
                    " postal_code, commune, insee_code, country, activities, authority_id, valid,"
                    " created_at) VALUES ('SARL Ferme du Ried', 'sarl ferme du ried',"
                    " '67600 selestat', '12 rue des Cigognes', '67600', 'Sélestat', '67462', 'FR',"
                    " '', 'FR-67', 0, ?)",
                    (now,),
                ).lastrowid
                request = run(
                    "INSERT INTO request (number, account_id, organisation_id, authority_id,"
                    " status, status_at, folded_text, created_at, reason_words)"
                    " VALUES (?, ?, ?, 'FR-67', 'new', ?, ?, ?, '')",
                    (number, account, organisation, now, f"marie dupont {email} selestat", now),
                ).lastrowid
                run(
                    "UPDATE code SET voided_at = ? WHERE account_id = ? AND used_at IS NULL"
                    " AND voided_at IS NULL AND purpose = 'confirmation'",
                    (now, account),
                )
                while run("SELECT 1 FROM code WHERE selector = ?", (code[:4],)).fetchone():
                    code = _signs(4) + code[4:]
                run(
                    "INSERT INTO code (purpose, account_id, request_id, selector, hash, created_at,"
                    " expires_at, tries) VALUES ('confirmation', ?, ?, ?, ?, ?, ?, 0)",
                    (account, request, code[:4], kept, now, now + 7 * DAY),
                )
                self.cancel(database, account, "confirmation", now)
                shown = "-".join((code[:4], code[4:8], code[8:]))
                payload = {"code": shown, "number": number, "days": 7}
                self.mail(database, account, "confirmation", email, payload, now)
                self.note(database, "register", number, "", now, email)
                key = self.session(database, account, "pending", now)
                run(
                    "SELECT * FROM code WHERE request_id = ? AND voided_at IS NULL"
                    " ORDER BY id DESC LIMIT 1",
                    (request,),
                ).fetchone()
                run("SELECT * FROM authority WHERE code = 'FR-67'").fetchone()
                run(
                    "SELECT * FROM outbox WHERE account_id = ? AND kind = 'confirmation'"
                    " ORDER BY created_at DESC, id DESC LIMIT 1",
                    (account,),
                ).fetchone()
        return key, number

    def confirm(self, shown: str, key: str) -> None:
        code = shown.replace("-", "")
        with self.connected() as database:
            run = database.execute
            with self.writing(database):
                self.spend(database, "code:tty1", microseconds())
                found, kept = run(
                    "SELECT id, hash FROM code WHERE selector = ?", (code[:4],)
                ).fetchone()
                run("UPDATE code SET tries = tries + 1 WHERE id = ? AND tries < 5", (found,))
            assert self.office.hasher.verify(code[4:], kept)
            with self.writing(database):
                now = microseconds()
                account, request = run(
                    "SELECT account_id, request_id FROM code WHERE id = ?", (found,)
                ).fetchone()
                run(
                    "SELECT * FROM session JOIN account ON account.id = account_id"
                    " WHERE key_hash = ?",
                    (digest(key),),
                ).fetchone()
                run(
                    "UPDATE code SET used_at = ? WHERE id = ? AND used_at IS NULL"
                    " AND voided_at IS NULL",
                    (now, found),
                )
                run(
                    "UPDATE request SET status = 'confirmed', status_at = ?, confirmed_at = ?"
                    " WHERE id = ? AND status = 'new'",
                    (now, now, request),
                )
                run(
                    "UPDATE account SET status = 'confirmed' WHERE id = ? AND status = 'new'",
                    (account,),
                )
                (number,) = run(
                    "SELECT number FROM request JOIN authority ON code = authority_id WHERE id = ?",
                    (request,),
                ).fetchone()
                self.note(database, "confirm", number, "", now)
                agents = run(
                    "SELECT id, email FROM account WHERE authority_id = 'FR-67'"
                    " AND role = 'agent' AND status = 'valid'"
                ).fetchall()
                waiting = run(
                    "SELECT number, first_name, last_name FROM request"
                    " JOIN account ON account.id = account_id WHERE request.authority_id = 'FR-67'"
                    " AND request.status = 'confirmed' ORDER BY status_at, request.id LIMIT 50"
                ).fetchall()
                payload = {"total": len(waiting), "requests": waiting}
                for agent, email in agents:
                    self.cancel(database, agent, "requests", now)
                    self.mail(database, agent, "requests", email, payload, now)

    def validate(self, number: str) -> None:
        with self.connected() as database:
            run = database.execute
            run(
                "SELECT * FROM session JOIN account ON account.id = account_id WHERE key_hash = ?",
                (digest(self.agent),),
            ).fetchone()
            request, account, organisation, email = run(
                "SELECT request.id, account.id, request.organisation_id, account.email FROM request"
                " JOIN account ON account.id = account_id"
                " JOIN authority ON code = request.authority_id WHERE number = ?",
                (number,),
            ).fetchone()
            with self.writing(database):
                now = microseconds()
                run(
                    "UPDATE request SET status = 'valid', status_at = ?, decided_at = ?,"
                    " decided_by_id = 1 WHERE id = ? AND status = 'confirmed'"
                    " AND authority_id = 'FR-67'",
                    (now, now, request),
                )
                run("UPDATE organisation SET valid = 1 WHERE id = ?", (organisation,))
                run(
                    "UPDATE account SET status = 'valid', organisation_id = ?, active_since = ?,"
                    " failures_in_row = 0, failures_since_sign_in = 0 WHERE id = ?",
                    (organisation, now, account),
                )
                run(
                    "UPDATE session SET ended_at = ? WHERE account_id = ? AND ended_at IS NULL",
                    (now, account),
                )
                payload = {"number": number, "email": email}
                self.mail(database, account, "activated", email, payload, now)
                self.note(database, "validate", number, AGENT, now)

    def sign_in(self, email: str) -> None:
        with self.connected() as database:
            run = database.execute
            with self.writing(database):
                self.spend(database, "sign_in:tty1", microseconds())
                account, kept = run(
                    "SELECT id, password_hash FROM account JOIN authority ON code = authority_id"
                    " WHERE account.email = ?",
                    (email,),
                ).fetchone()
                run(
                    "UPDATE account SET failures_in_row = failures_in_row + 1,"
                    " failures_since_sign_in = failures_since_sign_in + 1"
                    " WHERE id = ? AND failures_in_row < 5 AND locked_at IS NULL",
                    (account,),
                )
            assert self.office.hasher.verify(PASSWORD, kept)
            with self.writing(database):
                now = microseconds()
                run(
                    "UPDATE account SET failures_in_row = 0, failures_since_sign_in = 0,"
                    " last_sign_in_at = ?, active_since = ?, warned_days = NULL WHERE id = ?"
                    " AND status = 'valid' AND password_hash = ? AND locked_at IS NULL",
                    (now, now, account, kept),
                )
                run(
                    "UPDATE code SET voided_at = ? WHERE account_id = ? AND used_at IS NULL"
                    " AND voided_at IS NULL AND purpose = 'temporary_password'",
                    (now, account),
                )
                self.session(database, account, "full", now)
                self.note(database, "sign_in", email, email, now)

    def spend(self, database: sqlite3.Connection, key: str, now: int) -> None:
        counted = database.execute(
            "UPDATE budget SET used = used + 1 WHERE key = ? AND window_ends_at > ? AND used < ?",
            (key, now, MANY),
        ).rowcount
        if not counted:
            database.execute(
                "INSERT INTO budget (key, window_ends_at, used) VALUES (?, ?, 1)"
                " ON CONFLICT (key) DO UPDATE SET window_ends_at = excluded.window_ends_at,"
                " used = 1 WHERE window_ends_at <= ?",
                (key, now + DAY, now),
            )

    def session(
        self, database: sqlite3.Connection, account: int | None, kind: str, now: int
    ) -> str:
        key = secrets.token_urlsafe(32)
        database.execute(
            "INSERT INTO session (key_hash, account_id, kind, source, created_at, seen_at)"
            " VALUES (?, ?, ?, 'tty1', ?, ?)",
            (digest(key), account, kind, now, now),
        )
        return key

    def cancel(
        self, database: sqlite3.Connection, account: int | None, kind: str, now: int
    ) -> None:
        database.execute(
            "UPDATE outbox SET state = 'cancelled', payload = '', due_at = ? WHERE account_id = ?"
            " AND kind = ? AND state = 'queued' AND (claimed_until IS NULL OR claimed_until <= ?)",
            (now, account, kind, now),
        )

    def mail(
        self,
        database: sqlite3.Connection,
        account: int | None,
        kind: str,
        email: str,
        payload: object,
        now: int,
    ) -> None:
        database.execute(
            "INSERT INTO outbox (kind, account_id, to_address, to_name, language, notification,"
            " payload, state, created_at, due_at, tries, last_error, refused_by_server)"
            " VALUES (?, ?, ?, 'Marie Dupont', 'fr', 'html', ?, 'queued', ?, ?, 0, '', 0)",
            (kind, account, email, json.dumps(payload), now, now),
        )

    def note(
        self,
        database: sqlite3.Connection,
        act: str,
        subject: str,
        actor: str,
        now: int,
        detail: str = "",
    ) -> None:
        database.execute(
            "INSERT INTO journal (at, actor, act, subject, result, source, detail)"
            " VALUES (?, ?, ?, ?, 'done', 'tty1', ?)",
            (now, actor, act, subject, detail),
        )


def microseconds() -> int:
    """Now, as the tables keep it."""
    return time.time_ns() // 1000


def seconds_of(cycle: Callable[[str], None], first: int) -> float:
    """How long a round of life cycles takes."""
    began = time.perf_counter()
    for number in range(first, first + CYCLES):
        cycle(f"marie.dupont{number}@ferme-ried.fr")
    return time.perf_counter() - began


def main() -> None:
    """Print life cycles a second of all three, and the ratios."""
    with TemporaryDirectory(prefix="traces-tui-bench-") as home:
        ours = Workflow(Path(home) / "workflow")
        an_act = ByHand(Path(home) / "by_hand")
        kept = ByHand(Path(home) / "kept_open", kept_open=True)
        runners = (ours.cycle, an_act.cycle, kept.cycle)
        for run in runners:
            seconds_of(run, 0)
        rounds = [
            tuple(seconds_of(run, number * CYCLES) for run in runners)
            for number in range(1, ROUNDS + 1)
        ]
        if kept.kept is not None:
            kept.kept.close()
    mine, *hands = (min(times) for times in zip(*rounds, strict=True))
    names = ("one connection an act", "one connection kept open")
    print(f"life cycles: workflow {CYCLES / mine:.0f}/s (target {TARGET:.2f} of by hand, or more)")
    for place, (name, hand) in enumerate(zip(names, hands, strict=True), 1):
        ratio = statistics.median(times[place] / times[0] for times in rounds)
        print(f"  sqlite3 by hand, {name}: {CYCLES / hand:.0f}/s, ratio {ratio:.2f}")
