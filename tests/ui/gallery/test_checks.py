"""The checks of the gallery can fail: each finds the fault that is planted here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
from textual.binding import Binding

from tests.ui.gallery.cells import contrast
from tests.ui.gallery.checks import SMALL, USUAL, Cell, faults, look
from tests.ui.gallery.keyboard import buttonless, controls, forbidden, tab_order
from tests.ui.gallery.visit import PSEUDO, Visit, visit
from traces_tui.i18n import msg, verbatim
from traces_tui.widgets.footer import Footer
from traces_tui.widgets.keys import key
from traces_tui.widgets.press import Action, Pressable
from traces_tui.widgets.words import Words

HERE = Cell(USUAL, "nuit", "fr")


@pytest.fixture
async def there() -> AsyncIterator[Visit]:
    """A page without a fault."""
    async with visit() as arrived:
        await arrived.press("#traces-nt")
        assert faults(arrived, look(arrived, HERE)) == []
        yield arrived


def found(there: Visit, cell: Cell = HERE) -> str:
    """What the checks say now."""
    return "\n".join(faults(there, look(there, cell)))


async def planted(there: Visit, change: Callable[[Words], object]) -> Words:
    """Put words on the page, with something wrong about them."""
    words = Words(msg("Your session has ended. Sign in again."), id="planted")
    await there.screen.query_one("#body").mount(words, before=0)
    change(words)
    await there.calm()
    return words


def _narrow(words: Words) -> None:
    words.styles.width, words.styles.height = 10, 1


def _pale(words: Words) -> None:
    words.styles.color = "#445566"
    words.styles.background = "#334455"


async def test_words_that_are_cut(there: Visit) -> None:
    await planted(there, _narrow)
    assert "clipped: 80x24 nuit fr: Words(id='planted'): cut" in found(there)


async def test_words_that_can_hardly_be_read(there: Visit) -> None:
    await planted(there, _pale)
    assert "in Words(id='planted') has a contrast of" in found(there)


async def test_words_that_were_never_translated(there: Visit) -> None:
    await planted(there, lambda words: words.say(verbatim("Bare words")))
    await there.speak(PSEUDO)
    cell = Cell(USUAL, "nuit", PSEUDO)
    assert f"words: {cell}: never translated: ['Bare', 'words']" in found(there, cell)


async def test_a_focus_that_is_lost(there: Visit) -> None:
    there.screen.set_focus(None)
    assert "focus: 80x24 nuit fr: nothing has the focus" in found(there)


async def test_a_focus_that_cannot_be_seen(there: Visit) -> None:
    focused = there.app.focused
    assert focused is not None
    focused.styles.offset = (200, 0)
    await there.calm()
    assert "has the focus and can't be seen" in found(there)


async def test_a_footer_that_is_too_long(there: Visit) -> None:
    there.screen.query_one(Footer).wait(verbatim("x" * 90))
    await there.calm()
    assert "footer: 80x24 nuit fr: the footer takes 91 cells" in found(there)


async def test_rows_that_are_missing(there: Visit) -> None:
    assert "rows: 64x20 nuit fr: 24 rows" in found(there, Cell(SMALL, "nuit", "fr"))


async def test_keys_that_terminals_take(there: Visit) -> None:
    assert list(forbidden(there)) == []
    there.screen._bindings.key_to_bindings["f12"] = [Binding("f12", "help")]
    assert list(forbidden(there)) == [
        f"keys: f12 is bound to help by {type(there.screen).__name__}"
    ]


async def test_keys_without_a_button(there: Visit) -> None:
    assert list(buttonless(there)) == []
    there.screen._bindings.key_to_bindings["f7"] = [key("f7", "validate", msg("Validate"))]
    there.screen.query_one("#header-help").display = False
    await there.calm()
    wrong = set(buttonless(there))
    assert {"buttons: f1 (help) has no button", "buttons: f7 (validate) has no button"} <= wrong


async def test_controls_that_no_click_reaches(there: Visit) -> None:
    assert list(controls(there)) == []
    button = there.screen.query_one("#header-help", Pressable)
    button.styles.width, button.styles.padding = 2, 0
    await there.calm()
    assert list(controls(there)) == ["mouse: HeaderButton #header-help is only 2 × 1 large"]
    curtain = Words(verbatim("curtain"), id="too-small")
    await there.screen.mount(curtain)
    await there.calm()
    assert any("a click on Action #page-back meets" in fault for fault in controls(there))


async def test_a_control_that_tab_does_not_reach(there: Visit) -> None:
    before, wrong = await tab_order(there)
    assert wrong == []
    trap = Action(msg("Close"), id="planted")
    trap._bindings.key_to_bindings["tab"] = [Binding("tab", "press")]
    await there.screen.query_one("#body").mount(trap)
    trap.focus()
    await there.calm()
    _, wrong = await tab_order(there)
    assert wrong[0].startswith("tab: does not come to")
    assert len(before) > 3


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
