"""What each letter says, in both languages and both forms."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from tests.mail.post import CODE, VALUES, html_of, parsed, reader, text_of
from traces_tui.i18n import plural, translator
from traces_tui.mail.account_letters import grouped
from traces_tui.mail.compose import compose
from traces_tui.mail.kinds import MailKind
from traces_tui.mail.layout import greeted
from traces_tui.mail.letter import Door
from traces_tui.mail.values import packed, unpacked
from traces_tui.settings import Settings

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AT_HOME = Settings()
AFAR = Settings(ssh_host="traces.example")
NBSP = "\u00a0"


def written(
    kind: MailKind,
    language: str = "en",
    notification: str = "text",
    *,
    name: str = "Marie Dupont",
    settings: Settings = AFAR,
    **values: object,
) -> bytes:
    """A sample message; ``values`` change it."""
    return compose(
        settings,
        kind,
        reader(language=language, notification=notification, name=name),
        unpacked(kind, packed(kind, VALUES[kind] | values)),
        number=1,
        queued_at=NOW,
        now=NOW,
    ).content


def flowed(content: bytes) -> str:
    """The text without its line breaks, so that sentences are found whole."""
    return " ".join(text_of(content).split(" ")).replace("\n", " ")


@pytest.mark.parametrize("kind", MailKind)
@pytest.mark.parametrize(
    ("language", "greeting", "closing", "automatic", "contact"),
    [
        (
            "en",
            "Hi Marie Dupont,",
            "The TRACES application.",
            "This is an automatically generated email. Please do not reply.",
            "To contact the TRACES team, please use the following address: "
            "sanco-traces@example.invalid",
        ),
        (
            "fr",
            "Bonjour Marie Dupont,",
            "L'application TRACES.",
            "Ce courriel a été généré automatiquement. Merci de ne pas y répondre.",
            f"Pour contacter l'équipe TRACES, utilisez l'adresse suivante{NBSP}: "
            "sanco-traces@example.invalid",
        ),
    ],
)
def test_every_letter_has_the_frame_of_the_notice(
    kind: MailKind, language: str, greeting: str, closing: str, automatic: str, contact: str
) -> None:
    content = written(kind, language, "html")
    text = text_of(content)
    assert text.startswith(f"{greeting}\n\n")
    assert f"\n\n{closing}\n\n-- \n{automatic}\n" in text
    assert flowed(content).rstrip().endswith(contact)
    html = VisibleText.of(html_of(content))
    for words in (greeting, closing, automatic, contact):
        assert words in html


@pytest.mark.parametrize("kind", MailKind)
def test_no_english_is_left_in_a_french_letter(kind: MailKind) -> None:
    english, french = written(kind, "en"), written(kind, "fr")
    assert parsed(english)["Subject"] != parsed(french)["Subject"]
    same = set(text_of(english).split("\n")) & set(text_of(french).split("\n"))
    kept = {"", "-- ", "sanco-traces@example.invalid", "DDPP du Bas-Rhin", "Strasbourg"}
    kept |= {"+33 3 88 88 86 00", "ddpp@bas-rhin.example", "> Il manque le numéro SIRET."}
    assert {line for line in same - kept if not line.startswith("    ")} == set()


@pytest.mark.parametrize("kind", MailKind)
def test_french_signs_stand_after_a_no_break_space(kind: MailKind) -> None:
    text = text_of(written(kind, "fr")).partition("\n-- \n")[0]
    assert re.findall(r"[^\u00a0\d][:;?!](?=\s)", text) == []


@pytest.mark.parametrize("kind", MailKind)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_both_parts_of_an_html_mail_say_the_same(kind: MailKind, language: str) -> None:
    content = written(kind, language, "html")
    html = VisibleText.of(html_of(content))
    text = text_of(content).replace("\n-- \n", "\n")
    for line in text.split("\n"):
        assert line.strip(" ->") in html


def test_confirmation_in_english() -> None:
    content = written(MailKind.CONFIRMATION)
    assert parsed(content)["Subject"] == "Confirmation request"
    assert (
        "The Trade Control and Expert System has successfully received your registration request "
        "2026-000417." in flowed(content)
    )
    assert f"\n\n    {CODE}\n\n" in text_of(content)
    assert f"\n\n    ssh traces@traces.example confirm {CODE}\n\n" in text_of(content)
    assert "The code can be used once, within 7 days." in flowed(content)


def test_confirmation_in_french() -> None:
    content = written(MailKind.CONFIRMATION, "fr")
    assert parsed(content)["Subject"] == "Demande de confirmation"
    assert "a bien reçu votre demande d'inscription 2026-000417." in flowed(content)
    assert f"\n\n    {CODE}\n\n" in text_of(content)
    assert "Ce code ne sert qu'une fois, dans un délai de 7 jours." in flowed(content)


def test_without_ssh_the_commands_are_those_of_the_machine() -> None:
    content = written(MailKind.CONFIRMATION, settings=AT_HOME)
    assert f"\n    traces-tui confirm {CODE}\n" in text_of(content)
    assert "\n    traces-tui\n" in text_of(written(MailKind.ACTIVATED, settings=AT_HOME))
    assert Door("traces.example").enter == "ssh traces@traces.example"


@pytest.mark.parametrize(
    ("language", "total", "sentence"),
    [
        ("en", 1, "There is 1 request to validate."),
        ("en", 2, "There are 2 requests to validate."),
        ("fr", 1, "Il y a 1 demande à valider."),
        ("fr", 2, "Il y a 2 demandes à valider."),
    ],
)
def test_requests_are_counted_rightly(language: str, total: int, sentence: str) -> None:
    names = ("Marie Dupont", "Hans Müller")
    listed = [
        {"number": f"2026-00000{number}", "name": name}
        for number, name in enumerate(names[:total], 1)
    ]
    content = written(MailKind.REQUESTS, language, total=total, requests=listed)
    assert f"\n{sentence}\n" in text_of(content)
    assert len(re.findall(r"^- ", text_of(content), re.MULTILINE)) == total


def test_requests_name_every_user() -> None:
    content = written(MailKind.REQUESTS)
    assert parsed(content)["Subject"] == "User creation requests"
    assert (
        "- validate USER Marie Dupont: request 2026-000417\n"
        "- validate USER Hans Müller: request 2026-000418\n\n" in text_of(content)
    )
    assert "Competent authority: DDPP du Bas-Rhin" in text_of(content)
    assert "\nTo process all, sign in at any kiosk" in text_of(content)


@pytest.mark.parametrize(
    ("language", "total", "others"),
    [
        ("en", 51, "- and 1 other"),
        ("en", 20_050, "- and 20,000 others"),
        ("fr", 51, "- et 1 autre"),
        ("fr", 20_050, "- et 20\u202f000 autres"),
    ],
)
def test_at_most_fifty_requests_are_listed(language: str, total: int, others: str) -> None:
    many = [{"number": f"2026-{number:06}", "name": "Marie"} for number in range(60)]
    content = written(MailKind.REQUESTS, language, total=total, requests=many)
    assert len(re.findall(r"2026-\d{6}", text_of(content))) == 50
    assert f"\n{others}\n\n" in text_of(content)


def test_activation_names_the_user_and_no_password() -> None:
    content = written(MailKind.ACTIVATED)
    assert parsed(content)["Subject"] == "Your account has been activated"
    assert (
        "you can sign in with the user name marie@ferme.example and the password you provided "
        "during registration." in flowed(content)
    )
    assert "\n    ssh traces@traces.example\n" in text_of(content)


def test_a_refusal_gives_the_reason_in_the_readers_language_and_the_agents_words() -> None:
    content = written(
        MailKind.REFUSED, "fr", words="Bonjour,\r\n\r\n    7K2M-Q9XD-4TFH\n" + "mot " * 40
    )
    assert f"Motif{NBSP}: L'application TRACES." in flowed(content)
    assert f"\nL'autorité ajoute{NBSP}:\n\n> Bonjour,\n>\n> 7K2M-" in text_of(content)
    assert len(re.findall(r"^> (?:mot ?)+$", text_of(content), re.MULTILINE)) > 1
    assert not re.search(r"^mot", text_of(content), re.MULTILINE)
    assert "\nDDPP du Bas-Rhin\nStrasbourg\n+33 3 88 88 86 00\nddpp@bas" in text_of(content)


def test_a_refusal_without_words_does_not_quote() -> None:
    content = written(MailKind.REFUSED, words=" \n ")
    assert "adds" not in text_of(content)
    assert ">" not in text_of(content)


def test_a_national_authority_is_named_after_its_country() -> None:
    authority = {
        "code": "DE",
        "country": "DE",
        "local_name": "",
        "seat": "",
        "phone": "",
        "email": "",
    }
    content = written(MailKind.QUESTION_LOCKED, "fr", authority=authority)
    assert re.search(r"\n\nAutorité compétente.*Allemagne\n\nD", text_of(content))


def test_a_temporary_password_is_shown_in_groups() -> None:
    content = written(MailKind.TEMPORARY_PASSWORD)
    assert "\n\n    TR 1234 5678 9012\n\n" in text_of(content)
    assert "within 60 minutes" in flowed(content)
    assert "TR123456789012" not in text_of(content)
    assert grouped("TR1234567890") == "TR 1234 5678 90"


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("new", "is not confirmed yet"),
        ("confirmed", "waits for the authority's answer"),
        ("refused", "has refused your request 2026-000417"),
    ],
)
def test_who_may_not_sign_in_yet_learns_where_the_request_stands(
    status: str, sentence: str
) -> None:
    content = written(MailKind.NOT_YET_VALID, status=status)
    assert sentence in flowed(content)
    assert "2026-000417" in text_of(content)


@pytest.mark.parametrize(
    ("cause", "language", "sentence"),
    [
        ("tries", "en", "locked after 5 wrong sign-ins in a row."),
        ("inactivity", "en", "nobody signed in for more than 3 months."),
        ("tries", "fr", "de 5 tentatives de connexion erronées consécutives."),
        ("inactivity", "fr", "faute de connexion depuis plus de 3 mois."),
    ],
)
def test_a_lock_tells_its_cause(cause: str, language: str, sentence: str) -> None:
    assert sentence in flowed(written(MailKind.LOCKED, language, cause=cause))


def test_a_change_tells_its_moment_in_the_local_zone() -> None:
    assert "changed on 02/03/2026 at 11:00." in flowed(written(MailKind.PASSWORD_CHANGED))
    assert "modifiée le 02/03/2026 à 11:00." in flowed(written(MailKind.QUESTION_CHANGED, "fr"))


@pytest.mark.parametrize(
    ("days", "language", "subject"),
    [
        (1, "en", "Your account will be locked in 1 day"),
        (30, "en", "Your account will be locked in 30 days"),
        (1, "fr", "Votre compte sera bloqué dans 1 jour"),
        (30, "fr", "Votre compte sera bloqué dans 30 jours"),
    ],
)
def test_the_warning_before_the_lock(days: int, language: str, subject: str) -> None:
    content = written(MailKind.INACTIVITY, language, days=days)
    assert parsed(content)["Subject"] == subject
    assert "02/03/2026." in text_of(content)


def test_a_language_without_catalogue_is_english_and_says_so() -> None:
    content = written(MailKind.ACTIVATED, "de", "html")
    assert text_of(content).startswith("Hi ")
    assert '<html lang="en">' in html_of(content)
    assert parsed(content)["Content-Language"] == "en"


def test_html_names_its_language_and_is_well_nested() -> None:
    html = html_of(written(MailKind.REQUESTS, "fr", "html"))
    assert '<html lang="fr">' in html
    assert "<title>Demandes de création d'utilisateurs</title>" in html.replace("&#39;", "'")
    parser = VisibleText()
    parser.feed(html)
    assert parser.open == []
    assert not re.search(r"<(script|img|a|link|style)\b", html)


def test_names_are_text_in_html() -> None:
    name = "<b onclick=x>&amp;{{ 7*7 }}"
    listed = [{"number": "2026-000001", "name": name}]
    html = html_of(written(MailKind.REQUESTS, "en", "html", name=name, requests=listed))
    assert "<b " not in html
    assert html.count("&lt;b onclick=x&gt;&amp;amp;{{ 7*7 }}") == 2


def test_unsafe_characters_never_reach_a_letter() -> None:
    name = "Ma\x1b[2Jrie\u202e\u0000"
    listed = [{"number": "2026-000001", "name": name}]
    content = written(MailKind.REQUESTS, "en", "html", name=name, requests=listed)
    for words in (text_of(content), html_of(content)):
        assert not {"\x1b", "\u202e", "\x00"} & set(words)
    assert "USER Ma\ufffd[2Jrie\ufffd\ufffd: request" in text_of(content)
    assert "user name \ufffd[2J and" in flowed(written(MailKind.ACTIVATED, email="\x1b[2J"))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Marie Dupont", "Marie Dupont"),
        ("Jean M. Dupont-Élevage", "Jean M. Dupont-Élevage"),
        ("محمد", "محمد"),
        ("  Marie \n Dupont ", "Marie Dupont"),
        ("click http://evil.example", ""),
        ("evil.example/x", ""),
        ("pay me at x@evil.example", ""),
        ("go to evil.example", ""),
        ("", ""),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_greeting_can_not_carry_a_link(name: str, shown: str) -> None:
    assert greeted(name) == shown


def test_nobody_is_greeted_without_a_name() -> None:
    assert text_of(written(MailKind.REQUESTS, name="")).startswith("Hi,\n\n")


def test_every_plural_of_french_is_filled() -> None:
    message = plural("There is {n} request to validate.", "There are {n} requests to validate.", 0)
    assert translator("fr").say(message) == "Il y a 0 demande à valider."


class VisibleText(HTMLParser):
    """The words of a page, with single spaces."""

    VOID = ("meta", "br")

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []

    @classmethod
    def of(cls, html: str) -> str:
        """The words of a page."""
        parser = cls()
        parser.feed(html)
        # Lines of the text are broken elsewhere than those of the HTML.
        return " ".join(" ".join(parser.words).replace("\n", " ").split(" "))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what is open."""
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect words."""
        self.words.append(data)
