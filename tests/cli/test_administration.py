"""init, agent and authority."""

from __future__ import annotations

import re
import sys

import pytest

from tests.cli.console import Console
from tests.mail.post import PostOffice, Serve
from traces_tui.mail.mailbox_reader import messages
from traces_tui.models.tables import Account, Journal, Outbox
from traces_tui.workflow import sign_in
from traces_tui.workflow.views import RecoveryStep

EMAIL = "b.keller@ddpp67.example"


class TestInit:
    def test_makes_the_database_and_says_where(self, console: Console) -> None:
        printed = console.run("init")
        file = console.folder / "traces_tui.db"
        assert printed.status == 0
        assert printed.out.startswith(f"The database {file} was made ready.\n")
        assert file.exists()

    def test_may_be_run_again(self, console: Console) -> None:
        console.run("init")
        assert console.run("init").out.endswith("is ready; nothing was to be done.\n")

    def test_never_shows_the_password_of_a_database(self, console: Console) -> None:
        console.environ["TRACES_TUI_DATABASE"] = "postgresql://traces:geheim@127.0.0.1:1/traces"
        printed = console.run("init")
        assert printed.status == 1
        assert "geheim" not in printed.out + printed.err


class TestAgentAdd:
    def test_mails_a_password_that_opens_the_account(self, console: Console) -> None:
        printed = console.run(
            "agent",
            "add",
            EMAIL,
            "--authority",
            "fr-67",
            "--first-name",
            "Beate",
            "--last-name",
            "Keller",
        )
        assert printed.status == 0
        assert printed.out.startswith(f"{EMAIL} is now an agent of FR-67.\n")
        assert "TR" not in printed.out
        (mail,) = messages(console.folder / "mail")
        assert mail.to == EMAIL
        assert mail.code is not None
        person = sign_in.sign_in(console.office(), EMAIL, mail.code)
        assert person.name == "Beate Keller"
        assert person.next_step is RecoveryStep.NEW_QUESTION

    def test_keeps_the_mail_and_says_so_when_the_server_is_down(
        self, console: Console, serve: Serve
    ) -> None:
        post = PostOffice(to_recipient="451 later")
        console.environ |= {
            "TRACES_TUI_SMTP_MAILDIR": "",
            "TRACES_TUI_SMTP_HOST": "127.0.0.1",
            "TRACES_TUI_SMTP_PORT": str(serve(post).port),
        }
        printed = console.run("agent", "add", EMAIL, "--authority", "FR-67")
        assert printed.status == 1
        assert "The mail could not be sent yet (451 later)" in printed.err
        with console.office().connected():
            assert Outbox.get().state == "queued"

    def test_leaves_the_mail_to_the_worker_where_there_is_one(self, console: Console) -> None:
        console.environ["TRACES_TUI_SMTP_SEND_FROM_KIOSK"] = "no"
        assert console.run("agent", "add", EMAIL, "--authority", "FR-67").status == 0
        assert messages(console.folder / "mail") == []

    def test_shows_the_password_on_a_terminal_and_mails_nothing(
        self, console: Console, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(type(sys.stdout), "isatty", lambda _self: True)
        printed = console.run("agent", "add", EMAIL, "--authority", "FR-67", "--show")
        assert printed.status == 0
        shown = re.search(r"TR( \d{4}){3}", printed.out)
        assert shown is not None
        office = console.office()
        with office.connected():
            assert Outbox.select().count() == 0
            row = Journal.get(Journal.act == "add_agent")
            assert row.detail == "FR-67, handed over"
        assert sign_in.sign_in(office, EMAIL, shown[0]).email == EMAIL

    def test_shows_no_password_in_a_pipe_and_makes_no_account(self, console: Console) -> None:
        printed = console.run("agent", "add", EMAIL, "--authority", "FR-67", "--show")
        assert (printed.status, printed.out) == (1, "")
        assert "on a terminal only" in printed.err
        office = console.office()
        with office.connected():
            assert Account.select().count() == 0

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["nobody", "--authority", "FR-67"], "Enter an address like name@example.com\n"),
            ([EMAIL, "--authority", "FR-00"], "There is no authority FR-00.\n"),
            (
                [EMAIL, "--authority", "FR-67", "--first-name", "a\x1b[2Jb"],
                "First name: remove the invisible or control characters\n",
            ),
            (
                [EMAIL, "--authority", "FR-67", "--last-name", "x" * 81],
                "Last name: at most 80 characters\n",
            ),
        ],
    )
    def test_refuses_what_is_wrong(self, console: Console, arguments: list[str], said: str) -> None:
        printed = console.run("agent", "add", *arguments)
        assert (printed.status, printed.err) == (1, said)
        office = console.office()
        with office.connected():
            assert Account.select().count() == 0

    def test_refuses_a_second_account(self, console: Console) -> None:
        console.run("agent", "add", EMAIL, "--authority", "FR-67")
        printed = console.run("agent", "add", EMAIL.upper(), "--authority", "FR-68")
        assert printed.status == 1
        assert printed.err.startswith("This address already has an account")


class TestAuthority:
    def test_keeps_what_is_not_named(self, console: Console) -> None:
        first = console.run("authority", "set", "FR-67", "--phone", "03 53 01 67 00")
        assert first.out == "FR-67  DDPP du Bas-Rhin  +33 3 53 01 67 00  –\n"
        second = console.run("authority", "set", "fr-67", "--email", "Traces@DDPP67.example")
        assert second.out == ("FR-67  DDPP du Bas-Rhin  +33 3 53 01 67 00  traces@ddpp67.example\n")

    def test_can_be_emptied(self, console: Console) -> None:
        console.run("authority", "set", "FR-67", "--phone", "03 53 01 67 00")
        assert console.run("authority", "set", "FR-67", "--phone", "").out.count("–") == 2

    @pytest.mark.parametrize(
        ("arguments", "status", "said"),
        [
            (["FR-67"], 2, "Name --phone, --email or both."),
            (["FR-67", "--phone", "call me"], 1, "Enter a number like 03 88 00 00 00"),
            (["FR-67", "--email", "nobody"], 1, "Enter an address like name@example.com"),
            (["FR-00", "--phone", "03 53 01 67 00"], 1, "There is no authority FR-00."),
        ],
    )
    def test_refuses_what_is_wrong(
        self, console: Console, arguments: list[str], status: int, said: str
    ) -> None:
        printed = console.run("authority", "set", *arguments)
        assert printed.status == status
        assert printed.err.startswith(said)

    def test_list_shows_all_of_them(self, console: Console) -> None:
        lines = console.run("authority", "list").out.splitlines()
        assert len(lines) > 300
        assert any(line.startswith("FR  Competent authority of France") for line in lines)

    def test_list_is_narrowed_by_words_without_accents_or_case(self, console: Console) -> None:
        assert console.run("authority", "list", "isere").out == "FR-38  DDPP de l'Isère  –  –\n"
        assert console.run("authority", "list", "DDPP", "bas", "rhin").out.startswith("FR-67 ")

    def test_list_without_a_hit_is_a_failure(self, console: Console) -> None:
        printed = console.run("authority", "list", "atlantis")
        assert (printed.status, printed.err) == (1, "No authority has these words.\n")
