"""What an agent does with files: validate, refuse, link an organisation, take it back."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial

from textual import on, work
from textual.timer import Timer

from traces_tui.i18n import Message, msg
from traces_tui.refusal import Refused, Unavailable
from traces_tui.screens.queue_linking import LinkingScreen
from traces_tui.widgets.decision_bar import DecisionBar
from traces_tui.widgets.press import Action
from traces_tui.workflow import several
from traces_tui.workflow.views import Decision, File, Lost, Status

REPEAT = 0.5
"""Seconds in which the same key counts as held down: one press, one file (EN 301 549, 5.7)."""


class DecisionScreen(LinkingScreen):
    """Decides on the files that a list points to; the list itself is another's.

    A file whose checks are all good is validated at once, and taken back within some seconds. One
    with a warning, and several at once, are asked about first.
    """

    def __init__(self) -> None:
        super().__init__()
        self._busy = False
        self._pressed_at = 0.0
        self._asked: File | None = None
        self._undoable: tuple[str, ...] = ()
        self._undo_timer = Timer(self, 1)

    # --- validate -------------------------------------------------------------------------------

    def action_validate(self) -> None:
        """Validate the marked files or the current one."""
        if self._held_down():
            return
        if self.bar.asking:
            self.bar.point_to_yes()
            return
        numbers = self.targets()
        if len(numbers) > 1:
            self._validate_several(numbers)
        elif numbers:
            self._validate_one(numbers[0])

    def _held_down(self) -> bool:
        before, self._pressed_at = self._pressed_at, time.monotonic()
        return self._busy or self._pressed_at - before < REPEAT

    @work(group="decide", exit_on_error=False, description="validate a file")
    async def _validate_one(self, number: str) -> None:
        from traces_tui.workflow import files

        file = self.shown_file()
        if file is None or file.number != number:
            file = self.as_read(await self.ask(files.file, self.key, number))
        if file.needs_care and file.status is Status.CONFIRMED:
            self._asked = file
            self.bar.ask(msg("Validate {name}?", name=_name(file)))
        else:
            await self._validate((number,), file)

    @on(DecisionBar.Answered)
    def _answered(self, event: DecisionBar.Answered) -> None:
        event.stop()
        asked, self._asked = self._asked, None
        self.drop_question()
        if event.yes and asked is not None:
            self._validate_asked(asked)

    def drop_question(self) -> None:
        """Forget what was asked, too."""
        self._asked = None
        super().drop_question()

    @work(group="decide", exit_on_error=False, description="validate a file")
    async def _validate_asked(self, file: File) -> None:
        await self._validate((file.number,), file)

    @work(exclusive=True, group="dialog", exit_on_error=False, description="validate several files")
    async def _validate_several(self, numbers: tuple[str, ...], more: int = 0) -> None:
        """Ask, with the number; then validate.

        Args:
            numbers: The files.
            more: How many wait beyond what one decision takes.
        """
        if await self._sure(numbers, more):
            await self._validate(numbers, None)

    async def _sure(self, numbers: tuple[str, ...], more: int) -> bool:
        from traces_tui.screens.queue_count_dialog import before_many

        seconds = self.desk.office.settings.registration.undo_seconds
        question = several.before_validating(len(numbers), more, seconds)
        return await self.app.push_screen_wait(before_many(question))

    def action_validate_all(self) -> None:
        """Validate all that wait in the area (notice, “To process all”)."""
        if not self._busy:
            self._validate_all()

    @work(exclusive=True, group="dialog", exit_on_error=False, description="validate all files")
    async def _validate_all(self) -> None:
        from traces_tui.workflow import files, review
        from traces_tui.workflow.views import Tab

        numbers = await self.ask(review.waiting, self.key)
        if not numbers:
            self.desk.toast(msg("No request to validate."), "info")
            return
        counts = await self.ask(files.counts, self.key)
        if await self._sure(numbers, max(0, counts[Tab.TO_VALIDATE] - len(numbers))):
            await self._validate(numbers, None)

    async def _validate(self, numbers: tuple[str, ...], file: File | None) -> None:
        from traces_tui.workflow import review

        if self._busy:
            return
        self._busy = True
        place = self.link_of(file) if file is not None else None
        try:
            decision = await self.ask(
                review.validate, self.key, numbers, place.id if place is not None else None
            )
        finally:
            self._busy = False
        done = (
            msg("{name} is valid.", name=_name(file))
            if file is not None
            else several.validated(len(decision.done))
        )
        self._tell(decision, done)

    # --- refuse ---------------------------------------------------------------------------------

    def action_refuse(self) -> None:
        """Refuse the marked files or the current one, with a reason."""
        numbers = self.targets()
        if numbers and not self._busy:
            self.drop_question()
            self._refuse(numbers)

    @work(exclusive=True, group="dialog", exit_on_error=False, description="refuse files")
    async def _refuse(self, numbers: tuple[str, ...]) -> None:
        from traces_tui.screens.refuse_dialog import RefuseDialog
        from traces_tui.workflow import files

        file = self.shown_file() if len(numbers) == 1 else None
        if len(numbers) == 1 and (file is None or file.number != numbers[0]):
            file = await self.ask(files.file, self.key, numbers[0])
        answer = await self.app.push_screen_wait(RefuseDialog(self.key, numbers, file))
        if isinstance(answer, Refused):
            raise answer
        if answer is not None:
            done = (
                msg("The request of {name} is refused.", name=_name(file))
                if file is not None
                else several.refused(len(answer.done))
            )
            self._tell(answer, done)

    # --- afterwards -----------------------------------------------------------------------------

    def _tell(self, decision: Decision, done: Message) -> None:
        """Say what was done, offer to take it back, and list what others had done before."""
        for number in decision.done:
            self.links.pop(number, None)
        self.bar.remark(None)
        self.decided(decision.done)
        self.look_again()
        self._can_undo(())
        if decision.undo_until is not None:
            left = max(1.0, (decision.undo_until - self.desk.office.clock()) / timedelta(seconds=1))
            self._can_undo(decision.done)
            self._undo_timer = self.set_timer(left, partial(self._can_undo, ()))
            self.desk.toast(done, undo=partial(self._undo, decision.done), seconds=left)
        elif decision.done:
            self.desk.toast(done)
        if decision.lost:
            self._list_lost(done, decision.lost)

    def _can_undo(self, numbers: tuple[str, ...]) -> None:
        self._undo_timer.stop()
        self._undoable = numbers
        self.refresh_bindings()

    def _list_lost(self, done: Message, lost: tuple[Lost, ...]) -> None:
        from traces_tui.screens.queue_lost_dialog import LostDialog

        self.app.push_screen(LostDialog(done, lost))

    def action_undo(self) -> None:
        """Take the last validation back."""
        if self._undoable:
            self._undo(self._undoable)

    @work(group="decide", exit_on_error=False, description="take a validation back")
    async def _undo(self, numbers: tuple[str, ...]) -> None:
        from traces_tui.workflow import review

        self._can_undo(())
        await self.query("#toast").remove()
        back = await self.ask(review.undo, self.key, numbers)
        self.desk.toast(several.taken_back(len(back)), "info")
        self.look_again(back[0])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Undo is offered while there is something to take back."""
        if action == "undo":
            return bool(self._undoable)
        return super().check_action(action, parameters)

    def handle(self, refused: Refused) -> None:
        """What concerns one file stands under it; the list shows who was faster."""
        from traces_tui.workflow.refusals import Overtaken

        if isinstance(refused, Overtaken | Unavailable):
            self.bar.remark(refused.message)
        else:
            super().handle(refused)
        if isinstance(refused, Overtaken):
            self.look_again()

    @on(Action.Pressed, "#validate")
    def _validate_pressed(self) -> None:
        self.action_validate()

    @on(Action.Pressed, "#refuse")
    def _refuse_pressed(self) -> None:
        self.action_refuse()


def _name(file: File) -> Message:
    return msg("{first} {last}", first=file.first_name, last=file.last_name)
