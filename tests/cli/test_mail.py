"""mail work, list, retry; confirm; what SSH runs."""

from __future__ import annotations

import signal

import pytest

from tests.cli.console import Console
from tests.mail.post import PostOffice, Serve, account, queue
from tests.offices import registered
from traces_tui.mail.kinds import MailKind, Recipient
from traces_tui.mail.mailbox_reader import messages
from traces_tui.models.tables import Outbox, Request

OPERATOR = "marie.dupont@ferme-ried.fr"


@pytest.fixture
def failing(console: Console, serve: Serve) -> PostOffice:
    """A mail server that says no for good."""
    post = PostOffice(to_recipient="550 no such person")
    console.environ |= {
        "TRACES_TUI_SMTP_MAILDIR": "",
        "TRACES_TUI_SMTP_HOST": "127.0.0.1",
        "TRACES_TUI_SMTP_PORT": str(serve(post).port),
    }
    return post


class TestWork:
    def test_once_sends_what_is_due_and_leaves(self, console: Console) -> None:
        office = console.office()
        for _ in range(60):
            queue(office)
        printed = console.run("mail", "work", "--once")
        assert (printed.status, printed.out) == (0, "60 mails sent, 0 given up, 0 waiting.\n")
        assert len(messages(console.folder / "mail")) == 60

    def test_once_leaves_what_is_not_due(self, console: Console) -> None:
        queue(console.office(), delay_seconds=3600)
        assert console.run("mail", "work", "--once").out == (
            "0 mails sent, 0 given up, 1 waiting.\n"
        )

    def test_once_tells_trouble_by_sentence_and_status(
        self, console: Console, failing: PostOffice
    ) -> None:
        queue(console.office())
        printed = console.run("mail", "work", "--once")
        assert (printed.status, printed.out) == (1, "0 mails sent, 1 given up, 0 waiting.\n")
        assert printed.err == "Mail could not be sent: 550 no such person.\n"

    @pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
    def test_serves_until_it_is_told_to_stop(
        self, console: Console, ending: signal.Signals
    ) -> None:
        office = console.office()
        queue(office)
        process = console.start("mail", "work")
        assert process.stdout is not None
        assert process.stdout.readline() == "1 mail sent, 0 given up, 0 waiting.\n"
        process.send_signal(ending)
        _, err = process.communicate(timeout=20)
        assert (process.returncode, err) == (0, "")

    def test_keeps_the_accounts_up(self, console: Console) -> None:
        """Somebody whose three months are over is locked by the worker, and told."""
        office = console.office()
        account(office)
        with office.writing():
            office.database.execute_sql("UPDATE account SET active_since = 0")
        process = console.start("mail", "work")
        assert process.stdout is not None
        assert process.stdout.readline() == "1 mail sent, 0 given up, 0 waiting.\n"
        process.terminate()
        process.communicate(timeout=20)
        assert process.returncode == 0
        with office.connected():
            assert Outbox.get().kind == MailKind.LOCKED


class TestList:
    def test_an_empty_outbox_says_so(self, console: Console) -> None:
        assert console.run("mail", "list").out == "The outbox is empty.\n"

    def test_shows_state_kind_and_reason_but_no_code(
        self, console: Console, failing: PostOffice
    ) -> None:
        queue(console.office(), MailKind.CONFIRMATION)
        console.run("mail", "work", "--once")
        printed = console.run("mail", "list")
        assert "given up  confirmation  marie@ferme.example  (550 no such person)" in printed.out
        assert "7K2M" not in printed.out

    def test_shows_no_control_characters(self, console: Console) -> None:
        evil = Recipient(None, "a\x1b[2J@b.example", "A", "fr", "text")
        queue(console.office(), recipient=evil)
        printed = console.run("mail", "list")
        assert "\x1b" not in printed.out
        assert "a\ufffd[2J@b.example" in printed.out


class TestRetry:
    def test_all_are_queued_again(self, console: Console, failing: PostOffice) -> None:
        failing.to_recipient = "451 later"
        for _ in range(2):
            queue(console.office())
        console.run("mail", "work", "--once")
        failing.to_recipient = "250 OK"
        assert console.run("mail", "retry", "--all").out == "2 mails will be tried again.\n"
        assert console.run("mail", "work", "--once").status == 0
        assert len(failing.taken) == 2

    def test_one_is_queued_again(self, console: Console, failing: PostOffice) -> None:
        failing.to_recipient = "451 later"
        first, _ = (queue(console.office()) for _ in range(2))
        console.run("mail", "work", "--once")
        printed = console.run("mail", "retry", str(first))
        assert printed.out == "1 mail will be tried again.\n"

    def test_a_number_that_is_none_of_them_fails(self, console: Console) -> None:
        printed = console.run("mail", "retry", "7")
        assert (printed.status, printed.out) == (1, "0 mails will be tried again.\n")

    @pytest.mark.parametrize(
        "arguments", [[], ["1", "--all"], ["one"], ["1", "-1"], ["²"]], ids=str
    )
    def test_numbers_or_all_and_nothing_else(self, console: Console, arguments: list[str]) -> None:
        assert console.run("mail", "retry", *arguments).status == 2


class TestConfirm:
    def code(self, console: Console) -> str:
        """Register somebody and read the code in the mail."""
        registered(console.office())
        console.run("mail", "work", "--once")
        (mail,) = messages(console.folder / "mail")
        assert mail.code is not None
        return mail.code

    def confirmed(self, console: Console) -> bool:
        with console.office().connected():
            return bool(Request.get().status == "confirmed")

    def test_the_code_of_the_mail_confirms(self, console: Console) -> None:
        printed = console.run("confirm", self.code(console))
        assert printed.status == 0
        assert printed.out.startswith("Your address is confirmed. Request 20")
        assert "DDPP du Bas-Rhin" in printed.out
        assert self.confirmed(console)

    def test_its_groups_may_stand_apart(self, console: Console) -> None:
        groups = self.code(console).lower().split("-")
        assert console.run("confirm", *groups).status == 0

    def test_a_wrong_one_is_one_sentence(self, console: Console) -> None:
        self.code(console)
        printed = console.run("confirm", "0000-0000-0000")
        assert (printed.status, printed.out) == (1, "")
        assert printed.err.startswith("This code does not exist.")
        assert not self.confirmed(console)

    def test_over_ssh_it_is_the_visitors_own_command(self, console: Console) -> None:
        console.environ["SSH_ORIGINAL_COMMAND"] = f"confirm {self.code(console)}"
        assert console.run("ssh").status == 0
        assert self.confirmed(console)

    @pytest.mark.parametrize(
        "command", ["id; sh", "confirm", "scp -t /tmp", "CONFIRM 1", "\x1b[2J", "doctor"]
    )
    def test_over_ssh_there_is_no_other(self, console: Console, command: str) -> None:
        console.environ["SSH_ORIGINAL_COMMAND"] = command
        printed = console.run("ssh")
        assert (printed.status, printed.out) == (2, "")
        assert printed.err.startswith("Over SSH there are two commands: confirm CODE, and plain.")

    def test_over_ssh_shell_signs_are_only_a_wrong_code(self, console: Console) -> None:
        console.environ["SSH_ORIGINAL_COMMAND"] = "confirm $(id) `id` ; sh"
        printed = console.run("ssh")
        assert printed.status == 1
        assert printed.err.startswith("Enter a code like")
