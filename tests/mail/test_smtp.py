"""The conversation with a mail server, held with a real one on this host."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.mail.post import (
    CERTIFICATE,
    CERTIFIED_HOST,
    MailServer,
    PostOffice,
    Serve,
    only_marie,
    server_context,
)
from traces_tui.mail.compose import Parcel
from traces_tui.mail.smtp import SmtpTransport, is_loopback
from traces_tui.mail.transport import (
    DeliveryError,
    PermanentError,
    TemporaryError,
    UnreachableError,
    open_transport,
)
from traces_tui.settings import Smtp

SECRET = "geheim 1"


def parcel(to: str = "marie@ferme.example", words: str = "words") -> Parcel:
    """A mail with something to keep secret in it."""
    content = f"From: kiosk@ddpp.example\r\nTo: {to}\r\n\r\n{words}\r\n.\r\n"
    return Parcel("kiosk@ddpp.example", to, content.encode())


def to_server(server: MailServer, **settings: Any) -> Smtp:
    """Settings that lead to the server."""
    smtp = Smtp(host="127.0.0.1", port=server.port, timeout_seconds=5)
    return msgspec.structs.replace(smtp, **settings)


def refusal(smtp: Smtp) -> DeliveryError:
    """What comes of sending one mail that does not leave."""
    with closing(SmtpTransport(smtp)) as transport, pytest.raises(DeliveryError) as caught:
        transport.send(parcel())
    return caught.value


@pytest.fixture
def certified(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name in the certificate leads to this host, which then is not known to be loopback."""

    ask = socket.getaddrinfo

    def answer(host: str, *others: Any, **named: Any) -> list[Any]:
        return ask("127.0.0.1" if host == CERTIFIED_HOST else host, *others, **named)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(socket, "getfqdn", lambda *_: "kiosk.example")


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The self-made certificate is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    """The file with the password at the mail server."""
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\n", "utf-8")
    return file


@pytest.fixture
def closed_port() -> int:
    """A port of this host where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def mute_port() -> Iterator[int]:
    """A port of this host where somebody listens and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_several_mails_leave_in_one_conversation(server: MailServer) -> None:
    with closing(SmtpTransport(to_server(server))) as transport:
        for name in ("a", "b", "c"):
            transport.send(parcel(f"{name}@ferme.example", name))
    assert server.post.recipients == ["a@ferme.example", "b@ferme.example", "c@ferme.example"]
    assert [mail.mail_from for mail in server.post.taken] == ["kiosk@ddpp.example"] * 3
    assert server.post.contents[1] == parcel("b@ferme.example", "b").content
    assert server.post.conversations == 1


def test_this_host_is_reached_without_a_name_server(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getfqdn", lambda *_: "asked.example")
    with closing(SmtpTransport(to_server(server))) as transport:
        transport.send(parcel())
    assert server.post.callers == ["localhost"]


def test_nothing_is_opened_before_the_first_mail(closed_port: int) -> None:
    transport = SmtpTransport(Smtp(host="127.0.0.1", port=closed_port))
    transport.close()
    transport.close()


def test_a_conversation_that_the_server_ended_is_begun_anew(serve: Serve) -> None:
    server = serve(PostOffice(hangs_up_after=1))
    with closing(SmtpTransport(to_server(server))) as transport:
        for _ in range(3):
            transport.send(parcel())
    assert len(server.post.taken) == server.post.conversations == 3


@pytest.mark.parametrize(
    ("post", "kind", "reason"),
    [
        (
            PostOffice(to_recipient="550 5.1.1 no such user"),
            PermanentError,
            "550 5.1.1 no such user",
        ),
        (PostOffice(to_recipient="451 4.7.1 greylisted"), TemporaryError, "451 4.7.1 greylisted"),
        (PostOffice(to_content="554 5.7.1 spam: TR 1234"), PermanentError, "554 5.7.1"),
        (PostOffice(to_content="452 full: TR 1234"), TemporaryError, "452"),
        (
            PostOffice(to_sender="550 who are you"),
            UnreachableError,
            "sender refused: 550 who are you",
        ),
        (PostOffice(to_sender="450 not now"), TemporaryError, "450 not now"),
    ],
)
def test_what_the_server_answers_decides(
    serve: Serve, post: PostOffice, kind: type[DeliveryError], reason: str
) -> None:
    error = refusal(to_server(serve(post)))
    assert type(error) is kind
    assert error.reason == reason


def test_only_a_refused_recipient_is_a_refused_address(serve: Serve) -> None:
    refused = refusal(to_server(serve(PostOffice(to_recipient="550 no such user"))))
    assert isinstance(refused, PermanentError)
    assert refused.refused_by_server
    other = refusal(to_server(serve(PostOffice(to_content="554 spam"))))
    assert isinstance(other, PermanentError)
    assert not other.refused_by_server


def test_after_a_refusal_the_next_mail_leaves(serve: Serve) -> None:
    server = serve(PostOffice(to_recipient="550 no such user"))
    with closing(SmtpTransport(to_server(server))) as transport:
        with pytest.raises(PermanentError):
            transport.send(parcel())
        server.post.to_recipient = "250 OK"
        transport.send(parcel())
    assert len(server.post.taken) == 1
    assert server.post.conversations == 1


def test_a_long_and_hostile_answer_is_cut_and_cleaned(serve: Serve) -> None:
    error = refusal(to_server(serve(PostOffice(to_recipient="451 \x1b[2J" + "x" * 400))))
    assert len(error.reason) == 200
    assert error.reason.startswith("451 \ufffd[2Jxx")


def test_a_server_that_is_down(closed_port: int) -> None:
    error = refusal(Smtp(host="127.0.0.1", port=closed_port))
    assert type(error) is UnreachableError
    assert error.reason == "Connection refused"


def test_a_server_that_says_nothing(mute_port: int) -> None:
    error = refusal(Smtp(host="127.0.0.1", port=mute_port, timeout_seconds=1))
    assert type(error) is UnreachableError
    assert "timed out" in error.reason


def test_a_server_that_falls_silent(serve: Serve) -> None:
    error = refusal(to_server(serve(PostOffice(silent=True)), timeout_seconds=1))
    assert type(error) is UnreachableError
    assert "timed out" in error.reason


def test_a_host_name_that_can_not_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getfqdn", lambda *_: "kiosk.example")
    error = refusal(Smtp(host="a" * 64 + ".example"))
    assert type(error) is UnreachableError


def test_starttls_is_used_where_it_is_asked_for(serve: Serve) -> None:
    server = serve(tls_context=server_context())
    with closing(SmtpTransport(to_server(server, security="starttls"))) as transport:
        transport.send(parcel())
    assert server.post.encrypted == [True]


def test_a_server_that_refuses_the_greeting_is_closed_to_all_mails() -> None:
    def refuse() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 here\r\n")
            while lines.readline():
                connection.sendall(b"554 5.7.0 go away\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=refuse)
        thread.start()
        error = refusal(Smtp(host="127.0.0.1", port=listener.getsockname()[1], timeout_seconds=5))
        thread.join()
    assert type(error) is UnreachableError
    assert error.reason == "554 5.7.0 go away"


def test_without_starttls_nothing_leaves_in_the_clear(server: MailServer) -> None:
    error = refusal(to_server(server, security="starttls"))
    assert type(error) is UnreachableError
    assert "STARTTLS" in error.reason
    assert server.post.taken == []


@pytest.mark.usefixtures("certified", "trusted")
@pytest.mark.parametrize("security", ["auto", "starttls"])
def test_another_host_is_spoken_to_under_tls_with_its_certificate(
    serve: Serve, security: str
) -> None:
    server = serve(tls_context=server_context())
    smtp = to_server(server, host=CERTIFIED_HOST, security=security)
    with closing(SmtpTransport(smtp)) as transport:
        transport.send(parcel())
    assert server.post.encrypted == [True]


@pytest.mark.usefixtures("certified")
@pytest.mark.parametrize(("security", "option"), [("auto", "tls_context"), ("tls", "ssl_context")])
def test_another_host_without_a_certificate_of_worth_gets_nothing(
    serve: Serve, security: str, option: str
) -> None:
    server = serve(**{option: server_context()})
    error = refusal(to_server(server, host=CERTIFIED_HOST, security=security))
    assert type(error) is UnreachableError
    assert error.reason.startswith("certificate not accepted: self")
    assert server.post.taken == []


@pytest.mark.usefixtures("certified")
def test_another_host_without_tls_gets_nothing(server: MailServer) -> None:
    for security in ("auto", "none"):
        error = refusal(to_server(server, host=CERTIFIED_HOST, security=security))
        assert type(error) is UnreachableError
        assert "TLS" in error.reason
    assert server.post.taken == []


def test_tls_from_the_first_byte(serve: Serve) -> None:
    server = serve(ssl_context=server_context())
    with closing(SmtpTransport(to_server(server, security="tls"))) as transport:
        transport.send(parcel())
    assert len(server.post.taken) == 1


def test_the_port_of_tls_says_enough(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(ssl_context=server_context())
    monkeypatch.setattr("traces_tui.mail.smtp._TLS_PORT", server.port)
    with closing(SmtpTransport(to_server(server, security="auto"))) as transport:
        transport.send(parcel())
    assert len(server.post.taken) == 1


def test_tls_to_a_server_that_speaks_plainly(server: MailServer) -> None:
    assert type(refusal(to_server(server, security="tls"))) is UnreachableError
    assert server.post.taken == []


def test_signing_in_at_the_server(serve: Serve, password_file: Path) -> None:
    server = serve(tls_context=server_context(), authenticator=only_marie, auth_required=True)
    smtp = to_server(
        server, security="starttls", username="traces", password_file=str(password_file)
    )
    with closing(SmtpTransport(smtp)) as transport:
        transport.send(parcel())
    assert len(server.post.taken) == 1


@pytest.mark.parametrize("words", ["wrong", "", "geheim é"])
def test_a_wrong_password_is_never_repeated(serve: Serve, password_file: Path, words: str) -> None:
    password_file.write_text(words, "utf-8")
    server = serve(tls_context=server_context(), authenticator=only_marie, auth_required=True)
    error = refusal(
        to_server(server, security="starttls", username="traces", password_file=str(password_file))
    )
    assert type(error) is UnreachableError
    assert error.reason in {
        "sign-in refused: 535 5.7.8",
        "the mail server can't be told its name or the password",
    }


def test_a_server_that_knows_no_sign_in(server: MailServer, password_file: Path) -> None:
    error = refusal(to_server(server, username="traces", password_file=str(password_file)))
    assert type(error) is UnreachableError
    assert "AUTH" in error.reason


def test_a_password_file_that_can_not_be_read(server: MailServer, tmp_path: Path) -> None:
    missing = to_server(server, username="traces", password_file=str(tmp_path / "none"))
    assert refusal(missing).reason == "the password file can't be read: No such file or directory"
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    binary = to_server(server, username="traces", password_file=str(tmp_path / "binary"))
    assert refusal(binary).reason == "the password file can't be read: not a text"
    assert server.post.conversations == 0


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("192.0.2.1", False),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
    ],
)
def test_which_hosts_are_this_host(host: str, here: bool) -> None:
    assert is_loopback(host) is here


def test_the_settings_name_the_way_out(tmp_path: Path) -> None:
    assert isinstance(open_transport(Smtp()), SmtpTransport)
    assert not isinstance(open_transport(Smtp(maildir=str(tmp_path))), SmtpTransport)
