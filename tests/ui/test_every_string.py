"""No word of a screen comes from anywhere but the catalogue, and 40 % more of them still fit."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

import traces_tui.screens
from tests.offices import (
    AGENT,
    ANSWER,
    PASSWORD,
    agent,
    confirmed,
    refused_operator,
    registered,
    signed_in,
    typed_registration,
    valid_operator,
)
from tests.ui.at_the_desk import (
    desk_app,
    desk_of,
    entered,
    misfits,
    press,
    recovering,
    screen_text,
    settled,
    shown,
    typed,
    until,
)
from tests.ui.pseudo import OPEN, PseudoTranslator, latin_words
from traces_tui.app import DeskApp
from traces_tui.forms.registration import registration_form
from traces_tui.i18n import msg, verbatim
from traces_tui.languages import LANGUAGES, own_name
from traces_tui.office import Office
from traces_tui.widgets.dialog import Dialog
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.words import Words
from traces_tui.workflow import accounts, files, recovery
from traces_tui.workflow.sign_in import sign_in
from traces_tui.workflow.views import AuthorityView, Lost, Status

Go = Callable[[Pilot[int], Office], Awaitable[None]]

FIXED = (
    "TRACES classic TRACES NT COI CHED-PP FLEGT Trade Control and Expert System",
    "https://webgate.ec.europa.eu/sanco/traces/ https://webgate.ec.europa.eu/tracesnt/",
    "https://webgate.ec.europa.eu/tracesnt",
    "Ctrl Tab Shift TR ssh traces-tui",
    "Langue Language Sprache",  # who looks for this dialog may not read the language of the screen
)
"""Names and signs that are the same in every language."""
PEOPLE = "Beate Keller Marie Dupont Dupont Marie Sélestat"
AUTHORITY = AuthorityView(
    "FR-67", "FR", "DDPP du Bas-Rhin", "Strasbourg", "+33 3 88", "a@b.example"
)

TO_READ = ("start-page", "check-page", "receipt-page", "help-text", "pick-list")
"""Long texts and lists: they may scroll, and what stands in them may be further down."""


@cache
def known() -> str:
    """Everything that may stand on a screen without having been translated."""
    values = typed_registration().values()
    names = [own_name(language.code) for language in LANGUAGES]
    codes = [language.code for language in LANGUAGES]
    return " ".join((*FIXED, PEOPLE, ANSWER, *values, *names, *codes, *vars_of(AUTHORITY)))


def vars_of(authority: AuthorityView) -> Iterator[str]:
    """The texts of an authority."""
    for name in ("local_name", "seat", "phone", "email", "code"):
        yield str(getattr(authority, name))


def untranslated(text: str) -> list[str]:
    """The words of a screen that never saw a translator."""
    data = re.compile(r"[\w.•-]+@[\w.…-]+|\b[0-9A-F]{8}\b")  # addresses, numbers of incidents
    return [word for word in latin_words(data.sub(" ", text)) if word not in known()]


# --- every screen, each with the way to it ------------------------------------------------------


async def _login(pilot: Pilot[int], _office: Office) -> None:
    await settled(pilot)


async def _login_refused(pilot: Pilot[int], _office: Office) -> None:
    await settled(pilot)
    await typed(pilot, "nobody@ferme.example", "email")
    await typed(pilot, "x", "password")
    await pilot.press("enter")
    await settled(pilot)


async def _login_over(pilot: Pilot[int], _office: Office) -> None:
    await settled(pilot)
    desk_of(pilot).sign_in_again(msg("Your session has ended. Sign in again."))
    await settled(pilot)


def _step(number: int, *, with_errors: bool = False) -> Go:
    async def go(pilot: Pilot[int], office: Office) -> None:
        from traces_tui.screens.registration import RegistrationScreen

        screen = RegistrationScreen()
        await shown(pilot, screen)
        await pilot.press("enter")
        await settled(pilot)
        values = typed_registration()
        for index, step in enumerate(registration_form(office.settings).steps):
            if index == number:
                break
            (page,) = (page for page in screen.query(FormPage) if page.step.name == step.name)
            for _ in range(2):  # the commune can be chosen once the postal code stands
                page.set_values({n: values.get(n, old) for n, old in page.values().items()})
                await pilot.pause()
            page.submit()
            await settled(pilot)
        if with_errors:
            for page in screen.query(FormPage):
                if page.display and page.region:
                    page.set_values({n: "" for n in page.values() if n not in {"country"}})
                    page.submit()
            await settled(pilot)

    return go


async def _registration_start(pilot: Pilot[int], _office: Office) -> None:
    from traces_tui.screens.registration import RegistrationScreen

    await shown(pilot, RegistrationScreen())


async def _sent(pilot: Pilot[int], office: Office) -> None:
    from traces_tui.screens.progress import ProgressScreen

    receipt = registered(office)
    await shown(pilot, ProgressScreen(receipt.key, receipt.progress, registered=True))


def _progress(make: Callable[[Office], object]) -> Go:
    async def go(pilot: Pilot[int], office: Office) -> None:
        from traces_tui.screens.progress import ProgressScreen
        from traces_tui.workflow.refusals import NotYetValid

        make(office)
        with pytest.raises(NotYetValid) as refused:
            sign_in(office, typed_registration()["email"], PASSWORD)
        await shown(pilot, ProgressScreen(refused.value.key, refused.value.progress))

    return go


async def _confirmation(pilot: Pilot[int], _office: Office) -> None:
    from traces_tui.screens.confirmation import ConfirmationScreen

    await shown(pilot, ConfirmationScreen("2222-2222-2222"))
    await press(pilot, "#confirm")


async def _confirmed(pilot: Pilot[int], office: Office) -> None:
    from traces_tui.screens.confirmation import ConfirmedScreen
    from traces_tui.workflow.views import Confirmed

    await shown(pilot, ConfirmedScreen(Confirmed("2026-000417", AUTHORITY, office.clock())))


async def _receipt(pilot: Pilot[int], office: Office) -> None:
    from traces_tui.receipt.printer import NotPrinted, Printer
    from traces_tui.screens.receipt_dialog import ReceiptDialog

    await _sent(pilot, office)
    with pytest.raises(NotPrinted) as refused:
        Printer().print(office, ())
    request, why = registered(office, "jean@ferme-ried.fr").progress, refused.value.message
    pilot.app.push_screen(ReceiptDialog(request, office.clock(), printer=True, trouble=why))
    await settled(pilot)


async def _forgotten(pilot: Pilot[int], _office: Office) -> None:
    from traces_tui.screens.forgotten import ForgottenScreen

    await shown(pilot, ForgottenScreen())
    await press(pilot, "#forgotten-send")


async def _forgotten_sent(pilot: Pilot[int], _office: Office) -> None:
    from traces_tui.screens.forgotten import ForgottenScreen

    await shown(pilot, ForgottenScreen("nobody@ferme.example"))
    await press(pilot, "#forgotten-send")


async def _recovery_answer(pilot: Pilot[int], office: Office) -> None:
    valid_operator(office)
    await entered(pilot, recovering(office))
    await typed(pilot, "1234", "answer")
    await pilot.press("enter")
    await settled(pilot)


async def _recovery_password(pilot: Pilot[int], office: Office) -> None:
    valid_operator(office)
    person = recovering(office)
    recovery.answer(office, person.key, ANSWER)
    await entered(pilot, person)
    await press(pilot, "#recovery-continue")


async def _recovery_question(pilot: Pilot[int], office: Office) -> None:
    receipt = valid_operator(office)
    accounts.reset_question(office, agent(office).key, receipt.progress.number)
    await entered(pilot, recovering(office))


async def _forgotten_answer(pilot: Pilot[int], _office: Office) -> None:
    from traces_tui.screens.forgotten_answer import ForgottenAnswerScreen

    await shown(pilot, ForgottenAnswerScreen(AUTHORITY))


async def _question_locked(pilot: Pilot[int], _office: Office) -> None:
    from traces_tui.screens.forgotten_answer import QuestionLockedScreen

    await shown(pilot, QuestionLockedScreen(AUTHORITY))


async def _operator_home(pilot: Pilot[int], office: Office) -> None:
    valid_operator(office)
    await entered(pilot, signed_in(office))


def _own(module: str, name: str) -> Go:
    async def go(pilot: Pilot[int], office: Office) -> None:
        valid_operator(office)
        person = signed_in(office)
        await entered(pilot, person)
        screen = getattr(import_module(f"traces_tui.screens.{module}"), name)
        await shown(pilot, screen(accounts.own(office, person.key)))

    return go


async def _agent_home(pilot: Pilot[int], office: Office) -> None:
    confirmed(office)
    await entered(pilot, agent(office))


async def _queue(pilot: Pilot[int], office: Office) -> None:
    from traces_tui.screens.queue import QueueScreen

    await _agent_home(pilot, office)
    await shown(pilot, QueueScreen())


def _queue_then(key: str) -> Go:
    async def go(pilot: Pilot[int], office: Office) -> None:
        await _queue(pilot, office)
        await pilot.press(key)
        await dialog(pilot)

    return go


async def dialog(pilot: Pilot[int]) -> None:
    """Wait for the dialog that a worker opens and waits for."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))
    await pilot.pause()


async def _validated(pilot: Pilot[int], office: Office) -> None:
    await _queue(pilot, office)
    await pilot.press("v")
    await settled(pilot)


async def _queue_empty(pilot: Pilot[int], office: Office) -> None:
    from traces_tui.screens.queue import QueueScreen

    await entered(pilot, agent(office))
    await shown(pilot, QueueScreen())


async def _lost(pilot: Pilot[int], _office: Office) -> None:
    from traces_tui.screens.queue_lost_dialog import LostDialog

    lost = [Lost("2026-000417", "Marie Dupont", Status.VALID, "Beate Keller")]
    await shown(pilot, _any(LostDialog(verbatim("1"), lost)))


async def _accounts(pilot: Pilot[int], office: Office) -> None:
    from traces_tui.screens.accounts import AccountsScreen

    valid_operator(office)
    await entered(pilot, agent(office))
    await shown(pilot, AccountsScreen())


async def _directory(pilot: Pilot[int], office: Office) -> None:
    from traces_tui.screens.directory import DirectoryScreen

    valid_operator(office)
    await shown(pilot, DirectoryScreen())


def _plain(module: str, name: str, *arguments: Any) -> Go:
    async def go(pilot: Pilot[int], _office: Office) -> None:
        screen = getattr(import_module(f"traces_tui.screens.{module}"), name)
        await shown(pilot, screen(*arguments))

    return go


def _key(key: str) -> Go:
    async def go(pilot: Pilot[int], _office: Office) -> None:
        await settled(pilot)
        await pilot.press(key)
        await settled(pilot)

    return go


async def _toast(pilot: Pilot[int], _office: Office) -> None:
    await settled(pilot)
    desk_of(pilot).toast(msg("Your data are saved"), undo=lambda: None)
    await settled(pilot)


async def _leaving(pilot: Pilot[int], _office: Office) -> None:
    from traces_tui.screens.forgotten import ForgottenScreen

    await shown(pilot, ForgottenScreen())
    await typed(pilot, "typed@ferme.example", "email")
    await pilot.press("escape")
    await dialog(pilot)


async def _waits(pilot: Pilot[int], _office: Office) -> None:
    from traces_tui.widgets.footer import Footer

    await settled(pilot)
    pilot.app.screen.query_one(Footer).wait(msg("One moment, please…"))
    await settled(pilot)


async def _numbers(pilot: Pilot[int], office: Office) -> None:
    assert files.work(office, agent(office).key).accounts >= 0
    await _agent_home(pilot, office)


async def _notice(pilot: Pilot[int], _office: Office) -> None:
    from traces_tui.screens.confirm_dialog import NoticeDialog

    await settled(pilot)
    desk_of(pilot).tell_incident(RuntimeError())
    await until(pilot, lambda: isinstance(pilot.app.screen, NoticeDialog))
    await settled(pilot)


async def _clear(pilot: Pilot[int], _office: Office) -> None:
    from traces_tui.screens.clear_dialog import ClearDialog

    await shown(pilot, _any(ClearDialog(signed_in=True, may_leave=True)))


async def _correct_address(pilot: Pilot[int], office: Office) -> None:
    from traces_tui.screens.correct_address import CorrectAddressDialog

    await shown(pilot, _any(CorrectAddressDialog(registered(office).key)))


async def _count(pilot: Pilot[int], _office: Office) -> None:
    from traces_tui.screens.queue_count_dialog import CountDialog
    from traces_tui.workflow.several import before_validating

    await shown(pilot, _any(CountDialog(before_validating(12, 0, 10))))


def _messages(*keys: str) -> Go:
    async def go(pilot: Pilot[int], office: Office) -> None:
        from traces_tui.demo import DemoDesk, DemoPerson
        from traces_tui.screens.messages import MessagesScreen

        people = DemoPerson("Marie Dupont", msg("new"), AGENT, None, msg("confirmed"))
        app = desk_of(pilot)
        app.demo = DemoDesk((people,), office.settings.data_path() / "mail")
        await shown(pilot, MessagesScreen())
        for key in keys:
            await pilot.press(key)
        await settled(pilot)

    return go


def _any(screen: Screen[Any]) -> Screen[None]:
    return screen


SCREENS: dict[str, Go] = {
    "login": _login,
    "login, refused": _login_refused,
    "login, session over": _login_over,
    "registration, start": _registration_start,
    **{f"registration, step {n + 1}": _step(n) for n in range(4)},
    **{f"registration, step {n + 1} with errors": _step(n, with_errors=True) for n in range(4)},
    "registration, check page": _step(4),
    "request sent": _sent,
    "request new": _progress(registered),
    "request confirmed": _progress(confirmed),
    "request refused": _progress(refused_operator),
    "confirmation": _confirmation,
    "confirmed": _confirmed,
    "receipt": _receipt,
    "forgotten password": _forgotten,
    "forgotten password, sent": _forgotten_sent,
    "recovery, answer": _recovery_answer,
    "recovery, question": _recovery_question,
    "recovery, password": _recovery_password,
    "forgotten answer": _forgotten_answer,
    "question locked": _question_locked,
    "operator's home": _operator_home,
    "own data": _own("own_data", "OwnDataScreen"),
    "change the password": _own("change_password", "ChangePasswordScreen"),
    "change the question": _own("change_question", "ChangeQuestionScreen"),
    "preferences": _own("preferences", "PreferencesScreen"),
    "agent's home": _agent_home,
    "queue": _queue,
    "queue, empty": _queue_empty,
    "queue, actions": _queue_then("enter"),
    "queue, refuse": _queue_then("r"),
    "queue, validate": _validated,
    "queue, organisation": _queue_then("o"),
    "queue, lost": _lost,
    "accounts": _accounts,
    "directory": _directory,
    "privacy": _plain("privacy", "PrivacyScreen"),
    "TRACES NT": _plain("traces_nt", "TracesNtScreen"),
    "idle": _plain("idle", "IdleScreen", 60),
    "help": _key("f1"),
    "language": _key("f2"),
    "display": _key("f3"),
    "messages": _messages(),
    "messages, people": _messages("2"),
    "organisation picker": _plain("organisation_picker", "OrganisationPicker"),
    "correct the address": _correct_address,
    "clear": _clear,
    "count": _count,
    "notice": _notice,
    "leaving": _leaving,
    "toast": _toast,
    "waiting": _waits,
}


@asynccontextmanager
async def at(
    name: str, office: Office, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[int]]:
    """A screen of the list, in the language that nobody speaks."""
    app = desk_app(office)
    app.tr = PseudoTranslator()
    async with app.run_test(size=size) as pilot:
        await SCREENS[name](pilot, office)
        yield pilot


def _to_read(app: DeskApp, line: str) -> bool:
    """Whether a misfit is something that scrolls, or stands in something that scrolls."""
    inside = {
        str(node)
        for name in TO_READ
        for found in app.screen.query(f"#{name}")
        for node in found.walk_children(with_self=True)
    }
    return any(line.startswith(f"{node}: ") for node in inside)


@pytest.mark.parametrize("name", SCREENS)
async def test_every_word_is_in_the_catalogue_and_fits(name: str, office: Office) -> None:
    async with at(name, office) as pilot:
        app = desk_of(pilot)
        text = screen_text(app)
        assert text.count(OPEN) > 2, "the screen is empty"
        assert untranslated(text) == [], text
        cut = [line for line in misfits(app) if not _to_read(app, line)]
        assert cut == [], text


async def test_a_bare_string_is_found(office: Office) -> None:
    """The test above can fail: a string that never was in a catalogue is noticed."""
    async with at("privacy", office) as pilot:
        await pilot.app.screen.mount(Words(verbatim("Bare words")))
        await settled(pilot)
        assert untranslated(screen_text(desk_of(pilot))) == ["Bare", "words"]


async def test_a_sentence_that_does_not_fit_is_found(office: Office) -> None:
    """The same for words that are cut."""
    async with at("privacy", office) as pilot:
        words = Words(msg("Your session has ended. Sign in again."), classes="cut")
        words.styles.width, words.styles.height = 10, 1
        await pilot.app.screen.mount(words)
        await settled(pilot)
        assert any("cut" in line for line in misfits(desk_of(pilot)))


def test_every_screen_is_in_the_list() -> None:
    """A screen that is written later must be added above."""
    kinds = {
        kind
        for file in Path(next(iter(traces_tui.screens.__path__))).glob("*.py")
        for kind in vars(import_module(f"traces_tui.screens.{file.stem}")).values()
        if isinstance(kind, type)
        and issubclass(kind, Screen)
        and kind.__module__.startswith("traces_tui.screens.")
    }
    grounds = {ground for kind in kinds for ground in kind.__mro__[1:]}
    source, _, _ = Path(__file__).read_text("utf-8").partition("ELSEWHERE = {")
    missing = {kind.__name__ for kind in kinds - grounds if kind.__name__ not in source}
    assert missing == ELSEWHERE


ELSEWHERE = {
    "ActionsDialog",
    "AgentHomeScreen",
    "ConfirmDialog",
    "DisplayScreen",
    "HelpScreen",
    "LanguageScreen",
    "LinkOrganisationDialog",
    "LoginScreen",
    "OperatorHomeScreen",
    "RecoveryScreen",
    "RefuseDialog",
}
"""Reached above by a key or a sign-in, not by name."""
