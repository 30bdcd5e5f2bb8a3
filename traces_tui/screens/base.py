"""What all screens have: the frame, the keys of everywhere, and how refusals are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Concatenate, ParamSpec, TypeVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.css.query import NoMatches
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from traces_tui.i18n import Message, msg
from traces_tui.refusal import Refused
from traces_tui.widgets.desk import OnTop
from traces_tui.widgets.footer import Footer
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.header import HeaderBar
from traces_tui.widgets.keys import key
from traces_tui.widgets.press import Pressable
from traces_tui.widgets.words import Words

if TYPE_CHECKING:
    from traces_tui.app import DeskApp
    from traces_tui.office import Office
    from traces_tui.widgets.toasts import Toast

P = ParamSpec("P")
T = TypeVar("T")

SMALLEST = (60, 18)
"""Columns and rows below which a notice stands in place of the screen."""
PATIENCE = 0.3
"""Seconds after which waiting is told."""


class DeskScreen(Screen[None]):
    """Base of all full screens.

    A screen sets :attr:`context` and :attr:`help_text` and overrides :meth:`body`. Language,
    display, help and Esc are done here; so are the focus order (content before the bar on top),
    layouts by size, and refusals of the workflow that a worker let through.
    """

    AUTO_FOCUS = ""
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As in Textual, but a move of the focus paints two widgets anew, not the whole screen."""
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "back", msg("Back")),
        key("f1,question_mark,ctrl+g", "help", msg("Help")),
        key("f2", "language", msg("Language")),
        key("f3", "display", msg("Display")),
        key("f4", "messages", msg("Messages")),
        key("f5,ctrl+r", "refresh_screen", msg("Refresh"), show=False),
    ]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it so
        (0, "-narrow"),
        (70, "-normal"),
        (110, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012 - Textual declares it so

    context: Message = msg("Trade Control and Expert System")
    """Where one is: stands in the bar on top."""
    page_title: Message | None = None
    """What the terminal's window is called, without anything that people have typed; the context
    of the class where it is None."""
    help_text: Message | None = None
    """What F1 says of this screen."""

    @property
    def desk(self) -> DeskApp:
        """The program."""
        return cast("DeskApp", self.app)

    async def ask(
        self, flow: Callable[Concatenate[Office, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Ask the workflow in a thread; the footer tells so when it takes longer.

        Args:
            flow: A function of the workflow; its first argument is the office.
            args: The other arguments.
            kwargs: Its keyword arguments.

        Raises:
            Refused: What the flow refused. Let it through where :meth:`handle` does the right
                thing.
        """
        patience = self.set_timer(PATIENCE, lambda: self._wait(msg("One moment, please…")))
        try:
            return await self.desk.ask(flow, *args, **kwargs)
        finally:
            patience.stop()
            self._wait(None)

    def handle(self, refused: Refused) -> None:
        """Show a refusal: at its field, in the page's alert, or as a dialog.

        A session that is over leads back to the sign-in screen, which says so.
        """
        from traces_tui.workflow.refusals import SessionOver

        if isinstance(refused, SessionOver):
            self.desk.sign_in_again(refused.message)
            return
        page = next(iter(self.query(FormPage)), None)
        if page is not None:
            page.show_errors(refused.errors)
        else:
            from traces_tui.screens.confirm_dialog import NoticeDialog

            self.app.push_screen(NoticeDialog(refused.message))

    def dirty(self) -> bool:
        """Whether Esc would lose something that was typed."""
        return any(page.dirty for page in self.query(FormPage))

    def body(self) -> ComposeResult:
        """What stands between the bar on top and the footer."""
        yield from ()

    def compose(self) -> ComposeResult:
        """The frame."""
        self._take_size()
        yield HeaderBar(
            self.context,
            demo=self.desk.demo is not None,
            menu=self.desk.person is not None and self.desk.is_agent,
        )
        with Vertical(id="body"):
            yield from self.body()
        yield Footer()

    def _take_size(self) -> None:
        """Have the classes of the size before anything is drawn, so that it is drawn once."""
        width, height = self.app.size
        for size, points in (
            (width, self.HORIZONTAL_BREAKPOINTS or []),
            (height, self.VERTICAL_BREAKPOINTS or []),
        ):
            self.add_class(*self._get_breakpoint_classes(size, points))

    @property
    def focus_chain(self) -> list[Widget]:
        """Content first, then the bar on top."""
        chain = super().focus_chain
        top = [widget for widget in chain if isinstance(widget, OnTop)]
        return [widget for widget in chain if not isinstance(widget, OnTop)] + top

    def tell_context(self, context: Message) -> None:
        """Show another context in the bar on top."""
        self.context = context
        self.tell_where()

    def tell_where(self) -> None:
        """Name the page in the bar and in the window's title; after an error, say so first."""
        bar = next(iter(self.query(HeaderBar)), None)
        if bar is None:
            return
        wrong = any(page.wrong and page.shown for page in self.query(FormPage))
        bar.tell(_after_error(self.context) if wrong else self.context)
        title = self.page_title or type(self).context
        self.desk.entitle(_after_error(title) if wrong else title)

    @on(FormPage.Judged)
    def _judged(self) -> None:
        self.tell_where()

    def relabel(self) -> None:
        """Called after the language changed. Words re-label themselves: override for the rest."""

    @on(events.ScreenResume)
    def _come_back(self) -> None:
        self.tell_where()

    def on_mount(self) -> None:
        """Give the focus to the first thing of the body."""
        self.start_focus()

    def start_focus(self) -> None:
        """Where the focus stands at first: in the first field to fill, else on the first control.

        Override it for another place.
        """
        chain = self.focus_chain
        if self.focused is not None or not chain:
            return
        page = next((page for page in self.query(FormPage) if page.shown), None)
        self.set_focus(page.first_target if page is not None else chain[0])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc leads nowhere from the first screen; mails are shown in the demonstration only."""
        if action == "back":
            return self.app.screen_stack[0] is not self
        if action == "messages":
            return self.desk.demo is not None
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """Go back one screen; ask first when something typed would be lost."""
        if self.dirty():
            self._ask_before_leaving()
        else:
            self.leave()

    def leave(self) -> None:
        """Go back one screen."""
        self.app.pop_screen()

    def _ask_before_leaving(self) -> None:
        from traces_tui.screens.confirm_dialog import ConfirmDialog

        self.app.push_screen(
            ConfirmDialog(
                msg("Leave this page?"),
                msg("What you have typed here will be lost."),
                yes=msg("Leave"),
                no=msg("Stay here"),
            ),
            lambda leave: self.leave() if leave else None,
        )

    def action_help(self) -> None:
        """Help on this screen and on the focused field."""
        from traces_tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))

    def action_language(self) -> None:
        """Choose the language."""
        from traces_tui.screens.language import LanguageScreen

        self.app.push_screen(LanguageScreen())

    def action_display(self) -> None:
        """Choose how the screen looks."""
        from traces_tui.screens.display import DisplayScreen

        self.app.push_screen(DisplayScreen())

    def action_messages(self) -> None:
        """Show the mails of the demonstration."""
        self.desk.open_messages()

    def action_refresh_screen(self) -> None:
        """Ask again for what is shown, and draw everything anew."""
        self.renew()
        self.app.refresh(layout=True)

    def renew(self) -> None:
        """Ask the workflow again for what the screen shows; F5."""

    @on(Pressable.Pressed, "#header-language")
    def _language_pressed(self) -> None:
        self.action_language()

    @on(Pressable.Pressed, "#header-display")
    def _display_pressed(self) -> None:
        self.action_display()

    @on(Pressable.Pressed, "#header-help")
    def _help_pressed(self) -> None:
        self.action_help()

    @on(Pressable.Pressed, "#header-messages")
    def _messages_pressed(self) -> None:
        self.action_messages()

    @on(Pressable.Pressed, "#header-menu")
    def _menu_pressed(self) -> None:
        self.desk.open_menu()

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        """Show what went wrong in a worker; what was typed stays."""
        event.stop()
        if event.state is not WorkerState.ERROR:
            return
        error = event.worker.error
        if isinstance(error, Refused):
            self.handle(error)
        elif error is not None:
            self.desk.tell_incident(error)

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the window is too small to work in; keep the focus in sight."""
        for toast in self.query("#toast"):
            toast.call_after_refresh(cast("Toast", toast).place)
        width, height = event.size
        small = width < SMALLEST[0] or height < SMALLEST[1]
        if self.focused is not None and not small:
            self.call_after_refresh(self.focused.scroll_visible, animate=False)
        notice = self.query("#too-small")
        if small and not notice:
            self.mount(
                Words(
                    msg(
                        "The window is too small: {width} × {height}. Make it at least 60 × 18.",
                        width=width,
                        height=height,
                    ),
                    glyph="warn",
                    id="too-small",
                )
            )
        elif notice and not small:
            notice.remove()

    def _wait(self, message: Message | None) -> None:
        try:
            self.query_one(Footer).wait(message)
        except NoMatches:
            return


def _after_error(words: Message) -> Message:
    """The name of a page on which something is wrong."""
    return msg("Error: {page}", page=words)
