"""The panel beside the sign-in form on wide screens."""

from __future__ import annotations

from textual.content import Content

from traces_tui.i18n import Message, msg
from traces_tui.widgets.words import OneLine, said

_LOGO = ("▀█▀ █▀▄ ▄▀▄ ▄▀▀ █▀▀ ▄▀▀", " █  █▀▄ █▀█ █   █▀  ▀▀▄", " ▀  ▀ ▀ ▀ ▀ ▀▀▀ ▀▀▀ ▀▀ ")
_ACCESS = (
    (msg("new"), msg("You create your account here.")),
    (msg("confirmed"), msg("You enter the code that you received by e-mail.")),
    (msg("valid"), msg("Your authority validates the account, and you can work.")),
)
"""The three states of an account (notice) and how one gets there."""
_ROOMY = 26
"""Rows from which there are empty rows between the steps."""


class BrandPanel(OneLine):
    """The name in large letters, how one gets access, and who answers questions.

    One widget draws it all, so that it costs nothing where it is not shown.
    """

    def words(self) -> Content:
        """Everything, one paragraph below the other."""
        blank = Content("")
        gap = [blank] if self.content_size.height >= _ROOMY else []
        rows = [
            *(Content.styled(row, "$on-brand") for row in _LOGO),
            blank,
            Content.assemble(("classic", "bold $gold"), "  Trade Control"),
            Content("         and Expert System"),
            *gap,
            blank,
            self._heading(msg("Getting access")),
            blank,
        ]
        for number, (name, text) in enumerate(_ACCESS, 1):
            rows.append(Content.assemble((f"{number} ", "$gold"), self._heading(name)))
            rows += [row.pad_left(2) for row in self._wrapped(text, indent=2)]
            rows += gap
        rows += [blank, self._heading(msg("A question?")), *gap]
        rows += self._wrapped(msg("Your competent authority answers: in France, the DD(CS)PP."))
        return Content("\n").join(rows)

    def _heading(self, message: Message) -> Content:
        return Content.styled(said(self, message), "bold $on-brand")

    def _wrapped(self, message: Message, indent: int = 0) -> list[Content]:
        return Content(said(self, message)).wrap(max(10, self.content_size.width - indent))
