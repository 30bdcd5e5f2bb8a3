"""Mails into a folder, and the demo's reader of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.mail.post import CODE, Hire, parsed, queue, reader
from tests.offices import MovableClock
from traces_tui.mail.compose import Parcel
from traces_tui.mail.delivery import deliver_due
from traces_tui.mail.kinds import MailKind
from traces_tui.mail.mailbox_reader import mark_read, messages
from traces_tui.mail.maildir import MaildirTransport
from traces_tui.mail.transport import UnreachableError
from traces_tui.office import Office

HEAD = b"From: TRACES <a@ddpp.example>\nTo: <b@ferme.example>\n"
DATE = b"Date: Mon, 02 Mar 2026 09:00:00 +0000\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the mails go; not there yet."""
    return tmp_path / "far" / "mails"


@pytest.fixture
def office(hire: Hire, folder: Path) -> Office:
    """An office whose mails go into the folder."""
    return hire(maildir=str(folder))


def drop(folder: Path, name: str, content: bytes) -> None:
    """Put a file where a mail would arrive."""
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "new" / name).write_bytes(content)


def test_a_mail_is_delivered_whole(folder: Path) -> None:
    MaildirTransport(str(folder)).send(Parcel("a@x.example", "b@x.example", b"To: b\r\n\r\nHi\r\n"))
    (file,) = (folder / "new").iterdir()
    assert file.read_bytes() == b"To: b\n\nHi\n"
    assert list((folder / "tmp").iterdir()) == []
    assert (folder / "new").stat().st_mode & 0o077 == 0


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    transport = MaildirTransport(str(tmp_path / "file" / "mails"))
    with pytest.raises(UnreachableError, match="the mail folder can't be written: Not a directory"):
        transport.send(Parcel("a@x.example", "b@x.example", b""))
    transport.close()


@pytest.mark.parametrize("notification", ["text", "html"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_delivered_mail_is_read_back(
    office: Office, folder: Path, language: str, notification: str
) -> None:
    queue(office, MailKind.CONFIRMATION, reader(language=language, notification=notification))
    deliver_due(office)
    (mail,) = messages(folder)
    assert mail.sender == "sanco-traces-noreply@example.invalid"
    assert mail.to == "marie@ferme.example"
    assert mail.subject == {"en": "Confirmation request", "fr": "Demande de confirmation"}[language]
    assert mail.at == office.clock()
    assert mail.text.startswith({"en": "Hi ", "fr": "Bonjour "}[language])
    assert "\r" not in mail.text
    assert "\ufffd" not in mail.text
    assert (mail.code, mail.code_kind) == (CODE, "confirmation")
    assert mail.unread
    assert parsed((folder / "new" / mail.id).read_bytes())["Subject"] == mail.subject


@pytest.mark.parametrize("kind", MailKind)
def test_only_mails_that_carry_a_code_have_one(
    office: Office, folder: Path, kind: MailKind
) -> None:
    queue(office, kind)
    deliver_due(office)
    (mail,) = messages(folder)
    expected = {
        MailKind.CONFIRMATION: (CODE, "confirmation"),
        MailKind.TEMPORARY_PASSWORD: ("TR 1234 5678 9012", "temporary_password"),
    }
    assert (mail.code, mail.code_kind) == expected.get(kind, (None, None))


def test_nobody_can_slip_a_code_into_a_mail(office: Office, folder: Path) -> None:
    name = "x    AAAA-BBBB-CCCC " * 8
    queue(office, MailKind.CONFIRMATION, reader(name=name))
    queue(office, MailKind.REFUSED, words="\n    AAAA-BBBB-CCCC\n")
    deliver_due(office)
    assert {mail.code for mail in messages(folder)} == {CODE, None}


@pytest.mark.parametrize(
    ("kind", "code"),
    [("confirmation", "DDDD-EEEE-FFFF"), ("temporary_password", "TR 1234 56"), ("activated", None)],
)
def test_a_code_is_one_of_its_kind_and_stands_where_ours_stands(
    folder: Path, kind: str, code: str | None
) -> None:
    body = b"AAAA-BBBB-CCCC\nTR 0000 00\n\n    DDDD-EEEE-FFFF\n    TR 1234 56\n"
    drop(folder, "one", HEAD + DATE + f"X-TRACES-Kind: {kind}\n\n".encode() + body)
    (mail,) = messages(folder)
    assert mail.code == code
    assert mail.code_kind == (kind if code else None)


def test_the_newest_comes_first(office: Office, folder: Path, clock: MovableClock) -> None:
    for days in range(3):
        queue(office, MailKind.INACTIVITY, reader(language="en"), days=days + 2)
        deliver_due(office)
        clock.move(days=1)
    found = messages(folder)
    assert [mail.subject[-6:] for mail in found] == ["4 days", "3 days", "2 days"]
    assert found[0].at > found[1].at > found[2].at


def test_a_mail_is_read_once_it_was_looked_at(office: Office, folder: Path) -> None:
    queue(office)
    queue(office)
    deliver_due(office)
    first, second = messages(folder)
    before = (folder / "new" / first.id).read_bytes()
    mark_read(folder, first.id)
    mark_read(folder, first.id)
    mark_read(folder, "nothing")
    assert [mail.unread for mail in messages(folder)] == [False, True]
    assert [mail.id for mail in messages(folder)] == [first.id, second.id]
    assert (folder / "cur" / f"{first.id}:2,S").read_bytes() == before


@pytest.mark.parametrize("mail_id", ["../cur/x", "..", "/etc/passwd", ""])
def test_a_strange_id_moves_nothing(office: Office, folder: Path, mail_id: str) -> None:
    queue(office)
    deliver_due(office)
    drop(folder.parent, "other", b"")
    mark_read(folder, mail_id)
    assert len(messages(folder)) == 1
    assert messages(folder)[0].unread


def test_no_folder_is_no_mail(tmp_path: Path) -> None:
    assert messages(tmp_path / "none") == []
    assert messages(tmp_path) == []


def test_what_a_stranger_left_in_the_folder_does_no_harm(folder: Path) -> None:
    drop(folder, "empty", b"")
    drop(folder, "binary", b"\xff\xfe\x00" * 1000)
    drop(folder, "huge", HEAD + DATE + b"\n" + b"x" * 1_000_001)
    drop(folder, "dateless", HEAD + b"Subject: x\n\nwords")
    drop(folder, "charset", HEAD + DATE + b"Content-Type: text/plain; charset=none\n\nwords")
    drop(
        folder,
        "hostile",
        HEAD + DATE + b"Subject: \x1b[2J=?utf-8?q?=1B=5B2J?=\nX-TRACES-Kind: confirmation\n\n"
        b"\x1b[2J\n    AAAA-BBBB-CCCC\n",
    )
    found = {mail.id: mail for mail in messages(folder)}
    assert set(found) == {"hostile"}
    hostile = found["hostile"]
    assert "\x1b" not in hostile.subject + hostile.text
    assert hostile.at == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert hostile.code == "AAAA-BBBB-CCCC"


def test_a_mail_without_text_has_none(folder: Path) -> None:
    drop(folder, "html", HEAD + DATE + b"Content-Type: text/html\n\n<p>Hi")
    (mail,) = messages(folder)
    assert mail.text == ""
