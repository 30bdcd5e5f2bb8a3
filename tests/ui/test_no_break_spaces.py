"""French typography at the ends of lines."""

from __future__ import annotations

import pytest

from tests.ui.at_the_desk import desk_app, screen_text, settled
from traces_tui.i18n import verbatim
from traces_tui.office import Office
from traces_tui.widgets.words import Words


@pytest.mark.parametrize("sign", ":;?!")
async def test_no_line_begins_with_a_sign(office: Office, sign: str) -> None:
    """The words before it go down with it."""
    app = desk_app(office, "fr")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        words = Words(verbatim(f"Premier mot second\u00a0{sign} la suite"))
        words.styles.width = 19
        words.styles.dock = "top"
        await app.screen.mount(words)
        await settled(pilot)
        rows = [row.replace("\u00a0", " ").rstrip() for row in screen_text(app).split("\n")]
        assert rows[0][:19].rstrip() == "Premier mot"
        assert rows[1][:19].rstrip() == f"second {sign} la suite"
