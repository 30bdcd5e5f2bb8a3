"""The code of the mail, as it is shown and as it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import HARMLESS, HOSTILE, each
from traces_tui.forms.confirmation import ALPHABET, confirmation_form, normal_code, shown_code

CODES = st.text(ALPHABET, min_size=12, max_size=12)


def typed(text: str) -> str | None:
    """The code of a typed text, or None."""
    code = confirmation_form().check({"code": text})
    return code if isinstance(code, str) else None


def test_no_two_signs_look_alike() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


@given(CODES)
def test_what_is_shown_can_be_typed(code: str) -> None:
    shown = shown_code(code)
    assert shown.count("-") == 2
    for form in (shown, shown.lower(), shown.replace("-", " "), code, f"  {shown}. "):
        assert typed(form) == code


@given(CODES, st.data())
def test_misread_signs_are_understood(code: str, data: st.DataObject) -> None:
    misread = "".join(
        data.draw(st.sampled_from({"0": "0Oo", "1": "1IiLl"}.get(sign, sign))) for sign in code
    )
    assert typed(misread) == code


@pytest.mark.parametrize(
    "text", ["", "7K2M-Q9XD", "7K2M-Q9XD-4TFH-1", "7K2M-Q9XD-4TFU", "7K2M-Q9XD-4TF²"]
)
def test_anything_else_is_none(text: str) -> None:
    assert typed(text) is None


@pytest.mark.parametrize("text", each(HOSTILE | HARMLESS))
def test_hostile_text_is_none(text: str) -> None:
    assert typed(text) is None


@given(st.text(st.characters(), max_size=60))
def test_any_text_is_judged(text: str) -> None:
    code = typed(text)
    assert code is None or (len(code) == 12 and set(code) <= set(ALPHABET))
    assert normal_code(normal_code(text)) == normal_code(text)
