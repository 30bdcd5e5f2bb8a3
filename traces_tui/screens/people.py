"""The sign-in cards of the people who live in the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.message import Message as Event

from traces_tui.i18n import msg, verbatim
from traces_tui.widgets.facts import Facts
from traces_tui.widgets.keys import key
from traces_tui.widgets.press import Action
from traces_tui.widgets.row_list import Column, RowList
from traces_tui.widgets.words import Heading, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from traces_tui.demo import DemoPerson

_ROOM_FOR_ADDRESS = 70


class PeopleList(RowList["DemoPerson"]):
    """The list: agents first, then operators by state."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "open", msg("Sign in"))]


class PeoplePane(Container):
    """A list and a card.

    Args:
        people: Whom to show.
    """

    @dataclass
    class Chosen(Event):
        """Somebody is to sign in."""

        person: DemoPerson

    def __init__(
        self,
        people: Sequence[DemoPerson],
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._people = tuple(people)

    def compose(self) -> ComposeResult:
        """The list and the card of the person under the cursor."""
        yield PeopleList(
            (
                Column(msg("Name"), lambda person: verbatim(person.name), share=3),
                Column(msg("State"), lambda person: person.role_or_state, share=4),
                Column(
                    msg("Address"),
                    lambda person: verbatim(person.email),
                    share=4,
                    above=_ROOM_FOR_ADDRESS,
                ),
            ),
            lambda person: person.email,
            id="people-list",
        )
        with Vertical(id="person-card"):
            yield Heading(id="person-name")
            yield Words(id="person-note")
            yield Facts((), id="person-facts")
            yield Action(msg("Go to the sign-in page"), "main", id="person-sign-in")

    def on_mount(self) -> None:
        """Show everybody."""
        self._list.show(self._people)

    @property
    def _list(self) -> PeopleList:
        return self.query_one(PeopleList)

    def focus_list(self) -> None:
        """Give the focus to the list."""
        self._list.focus()

    @on(RowList.Moved)
    async def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        person = self._list.current
        if person is None:
            return
        self.query_one("#person-name", Heading).say(
            (verbatim(person.name), "bold $link"), (person.role_or_state, "$muted")
        )
        self.query_one("#person-note", Words).say(person.note)
        password = verbatim(person.password) if person.password else msg("none that would help")
        await self.query_one(Facts).show(
            (
                (msg("E-mail address"), verbatim(person.email)),
                (msg("Password"), password),
            )
        )

    @on(RowList.Opened)
    @on(Action.Pressed, "#person-sign-in")
    def _go(self, event: Event) -> None:
        event.stop()
        if (person := self._list.current) is not None:
            self.post_message(self.Chosen(person))
