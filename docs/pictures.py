"""The pictures of the documentation, made from the running program: ``make pictures``.

Each picture is the real program in the office of the made-up people, at a fixed moment; the ways to
its screen are those of the tests, which look at every screen.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "pictures"
NARROW = (80, 24)
WIDE = (120, 36)

_FONT_FACE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_TEXT = re.compile(r'x="([0-9.]+)" y="([0-9.]+)" textLength="([0-9.]+)"([^>]*)>((?:&#160;)+)')
_SPACE = "&#160;"
_CELL = 12.2
"""Width of a cell, as Rich draws it."""
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


@dataclass(frozen=True)
class Picture:
    """One picture."""

    name: str
    story: str
    """Name of a story of the gallery (``tests/ui/gallery``)."""
    size: tuple[int, int] = NARROW
    theme: str = "nuit"
    language: str = "fr"


PICTURES = (
    Picture("login", "login"),
    Picture("login_wide", "login", WIDE, "jour"),
    Picture("login_contrast", "login", theme="contraste"),
    Picture("registration_errors", "registration_account_errors"),
    Picture("registration_organisation", "registration_organisation_filled", WIDE),
    Picture("registration_check", "registration_check", theme="jour"),
    Picture("confirmation", "request_sent"),
    Picture("queue", "queue"),
    Picture("queue_wide", "queue", WIDE),
    Picture("refuse", "refuse", theme="jour"),
    Picture("recovery", "recovery_answer"),
    Picture("operator_home", "operator_home"),
    Picture("agent_home", "agent_home"),
    Picture("agent_home_wide", "agent_home", WIDE, "jour"),
    Picture("messages", "messages"),
    Picture("people_wide", "messages_people", WIDE, "jour", "en"),
    Picture("languages", "language"),
    Picture("display", "display"),
    Picture("help", "help_in_queue", language="en"),
)


async def take(picture: Picture) -> str:
    """Make one picture in an office of its own.

    Returns:
        The SVG.
    """
    from tests.ui.gallery.stories import way_to
    from tests.ui.gallery.visit import visit

    journey, stories = way_to(picture.story)
    async with visit(
        picture.size,
        theme=f"traces-{picture.theme}",
        language=picture.language,
        demo=journey.demo,
    ) as there:
        for story in stories:
            await story.way(there)
        return developed(there.app.export_screenshot(title="traces-tui", simplify=True))


def developed(svg: str) -> str:
    """The picture without fonts from elsewhere: it must show the same where nothing is fetched."""
    return _TRAILING.sub("", _TEXT.sub(_moved, _FONT_FACE.sub("", svg))).strip() + "\n"


def _moved(text: re.Match[str]) -> str:
    """A piece of text without the blanks before it, which some viewers leave out, at its place."""
    x, y, length, rest, blanks = text.groups()
    shift = len(blanks) // len(_SPACE) * _CELL
    return f'x="{float(x) + shift:g}" y="{y}" textLength="{float(length) - shift:g}"{rest}>'


def main(names: list[str]) -> int:
    """Make the pictures of these names, or all, and remove those that are no longer made.

    Returns:
        The exit status: 2 when there is no picture of a name.
    """
    known = {picture.name: picture for picture in PICTURES}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no picture {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    from traces_tui.driver import sanitise_environment

    sanitise_environment(os.environ)
    FOLDER.mkdir(exist_ok=True)
    for name in names or known:
        (FOLDER / f"{name}.svg").write_text(asyncio.run(take(known[name])), "utf-8")
        print(f"docs/pictures/{name}.svg")
    for file in FOLDER.glob("*.svg"):
        if file.stem not in known:
            file.unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
