"""Registering, step by step."""

from __future__ import annotations

from tests.offices import typed_registration
from tests.ui.gallery.story import Journey, alone, journey
from tests.ui.gallery.visit import Visit
from traces_tui.widgets.form_page import FormPage

REGISTRATION = {
    **typed_registration(
        "marie.dupont@ferme-du-ried.example",
        answer="Là-bas, École",
        phone="03 53 01 67 12",
        postal_code="67600",
    ),
    "language": "",  # stays as it is proposed
    "notification": "",
}


async def registration(visit: Visit) -> None:
    """Its first page."""
    await visit.press("#register")


async def begin(visit: Visit) -> None:
    """Go to the first step."""
    await visit.press("#begin")


def page_of(visit: Visit) -> FormPage:
    """The form page that is shown."""
    return next(page for page in visit.screen.query(FormPage) if page.region)


async def fill(visit: Visit, **changes: str) -> FormPage:
    """Fill the step that is shown."""
    page = page_of(visit)
    for _ in range(2):  # the commune can be chosen once the postal code stands
        typed = REGISTRATION | changes
        page.set_values({name: typed.get(name) or old for name, old in page.values().items()})
        await visit.calm()
    return page


async def next_step(visit: Visit) -> None:
    """Fill the step and go on."""
    (await fill(visit)).submit()
    await visit.calm()


async def _account_errors(visit: Visit) -> None:
    password = "Cigogne-Ried"
    page = await fill(visit, email="marie.dupont@ferme", password=password, password_again=password)
    page.submit()
    await visit.calm()


async def _empty_errors(visit: Visit) -> None:
    page = page_of(visit)
    page.set_values({name: "" for name in page.values() if name != "country"})
    page.submit()
    await visit.calm()


async def _check(visit: Visit) -> None:
    (await fill(visit, language="fr", notification="html")).submit()
    await visit.calm()


async def _pick(visit: Visit) -> None:
    await visit.press("#field-question PickButton")


async def _organisation(visit: Visit) -> None:
    await registration(visit)
    await begin(visit)
    await next_step(visit)
    await next_step(visit)


async def _organisation_errors(visit: Visit) -> None:
    await _organisation(visit)
    await _empty_errors(visit)


async def _organisation_picker(visit: Visit) -> None:
    await visit.press("#select-organisation")
    await visit.type("maison", "#directory-search")
    await visit.until(lambda: visit.screen.query("#directory-rows").first().display)


async def _back_to_organisation(visit: Visit) -> None:
    await visit.key("escape")
    await fill(visit)


async def _leaving(visit: Visit) -> None:
    await visit.key("escape")


JOURNEYS: list[Journey] = [
    journey(
        registration_start=registration,
        registration_account=begin,
        registration_account_errors=_account_errors,
        registration_question=next_step,
        registration_question_errors=_empty_errors,
        registration_question_pick=_pick,
    ),
    journey(
        registration_organisation=_organisation,
        registration_organisation_picker=_organisation_picker,
        registration_organisation_filled=_back_to_organisation,
        registration_you=next_step,
        registration_you_errors=_empty_errors,
        registration_check=_check,
        registration_leaving=_leaving,
    ),
    *alone(registration_organisation_errors=_organisation_errors),
]
