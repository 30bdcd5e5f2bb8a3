"""The message as it leaves: headers that nobody can break out of, lines that every relay takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mail.post import VALUES, html_of, parsed, reader, text_of
from traces_tui.mail.compose import AddressError, Parcel, compose, header_name
from traces_tui.mail.kinds import MailKind, Recipient
from traces_tui.mail.values import packed, unpacked
from traces_tui.settings import Settings, Smtp

QUEUED = datetime(2026, 3, 2, 9, 0, 0, 42, tzinfo=UTC)
LONGEST_LINE = 100
"""Far below the 998 that mail servers must take; Python folds at 78, give or take."""
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-TRACES-Kind",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
    "Content-Language",
]


def posted(
    recipient: Recipient,
    kind: MailKind = MailKind.CONFIRMATION,
    *,
    settings: Settings | None = None,
    number: int = 17,
    **values: object,
) -> Parcel:
    """A sample message."""
    return compose(
        settings or Settings(),
        kind,
        recipient,
        unpacked(kind, packed(kind, VALUES[kind] | values)),
        number=number,
        queued_at=QUEUED,
        now=QUEUED + timedelta(minutes=1),
    )


def unspaced(name: str) -> str:
    """A name without spaces: Python's parser keeps those between two encoded words."""
    return name.replace(" ", "")


def test_the_headers_of_a_text_mail() -> None:
    parcel = posted(reader())
    message = parsed(parcel.content)
    assert sorted(message.keys()) == sorted(HEADERS)
    assert parcel.sender == message["From"].addresses[0].addr_spec
    assert parcel.recipient == message["To"].addresses[0].addr_spec == "marie@ferme.example"
    assert str(message["From"]) == "TRACES <sanco-traces-noreply@example.invalid>"
    assert str(message["To"]) == "Marie Dupont <marie@ferme.example>"
    assert message["Date"].datetime == datetime(2026, 3, 2, 9, 1, tzinfo=UTC)
    assert message["Message-ID"] == "<20260302090000000042.17@example.invalid>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"
    assert message["X-TRACES-Kind"] == "confirmation"
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"


def test_html_comes_with_text_before_it() -> None:
    message = parsed(posted(reader(notification="html")).content)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_who_chose_text_gets_only_text() -> None:
    assert b"<html" not in posted(reader(notification="text")).content
    assert "<html" in html_of(posted(reader(notification="html")).content)


def test_two_mails_have_two_message_ids_and_one_mail_has_one() -> None:
    ids = [parsed(posted(reader(), number=number).content)["Message-ID"] for number in (1, 2, 2)]
    assert ids[0] != ids[1] == ids[2]


@pytest.mark.parametrize(
    "name",
    [
        'Evil" <x@evil.example>, "',
        "Marie\r\nBcc: x@evil.example\r\n\r\nbody",
        "=?utf-8?q?=0D=0ABcc:_x?=",
        "Élodie, bcc@evil.example " + "long " * 40,
        "\u202eeiram \x00\x1b[2J",
        "Ł" * 170,
        "عائشة بنت محمد",
        "O'Neil-Ćwierć",
        "",
    ],
)
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    content = posted(reader(name=name, notification="html")).content
    message = parsed(content)
    assert [one.addr_spec for one in message["To"].addresses] == ["marie@ferme.example"]
    assert unspaced(message["To"].addresses[0].display_name) == unspaced(header_name(name))
    assert not {"Bcc", "Cc"} & set(message.keys())
    assert sorted(set(message.keys())) == sorted(set(HEADERS) - {"Content-Transfer-Encoding"})


@given(name=st.text(max_size=170))
def test_any_name_makes_one_recipient_and_short_seven_bit_lines(name: str) -> None:
    listed = [{"number": "2026-000001", "name": name}]
    content = posted(
        reader(name=name, notification="html"), MailKind.REQUESTS, requests=listed
    ).content
    message = parsed(content)
    assert [one.addr_spec for one in message["To"].addresses] == ["marie@ferme.example"]
    assert unspaced(message["To"].addresses[0].display_name) == unspaced(header_name(name))
    assert len(header_name(name)) <= 60
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) < LONGEST_LINE
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert content.isascii()


@given(words=st.text(max_size=3000))
def test_no_words_of_an_agent_break_the_message(words: str) -> None:
    content = posted(reader(notification="html"), MailKind.REFUSED, words=words).content
    message = parsed(content)
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert max(map(len, content.split(b"\r\n"))) < LONGEST_LINE
    text = text_of(content)
    # What the agent wrote can't pass for a code or for our own words: each line is quoted.
    inside = text.partition("\n> ")[2].partition("\n\n")[0]
    assert all(line.startswith(">") for line in inside.split("\n")[1:])
    assert len([line for line in text.split("\n") if line.startswith("    ")]) == 1


def test_an_endless_name_stays_in_short_lines() -> None:
    listed = [{"number": "2026-000001", "name": "W" * 500}]
    text = text_of(posted(reader(), MailKind.REQUESTS, requests=listed).content)
    assert max(map(len, text.split("\n"))) <= 90


@pytest.mark.parametrize(
    "address",
    [
        "",
        "marie",
        "@ferme.example",
        "marie@",
        "marie@ferme.example\r\nBcc: x@evil.example",
        "marie@ferme.example, x@evil.example",
        "marie@ferme.example x@evil.example",
        "<marie@ferme.example>",
        "mariè@ferme.example",
        "marie@fermé.example",
        "ma\x7frie@ferme.example",
        "a" * 250 + "@ferme.example",
    ],
)
def test_what_is_no_address_gets_no_mail(address: str) -> None:
    with pytest.raises(AddressError):
        posted(reader(address=address))


def test_the_senders_name_is_as_harmless_as_the_readers() -> None:
    smtp = Smtp(sender="kiosk@ddpp.example", sender_name='Préfecture, "67" <x>')
    message = parsed(posted(reader(), settings=Settings(smtp=smtp)).content)
    assert str(message["From"]) == "Préfecture 67 x <kiosk@ddpp.example>"
    assert message["Message-ID"].endswith("@ddpp.example>")


def test_an_unknown_language_is_that_of_the_house() -> None:
    assert parsed(posted(reader(language="xx")).content)["Content-Language"] == "fr"
