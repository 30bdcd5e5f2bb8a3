"""The panel beside the sign-in form on wide screens."""

from __future__ import annotations

from itertools import zip_longest

from textual.content import Content
from textual.widget import Widget

from traces_tui.i18n import Message, msg
from traces_tui.widgets.desk import desk
from traces_tui.widgets.words import OneLine, said

_LOGO = (
    "███ ██   █   ██ ███  ██",
    " █  █ █ █ █ █   █   █  ",
    " █  ██  ███ █   ███ ██ ",
    " █  █ █ █ █ █   █     █",
    " █  █ █ █ █ ███ ███ ███",
)
_ACCESS = (
    (msg("new"), msg("You create your account here.")),
    (msg("confirmed"), msg("You enter the code that you received by e-mail.")),
    (msg("valid"), msg("Your authority validates the account, and you can work.")),
)
"""The three states of an account (notice) and how one gets there."""


class BrandPanel(OneLine):
    """The name in large letters, how one gets access, and who answers questions.

    One widget draws it all, so that it costs nothing where it is not shown.

    Args:
        beside: What stands beside it: first and last rows are level with its own.
    """

    def __init__(self, beside: Widget, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._beside = beside

    def words(self) -> Content:
        """Everything, one paragraph below the other; what room there is goes between them."""
        above, height = self._level()
        name = [*self._logo(), Content(""), *_name()]
        steps = [self._step(number) for number in range(len(_ACCESS))]
        question = [
            self._heading(msg("A question?")),
            *self._wrapped(msg("Your competent authority answers: in France, the DD(CS)PP.")),
        ]
        used = len(name) + sum(map(len, steps)) + len(question) + 4  # the heading and its rows
        spare = max(0, height - used)
        gap, spare = (1, spare - len(steps)) if spare >= len(steps) else (0, spare)
        rows = [Content("")] * above
        rows += [*name, *_blank(1 + min(1, spare)), self._heading(msg("Getting access"))]
        for step in steps:
            rows += [*_blank(gap or step is steps[0]), *step]
        rows += [*_blank(1 + max(0, spare - 1)), *question]
        return Content("\n").join(rows)

    def _level(self) -> tuple[int, int]:
        """Rows to leave out on top, and rows to fill."""
        room, other = self.content_region, self._beside.region
        above = max(1, other.y - room.y)
        return above, min(other.height or room.height, room.height - above - 1)

    def _logo(self) -> list[Content]:
        """The letters in half blocks, in whole ones where the font has no halves."""
        upper, lower, full = (desk(self).glyph(name) for name in ("upper", "lower", "full"))
        if upper.isspace():
            rows = [row.replace("█", full) for row in _LOGO]
        else:
            halves = {"██": full, "█ ": upper, " █": lower, "  ": " "}
            pairs = zip_longest(_LOGO[::2], _LOGO[1::2], fillvalue=" " * len(_LOGO[0]))
            rows = ["".join(halves[a + b] for a, b in zip(*pair, strict=True)) for pair in pairs]
        return [Content.styled(row, "$on-brand") for row in rows]

    def _step(self, number: int) -> list[Content]:
        """The number and name of a state, and how one gets there."""
        name, text = _ACCESS[number]
        head = Content.assemble((f"{number + 1} ", "$gold"), self._heading(name))
        return [head, *(row.pad_left(2) for row in self._wrapped(text, indent=2))]

    def _heading(self, message: Message) -> Content:
        return Content.styled(said(self, message), "bold $on-brand")

    def _wrapped(self, message: Message, indent: int = 0) -> list[Content]:
        return Content(said(self, message)).wrap(max(10, self.content_size.width - indent))


def _name() -> list[Content]:
    return [
        Content.assemble(("classic", "bold $gold"), "  Trade Control"),
        Content("         and Expert System"),
    ]


def _blank(rows: int) -> list[Content]:
    return [Content("")] * rows
