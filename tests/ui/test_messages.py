"""Mails and people of the demonstration."""

from __future__ import annotations

import mailbox
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.offices import OPERATOR, PASSWORD, START, MovableClock, make_office, registered
from tests.ui.at_the_desk import HOSTILE, desk_app, screen_text, settled
from traces_tui.app import DeskApp
from traces_tui.demo import DemoDesk, DemoPerson
from traces_tui.i18n import msg
from traces_tui.mail.delivery import deliver_due
from traces_tui.mail.kinds import KIND_HEADER, MailKind
from traces_tui.mail.mailbox_reader import messages
from traces_tui.office import Office
from traces_tui.screens.mail_pane import MailPane, unfolded
from traces_tui.screens.messages import MessagesScreen
from traces_tui.screens.people import PeoplePane
from traces_tui.settings import Smtp
from traces_tui.widgets.count_tabs import CountTabs
from traces_tui.widgets.press import Action, Link
from traces_tui.widgets.words import Words

CODE = "7K2M-Q9XD-4TFH"
TEMPORARY = "TR 1234 5678 9012"
CONFIRMATION = f"""\
Bonjour Marie Dupont,

Le système a bien reçu votre demande d'enregistrement 2026-000417. Pour la
confirmer, tapez ce code à n'importe quelle borne :

    {CODE}

Le code sert une fois, dans les 7 jours.
"""
PEOPLE = (
    DemoPerson("Hélène Ritter", msg("valid"), "ritter@ddpp67.example", PASSWORD, msg("new")),
    DemoPerson("Sophie Bauer", msg("refused"), "bauer@miel.example", None, msg("confirmed")),
)


def deliver(
    folder: Path,
    subject: str = "Demande de confirmation",
    text: str = CONFIRMATION,
    *,
    kind: MailKind = MailKind.CONFIRMATION,
    at: datetime = START,
    to: str = OPERATOR,
) -> None:
    """Put a mail into the folder, as delivery does."""
    mail = EmailMessage()
    mail["From"] = "ne-pas-repondre@traces.example"
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at)
    mail[KIND_HEADER] = kind
    mail.set_content(text)
    mailbox.Maildir(folder, create=True).add(mail)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The mail folder of the demonstration."""
    return tmp_path / "mail"


@pytest.fixture
def office(tmp_path: Path, folder: Path) -> Office:
    """An office whose mails go to that folder."""
    return make_office(tmp_path / "data", MovableClock(), smtp=Smtp(maildir=str(folder)))


@pytest.fixture
def app(office: Office, folder: Path) -> DeskApp:
    """The demonstration, in French."""
    return demo_app(office, folder)


def demo_app(office: Office, folder: Path, people: Sequence[DemoPerson] = PEOPLE) -> DeskApp:
    """The program with a demonstration."""
    return desk_app(office, "fr", demo=DemoDesk(tuple(people), folder))


async def opened(pilot: Pilot[int]) -> MessagesScreen:
    """Open the screen by its button in the bar on top."""
    await pilot.pause()
    await pilot.click("#header-messages")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, MessagesScreen)
    return screen


def fields(app: DeskApp) -> dict[str, str]:
    """What stands in the fields of the sign-in page."""
    from traces_tui.widgets.form_page import FormPage

    return app.screen.query_one(FormPage).values()


class TestMails:
    async def test_an_empty_folder_says_what_to_do(self, app: DeskApp) -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            screen = await opened(pilot)
            assert screen.query_one("#mail-none", Words).display
            assert not screen.query_one("#mail-view").display
            assert screen.focused is not None

    async def test_shows_the_newest_first_and_its_text(self, app: DeskApp, folder: Path) -> None:
        deliver(folder, at=START - timedelta(days=3), subject="Ancien", text="vieux texte")
        deliver(folder)
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(pilot)
            shown = screen_text(app)
            assert shown.index("Demande de confirmation") < shown.index("Ancien")
            assert "Bonjour Marie Dupont" in shown
            assert "vieux texte" not in shown
            await pilot.press("down")
            await settled(pilot)
            assert "vieux texte" in screen_text(app)

    async def test_a_mail_is_read_once_it_was_shown(self, app: DeskApp, folder: Path) -> None:
        deliver(folder)
        deliver(folder, at=START - timedelta(hours=1))
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(pilot)
            assert [mail.unread for mail in messages(folder)] == [False, True]
            await pilot.press("down")
            await settled(pilot)
            assert [mail.unread for mail in messages(folder)] == [False, False]

    async def test_new_mail_appears_by_itself_and_the_cursor_stays(
        self, app: DeskApp, folder: Path
    ) -> None:
        deliver(folder)
        async with app.run_test(size=(80, 24)) as pilot:
            screen = await opened(pilot)
            deliver(folder, subject="Plus récent", text="tout neuf", at=START + timedelta(hours=1))
            screen._look()  # what the timer does each second
            await settled(pilot)
            shown = screen_text(app)
            assert shown.index("Plus récent") < shown.index("Bonjour Marie Dupont")
            assert "tout neuf" not in shown

    async def test_looks_by_itself(
        self, app: DeskApp, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("traces_tui.screens.messages._LOOK_EVERY", 0.01)
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(pilot)
            deliver(folder)
            while "Bonjour Marie Dupont" not in screen_text(app):
                await settled(pilot)

    async def test_a_code_opens_the_confirmation_with_it(self, app: DeskApp, folder: Path) -> None:
        from traces_tui.screens.confirmation import ConfirmationScreen

        deliver(folder)
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(pilot)
            await pilot.press("enter")
            assert isinstance(app.focused, Link)
            await pilot.press("enter")
            await settled(pilot)
            assert isinstance(app.screen, ConfirmationScreen)
            assert any(line.value == CODE for line in app.screen.query(Input))

    async def test_a_temporary_password_fills_the_sign_in_page(
        self, app: DeskApp, folder: Path
    ) -> None:
        text = f"Bonjour,\n\nVotre mot de passe temporaire :\n\n    {TEMPORARY}\n"
        deliver(folder, "Votre mot de passe", text, kind=MailKind.TEMPORARY_PASSWORD)
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(pilot)
            await pilot.click("#mail-link")
            await settled(pilot)
            assert fields(app) == {"email": OPERATOR, "password": TEMPORARY}
            assert "1234" not in screen_text(app)

    async def test_any_other_mail_leads_to_the_sign_in_page(
        self, app: DeskApp, folder: Path
    ) -> None:
        deliver(folder, "Compte activé", "Bonjour,\n\nC'est fait.\n", kind=MailKind.ACTIVATED)
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(pilot)
            await pilot.press("enter", "enter")
            await settled(pilot)
            assert fields(app) == {"email": OPERATOR, "password": ""}

    async def test_what_the_flows_send_can_be_followed(
        self, app: DeskApp, office: Office, folder: Path
    ) -> None:
        """The whole way: a registration, its mail, and the code in it."""
        registered(office)
        deliver_due(office)
        (mail,) = messages(folder)
        assert mail.code is not None
        async with app.run_test(size=(80, 24)) as pilot:
            screen = await opened(pilot)
            assert mail.code in screen.query_one("#mail-link", Link).plain

    async def test_hostile_text_is_shown_and_does_nothing(self, app: DeskApp, folder: Path) -> None:
        deliver(folder, HOSTILE.replace("\x1b", "").replace("\x07", ""), HOSTILE)
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(pilot)
            shown = screen_text(app)
            assert "[@click=app.quit]" in shown
            assert not set(shown) & set("\x1b\x07\u202e")

    @pytest.mark.parametrize("size", [(64, 20), (80, 24), (120, 40)])
    @pytest.mark.parametrize("code", ["fr", "en"])
    async def test_the_link_of_a_code_is_in_view(
        self, app: DeskApp, folder: Path, size: tuple[int, int], code: str
    ) -> None:
        deliver(folder)
        async with app.run_test(size=size) as pilot:
            screen = await opened(pilot)
            app.speak(code)
            await settled(pilot)
            link = screen.query_one("#mail-link")
            view = screen.query_one("#mail-view")
            assert view.region.contains_region(link.region)
            assert CODE in screen_text(app)

    async def test_a_change_of_language_keeps_cursor_and_focus(
        self, app: DeskApp, folder: Path
    ) -> None:
        deliver(folder)
        deliver(folder, at=START - timedelta(hours=1), subject="Ancien")
        async with app.run_test(size=(80, 24)) as pilot:
            screen = await opened(pilot)
            await pilot.press("down", "enter")
            await settled(pilot)
            focused = screen.focused
            app.speak("en")
            await settled(pilot)
            assert screen.focused is focused
            assert "From:" in screen_text(app)
            assert screen.query_one(MailPane)._list.index == 1


class TestPeople:
    async def test_a_key_shows_the_people(self, app: DeskApp) -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            screen = await opened(pilot)
            await pilot.press("2")
            await settled(pilot)
            assert screen.query_one(CountTabs).value == "people"
            shown = screen_text(app)
            assert "Hélène Ritter" in shown
            assert PASSWORD in shown

    async def test_enter_fills_the_sign_in_page(self, app: DeskApp) -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(pilot)
            await pilot.press("2", "enter")
            await settled(pilot)
            assert fields(app) == {"email": "ritter@ddpp67.example", "password": PASSWORD}

    async def test_the_button_fills_it_too(self, app: DeskApp) -> None:
        """Somebody without a password that would help brings the address only."""
        async with app.run_test(size=(80, 24)) as pilot:
            screen = await opened(pilot)
            await pilot.press("2", "down")
            await settled(pilot)
            screen.query_one("#person-sign-in", Action).press()
            await settled(pilot)
            assert fields(app) == {"email": "bauer@miel.example", "password": ""}

    async def test_hostile_names_do_nothing(self, office: Office, folder: Path) -> None:
        person = DemoPerson(HOSTILE, msg("valid"), "a@b.example", None, msg("new"))
        app = demo_app(office, folder, [person])
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(pilot)
            await pilot.press("2")
            await settled(pilot)
            assert not set(screen_text(app)) & set("\x1b\x07\u202e")
            assert "[@click=app.quit]" in screen_text(app)

    @pytest.mark.parametrize("size", [(64, 20), (80, 24), (120, 40)])
    async def test_the_button_is_in_view(self, app: DeskApp, size: tuple[int, int]) -> None:
        async with app.run_test(size=size) as pilot:
            screen = await opened(pilot)
            await pilot.press("2")
            await settled(pilot)
            card = screen.query_one("#person-card")
            assert card.region.contains_region(screen.query_one("#person-sign-in").region)
            assert screen.query_one(PeoplePane).region.height > 10


class TestUnfolded:
    def test_joins_what_was_folded_for_its_width(self) -> None:
        first = "word " * 13 + "words"
        assert unfolded(f"{first}\nmoremore and so on") == f"{first} moremore and so on"

    @pytest.mark.parametrize(
        "text",
        [
            "DDPP du Bas-Rhin\nStrasbourg\n03 53 01 67 00",
            "- " + "x" * 68 + "\n- yyyyyyy",
            "> " + "x" * 68 + "\n> yyyyyyy",
            "x" * 70 + "\n\nyyyyyyy",
            "x" * 70 + "\n    7K2M-Q9XD-4TFH",
        ],
    )
    def test_keeps_lines_that_are_lines(self, text: str) -> None:
        assert unfolded(text) == text


def test_dates_of_today_are_hours(office: Office) -> None:
    pane = MailPane(lambda: datetime(2026, 3, 2, 9, tzinfo=UTC))
    from traces_tui.i18n import translator

    french = translator("fr")
    assert french.say(pane._short_date(datetime(2026, 3, 2, 8, 5, tzinfo=UTC))) == "09:05"
    assert french.say(pane._short_date(datetime(2026, 3, 1, 8, 5, tzinfo=UTC))) == "01/03/2026"
