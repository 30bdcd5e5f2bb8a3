"""Forms line by line: the form's own words and rules, and nothing that was typed is lost."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.hostile import HARMLESS, HOSTILE, MEGABYTE
from tests.offices import PASSWORD
from tests.plain.conversation import Desk, wide
from traces_tui.forms.confirmation import confirmation_form, correction_form
from traces_tui.forms.definition import Field, Form
from traces_tui.forms.profile import preferences_form, profile_form
from traces_tui.forms.recovery import (
    answer_form,
    forgotten_form,
    new_password_form,
    new_question_form,
    password_change_form,
    question_change_form,
)
from traces_tui.forms.refusal import refusal_form
from traces_tui.forms.registration import DEFAULTS, registration_form
from traces_tui.forms.sign_in import sign_in_form
from traces_tui.i18n import Message, Translator, msg
from traces_tui.plain.asking import FormTalk
from traces_tui.plain.talk import Back, Leave
from traces_tui.refusal import Refused
from traces_tui.settings import Settings
from traces_tui.text import has_unsafe
from traces_tui.workflow.refusals import AddressTaken, SessionOver

__all__ = ["wide"]

FORMS: tuple[Form[Any], ...] = (
    sign_in_form(),
    registration_form(Settings()),
    confirmation_form(),
    correction_form(),
    forgotten_form(),
    answer_form(),
    new_question_form(),
    new_password_form(Settings()),
    password_change_form(Settings()),
    question_change_form(),
    profile_form(),
    preferences_form(),
    refusal_form(),
)
SOURCES = sorted((Path(__file__).resolve().parents[2] / "traces_tui" / "plain").glob("*.py"))


class Listener(Translator):
    """Keeps every message that was said, the inner ones too."""

    def __init__(self) -> None:
        super().__init__("en")
        self.said: list[Message] = []

    def say(self, message: Message) -> str:
        """The words."""
        self.said.append(message)
        return super().say(message)


def fields() -> Iterator[tuple[Form[Any], Field]]:
    """Every field of every form."""
    for form in FORMS:
        for field in form.fields:
            yield form, field


@pytest.mark.parametrize(
    ("form", "field"), list(fields()), ids=lambda one: one.name if hasattr(one, "name") else ""
)
class TestEveryField:
    def test_is_asked_with_the_words_of_its_form(
        self, desk: Desk, form: Form[Any], field: Field
    ) -> None:
        """The very objects: a copy of a label would be another one."""
        talk, _ = desk.talk("?", "!")
        talk.tr = listener = Listener()
        asked = FormTalk(talk, form, {"country": "FR", "postal_code": "67600"})
        with pytest.raises(Leave):
            asked.field(field.name)
        own = [field.label, field.hint, field.help]
        own += [choice.label for choice in asked.choices(field)[:1]]
        if field.kind in {"language", "country"}:
            own.pop()  # long lists are not read out
        for message in filter(None, own):
            assert any(said is message for said in listener.said), message

    def test_says_what_its_form_finds_wrong(
        self, desk: Desk, form: Form[Any], field: Field
    ) -> None:
        if field.missing is None:
            return  # it may stay empty
        talk, _ = desk.talk("", "!")
        talk.tr = listener = Listener()
        with pytest.raises(Leave):
            FormTalk(talk, form).field(field.name)
        assert any(said is field.missing for said in listener.said)

    def test_reads_hostile_text_out_as_text(
        self, desk: Desk, form: Form[Any], field: Field
    ) -> None:
        for text in filter(_is_short, (*HOSTILE.values(), *HARMLESS.values())):
            talk, paper = desk.talk(text.replace("\n", " ").replace("\r", " "), "!")
            with suppress(Leave):
                FormTalk(talk, form).field(field.name)
            assert not has_unsafe(paper.getvalue(), line_breaks=True)


def _is_short(text: str) -> bool:
    return len(text) < MEGABYTE


def own_words(form: Form[Any]) -> Iterator[str]:
    """Labels, hints, helps and what is said when something is missing."""
    yield form.title.text
    for step in form.steps:
        yield step.title.text
    for field in form.fields:
        for message in (field.label, field.hint, field.help, field.missing):
            if message is not None:
                yield message.text


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_module_holds_a_copy_of_a_forms_words(path: Path) -> None:
    words = {text for form in FORMS for text in own_words(form)}
    held = {
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert sorted(held & words) == []


class TestField:
    def ask(
        self, desk: Desk, form: Form[Any], name: str, *lines: str, **values: str
    ) -> tuple[str, str]:
        """Ask one field.

        Returns:
            Its value, and everything that was written.
        """
        talk, paper = desk.talk(*lines)
        asked = FormTalk(talk, form, values)
        asked.field(name)
        return asked.values[name], paper.getvalue()

    def test_an_error_is_said_and_the_old_value_is_the_default(self, desk: Desk) -> None:
        value, text = self.ask(desk, profile_form(), "phone", "12", "", "03 88 12 34 56")
        assert value == "03 88 12 34 56"
        assert text.count("Error: Enter a number like 03 88 00 00 00") == 2
        assert text.count("Telephone (optional) [12]:") == 2

    def test_enter_keeps_what_stands_there(self, desk: Desk) -> None:
        value, text = self.ask(desk, profile_form(), "first_name", "", first_name="Marie")
        assert (value, "First name [Marie]:" in text) == ("Marie", True)

    def test_a_single_sign_empties_what_may_be_empty(self, desk: Desk) -> None:
        assert self.ask(desk, profile_form(), "fax", "-", fax="+33 3 88 00 00 00")[0] == ""
        assert self.ask(desk, profile_form(), "last_name", "-", last_name="D")[0] == "-"

    def test_a_wrong_secret_is_never_the_default(self, desk: Desk) -> None:
        form = new_password_form(Settings())
        value, text = self.ask(desk, form, "password", "short-1A", "", PASSWORD)
        assert value == PASSWORD
        assert "Error: Use at least 10 characters" in text
        assert "Error: Choose a password" in text
        assert "short" not in text
        assert PASSWORD not in text

    def test_a_right_secret_is_kept_unseen(self, desk: Desk) -> None:
        form = new_password_form(Settings())
        value, text = self.ask(desk, form, "password", "", password=PASSWORD)
        assert value == PASSWORD
        assert "New password [typed, not shown]:" in text
        assert PASSWORD not in text

    def test_another_password_is_repeated_anew(self, desk: Desk) -> None:
        talk, _ = desk.talk("Heron-cendre-68")
        asked = FormTalk(
            talk,
            new_password_form(Settings()),
            {"password": PASSWORD, "password_again": PASSWORD},
        )
        asked.field("password")
        assert asked.values["password_again"] == ""

    @pytest.mark.parametrize(("answer", "kept"), [("1", "m@gmail.com"), ("2", "m@gmial.com")])
    def test_a_mistyped_address_is_asked_about(self, desk: Desk, answer: str, kept: str) -> None:
        value, text = self.ask(desk, forgotten_form(), "email", "m@gmial.com", answer)
        assert value == kept
        assert "Did you mean gmail.com?" in text

    def test_an_address_that_only_signs_in_is_not(self, desk: Desk) -> None:
        assert "mean" not in self.ask(desk, sign_in_form(), "email", "m@gmial.com")[1]

    def test_a_megabyte_is_refused(self, desk: Desk) -> None:
        _, text = self.ask(desk, profile_form(), "first_name", HOSTILE["megabyte"], "Marie")
        assert "Error: First name: at most 80 characters" in text

    def test_an_invisible_letter_is_refused(self, desk: Desk) -> None:
        _, text = self.ask(desk, profile_form(), "first_name", "Ma\x1b[Arie", "Marie")
        assert "Error: First name: remove the invisible or control characters" in text


class TestLists:
    def country(self, desk: Desk, *lines: str, **values: str) -> tuple[str, str]:
        """Ask the country."""
        return TestField().ask(
            desk, registration_form(Settings()), "country", *lines, **{**DEFAULTS, **values}
        )

    def test_a_short_list_is_read_out_and_chosen_by_number(self, desk: Desk) -> None:
        value, text = TestField().ask(desk, preferences_form(), "notification", "3", "2")
        assert value == "text"
        assert "1  HTML\n2  plain text\n" in text
        assert "Error: Nothing fits. Type fewer letters." in text

    @pytest.mark.parametrize("typed", ["Allem", "german", "DE", "Germany", "GERMANY"])
    def test_a_long_one_by_letters_in_any_of_our_languages(self, desk: Desk, typed: str) -> None:
        value, text = self.country(desk, typed)
        assert value == "DE"
        assert "Country [France]:" in text
        assert "Country: Germany" in text
        assert "Luxembourg" not in text

    def test_several_that_fit_are_numbered(self, desk: Desk) -> None:
        value, text = self.country(desk, "united", "united arab")
        assert value == "AE"
        assert "1  United" in text

    def test_what_is_too_much_is_counted(self, desk: Desk) -> None:
        _, text = self.country(desk, "a", "1")
        assert "15  " in text
        assert "others" in text

    def test_enter_keeps_the_chosen_one(self, desk: Desk) -> None:
        assert self.country(desk, "")[0] == "FR"

    def test_a_commune_outside_the_table_is_typed(self, desk: Desk) -> None:
        form = registration_form(Settings())
        values = {"country": "DE", "postal_code": "77694"}
        assert TestField().ask(desk, form, "commune", "Kehl", **values)[0] == "Kehl"

    def test_a_language_is_found_by_its_code(self, desk: Desk) -> None:
        assert TestField().ask(desk, preferences_form(), "language", "il")[0] == "il"


class TestSigns:
    def step(self, desk: Desk, *lines: str, form: Form[Any] | None = None) -> FormTalk:
        """Ask the data of a person, with the input at its end."""
        talk, self.paper = desk.talk(*lines)
        asked = FormTalk(talk, form or profile_form(), {"language": "fr", "notification": "html"})
        asked.step(asked.form.steps[0])
        return asked

    def test_back_goes_to_the_question_before_with_its_answer(self, desk: Desk) -> None:
        asked = self.step(desk, "Mari", "<", "Marie", "Dupont", "", "", "", "", "")
        assert (asked.values["first_name"], asked.values["last_name"]) == ("Marie", "Dupont")
        assert "First name [Mari]:" in self.paper.getvalue()

    def test_back_from_the_first_question_is_the_callers(self, desk: Desk) -> None:
        with pytest.raises(Back):
            self.step(desk, "<")

    @pytest.mark.parametrize("sign", ["@fr", " @FR ", "@"])
    def test_the_language_changes_at_any_question(self, desk: Desk, sign: str) -> None:
        lines = [sign, *(["français"] if sign == "@" else [])]
        self.step(desk, "Marie", *lines, "Dupont", "", "", "", "", "")
        text = self.paper.getvalue()
        assert "First name:" in text
        assert "Langue\u00a0: Français" in text
        assert "Nom\u00a0:" in text

    def test_a_list_is_read_out_again_in_the_new_language(self, desk: Desk) -> None:
        talk, paper = desk.talk("@fr", "1")
        FormTalk(talk, new_question_form()).field("question")
        assert "1  Where did you meet" in paper.getvalue()
        assert "1  Où avez-vous rencontré" in paper.getvalue()

    def test_a_language_without_words_says_so(self, desk: Desk) -> None:
        talk, paper = desk.talk("@de", "Marie")
        FormTalk(talk, profile_form()).field("first_name")
        assert "Deutsch, shown in English" in paper.getvalue()

    def test_no_language_is_no_sign(self, desk: Desk) -> None:
        talk, _ = desk.talk("@xx")
        asked = FormTalk(talk, profile_form())
        asked.field("first_name")
        assert asked.values["first_name"] == "@xx"

    def test_giving_the_choice_of_a_language_up_changes_nothing(self, desk: Desk) -> None:
        talk, paper = desk.talk("@", "<", "Marie")
        FormTalk(talk, profile_form()).field("first_name")
        assert talk.tr.code == "en"
        assert paper.getvalue().count("First name:") == 2


def refusing(*refusals: Refused) -> Callable[[dict[str, str]], dict[str, str]]:
    """A flow that says no so often, then yes."""
    left = list(refusals)

    def send(typed: dict[str, str]) -> dict[str, str]:
        if left:
            raise left.pop(0)
        return typed

    return send


class TestHandingOver:
    def test_a_refusal_of_a_field_asks_that_field(self, desk: Desk) -> None:
        talk, paper = desk.talk("marie@ferme.example", "marie.dupont@ferme.example")
        sent = FormTalk(talk, correction_form()).fill(refusing(AddressTaken()))
        assert sent == {"email": "marie.dupont@ferme.example"}
        text = paper.getvalue()
        assert "Error: This address already has an account" in text
        assert "Right e-mail address [marie@ferme.example]:" in text

    def test_a_refusal_of_the_whole_keeps_everything_for_another_try(self, desk: Desk) -> None:
        talk, paper = desk.talk("marie@ferme.example", "1")
        refused = Refused(
            msg("The database is busy. Try again in a moment; nothing was lost here.")
        )
        sent = FormTalk(talk, correction_form()).fill(refusing(refused))
        assert sent == {"email": "marie@ferme.example"}
        assert "Error: The database is busy." in paper.getvalue()

    @pytest.mark.parametrize("typed", ["0", "<"])
    def test_one_may_give_up_instead(self, desk: Desk, typed: str) -> None:
        talk, _ = desk.talk("marie@ferme.example", typed)
        with pytest.raises(Back):
            FormTalk(talk, correction_form()).fill(refusing(Refused(msg("Error"))))

    def test_an_ended_session_is_the_callers(self, desk: Desk) -> None:
        talk, _ = desk.talk("marie@ferme.example")
        with pytest.raises(SessionOver):
            FormTalk(talk, correction_form()).fill(refusing(SessionOver()))

    @pytest.mark.parametrize("signs", [("<", "<"), ("!",)], ids=str)
    def test_leaving_a_long_form_is_asked_about(self, desk: Desk, signs: tuple[str, ...]) -> None:
        talk, paper = desk.talk("1", *signs, "1", "", "x")
        sent = FormTalk(talk, refusal_form()).fill(refusing(), careful=True)
        assert sent == {"reason": "unknown_person", "words": "x"}
        assert "What you have typed here will be lost." in paper.getvalue()

    def test_and_left_when_one_says_so(self, desk: Desk) -> None:
        talk, _ = desk.talk("1", "!", "2")
        with pytest.raises(Leave):
            FormTalk(talk, refusal_form()).fill(refusing(), careful=True)

    def test_an_untouched_form_is_left_at_once(self, desk: Desk) -> None:
        talk, paper = desk.talk("!")
        with pytest.raises(Leave):
            FormTalk(talk, refusal_form()).fill(refusing(), careful=True)
        assert "lost" not in paper.getvalue()
