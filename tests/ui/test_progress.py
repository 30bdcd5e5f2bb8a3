"""The page of a request: its three steps, its mail, its code, and how it ends."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import msgspec
import pytest
from textual.pilot import Pilot

from tests.offices import (
    AREA,
    OPERATOR,
    PASSWORD,
    MovableClock,
    agent,
    code_of,
    confirmed,
    mails,
    make_office,
    registered,
    valid_operator,
)
from tests.ui.at_the_desk import (
    LANGUAGES,
    SIZES,
    desk_app,
    desk_of,
    misfits,
    typed,
    until,
    words_on,
)
from tests.ui.registering import calm, hit, kind_of, page_of
from traces_tui.app import DeskApp
from traces_tui.i18n import msg
from traces_tui.mail.kinds import MailKind
from traces_tui.models.tables import Account
from traces_tui.office import Office
from traces_tui.refusal import Unavailable
from traces_tui.screens.correct_address import CorrectAddressDialog
from traces_tui.screens.login import LoginScreen
from traces_tui.screens.progress import ProgressScreen
from traces_tui.screens.registration import RegistrationScreen
from traces_tui.screens.request_words import mail_words
from traces_tui.settings import Idle
from traces_tui.way_out import RESTART
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.words import Words
from traces_tui.workflow import accounts, confirmation, review, sign_in
from traces_tui.workflow.refusals import CodeRefused, NotYetValid
from traces_tui.workflow.views import MailProgress, MailState, Receipt, Status


async def opened(pilot: Pilot[int], receipt: Receipt, *, just_sent: bool = False) -> ProgressScreen:
    """The page of a request, over the sign-in page."""
    await pilot.pause()
    screen = ProgressScreen(receipt.key, receipt.progress, registered=just_sent)
    await pilot.app.push_screen(screen)
    await calm(pilot)
    return screen


def mail_line(app: DeskApp) -> str:
    """What is said beside the field of the code."""
    return app.screen.query_one("#mail-state", Words).plain


async def looked(pilot: Pilot[int]) -> None:
    """Look again, as the page does every few seconds."""
    await pilot.press("f5")
    await calm(pilot)


async def test_new_request_waits_for_its_code(office: Office) -> None:
    accounts.set_contact(office, AREA, phone="03 88 00 00 00", email="ddpp67@example.fr")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, registered(office))
        assert mail_line(app) == "● The message is about to leave."
        text = words_on(app)
        assert "Your address is not confirmed yet" in text
        assert "2026-000001 Status new" in text
        assert "done on 02/03/2026 10:00" in text
        assert "Open the message sent to m•••••t@ferme-ried.fr" in text
        assert "It is good until 09/03/2026." in text
        assert "The DDPP du Bas-Rhin verifies your request." in text
        assert "Contact: +33 3 88 00 00 00, ddpp67@example.fr" in text
        assert "You can't sign in before step 3." in text
        assert OPERATOR not in text
        assert screen.query_one(FormPage).field("code").has_focus_within


async def test_code_confirms_and_the_authority_has_the_file(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, registered(office))
        await typed(pilot, code_of(office, MailKind.CONFIRMATION), "code")
        await hit(pilot, "#confirm")
        text = words_on(app)
        assert "Your user registration request has been confirmed successfully" in text
        assert "An email will be sent to you to inform you about the result" in text
        assert "Status confirmed" in text
        assert not screen.query_one("#code-row").display
        assert screen.focused is screen.query_one("#finish")
    with office.connected():
        assert Account.get().status == Status.CONFIRMED


async def test_every_code_that_opens_nothing_says_why(office: Office, clock: MovableClock) -> None:
    receipt = registered(office)
    first = code_of(office, MailKind.CONFIRMATION, OPERATOR)
    registered(office, "other@ferme-ried.fr")
    foreign = code_of(office, MailKind.CONFIRMATION, "other@ferme-ried.fr")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, receipt)
        field = screen.query_one(FormPage).field("code")

        async def refused(code: str) -> str:
            await typed(pilot, code, "code")
            await pilot.press("enter")
            await calm(pilot)
            assert field.error is not None
            assert field.value == code
            assert field.has_focus_within
            assert misfits(app) == []
            return app.tr.say(field.error)

        assert await refused("7K2M") == "Enter a code like 7K2M-Q9XD-4TFH"
        assert "does not exist" in await refused("0000-0000-0000")
        assert "belongs to another request" in await refused(foreign)
        clock.move(minutes=2)
        confirmation.resend(office, receipt.key)
        assert "A newer message was sent" in await refused(first)
        second = code_of(office, MailKind.CONFIRMATION, OPERATOR)
        for _ in range(5):
            with pytest.raises(CodeRefused):
                confirmation.confirm(office, second[:4] + "-0000-0000")
        assert "Too many wrong tries with this code" in await refused(second)


async def test_expired_code_says_how_long_it_lived(office: Office, clock: MovableClock) -> None:
    receipt = registered(office)
    code = code_of(office, MailKind.CONFIRMATION, OPERATOR)
    clock.move(days=8)
    with pytest.raises(NotYetValid) as told:
        sign_in.sign_in(office, OPERATOR, PASSWORD)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        page = await opened(pilot, Receipt(told.value.key, told.value.progress))
        await typed(pilot, code, "code")
        await pilot.press("enter")
        await calm(pilot)
        error = page.query_one(FormPage).field("code").error
        assert error is not None
        assert "This code has expired: it lived 7 days." in app.tr.say(error)
    assert receipt.key != told.value.key


async def test_too_many_codes_are_told_beside_the_field(
    tmp_path_factory: pytest.TempPathFactory, clock: MovableClock
) -> None:
    folder = tmp_path_factory.mktemp("tight")
    wide = make_office(folder, clock)
    receipt = registered(wide)
    office = make_office(
        folder, clock, limits=msgspec.structs.replace(wide.settings.limits, codes_per_source=1)
    )
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, receipt)
        for _ in range(2):
            await typed(pilot, "0000-0000-0000", "code")
            await hit(pilot, "#confirm")
        assert "Too many tries. Try again at" in mail_line(app)
        assert not app.screen.query_one("#confirm").disabled


async def test_message_is_sent_again_after_a_pause(office: Office, clock: MovableClock) -> None:
    receipt = registered(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, receipt)
        await hit(pilot, "#resend")
        assert "You can ask again in 60 seconds." in mail_line(app)
        clock.move(seconds=61)
        await hit(pilot, "#resend")
        assert "A new message is on its way" in mail_line(app)
        await looked(pilot)
        assert "A new message is on its way" in mail_line(app)
        await typed(pilot, code_of(office, MailKind.CONFIRMATION), "code")
        await pilot.press("enter")
        await calm(pilot)
        assert "Status confirmed" in words_on(app)
    assert len(mails(office, MailKind.CONFIRMATION)) == 2


async def test_mistyped_address_is_corrected_and_gets_the_message(office: Office) -> None:
    valid_operator(office, "taken@ferme-ried.fr")
    receipt = registered(office, "mraie@ferme-ried.fr")
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, receipt)
        await hit(pilot, "#correct")
        assert kind_of(app) is CorrectAddressDialog
        await hit(pilot, "#correct-send")
        assert "Enter your e-mail address" in words_on(app)
        await typed(pilot, "marie", "email")
        await hit(pilot, "#correct-send")
        assert "Enter an address like name@example.com" in words_on(app)
        await typed(pilot, "taken@ferme-ried.fr", "email")
        await hit(pilot, "#correct-send")
        assert "This address already has an account" in words_on(app)
        assert misfits(app) == []
        await typed(pilot, OPERATOR, "email")
        await pilot.press("enter")
        await calm(pilot)
        assert app.screen is screen
        text = words_on(app)
        assert "A new message is on its way to the right address." in mail_line(app)
        assert "m•••••t@ferme-ried.fr" in text
        assert screen.focused is screen.query_one("#correct")
    assert len(mails(office, MailKind.CONFIRMATION, OPERATOR)) == 1


async def test_correction_that_is_given_up_changes_nothing(office: Office) -> None:
    receipt = registered(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, receipt)
        await hit(pilot, "#correct")
        await pilot.press("escape")
        await calm(pilot)
        assert app.screen is screen
        assert "m•••••t@ferme-ried.fr" in words_on(app)


def test_state_of_the_mail_is_said_in_words(clock: MovableClock) -> None:
    now = clock()
    english = {
        mail_words(mail)[0].text: mail
        for mail in (
            MailProgress(MailState.QUEUED, now),
            MailProgress(MailState.QUEUED, now, now + timedelta(minutes=5)),
            MailProgress(MailState.SENT, now),
            MailProgress(MailState.FAILED, now),
            MailProgress(MailState.CANCELLED, now),
            MailProgress(MailState.FAILED, now, refused_by_server=True),
        )
    }
    assert list(english) == [
        "The message is about to leave.",
        "The mail server did not answer. Next try at {hour}.",
        "The message left on {moment}.",
        "The message could not be delivered. Send it again.",
        "The receiving server refused the message. Correct the address.",
    ]


async def test_page_looks_again_and_follows_the_file(office: Office) -> None:
    receipt = registered(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, receipt)
        await typed(pilot, "7K2M", "code")
        await looked(pilot)
        assert page_values(screen) == {"code": "7K2M"}
        confirmation.confirm(office, code_of(office, MailKind.CONFIRMATION))
        await looked(pilot)
        assert "Status confirmed" in words_on(app)
        review.validate(office, agent(office).key, [receipt.progress.number])
        await looked(pilot)
        await until(pilot, lambda: isinstance(app.screen, LoginScreen))
        title = app.screen.query_one("#login-alert .alert-title", Words)
        assert "Sign in to see where your request stands." in title.plain


async def test_valid_account_is_told_to_sign_in(office: Office) -> None:
    receipt = valid_operator(office)
    progress = dataclasses.replace(receipt.progress, status=Status.VALID)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, Receipt(receipt.key, progress))
        text = words_on(app)
        assert "Your account has been activated" in text
        assert "You can sign in now." in text


def page_values(screen: ProgressScreen) -> dict[str, str]:
    """What stands in the fields of the page."""
    return screen.query_one(FormPage).values()


async def test_page_stays_when_the_database_is_away_and_ends_with_its_session(
    office: Office, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: object) -> None:
        raise Unavailable(msg("The database can't be reached. Try again; nothing was lost here."))

    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, registered(office))
        with monkeypatch.context() as broken:
            broken.setattr(confirmation, "progress", unavailable)
            await looked(pilot)
        assert app.screen is screen
        assert "Status new" in words_on(app)
        assert mail_line(app) == "● The message is about to leave."
        clock.move(hours=2)
        await looked(pilot)
        await until(pilot, lambda: isinstance(app.screen, LoginScreen))
        title = app.screen.query_one("#login-alert .alert-title", Words)
        assert "Sign in to see where your request stands." in title.plain


async def test_right_password_before_validation_opens_the_page(office: Office) -> None:
    confirmed(office)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await calm(pilot)
        await typed(pilot, OPERATOR, "email")
        await typed(pilot, PASSWORD, "password")
        await pilot.press("enter")
        await calm(pilot)
        assert isinstance(app.screen, ProgressScreen)
        text = words_on(app)
        assert "What happens now" in text
        assert "The DDPP du Bas-Rhin verifies your request. Its seat is in Strasbourg." in text
        assert not app.screen.query_one("#ask-again").display


async def test_refused_request_tells_the_reason_and_may_be_made_again(office: Office) -> None:
    receipt = confirmed(office)
    review.refuse(
        office,
        agent(office).key,
        [receipt.progress.number],
        {"reason": "incomplete", "words": "[/x] Le code postal manque [@click=app.quit]"},
    )
    with pytest.raises(NotYetValid) as told:
        sign_in.sign_in(office, OPERATOR, PASSWORD)
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, Receipt(told.value.key, told.value.progress))
        text = words_on(app)
        assert "Your request has not been accepted" in text
        assert "Reason: The data are incomplete or contradict each other." in text
        assert "[/x] Le code postal manque [@click=app.quit]" in text
        assert screen.query_one("#receipt-head").has_class("-info")
        assert misfits(app) == []
        await hit(pilot, "#ask-again")
        assert isinstance(app.screen, RegistrationScreen)
        await pilot.press("enter")
        await calm(pilot)
        assert page_of(pilot, "account").field("email").value == OPERATOR


async def test_page_clears_itself_unless_somebody_is_there(
    tmp_path_factory: pytest.TempPathFactory, clock: MovableClock
) -> None:
    office = make_office(tmp_path_factory.mktemp("idle"), clock, idle=Idle(receipt_seconds=60))
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        seconds = 100.0
        app.idle.now = lambda: seconds
        screen = await opened(pilot, registered(office))
        assert "This page clears itself in 60 seconds" in words_on(app)
        seconds += 59
        screen.tick()
        await pilot.pause()
        assert "This page clears itself in 1 second;" in words_on(app)
        await pilot.press("tab")
        screen.tick()
        await pilot.pause()
        assert "This page clears itself in 60 seconds" in words_on(app)
        seconds += 60
        screen.tick()
        await pilot.pause()
    assert app.return_code == RESTART


@pytest.mark.parametrize("way", ["button", "escape"])
async def test_finishing_leaves_nothing_behind(office: Office, way: str) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, registered(office), just_sent=True)
        if way == "button":
            await pilot.click("#finish")
        else:
            await pilot.press("escape")
        await pilot.pause()
    assert app.return_code == RESTART


async def test_demonstration_goes_on_at_the_sign_in_page(office: Office) -> None:
    app = desk_app(office, demo=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, registered(office), just_sent=True)
        assert "clears itself" not in words_on(app)
        await hit(pilot, "#finish")
        await until(pilot, lambda: isinstance(app.screen, LoginScreen))


async def test_switch_of_language_keeps_code_and_focus(office: Office) -> None:
    app = desk_app(office)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, registered(office))
        await typed(pilot, "7K2M", "code")
        focused = screen.focused
        desk_of(pilot).speak("fr")
        await calm(pilot)
        text = words_on(app)
        assert "Votre adresse n'est pas encore confirmée" in text
        assert "Ouvrez le message envoyé à m•••••t@ferme-ried.fr" in text
        assert page_values(screen) == {"code": "7K2M"}
        assert screen.focused is focused


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
async def test_pages_fit(office: Office, size: tuple[int, int], language: str) -> None:
    accounts.set_contact(office, AREA, phone="03 88 00 00 00", email="ddpp@bas-rhin.gouv.fr")
    receipt = registered(office)
    app = desk_app(office, language)
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot, receipt, just_sent=True)
        assert misfits(app) == []
        await hit(pilot, "#resend")
        await typed(pilot, "0000-0000-0000", "code")
        await hit(pilot, "#confirm")
        assert screen.query_one(FormPage).field("code").error is not None
        assert misfits(app) == []
        await typed(pilot, code_of(office, MailKind.CONFIRMATION), "code")
        await hit(pilot, "#confirm")
        assert misfits(app) == []
