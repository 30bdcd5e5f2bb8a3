"""What stands beside the fields of each step of the registration."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from traces_tui.forms.definition import Step, Values
from traces_tui.forms.password import checklist, registration_words
from traces_tui.i18n import msg
from traces_tui.screens.address_page import Suggestion
from traces_tui.screens.authority_words import how_to_reach
from traces_tui.settings import Settings
from traces_tui.widgets.password_list import PasswordChecklist
from traces_tui.widgets.press import Action, Link
from traces_tui.widgets.words import Words
from traces_tui.workflow.views import AuthorityView


class AccountAside(Vertical):
    """The password rule as one types, a better spelling of the address, and the way to sign in."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(id="account-aside")
        self._policy = settings.password

    def compose(self) -> ComposeResult:
        """The list, and two links that show up when they make sense."""
        sign_in = Link(msg("Sign in with this address"), id="to-sign-in")
        sign_in.display = False
        yield Suggestion()
        yield sign_in
        yield PasswordChecklist(
            msg("Your password"),
            checklist(self._policy, ""),
            msg("One address serves for one request only."),
        )

    def show(self, values: Values) -> None:
        """Compare the password with the rule."""
        password = values["password"]
        rules = self.query_one(PasswordChecklist)
        rules.show(checklist(self._policy, password))
        rules.rate(password, registration_words(values))

    def offer_sign_in(self, offered: bool) -> None:
        """Show or hide the way to the sign-in page."""
        self.query_one("#to-sign-in").display = offered


class QuestionAside(Vertical):
    """What to keep in mind for the day when the answer is asked for."""

    def compose(self) -> ComposeResult:
        """Three lines."""
        yield Words((msg("Note how you write it"), "bold"))
        yield Words(msg("Capitals, accents and spaces count."), glyph="warn", glyph_style="$warn")
        yield Words(
            (
                msg(
                    "The answer is asked when you have forgotten your password or when your "
                    "account is locked. Only an agent of your authority can reset it."
                ),
                "$muted",
            )
        )


class OrganisationAside(Vertical):
    """The directory of organisations, and the authority that will be competent."""

    def compose(self) -> ComposeResult:
        """Authority, then the two buttons of the notice: select and clear."""
        yield Words((msg("Competent authority"), "bold"))
        yield Words(id="authority-name")
        yield Words(id="authority-reach")
        yield Words(id="authority-note")
        yield Words((msg("Directory of organisations"), "bold"), id="directory-title")
        yield Words(id="directory-note")
        with Horizontal(classes="aside-actions"):
            yield Action(msg("Select…"), id="select-organisation")
            yield Action(msg("Clear"), id="clear-organisation")

    def on_mount(self) -> None:
        """Nothing is known yet."""
        self.show_authority(None, certain=False)
        self.show_chosen(False)

    def show_authority(self, authority: AuthorityView | None, *, certain: bool) -> None:
        """Name the authority.

        Args:
            authority: Who would be competent, as far as is known.
            certain: Whether the commune decided, or the postal code alone proposed it.
        """
        reach = how_to_reach(authority) if authority is not None else None
        line = self.query_one("#authority-reach", Words)
        line.say(*() if reach is None else (reach,))
        line.display = reach is not None
        name = self.query_one("#authority-name", Words)
        note = self.query_one("#authority-note", Words)
        name.display = authority is not None
        if authority is None:
            note.say((msg("The postal code and the commune lead to it."), "$muted"))
            return
        if certain:
            name.say((authority.name, "bold"), glyph="ok", glyph_style="$good")
            note.say((msg("It will validate your account."), "$muted"))
        else:
            name.say((authority.name, "bold"), glyph="warn", glyph_style="$warn")
            note.say(
                (
                    msg(
                        "Proposed from the postal code alone; the request is forwarded if "
                        "another one is competent."
                    ),
                    "$muted",
                )
            )

    def show_chosen(self, chosen: bool) -> None:
        """Say whether the organisation was taken from the directory."""
        note = self.query_one("#directory-note", Words)
        if chosen:
            note.say((msg("Taken from the directory"), "$good"), glyph="ok", glyph_style="$good")
        else:
            note.say((msg("Yours may be in it already."), "$muted"))


class PersonAside(Vertical):
    """Hints on the last page of fields."""

    def compose(self) -> ComposeResult:
        """Two lines."""
        yield Words((msg("How messages reach you"), "bold"))
        yield Words((msg("They come in the language and the type that you choose here."), "$muted"))
        yield Words(
            (msg("A telephone number helps your authority when it has a question."), "$muted")
        )


def aside_of(step: Step, settings: Settings) -> Widget:
    """What stands beside a step."""
    asides: dict[str, type[Widget]] = {
        "question": QuestionAside,
        "organisation": OrganisationAside,
        "you": PersonAside,
    }
    return AccountAside(settings) if step.name == "account" else asides[step.name]()
