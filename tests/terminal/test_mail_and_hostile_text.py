"""A mail server that is down, and people who type what a terminal must never be sent."""

from __future__ import annotations

import re
import socket
import sqlite3
import time

import pytest

from tests.offices import (
    AGENT,
    AGENT_PASSWORD,
    CHEAP,
    OPERATOR,
    agent,
    confirmed,
    registered,
)
from tests.terminal.conftest import Place
from tests.terminal.post import CONFIRMATION_CODE, Letterbox, found
from traces_tui.clock import utc_now
from traces_tui.office import Office
from traces_tui.settings import Settings

POINTER = re.compile("\x1b\\]22;[a-z-]+\x07")
"""What Textual tells the terminal of the shape of the mouse."""
SUBJECT = "Demande de confirmation"
HOSTILE = "\x1b]52;c;ZWNobyBnb3QgeW91\x07\x9b31m[/x][@click=app.quit]\u202egnp.exe"


@pytest.fixture
def closed_port() -> str:
    """A port of this host at which nobody answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def office_of(place: Place) -> Office:
    """The office of a place, as the program opens it there."""
    office = Office(Settings(data_dir=str(place.folder), password=CHEAP), clock=utc_now)
    office.prepare()
    return office


def test_a_mail_server_that_is_down_loses_nothing(
    place: Place, letters: Letterbox, closed_port: str
) -> None:
    """The mail waits; `mail work --once` says why, and sends it when the server is back."""
    registered(office_of(place))
    begun = time.monotonic()
    failed = place.run("mail", "work", "--once", TRACES_TUI_SMTP_PORT=closed_port)
    assert time.monotonic() - begun < 10
    assert failed.returncode == 1
    assert len(failed.stderr.strip().splitlines()) == 1
    assert OPERATOR in place.run("mail", "list").stdout
    assert letters.subjects(OPERATOR) == []
    assert place.run("mail", "retry", "--all").returncode == 0
    sent = place.run("mail", "work", "--once")
    assert sent.returncode == 0, sent.stderr
    assert letters.subjects(OPERATOR) == [SUBJECT]
    code = found(CONFIRMATION_CODE, letters.newest(OPERATOR, SUBJECT))
    told = place.run("confirm", code)
    assert told.returncode == 0, told.stderr
    assert "DDPP du Bas-Rhin" in told.stdout
    again = place.run("confirm", code)
    assert again.returncode == 1
    assert len(again.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_no_control_character_of_a_name_reaches_the_terminal(
    place: Place, size: tuple[int, int]
) -> None:
    """Names that came into the database past every form: the last barrier is on the way out."""
    office = office_of(place)
    receipt = confirmed(office)
    agent(office)
    with sqlite3.connect(place.database) as database:
        database.execute("UPDATE account SET last_name = ? WHERE email = ?", (HOSTILE, OPERATOR))
        for table, column in (("request", "organisation_name"), ("organisation", "name")):
            columns = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
            if column in columns:
                database.execute(f"UPDATE {table} SET {column} = ?", (HOSTILE,))  # noqa: S608
    database.close()
    with place.open(size=size) as window:
        window.wait_for("Connexion au système")
        window.type(f"{AGENT}\t{AGENT_PASSWORD}\r")
        window.wait_for("Bonjour")
        window.press("1")
        window.wait_for(receipt.progress.number, "[@click=app.quit]")
        window.press("enter")
        window.wait_for("Valider", "1 ")
        window.press("escape")
        window.press("f1")
        window.wait_for("Fermer")
        sent = POINTER.sub("", window.sent.decode("utf-8"))
        assert "\x1b]52" not in sent
        assert not set(sent) & {"\x9b", "\u202e", "\x07"}
        assert window.alive
