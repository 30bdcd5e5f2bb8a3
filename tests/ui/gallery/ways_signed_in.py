"""What operators and agents see once they have signed in."""

from __future__ import annotations

from tests.ui.gallery.story import Journey, Way, alone
from tests.ui.gallery.visit import Visit
from traces_tui.demo.people import RITTER
from traces_tui.widgets.row_list import RowList

OPERATOR = "camille@maison-engel.example"


async def operator_home(visit: Visit) -> None:
    """An operator's home page."""
    await visit.enter(OPERATOR)


async def agent_home(visit: Visit) -> None:
    """An agent's home page."""
    await visit.enter(RITTER)


def own(digit: str, *, errors: bool = False) -> Way:
    """A line of the operator's menu.

    Args:
        digit: Its key.
        errors: Whether the form is sent as it is.
    """

    async def way(visit: Visit) -> None:
        await operator_home(visit)
        await visit.key(digit)
        if errors:
            await visit.press("#own-save")

    return way


async def _own_data_errors(visit: Visit) -> None:
    await own("1")(visit)
    await visit.type("", "#field-last_name Entry")
    await visit.press("#own-save")


# --- the queue ----------------------------------------------------------------------------------


async def queue(visit: Visit) -> None:
    """The requests of the area."""
    await agent_home(visit)
    await visit.key("1")


def queue_then(*keys: str) -> Way:
    """The queue after some keys."""

    async def way(visit: Visit) -> None:
        await queue(visit)
        await visit.key(*keys)

    return way


async def _on(visit: Visit, name: str) -> None:
    """Put the cursor of the list on somebody's row."""
    rows = visit.screen.query_one(RowList)
    rows.go(next(number for number, row in enumerate(rows.rows) if name in row.name))
    await visit.calm()


async def _empty(visit: Visit) -> None:
    from traces_tui.workflow import review

    person = visit.session(RITTER)
    numbers = review.waiting(visit.office, person.key)
    review.validate(visit.office, person.key, numbers)
    await queue(visit)


async def _validated(visit: Visit) -> None:
    await queue(visit)
    await _on(visit, "Jaeger")
    await visit.key("v")


async def _question(visit: Visit) -> None:
    await queue(visit)
    await _on(visit, "Adam")
    await visit.key("v")


async def _organisation(visit: Visit) -> None:
    await queue(visit)
    await _on(visit, "Knecht")
    await visit.key("o")


async def _search(visit: Visit, text: str) -> None:
    await queue(visit)
    await visit.key("slash")
    await visit.type(text, "#queue-search")
    await visit.key("enter")


async def _found(visit: Visit) -> None:
    await _search(visit, "maison")


async def _nothing_found(visit: Visit) -> None:
    await _search(visit, "dupnt")


async def _refuse_errors(visit: Visit) -> None:
    await queue_then("r")(visit)
    await visit.press("#refuse-yes")


async def _lost(visit: Visit) -> None:
    from traces_tui.i18n import verbatim
    from traces_tui.screens.queue_lost_dialog import LostDialog
    from traces_tui.workflow.views import Lost, Status

    await queue(visit)
    lost = [
        Lost("2026-000007", "Christophe Haas", Status.VALID, "Marc Wendling"),
        Lost("2026-000013", "Ελένη Παπαδοπούλου", Status.REFUSED, "Marc Wendling"),
    ]
    await visit.show(LostDialog(verbatim("1"), lost))


async def _count(visit: Visit) -> None:
    from traces_tui.screens.queue_count_dialog import before_many
    from traces_tui.workflow.several import before_validating

    await queue(visit)
    visit.app.push_screen(before_many(before_validating(12, 40, 10)))
    await visit.calm()


# --- accounts, messages -------------------------------------------------------------------------


async def accounts(visit: Visit) -> None:
    """The accounts of the area."""
    await agent_home(visit)
    await visit.key("3")


async def _accounts_locked(visit: Visit) -> None:
    await accounts(visit)
    await _on(visit, "Bauer")


async def _accounts_nothing(visit: Visit) -> None:
    await accounts(visit)
    await visit.key("slash")
    await visit.type("dupnt", "#accounts-search")
    await visit.key("enter")


async def _accounts_reset(visit: Visit) -> None:
    await accounts(visit)
    await _on(visit, "Engel")
    await visit.key("r")


async def _agent_directory(visit: Visit) -> None:
    await agent_home(visit)
    await visit.key("2")
    await visit.type("67", "#field-search Entry")
    await visit.until(lambda: visit.screen.query_one("#directory-columns").display)


async def demo_login(visit: Visit) -> None:
    """The sign-in page of the demonstration."""
    await visit.calm()


async def messages(visit: Visit) -> None:
    """The mails of the demonstration."""
    await visit.key("f4")


async def people(visit: Visit) -> None:
    """Its people."""
    await messages(visit)
    await visit.key("2")


JOURNEYS: list[Journey] = [
    *alone(
        operator_home=operator_home,
        own_data=own("1"),
        own_data_errors=_own_data_errors,
        own_password=own("2"),
        own_password_errors=own("2", errors=True),
        own_question=own("3"),
        own_preferences=own("4"),
        agent_home=agent_home,
        queue=queue,
        queue_new=queue_then("2"),
        queue_valid=queue_then("3"),
        queue_refused=queue_then("4"),
        queue_empty=_empty,
        queue_marked=queue_then("space", "space", "space"),
        queue_question=_question,
        queue_validated=_validated,
        queue_actions=queue_then("enter"),
        queue_validate_all=queue_then("a"),
        queue_count=_count,
        queue_lost=_lost,
        queue_organisation=_organisation,
        queue_found=_found,
        queue_nothing_found=_nothing_found,
        refuse=queue_then("r"),
        refuse_errors=_refuse_errors,
        accounts=accounts,
        accounts_locked=_accounts_locked,
        accounts_nothing=_accounts_nothing,
        accounts_reset=_accounts_reset,
        agent_directory=_agent_directory,
    ),
    *alone(
        demo=True,
        demo_login=demo_login,
        demo_agent_home=agent_home,
        messages=messages,
        messages_people=people,
    ),
]
