"""What the tests of mail share: sample mails, a mail server whose answers are set, ways to read."""

from __future__ import annotations

import asyncio
import email.policy
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.offices import MovableClock, make_office
from traces_tui.mail import outbox
from traces_tui.mail.kinds import MailKind, Recipient
from traces_tui.models.tables import Account, Outbox
from traces_tui.office import Office
from traces_tui.settings import Smtp
from traces_tui.workflow.views import AuthorityView, Status

CERTIFICATE = Path(__file__).with_name("certificate.pem")
CERTIFIED_HOST = "mail.example.test"
"""The name in that certificate."""

AUTHORITY = AuthorityView(
    "FR-67", "FR", "DDPP du Bas-Rhin", "Strasbourg", "+33 3 88 88 86 00", "ddpp@bas-rhin.example"
)
CODE = "7K2M-Q9XD-4TFH"
AT_US = 1_772_445_600_000_000
"""2 March 2026, 10:00 UTC: 11:00 in the zone of the tests."""

VALUES: Mapping[MailKind, dict[str, object]] = {
    MailKind.CONFIRMATION: {"code": CODE, "number": "2026-000417", "days": 7},
    MailKind.REQUESTS: {
        "authority": AUTHORITY,
        "total": 2,
        "requests": [
            {"number": "2026-000417", "name": "Marie Dupont"},
            {"number": "2026-000418", "name": "Hans Müller"},
        ],
    },
    MailKind.ACTIVATED: {"number": "2026-000417", "email": "marie@ferme.example"},
    MailKind.REFUSED: {
        "number": "2026-000417",
        "reason": "The TRACES application.",
        "words": "Il manque le numéro SIRET.",
        "authority": AUTHORITY,
    },
    MailKind.TEMPORARY_PASSWORD: {"code": "TR123456789012", "minutes": 60},
    MailKind.NOT_YET_VALID: {
        "number": "2026-000417",
        "status": Status.CONFIRMED,
        "authority": AUTHORITY,
    },
    MailKind.LOCKED: {"cause": "tries", "tries": 5, "months": 3},
    MailKind.PASSWORD_CHANGED: {"at_us": AT_US},
    MailKind.QUESTION_CHANGED: {"at_us": AT_US},
    MailKind.QUESTION_RESET: {"authority": AUTHORITY},
    MailKind.QUESTION_LOCKED: {"authority": AUTHORITY},
    MailKind.ALREADY_REGISTERED: {},
    MailKind.INACTIVITY: {"days": 7, "locks_at_us": AT_US},
}
"""One sample of each kind. The reason of the refusal is any string of the catalogue."""

MARIE = Recipient(None, "marie@ferme.example", "Marie Dupont", "fr", "text")


def reader(**changes: Any) -> Recipient:
    """Marie, a French reader of text, or somebody who differs from her."""
    fields: dict[str, Any] = {
        "account_id": None,
        "address": MARIE.address,
        "name": MARIE.name,
        "language": MARIE.language,
        "notification": MARIE.notification,
    }
    return Recipient(**(fields | changes))


def queue(
    office: Office,
    kind: MailKind = MailKind.ACTIVATED,
    recipient: Recipient = MARIE,
    *,
    delay_seconds: int = 0,
    **values: object,
) -> int:
    """Queue a sample; ``values`` change it."""
    with office.writing():
        return outbox.enqueue(
            office, kind, recipient, VALUES[kind] | values, delay_seconds=delay_seconds
        )


def row(office: Office, row_id: int) -> Outbox:
    """A row of the outbox as it is now."""
    with office.connected():
        return Outbox.get_by_id(row_id)


def account(office: Office, address: str = MARIE.address) -> int:
    """An account that mails can belong to; gives its id."""
    with office.writing():
        return int(
            Account.insert(
                email=address,
                role="operator",
                status="valid",
                authority="FR-67",
                first_name="Marie",
                last_name="Dupont",
                language="fr",
                notification="text",
                phone="",
                fax="",
                more_information="",
                created_at=office.clock(),
            ).execute()
        )


def parsed(content: bytes) -> EmailMessage:
    """A message as a mail program reads it."""
    return email.message_from_bytes(content, EmailMessage, policy=email.policy.default)


def text_of(content: bytes) -> str:
    """Its text part, with plain line ends."""
    body = parsed(content).get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def html_of(content: bytes) -> str:
    """Its HTML part, with plain line ends."""
    body = parsed(content).get_body(("html",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


@dataclass
class PostOffice:
    """What the mail server does with mails: takes them, unless told otherwise."""

    to_sender: str = "250 OK"
    to_recipient: str = "250 OK"
    to_content: str = "250 OK"
    silent: bool = False
    """Never answers to a recipient."""
    hangs_up_after: int = 0
    """Ends the conversation after so many mails, if not 0."""
    taken: list[Envelope] = field(default_factory=list)
    callers: list[str] = field(default_factory=list)
    """For each conversation, the name that the other side gave."""
    encrypted: list[bool] = field(default_factory=list)
    """For each taken mail, whether it came over TLS."""
    arrived: threading.Event = field(default_factory=threading.Event)
    """Set when a recipient was named."""

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        """A conversation begins, or begins anew under TLS."""
        self.callers.append(hostname)
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A sender is named."""
        envelope.mail_from = address
        return self.to_sender

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A recipient is named."""
        self.arrived.set()
        if self.silent:
            await asyncio.Event().wait()
        if self.to_recipient.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """A mail was handed over."""
        if self.to_content.startswith("2"):
            self.taken.append(envelope)
            self.encrypted.append(session.ssl is not None)
        if self.hangs_up_after and len(self.taken) % self.hangs_up_after == 0:
            assert server.transport is not None
            # Once this answer is out.
            asyncio.get_running_loop().call_soon(server.transport.close)
        return self.to_content

    @property
    def conversations(self) -> int:
        """How many were begun, TLS counting anew."""
        return len(self.callers)

    @property
    def contents(self) -> list[bytes]:
        """The taken mails."""
        return [mail.content if isinstance(mail.content, bytes) else b"" for mail in self.taken]

    @property
    def recipients(self) -> list[str]:
        """Their envelope recipients."""
        return [recipient for mail in self.taken for recipient in mail.rcpt_tos]


class MailServer(Controller):
    """An aiosmtpd server on a free port of this host."""

    def __init__(self, post: PostOffice, **options: Any) -> None:
        super().__init__(post, hostname="127.0.0.1", port=0, **options)
        self.post = post

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd's


Serve = Callable[..., MailServer]
Hire = Callable[..., Office]


def server_context() -> ssl.SSLContext:
    """TLS with the self-made certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return context


def only_marie(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, auth_data: object
) -> AuthResult:
    """Lets ``traces`` in, with the password ``geheim 1``."""
    good = auth_data == LoginPassword(b"traces", b"geheim 1")
    return AuthResult(success=good, handled=False)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts mail servers; they end with the test."""
    with ExitStack() as running:

        def start(post: PostOffice | None = None, **options: Any) -> MailServer:
            server = MailServer(post or PostOffice(), **options)
            server.start()
            running.callback(server.stop)
            return server

        yield start


@pytest.fixture
def server(serve: Serve) -> MailServer:
    """A mail server that takes everything."""
    return serve()


@pytest.fixture
def clock() -> MovableClock:
    """The time of the test's offices."""
    return MovableClock()


@pytest.fixture
def hire(tmp_path: Path, clock: MovableClock) -> Hire:
    """Makes offices that share one database and, unless told otherwise, the test's clock."""

    def make(port: int = 9, *, clock: Callable[[], Any] = clock, **smtp: Any) -> Office:
        settings = msgspec.structs.replace(Smtp(host="127.0.0.1", port=port), **smtp)
        return make_office(tmp_path / "office", clock, smtp=settings, ssh_host="traces.example")

    return make


@pytest.fixture
def office(hire: Hire, server: MailServer) -> Office:
    """An office whose mails go to the test's mail server."""
    return hire(server.port)
