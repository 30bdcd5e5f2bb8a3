"""What is open to everybody: sign-in, registration, confirmation, forgotten password."""

from __future__ import annotations

from tests.ui.gallery.story import Journey, Way, alone
from tests.ui.gallery.visit import Visit
from tests.ui.gallery.ways_registration import REGISTRATION
from traces_tui.i18n import msg

NOBODY = "nobody@ferme.example"
NEW = "julien.fischer@rucher-du-houblon.example"
CONFIRMED = "aurelie.muller@haras-des-saules.example"
REFUSED = "nathalie.simon@gibier-des-collines.example"
FORGETFUL = "lucie.meyer@fermette-meyer.example"
QUESTION_RESET = "thierry.klein@bergerie-klein.example"


async def stay(visit: Visit) -> None:
    """It is where one is."""
    await visit.calm()


# --- sign-in ------------------------------------------------------------------------------------


async def try_to_sign_in(visit: Visit, email: str, password: str) -> None:
    """Fill the sign-in page and send it."""
    await visit.type(email, "#field-email Entry")
    await visit.type(password, "#field-password Entry")
    await visit.key("enter")


async def _refused(visit: Visit) -> None:
    await try_to_sign_in(visit, NOBODY, "x")


async def _incomplete(visit: Visit) -> None:
    await visit.press("#sign-in")


async def _over(visit: Visit) -> None:
    visit.app.sign_in_again(msg("Your session has ended. Sign in again."))
    await visit.calm()


def signing_in(email: str) -> Way:
    """Sign in with the right password, which may lead to another page than home."""

    async def way(visit: Visit) -> None:
        password = next(one.password for one in visit.people.people if one.email == email)
        await try_to_sign_in(visit, email, password or "")

    return way


# --- after the registration ---------------------------------------------------------------------


async def sent(visit: Visit) -> None:
    """The page after the registration was sent."""
    from traces_tui.screens.progress import ProgressScreen
    from traces_tui.workflow import registration as flow

    typed = {**REGISTRATION, "language": "fr", "notification": "html"}
    receipt = flow.register(visit.office, typed)
    await visit.show(ProgressScreen(receipt.key, receipt.progress, registered=True))


async def _wrong_code(visit: Visit) -> None:
    await sent(visit)
    await visit.press("#confirm")


async def _receipt(visit: Visit) -> None:
    await sent(visit)
    await visit.press("#receipt-open")


async def _correct_address(visit: Visit) -> None:
    await sent(visit)
    await visit.press("#correct")


async def _confirmation(visit: Visit) -> None:
    await visit.press("#code")


async def _confirmation_refused(visit: Visit) -> None:
    await visit.press("#code")
    await visit.type("2222-2222-2222", "Entry")
    await visit.press("#confirm")


async def _confirmed(visit: Visit) -> None:
    code = visit.code_mailed_to(NEW)
    await visit.press("#code")
    await visit.type(code, "Entry")
    await visit.press("#confirm")


# --- forgotten password -------------------------------------------------------------------------


async def _forgotten(visit: Visit) -> None:
    await visit.press("#forgotten")


async def _forgotten_error(visit: Visit) -> None:
    await visit.press("#forgotten")
    await visit.press("#forgotten-send")


async def _forgotten_sent(visit: Visit) -> None:
    await visit.press("#forgotten")
    await visit.type(NOBODY, "#field-email Entry")
    await visit.press("#forgotten-send")


async def recover(visit: Visit, email: str = FORGETFUL) -> None:
    """Sign in with the temporary password."""
    await visit.enter(email, visit.code_mailed_to(email))


async def _answer_wrong(visit: Visit) -> None:
    await recover(visit)
    await visit.type("Rex", "#field-answer Entry")
    await visit.key("enter")


async def _answer_lost(visit: Visit) -> None:
    await recover(visit)
    await visit.press("#recovery-lost")


async def _new_password(visit: Visit) -> None:
    from traces_tui.demo.people import ANSWER

    await recover(visit)
    await visit.type(ANSWER, "#field-answer Entry")
    await visit.key("enter")


async def _new_password_errors(visit: Visit) -> None:
    await _new_password(visit)
    await visit.press("#recovery-continue")


async def _new_question(visit: Visit) -> None:
    from traces_tui.workflow import recovery

    recovery.request_password(visit.office, QUESTION_RESET)
    await recover(visit, QUESTION_RESET)


async def _recovery_leaving(visit: Visit) -> None:
    await recover(visit)
    await visit.key("escape")


async def _question_locked(visit: Visit) -> None:
    from traces_tui.screens.forgotten_answer import QuestionLockedScreen

    person = visit.session(FORGETFUL, visit.code_mailed_to(FORGETFUL))
    await visit.show(QuestionLockedScreen(person.authority))


# --- open to everybody --------------------------------------------------------------------------


async def _directory(visit: Visit) -> None:
    await visit.press("#directory")


async def _directory_found(visit: Visit) -> None:
    await visit.press("#directory")
    await visit.type("67", "#field-search Entry")
    await visit.until(lambda: visit.screen.query_one("#directory-columns").display)


async def _directory_nothing(visit: Visit) -> None:
    await visit.press("#directory")
    await visit.type("dupnt", "#field-search Entry")
    await visit.key("enter")


def pressing(button: str) -> Way:
    """Press a button of the sign-in page."""

    async def way(visit: Visit) -> None:
        await visit.press(button)

    return way


JOURNEYS: list[Journey] = [
    *alone(
        login=stay,
        login_refused=_refused,
        login_incomplete=_incomplete,
        login_over=_over,
    ),
    *alone(
        request_sent=sent,
        request_sent_code_missing=_wrong_code,
        request_sent_correct_address=_correct_address,
        request_sent_receipt=_receipt,
        request_new=signing_in(NEW),
        request_confirmed=signing_in(CONFIRMED),
        request_refused=signing_in(REFUSED),
        confirmation=_confirmation,
        confirmation_refused=_confirmation_refused,
        confirmed=_confirmed,
        forgotten=_forgotten,
        forgotten_error=_forgotten_error,
        forgotten_sent=_forgotten_sent,
        recovery_answer=recover,
        recovery_answer_wrong=_answer_wrong,
        recovery_answer_lost=_answer_lost,
        recovery_password=_new_password,
        recovery_password_errors=_new_password_errors,
        recovery_question=_new_question,
        recovery_leaving=_recovery_leaving,
        question_locked=_question_locked,
        directory=_directory,
        directory_found=_directory_found,
        directory_nothing=_directory_nothing,
        traces_nt=pressing("#traces-nt"),
        privacy=pressing("#privacy"),
    ),
]
