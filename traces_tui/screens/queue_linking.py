"""Linking the file under the cursor to an organisation of the directory."""

from __future__ import annotations

from dataclasses import replace

from textual import on, work

from traces_tui.i18n import msg
from traces_tui.screens.queue_finding import FindingScreen
from traces_tui.widgets.press import Action
from traces_tui.workflow.views import Check, File, OrganisationView, Status


class LinkingScreen(FindingScreen):
    """Remembers what an agent chose for files until they are decided."""

    def __init__(self) -> None:
        super().__init__()
        self.links: dict[str, OrganisationView] = {}
        """Organisations that the agent chose for files that are not decided yet."""

    def as_read(self, file: File) -> File:
        """A file as the agent sees it once an organisation was chosen for it."""
        place = self.link_of(file)
        if place is None or file.status is not Status.CONFIRMED or not file.similar:
            return file
        words = (
            msg("New organisation: validation adds it to the directory")
            if place.id == file.organisation.id
            else msg("Will be linked to {name}, in the directory", name=place.name)
        )
        # The organisation is what the workflow checks last.
        return replace(file, checks=(*file.checks[:-1], Check(True, words)))

    def link_of(self, file: File) -> OrganisationView | None:
        """What the agent chose, else what the applicant picked in the directory."""
        chosen = next((place for place in file.similar if place.id == file.chosen), None)
        return self.links.get(file.number, chosen)

    def action_organisation(self) -> None:
        """Link the file to an organisation of the directory."""
        file = self.shown_file()
        if file is not None and file.status is Status.CONFIRMED:
            self._choose_organisation(file)

    @work(exclusive=True, group="dialog", exit_on_error=False, description="choose organisation")
    async def _choose_organisation(self, file: File) -> None:
        from traces_tui.screens.link_organisation import LinkOrganisationDialog

        present = self.link_of(file)
        answer = await self.app.push_screen_wait(
            LinkOrganisationDialog(file, str(present.id) if present is not None else "")
        )
        for place in (*file.similar, file.organisation):
            if answer == str(place.id):
                self.links[file.number] = place
                self.look_again()

    @on(Action.Pressed, "#organisation")
    def _organisation_pressed(self) -> None:
        self.action_organisation()
