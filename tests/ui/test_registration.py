"""Registration from the sign-in page to the confirmed address, and what may go wrong at its end."""

from __future__ import annotations

import msgspec
import pytest

from tests.offices import (
    ANSWER,
    OPERATOR,
    PASSWORD,
    MovableClock,
    code_of,
    make_office,
    registered,
    typed_registration,
    valid_operator,
)
from tests.ui.at_the_desk import desk_app, screen_text, typed, value, words_on
from tests.ui.registering import (
    CHECK,
    begun,
    calm,
    fill,
    hit,
    kind_of,
    onwards,
    page_of,
    screen_of,
    send,
)
from traces_tui.i18n import msg
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account, Organisation, Outbox, Request
from traces_tui.office import Office
from traces_tui.refusal import Unavailable
from traces_tui.screens.confirm_dialog import ConfirmDialog
from traces_tui.screens.login import LoginScreen
from traces_tui.screens.progress import ProgressScreen
from traces_tui.screens.registration import RegistrationScreen
from traces_tui.widgets.entry import Entry
from traces_tui.widgets.field import FormField
from traces_tui.workflow import registration
from traces_tui.workflow.views import Status


def _written(office: Office) -> tuple[int, int, int, int]:
    with office.connected():
        return (
            Account.select().count(),
            Request.select().count(),
            Organisation.select().count(),
            Outbox.select().count(),
        )


async def test_story_from_the_sign_in_page_to_the_confirmed_address(  # noqa: PLR0915 - a story
    office: Office,
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await calm(pilot)
        await hit(pilot, "#register")
        assert kind_of(app) is RegistrationScreen
        assert "About 4 minutes. 5 steps." in words_on(app)
        await pilot.press("enter")
        await calm(pilot)
        for text in (OPERATOR, PASSWORD, PASSWORD):
            await typed(pilot, text)
            await pilot.press("tab")
            if text == PASSWORD:
                await pilot.press("tab")  # past “Show”
        await onwards(pilot)
        assert "Step 2 of 5" in words_on(app)
        await pilot.press("enter")
        await calm(pilot)
        await pilot.press("8")  # the eighth question of the notice
        await calm(pilot)
        await typed(pilot, ANSWER, "answer")
        await pilot.press("enter")
        await calm(pilot)
        assert "Step 3 of 5" in words_on(app)
        await fill(pilot, "organisation")
        await onwards(pilot)
        assert "Step 4 of 5" in words_on(app)
        await fill(pilot, "you")
        await onwards(pilot)
        text = words_on(app)
        assert "Step 5 of 5" in text
        assert "What is the name of your first school?" in text
        assert "12 rue des Cigognes, 67600 Sélestat (67), France" in text
        assert "DDPP du Bas-Rhin" in text
        assert "+33 3 88 12 34 56 / not given" in text
        assert ANSWER not in text
        assert PASSWORD not in text
        assert _written(office) == (0, 0, 0, 0)

        await send(pilot)
        assert kind_of(app) is ProgressScreen
        assert _written(office) == (1, 1, 1, 1)
        text = words_on(app)
        assert "Your request is registered" in text
        assert "2026-000001 Status new" in text
        assert "m•••••t@ferme-ried.fr" in text
        assert OPERATOR not in text
        await typed(pilot, code_of(office, MailKind.CONFIRMATION, OPERATOR).lower())
        await pilot.press("enter")
        await calm(pilot)
        text = words_on(app)
        assert "Your user registration request has been confirmed successfully" in text
        assert "The request will now be validated by your Local Authority." in text
        assert "2026-000001 Status confirmed" in text
    with office.connected():
        account = Account.get(Account.email == OPERATOR)
        assert account.status == Status.CONFIRMED
        assert (account.first_name, account.language, account.question) == (
            "Marie",
            "en",
            "first_school",
        )


async def test_language_of_mails_is_at_first_that_of_the_screen(office: Office) -> None:
    for spoken, expected in (("fr", "fr"), ("en", "en"), ("de", "en")):
        app = desk_app(office, spoken)
        async with app.run_test(size=(80, 24)) as pilot:
            await begun(pilot, "you")
            assert page_of(pilot, "you").field("language").value == expected


async def test_going_back_and_changing_a_section_lose_nothing(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, "you")
        await fill(pilot, "you")
        await onwards(pilot)
        for step in ("4", "3", "2", "1"):
            await pilot.press("pageup")
            await calm(pilot)
            assert f"Step {step} of 5" in words_on(app)
        await pilot.press("pageup")
        await calm(pilot)
        assert app.screen.focused is app.screen.query_one("#begin")
        for _ in range(5):
            await onwards(pilot)
        assert "Step 5 of 5" in words_on(app)

        await hit(pilot, "#change-2")
        assert "Step 3 of 5" in words_on(app)
        await typed(pilot, "Gaec du Ried", "organisation_name")
        await onwards(pilot)
        text = words_on(app)
        assert "Step 5 of 5" in text
        assert "Gaec du Ried" in text
        assert "Marie Dupont" in text
        await send(pilot)
    with office.connected():
        assert Organisation.get().name == "Gaec du Ried"


async def test_key_held_down_neither_skips_a_step_nor_sends(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("traces_tui.screens.registration.DOUBLE_STRIKE", 60.0)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, "question")
        await fill(pilot, "question")
        page = page_of(pilot, "question")
        page.submit()
        page.submit()
        await calm(pilot)
        assert "Step 3 of 5" in words_on(app)
        for step in ("organisation", "you"):
            await fill(pilot, step)
            await onwards(pilot)
        await pilot.press("enter", "enter", "pagedown")
        await calm(pilot)
        assert _written(office) == (0, 0, 0, 0)
        screen_of(pilot).shown_at -= 100
        await pilot.press("enter", "enter")
        await calm(pilot)
        assert kind_of(app) is ProgressScreen
    assert _written(office) == (1, 1, 1, 1)


async def test_sending_can_not_be_left_and_shows_that_it_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, CHECK)
        monkeypatch.setattr(RegistrationScreen, "_send", lambda self: None)
        await send(pilot)
        button = app.screen.query_one("#send")
        assert button.disabled
        assert "Sending…" in screen_text(app)
        await pilot.press("escape", "pageup")
        await calm(pilot)
        assert kind_of(app) is RegistrationScreen
        assert "Step 5 of 5" in words_on(app)


async def test_taken_address_is_told_at_the_first_step_and_leads_to_sign_in(
    office: Office,
) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await fill(pilot, "account")
        await onwards(pilot)
        field = page_of(pilot, "account").field("email")
        assert field.error == msg("This address already has an account: sign in with it")
        assert field.has_focus_within
        link = app.screen.query_one("#to-sign-in")
        assert link.display
        await hit(pilot, "#to-sign-in")
        assert kind_of(app) is ConfirmDialog
        await hit(pilot, "#yes")
        assert kind_of(app) is LoginScreen
        assert value(pilot, "email") == OPERATOR


async def test_way_to_sign_in_goes_with_the_taken_address(office: Office) -> None:
    valid_operator(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await fill(pilot, "account")
        await onwards(pilot)
        await typed(pilot, "else@ferme-ried.fr", "email")
        await calm(pilot)
        assert not app.screen.query_one("#to-sign-in").display
        assert page_of(pilot, "account").field("email").error is None
        await onwards(pilot)
        assert "Step 2 of 5" in words_on(app)


async def test_address_is_asked_about_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def free(_office: Office, email: str) -> bool:
        asked.append(email)
        return True

    monkeypatch.setattr(registration, "address_is_free", free)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await fill(pilot, "account")
        await onwards(pilot)
        await pilot.press("pageup")
        await calm(pilot)
        await onwards(pilot)
        assert asked == [OPERATOR]
        assert "Step 2 of 5" in words_on(app)


async def test_broken_database_at_the_first_step_keeps_everything(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(_office: Office, _email: str) -> bool:
        raise Unavailable(
            msg("The database is busy. Try again in a moment; nothing was lost here.")
        )

    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await fill(pilot, "account")
        with monkeypatch.context() as broken:
            broken.setattr(registration, "address_is_free", unavailable)
            await onwards(pilot)
        assert "The database is busy." in words_on(app)
        assert value(pilot, "email") == OPERATOR
        await onwards(pilot)
        assert "Step 2 of 5" in words_on(app)


async def test_broken_database_at_the_end_keeps_everything(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: object) -> None:
        raise Unavailable(msg("The database can't be reached. Try again; nothing was lost here."))

    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, CHECK)
        with monkeypatch.context() as broken:
            broken.setattr(registration, "register", unavailable)
            await send(pilot)
        text = words_on(app)
        assert "The database can't be reached." in text
        assert "Marie Dupont" in text
        assert app.screen.focused is app.screen.query_one("#send")
        await send(pilot)
        assert kind_of(app) is ProgressScreen
    assert _written(office) == (1, 1, 1, 1)


async def test_address_taken_meanwhile_leads_to_its_field_and_straight_back(
    office: Office,
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, CHECK)
        registered(office, first_name="Paul")
        await send(pilot)
        assert "Step 1 of 5" in words_on(app)
        assert page_of(pilot, "account").field("email").has_focus_within
        assert app.screen.query_one("#to-sign-in").display
        await typed(pilot, "m.dupont@ferme-ried.fr", "email")
        await onwards(pilot)
        assert "Step 5 of 5" in words_on(app)
        await send(pilot)
        assert kind_of(app) is ProgressScreen
    with office.connected():
        assert Account.get(Account.email == "m.dupont@ferme-ried.fr").first_name == "Marie"


async def test_password_that_holds_a_later_name_leads_back_to_it(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(
            pilot,
            "you",
            email="someone@ferme-ried.fr",
            password="Weissenburg-12",
            password_again="Weissenburg-12",
        )
        await fill(pilot, "you", last_name="Weissenburg")
        await onwards(pilot)
        text = words_on(app)
        assert "Step 1 of 5" in text
        assert "it holds “weissenburg”" in text
        await fill(pilot, "account", email="someone@ferme-ried.fr")
        await onwards(pilot)
        assert "Step 5 of 5" in words_on(app)


async def test_too_many_registrations_are_told_on_the_check_page(
    tmp_path_factory: pytest.TempPathFactory, clock: MovableClock
) -> None:
    folder = tmp_path_factory.mktemp("tight")
    wide = make_office(folder, clock)
    limits = msgspec.structs.replace(wide.settings.limits, registrations_per_source=1)
    office = make_office(folder, clock, limits=limits)
    registration.register(office, typed_registration("first@ferme-ried.fr"))
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot, CHECK)
        await send(pilot)
        assert "Too many tries." in words_on(app)
        assert kind_of(app) is RegistrationScreen


async def test_leaving_asks_only_when_something_would_be_lost(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await pilot.press("escape")
        await calm(pilot)
        assert kind_of(app) is LoginScreen
        await begun(pilot)
        await typed(pilot, "m", "email")
        await hit(pilot, "#cancel")
        assert kind_of(app) is ConfirmDialog
        await pilot.press("escape")
        await calm(pilot)
        assert value(pilot, "email") == "m"
        await pilot.press("escape")
        await calm(pilot)
        await hit(pilot, "#yes")
        assert kind_of(app) is LoginScreen
    assert _written(office) == (0, 0, 0, 0)


async def test_without_a_secret_question_there_are_four_steps(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    office = make_office(tmp_path_factory.mktemp("plain"), secret_question=False)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        for step in ("account", "organisation", "you"):
            await fill(pilot, step)
            await onwards(pilot)
        assert "Step 4 of 4" in words_on(app)
        await send(pilot)
        assert kind_of(app) is ProgressScreen


async def test_answer_is_shown_and_can_be_hidden_and_password_the_other_way(
    office: Office,
) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await fill(pilot, "account")
        assert PASSWORD not in screen_text(app)
        field = page_of(pilot, "account").query_one("#field-password", FormField)
        await hit(pilot, "#field-password .field-toggle")
        assert PASSWORD in screen_text(app)
        await onwards(pilot)
        line = field.query_one(Entry)
        assert line.password
        await fill(pilot, "question")
        assert ANSWER in screen_text(app)
        await hit(pilot, "#field-answer .field-toggle")
        assert ANSWER not in screen_text(app)
