"""What a form is: one way to clean and to judge."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import HARMLESS, HOSTILE, MEGABYTE, each
from traces_tui.forms.definition import Field, Form, Kind, Step, Values, one_page
from traces_tui.i18n import Message, msg
from traces_tui.text import has_unsafe

NAME = Field("name", msg("Name"), missing=msg("Enter it"), max_length=20)
ALL_KINDS: tuple[Kind, ...] = ("text", "email", "password", "answer", "code", "phone", "long_text")


def word(field: Field, typed: str) -> str | None:
    """The source of what is said of a typed value."""
    error = field.error({field.name: field.cleaned({field.name: typed})})
    return error.text if error else None


class TestField:
    @pytest.mark.parametrize("typed", ["", " ", "\u00a0", "\n"])
    def test_empty_is_missing(self, typed: str) -> None:
        assert word(NAME, typed) == "Enter it"
        assert word(Field("name", msg("Name")), typed) is None

    def test_length_counts_after_cleaning(self) -> None:
        assert word(NAME, "  " + "e\u0301" * 20 + "  ") is None
        assert word(NAME, "é" * 21) == "{label}: at most {most} characters"

    @pytest.mark.parametrize("typed", each(HOSTILE))
    @pytest.mark.parametrize("kind", ALL_KINDS)
    def test_hostile_text_is_refused(self, typed: str, kind: Kind) -> None:
        field = Field("name", msg("Name"), kind, missing=msg("Enter it"), max_length=100)
        if kind == "long_text" and "\r\n" in typed:
            assert word(field, typed) is None
        else:
            assert word(field, typed) is not None

    @pytest.mark.parametrize("typed", each(HARMLESS))
    @pytest.mark.parametrize("kind", ALL_KINDS)
    def test_other_text_is_kept_literally(self, typed: str, kind: Kind) -> None:
        field = Field("name", msg("Name"), kind, missing=msg("Enter it"), max_length=100)
        assert word(field, typed) is None
        assert field.cleaned({"name": typed}) == typed

    def test_secrets_keep_their_spaces(self) -> None:
        for kind in ("password", "answer"):
            field = Field("name", msg("Name"), kind)
            assert field.secret
            assert field.cleaned({"name": "  a  b "}) == "  a  b "
        assert not NAME.secret

    def test_lines_are_one_kind_of_line(self) -> None:
        field = Field("name", msg("Name"), "long_text")
        assert field.cleaned({"name": "a\r\nb\rc\n"}) == "a\nb\nc"
        assert word(field, "a\r\nb") is None
        assert word(NAME, "a\nb") == "{label}: remove the invisible or control characters"

    def test_what_is_far_too_long_is_not_even_read(self) -> None:
        def never(_typed: str, _values: Values) -> str:
            raise AssertionError("cleaned")

        field = Field("name", msg("Name"), max_length=10, clean=never)
        cleaned = field.cleaned({"name": "x" * MEGABYTE})
        assert len(cleaned) == 41
        assert field.error({"name": cleaned}) is not None

    def test_rules_are_asked_in_order_and_only_of_fit_text(self) -> None:
        asked: list[str] = []

        def first(value: str, _values: Values) -> Message | None:
            asked.append("first")
            return msg("no a") if "a" in value else None

        def second(_value: str, values: Values) -> Message | None:
            asked.append("second")
            return msg("never") if values.get("other") else None

        field = Field("name", msg("Name"), rules=(first, second))
        assert word(field, "a") == "no a"
        assert word(field, "b\x00") is not None
        assert asked == ["first"]
        assert word(field, "b") is None
        error = field.error({"name": "b", "other": "x"})
        assert error is not None
        assert error.text == "never"

    @given(st.sampled_from(ALL_KINDS), st.text(st.characters(), max_size=60))
    def test_what_passes_is_safe_to_show(self, kind: Kind, typed: str) -> None:
        field = Field("name", msg("Name"), kind, missing=msg("Enter it"))
        cleaned = field.cleaned({"name": typed})
        if field.error({"name": cleaned}) is None:
            assert not has_unsafe(cleaned, line_breaks=kind == "long_text")
            assert cleaned
            cleaned.encode()
            assert field.cleaned({"name": cleaned}) == cleaned


class TestForm:
    @pytest.fixture
    def form(self) -> Form[str]:
        """Two pages of a field each."""
        age = Field("age", msg("Age"), missing=msg("Enter the age"))
        return Form(
            "person",
            msg("Person"),
            (Step("one", msg("One"), (NAME,)), Step("two", msg("Two"), (age,))),
            lambda values: f"{values['name']}/{values['age']}",
        )

    def test_gives_the_result_or_the_errors_in_order(self, form: Form[str]) -> None:
        assert form.check({"name": " x ", "age": "7"}) == "x/7"
        errors = form.check({})
        assert not isinstance(errors, str)
        assert list(errors) == ["name", "age"]

    def test_judges_one_page(self, form: Form[str]) -> None:
        assert list(form.errors({}, form.steps[1])) == ["age"]

    def test_drops_what_is_no_field(self, form: Form[str]) -> None:
        assert form.cleaned({"name": "x", "role": "agent"}) == {"name": "x", "age": ""}

    def test_knows_its_fields(self, form: Form[str]) -> None:
        assert [field.name for field in form.fields] == list(form.by_name) == ["name", "age"]

    def test_of_one_page(self) -> None:
        form = one_page("x", msg("X"), (NAME,), dict)
        assert len(form.steps) == 1
        assert form.check({"name": "a"}) == {"name": "a"}
