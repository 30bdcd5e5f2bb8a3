"""One request as an agent reads it: person, organisation, checks, history."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll

from traces_tui.i18n import CountryName, Day, LanguageName, Message, msg, verbatim
from traces_tui.widgets.signed_lines import Line, SignedLines
from traces_tui.widgets.words import Heading, Words
from traces_tui.workflow.views import File, OrganisationView, Status


class FileCard(VerticalScroll, can_focus=False):
    """Shows a file. It takes the focus only where it is longer than the screen."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._file: File | None = None

    @property
    def file(self) -> File | None:
        """What is shown."""
        return self._file

    def compose(self) -> ComposeResult:
        """All parts, empty."""
        yield Words(id="card-title")
        with Horizontal(id="card-people"):
            with Vertical(classes="card-column"):
                yield _heading(msg("Applicant"))
                yield SignedLines(id="card-person")
            with Vertical(classes="card-column"):
                yield _heading(msg("Organisation"))
                yield SignedLines(id="card-organisation")
        with Vertical(id="card-more"):
            yield _heading(msg("More information"))
            yield SignedLines(id="card-more-words")
        with Vertical(id="card-refusal"):
            yield _heading(msg("Reason of the refusal"))
            yield SignedLines(id="card-reason")
        with Vertical(id="card-checking"):
            yield _heading(msg("Checks"))
            yield SignedLines(id="card-checks")
        with Vertical(id="card-past"):
            yield _heading(msg("History"))
            yield SignedLines(id="card-history")

    def on_mount(self) -> None:
        """Nothing is shown yet."""
        self.visible = False

    def show(self, file: File | None) -> None:
        """Show a file, or nothing."""
        another = file is None or self._file is None or file.number != self._file.number
        if file == self._file:
            return
        self._file = file
        self.visible = file is not None
        if file is None:
            return
        self._fill(file)
        if another:
            self.scroll_home(animate=False)
        self.call_after_refresh(self._take_focus_if_long)

    def on_resize(self) -> None:
        """Another size may need scrolling, or need it no more."""
        self.call_after_refresh(self._take_focus_if_long)

    def _take_focus_if_long(self) -> None:
        self.can_focus = self.max_scroll_y > 0 or self.has_focus

    def _fill(self, file: File) -> None:
        name = msg("{first} {last}", first=file.first_name, last=file.last_name)
        state, glyph, style = state_of(file)
        self.query_one("#card-title", Words).say(
            (name, "bold"),
            (state, style),
            (verbatim(file.number), "$muted"),
            glyph=glyph,
            glyph_style=style,
        )
        self._lines("card-person", _person(file))
        self._lines("card-organisation", _organisation(file.organisation, file.authority.country))
        more = [Line(verbatim(file.more_information))] if file.more_information else []
        self._lines("card-more-words", more)
        self.query_one("#card-more").display = bool(more)
        refusal = [Line(file.refusal, "bold")] if file.refusal is not None else []
        if file.refusal_words:
            refusal.append(Line(verbatim(file.refusal_words)))
        self._lines("card-reason", refusal)
        self.query_one("#card-refusal").display = bool(refusal)
        self._lines(
            "card-checks",
            [
                Line(check.words, sign="ok", sign_style="$good")
                if check.good
                else Line(check.words, sign="warn", sign_style="$warn")
                for check in file.checks
            ],
        )
        self.query_one("#card-checking").display = file.status in {Status.NEW, Status.CONFIRMED}
        self._lines(
            "card-history", [Line(event.words, lead=verbatim(event.at)) for event in file.history]
        )
        self.query_one("#card-past").display = bool(file.history)

    def _lines(self, name: str, lines: list[Line]) -> None:
        self.query_one(f"#{name}", SignedLines).show(lines)


def _heading(words: Message) -> Heading:
    return Heading((words, "bold $link"), classes="card-heading")


def state_of(file: File) -> tuple[Message, str, str]:
    """The words of a file's state, their sign and their style."""
    decided = file.decided_at
    if file.status is Status.VALID and decided is not None:
        return (
            msg("valid, by {agent} on {day}", agent=file.decided_by, day=Day(decided)),
            "ok",
            "$good",
        )
    if file.status is Status.REFUSED and decided is not None:
        return (
            msg("refused, by {agent} on {day}", agent=file.decided_by, day=Day(decided)),
            "bad",
            "$bad",
        )
    if file.status is Status.CONFIRMED:
        return msg("confirmed, to validate"), "warn", "$warn"
    return msg("new, address not confirmed"), "todo", "$muted"


def _person(file: File) -> list[Line]:
    lines = [Line(verbatim(file.email))]
    language = LanguageName(file.language)
    if file.phone:
        lines.append(Line(msg("{phone}  ·  {language}", phone=file.phone, language=language)))
    else:
        lines.append(Line(verbatim(language)))
    if file.fax:
        lines.append(Line(msg("Fax {number}", number=file.fax)))
    return lines


def _organisation(place: OrganisationView, home: str) -> list[Line]:
    return [Line(verbatim(place.name)), Line(address_of(place, home))]


def address_of(place: OrganisationView, home: str) -> Message:
    """An organisation's address on one line, with the country where it is not the reader's.

    Args:
        place: The organisation.
        home: Code of the reader's country.
    """
    town = f"{place.postal_code} {place.commune}".strip()
    parts = [verbatim(part) for part in (place.address, town) if part]
    if place.country != home:
        parts.append(verbatim(CountryName(place.country)))
    line = parts[0] if parts else verbatim("")
    for part in parts[1:]:
        line = msg("{part}, {next}", part=line, next=part)
    return line
