"""One request read out to an agent: person, organisation, checks, history; then the decision."""

from __future__ import annotations

from enum import Enum, auto

from traces_tui.forms.refusal import refusal_form
from traces_tui.forms.registration import person_fields
from traces_tui.forms.sign_in import sign_in_form
from traces_tui.i18n import LanguageName, Message, msg, verbatim
from traces_tui.plain.deciding import UNDO, refuse, tell, undo, undo_entry
from traces_tui.plain.linking import choose_place
from traces_tui.plain.talk import BULLET, Back, Talk, invited, numbered
from traces_tui.refusal import Refused
from traces_tui.workflow.refusals import Overtaken, SessionOver
from traces_tui.workflow.views import Decision, File, OrganisationView, Status
from traces_tui.workflow.wording import address_of, state_of


class Next(Enum):
    """What to read out then."""

    LIST = auto()
    FILE = auto()
    """The next one of the list."""


def read_out(talk: Talk, key: str, number: str) -> Next:
    """Read a file out and do what the agent decides.

    Args:
        talk: Whom to ask.
        key: The agent's session.
        number: Of the request.

    Returns:
        Where to go from here.

    Raises:
        Back: To the list.
        SessionOver: The session has ended.
        Leave: ``!`` was typed.
    """
    return _Reading(talk, key, number).until_left()


class _Reading:
    """One file and what was chosen for it."""

    def __init__(self, talk: Talk, key: str, number: str) -> None:
        self._talk = talk
        self._key = key
        self._number = number
        self._file = self._read()
        self._place = next(
            (place for place in self._file.similar if place.id == self._file.chosen), None
        )
        """The organisation of the directory that it will be linked to."""

    def _read(self) -> File:
        from traces_tui.workflow import files

        return self._talk.do(files.file, self._key, self._number)

    def until_left(self) -> Next:
        """Read it out, ask what to do."""
        self._tell()
        while True:
            try:
                match self._talk.choose(msg("Number:"), self._entries()):
                    case "1":
                        if (decision := self._validate()) is not None:
                            return self._afterwards(decision)
                    case "2":
                        if self._refuse():
                            return self._next()
                    case "3":
                        self._link()
                    case "4":
                        return Next.FILE
                    case _:
                        return Next.LIST
            except SessionOver:
                raise
            except Refused as refused:
                self._talk.error(refused.message)
                self._file = self._read()
                if isinstance(refused, Overtaken):
                    return self._next()

    def _entries(self) -> list[tuple[str, Message]]:
        entries = []
        if self._file.status is Status.CONFIRMED:
            entries = [
                ("1", msg("Validate")),
                ("2", msg("Refuse")),
                ("3", msg("Organisation…")),
            ]
        return [*entries, ("4", msg("Next request")), ("0", msg("Back to the list"))]

    def _next(self) -> Next:
        entries = (("4", msg("Next request")), ("0", msg("Back to the list")))
        return Next.FILE if self._talk.choose(msg("Number:"), entries) == "4" else Next.LIST

    # --- reading --------------------------------------------------------------------------------

    def _tell(self) -> None:
        talk, file = self._talk, self._file
        talk.head(
            msg(
                "{name}, {number}, {state}",
                name=_name(file),
                number=file.number,
                state=state_of(file),
            )
        )
        talk.fact(sign_in_form().by_name["email"].label, verbatim(file.email))
        labels = {field.name: field.label for field in person_fields()}
        talk.fact(labels["language"], verbatim(LanguageName(file.language)))
        for name in ("phone", "fax", "more_information"):
            if value := str(getattr(file, name)):
                talk.fact(labels[name], verbatim(value.replace("\n", " ")))
        self._tell_place(msg("Organisation"), file.organisation)
        if file.refusal is not None:
            talk.fact(msg("Reason of the refusal"), file.refusal)
        if file.refusal_words:
            talk.fact(refusal_form().by_name["words"].label, verbatim(file.refusal_words))
        if file.status in {Status.NEW, Status.CONFIRMED}:
            talk.say(invited(msg("Checks")))
            for check in file.checks:
                word = msg("ok") if check.good else msg("warning")
                talk.say(numbered(BULLET, msg("{label}: {value}", label=word, value=check.words)))
        talk.say(invited(msg("History")))
        for event in file.history:
            when = msg("{moment}: {event}", moment=event.at, event=event.words)
            talk.say(numbered(BULLET, when))
        self._tell_link()

    def _tell_place(self, label: Message, place: OrganisationView) -> None:
        where = msg(
            "{part}, {next}",
            part=verbatim(place.name),
            next=address_of(place, self._file.authority.country),
        )
        self._talk.fact(label, where)

    def _tell_link(self) -> None:
        if self._place is not None and self._file.status is Status.CONFIRMED:
            name = self._place.name
            self._talk.say(msg("Will be linked to {name}, in the directory", name=name))

    # --- deciding -------------------------------------------------------------------------------

    def _link(self) -> None:
        """Choose the organisation that the account will belong to."""
        try:
            place = choose_place(self._talk, self._file)
        except Back:
            return
        self._place = None if place.id == self._file.organisation.id else place
        self._tell_link()

    def _validate(self) -> Decision | None:
        from traces_tui.workflow import review

        talk, file = self._talk, self._file
        warnings = tuple(check.words for check in file.checks if not check.good)
        if not talk.sure(
            msg("Validate {name}?", name=_name(file)),
            *(numbered(BULLET, warning) for warning in warnings),
            yes=msg("Validate"),
            no=msg("Cancel"),
        ):
            return None
        place = self._place.id if self._place is not None else None
        decision = talk.do(review.validate, self._key, (self._number,), place)
        tell(talk, decision, msg("{name} is valid.", name=_name(file)))
        return decision

    def _afterwards(self, decision: Decision) -> Next:
        """Offer to take the validation back while its mail waits."""
        entries = (
            ("4", msg("Next request")),
            undo_entry(self._talk, decision),
            ("0", msg("Back to the list")),
        )
        typed = self._talk.choose(msg("Number:"), entries)
        if typed != UNDO:
            return Next.FILE if typed == "4" else Next.LIST
        undo(self._talk, self._key, (self._number,))
        self._file = self._read()
        return self.until_left()

    def _refuse(self) -> bool:
        file, name = self._file, _name(self._file)
        done = refuse(
            self._talk,
            self._key,
            (self._number,),
            msg("Refuse the request of {name}", name=name),
            msg(
                "{name} receives the reason in this language: {language}. Your message is sent as "
                "you write it.",
                name=name,
                language=LanguageName(file.language),
            ),
        )
        if done is not None:
            tell(self._talk, done, msg("The request of {name} is refused.", name=name))
        return done is not None


def _name(file: File) -> Message:
    return msg("{first} {last}", first=file.first_name, last=file.last_name)
