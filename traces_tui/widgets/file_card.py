"""One request as an agent reads it: person, organisation, checks, history."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message as Event

from traces_tui.i18n import LanguageName, Message, msg, verbatim
from traces_tui.widgets.desk import Speaking
from traces_tui.widgets.signed_lines import Line, SignedLines
from traces_tui.widgets.words import Heading, Words
from traces_tui.workflow.views import Check, File, OrganisationView, Status
from traces_tui.workflow.wording import address_of, state_of

_BESIDE = 66
"""Cells from which person and organisation may stand side by side."""
_HIGH = 24
"""Rows from which there is no need to."""
_LOOKS = {
    Status.NEW: ("todo", "$muted"),
    Status.CONFIRMED: ("warn", "$warn"),
    Status.VALID: ("ok", "$good"),
    Status.REFUSED: ("bad", "$bad"),
}
"""Sign and style of a state."""


class FileCard(VerticalScroll, Speaking, can_focus=False):
    """Shows a file. It takes the focus only where it is longer than the screen.

    Its parts stand apart as far as there is room, the first ones first; where there is none even
    for their headings, it goes without.
    """

    @dataclass
    class Wants(Event):
        """The file needs other rows than the one before."""

        card: FileCard
        rows: int
        """At least, without headings."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._file: File | None = None
        self._wanted = 0

    @property
    def file(self) -> File | None:
        """What is shown."""
        return self._file

    def compose(self) -> ComposeResult:
        """All parts, empty."""
        yield Words(id="card-title")
        with Horizontal(id="card-people"):
            with Vertical(classes="card-column", id="card-left"):
                yield from _part(msg("Applicant"), "card-person")
            with Vertical(classes="card-column"):
                yield from _part(msg("Organisation"), "card-organisation")
        with Vertical(classes="card-part"):
            yield from _part(msg("More information"), "card-more")
        with Vertical(classes="card-part"):
            yield from _part(msg("Reason of the refusal"), "card-reason")
        with Vertical(classes="card-part"):
            yield from _part(msg("Checks"), "card-checks")
        with Vertical(classes="card-part"):
            yield from _part(msg("History"), "card-history")

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
        self._arrange()
        if another:
            self.scroll_home(animate=False)
        self.call_after_refresh(self._take_focus_if_long)

    def relabel(self) -> None:
        """Words of another language need other rows."""
        self.call_after_refresh(self._arrange)

    def on_resize(self) -> None:
        """Another size may need scrolling, or need it no more."""
        self._arrange()
        self.call_after_refresh(self._take_focus_if_long)

    def _arrange(self) -> None:
        """Share the rows: what is left of them goes between the parts."""
        width, height = self.scrollable_content_region.size
        if not width:
            return
        stacked = width < _BESIDE or height >= _HIGH
        self.set_class(stacked, "-stacked")
        left = self._left_column(width)
        self.query_one("#card-left").styles.width = None if stacked else left
        parts = self._parts(width) if stacked else self._parts(left - 1, width - left - 1)
        used = self._rows_of("card-title", width)
        for rows in parts:
            used += max(self._rows_of(name, room or width) for name, room in rows)
        if used != self._wanted:
            self._wanted = used
            self.post_message(self.Wants(self, used))
        spare = height - used - len(parts)
        self.set_class(spare < 0, "-bare")  # what is said matters more than what it is called
        for number, rows in enumerate(parts):
            for name, _ in rows:
                heading = self.query_one(f"#{name}-heading")
                heading.set_class(number < spare, "-apart")

    def _left_column(self, width: int) -> int:
        """Cells of the person's column: a half, or more where an address needs it."""
        wanted = self.query_one("#card-person", SignedLines).longest + 1  # the cell between them
        return max(width // 2, min(wanted, width * 3 // 5))

    def _parts(self, left: int, right: int | None = None) -> list[list[tuple[str, int]]]:
        """The parts that are shown, row by row; each with its cells, 0 for the whole width."""
        people = [[("card-person", left)], [("card-organisation", left)]]
        if right is not None:
            people = [[("card-person", left), ("card-organisation", right)]]
        more = [
            [(name, 0)]
            for name in ("card-more", "card-reason", "card-checks", "card-history")
            if (part := self.query_one(f"#{name}").parent) is not None and part.display
        ]
        return [*people, *more]

    def _rows_of(self, name: str, width: int) -> int:
        widget = self.query_one(f"#{name}")
        return widget.get_content_height(self.size, self.size, max(1, width))

    def _take_focus_if_long(self) -> None:
        self.can_focus = self.max_scroll_y > 0 or self.has_focus

    def _fill(self, file: File) -> None:
        name = msg("{first} {last}", first=file.first_name, last=file.last_name)
        glyph, style = _LOOKS[file.status]
        self.query_one("#card-title", Words).say(
            (name, "bold"),
            (state_of(file), style),
            (verbatim(file.number), "$muted"),
            glyph=glyph,
            glyph_style=style,
        )
        self._lines("card-person", _person(file))
        self._lines("card-organisation", _organisation(file.organisation, file.authority.country))
        more = [Line(verbatim(file.more_information))] if file.more_information else []
        self._lines("card-more", more)
        refusal = [Line(file.refusal, "bold")] if file.refusal is not None else []
        if file.refusal_words:
            refusal.append(Line(verbatim(file.refusal_words)))
        self._lines("card-reason", refusal)
        undecided = file.status in {Status.NEW, Status.CONFIRMED}
        self._lines("card-checks", [_check(check) for check in file.checks] if undecided else [])
        self._lines(
            "card-history", [Line(event.words, lead=verbatim(event.at)) for event in file.history]
        )

    def _lines(self, name: str, lines: list[Line]) -> None:
        """Fill a part; one without lines is not shown."""
        part = self.query_one(f"#{name}", SignedLines)
        part.show(lines)
        if isinstance(part.parent, Vertical):
            part.parent.display = bool(lines)


def _part(heading: Message, name: str) -> ComposeResult:
    """A heading and its lines."""
    yield Heading((heading, "bold $link"), id=f"{name}-heading", classes="card-heading")
    yield SignedLines(id=name)


def _check(check: Check) -> Line:
    sign, style = ("ok", "$good") if check.good else ("warn", "$warn")
    return Line(check.words, sign=sign, sign_style=style)


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
