"""Refusing requests: a reason of the list, and words of the agent's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.worker import Worker, WorkerState

from traces_tui.forms.refusal import refusal_form
from traces_tui.i18n import LanguageName, Message, msg, plural
from traces_tui.paths import styles_dir
from traces_tui.refusal import Refused
from traces_tui.widgets.dialog import Dialog
from traces_tui.widgets.form_page import FormPage
from traces_tui.widgets.press import Action
from traces_tui.widgets.words import Words
from traces_tui.workflow.views import Decision, File

if TYPE_CHECKING:
    from traces_tui.app import DeskApp


class RefuseDialog(Dialog[Decision | Refused | None]):
    """Asks why, and refuses. The safe button has the focus; the red one names the act.

    What was typed stays until it is kept. Answers what was done, or a refusal that can't be mended
    here (somebody else was faster, the session is over), or None.

    Args:
        key: The agent's session.
        numbers: The files.
        file: The file, where there is one only: its applicant is named.
    """

    CSS_PATH = styles_dir() / "refuse_dialog.tcss"

    def __init__(self, key: str, numbers: Sequence[str], file: File | None = None) -> None:
        count = len(numbers)
        name = msg("{first} {last}", first=file.first_name, last=file.last_name) if file else None
        super().__init__(
            msg("Refuse the request of {name}", name=name)
            if name is not None
            else plural("Refuse {n} request", "Refuse {n} requests", count),
            id="refuse-dialog",
        )
        self._key = key
        self._numbers = tuple(numbers)
        self._label = plural("Refuse this request", "Refuse {n} requests", count)
        self._who: Message = (
            msg(
                "{name} receives the reason in this language: {language}. Your message is sent as "
                "you write it.",
                name=name,
                language=LanguageName(file.language),
            )
            if file is not None and name is not None
            else msg(
                "Each applicant receives the reason in the language of the account, and your "
                "message as you write it."
            )
        )

    def body(self) -> ComposeResult:
        """The form, what becomes of it, and the two answers."""
        yield FormPage(refusal_form(), summary=False)
        yield Words((self._who, "$muted"), id="refuse-who")
        with Horizontal(classes="dialog-actions"):
            yield Action(self._label, "danger", id="refuse-yes", classes="-big")
            yield Action(msg("Cancel"), "main", id="refuse-no", classes="-big -safe")

    @on(Action.Pressed, "#refuse-no")
    def _cancelled(self) -> None:
        self.dismiss(None)

    @on(Action.Pressed, "#refuse-yes")
    def _pressed(self) -> None:
        self.query_one(FormPage).submit()

    @on(FormPage.Submitted)
    def _submitted(self, event: FormPage.Submitted) -> None:
        button = self.query_one("#refuse-yes", Action)
        if not button.disabled:
            button.busy(msg("Refusing…"))
            self._refuse(event.values)

    @work(group="refuse", exit_on_error=False, description="refuse requests")
    async def _refuse(self, values: dict[str, str]) -> None:
        from traces_tui.workflow import review
        from traces_tui.workflow.refusals import FormRefused, Unavailable

        page = self.query_one(FormPage)
        try:
            decision = await cast("DeskApp", self.app).ask(
                review.refuse, self._key, self._numbers, values
            )
        except (FormRefused, Unavailable) as refused:
            self.query_one("#refuse-yes", Action).ready()
            page.show_errors(refused.errors)
            return
        except Refused as refused:
            self.dismiss(refused)
            return
        self.dismiss(decision)

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        """Something unexpected: say so, and keep what was typed."""
        event.stop()
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.query_one("#refuse-yes", Action).ready()
            cast("DeskApp", self.app).tell_incident(event.worker.error)
