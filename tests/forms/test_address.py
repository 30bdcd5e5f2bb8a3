"""Addresses, telephones, postal codes: messy input in, one spelling out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import HARMLESS, HOSTILE, each
from traces_tui.forms.address import (
    email_field,
    kept_email,
    phone_field,
    postal_code_error,
    suggested_email,
)
from traces_tui.forms.confirmation import correction_form
from traces_tui.i18n import msg

PHONE = phone_field("phone", msg("Telephone"))


class TestEmail:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("Marie.Dupont@Ferme.FR", "marie.dupont@ferme.fr"),
            (" a@b.fr\u00a0", "a@b.fr"),
            ("mailto:a@b.fr", "a@b.fr"),
            ("a+b@b.fr", "a+b@b.fr"),
            ("a@élevage.fr", "a@xn--levage-9ua.fr"),
            ("a@ÉLEVAGE.fr", "a@xn--levage-9ua.fr"),
            ("a@xn--levage-9ua.fr", "a@xn--levage-9ua.fr"),
            ("o'neil@b.ie", "o'neil@b.ie"),
            ("a@B.EXAMPLE", "a@b.example"),
        ],
    )
    def test_one_spelling(self, typed: str, kept: str) -> None:
        assert correction_form().check({"email": typed}) == kept

    @pytest.mark.parametrize(
        "typed",
        [
            "marie",
            "marie@",
            "@ferme.fr",
            "a@b",
            "a@@b.fr",
            "a b@c.fr",
            "a@b..fr",
            ".a@b.fr",
            '"a b"@c.fr',
            "Marie <a@b.fr>",
            "é@b.fr",
            "a@[127.0.0.1]",
            "a@b.fr, c@d.fr",
            "a@b.fr;c@d.fr",
            f"{'a' * 65}@b.fr",
            f"a@{'b' * 64}.fr",
            f"a@{'b.' * 130}fr",
            *each(HOSTILE | HARMLESS),
        ],
    )
    def test_anything_else_is_refused(self, typed: str) -> None:
        assert isinstance(correction_form().check({"email": typed}), dict)

    def test_a_look_alike_domain_shows_itself(self) -> None:
        """Cyrillic letters in a domain: an agent sees the A-label."""
        kept = correction_form().check({"email": "a@f\u0435rme.fr"})
        assert isinstance(kept, str)
        assert "xn--" in kept

    @given(st.emails())
    def test_what_is_kept_is_lower_case_ascii_and_stays(self, typed: str) -> None:
        kept = kept_email(typed)
        if kept is not None:
            assert kept.isascii()
            assert kept == kept.lower()
            assert kept_email(kept) == kept
            assert len(kept) <= 254

    @given(st.text(st.characters(), max_size=80))
    def test_any_text_is_judged(self, typed: str) -> None:
        kept = correction_form().check({"email": typed})
        assert isinstance(kept, dict) or kept.count("@") == 1

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("a@gmial.com", "a@gmail.com"), ("a@gmail.com", None), ("", None), ("gmial.com", None)],
    )
    def test_slips_of_the_finger(self, typed: str, meant: str | None) -> None:
        assert suggested_email(typed) == meant

    def test_labels_may_differ(self) -> None:
        assert email_field(label=msg("Other")).label == msg("Other")


class TestPhone:
    @pytest.mark.parametrize(
        ("typed", "country", "kept"),
        [
            ("03 88 12 34 56", "FR", "+33 3 88 12 34 56"),
            ("0388123456", "", "+33 3 88 12 34 56"),
            ("+33388123456", "DE", "+33 3 88 12 34 56"),
            ("0033 3 88 12 34 56", "FR", "+33 3 88 12 34 56"),
            ("(0)7851/12 34-56", "DE", "+49 7851 123456"),
            ("０３ ８８ １２ ３４ ５６", "FR", "+33 3 88 12 34 56"),
        ],
    )
    def test_one_spelling(self, typed: str, country: str, kept: str) -> None:
        values = {"phone": typed, "country": country}
        cleaned = PHONE.cleaned(values)
        assert cleaned == kept
        assert PHONE.error({"phone": cleaned, "country": country}) is None
        assert PHONE.cleaned({"phone": cleaned, "country": country}) == kept

    @pytest.mark.parametrize(
        "typed", ["12", "abc", "+", "+999 123 456", "0388 ext", *each(HARMLESS)]
    )
    def test_anything_else_is_refused(self, typed: str) -> None:
        values = {"phone": typed, "country": "FR"}
        assert PHONE.error({**values, "phone": PHONE.cleaned(values)}) is not None

    def test_may_stay_empty(self) -> None:
        assert PHONE.error({"phone": ""}) is None

    @given(st.text(st.characters(), max_size=40), st.sampled_from(["FR", "DE", "XX", "", "fr"]))
    def test_any_text_is_judged(self, typed: str, country: str) -> None:
        cleaned = PHONE.cleaned({"phone": typed, "country": country})
        if PHONE.error({"phone": cleaned, "country": country}) is None and cleaned:
            assert cleaned.startswith("+")


@pytest.mark.parametrize(
    ("code", "country", "told"),
    [
        ("67600", "FR", None),
        ("6760", "FR", "Enter a code like {example}"),
        ("ABCDE", "DE", "Enter a code like {example}"),
        ("EC1Y 8SY", "GB", None),
        ("!!", "TG", "Enter the postal code of the country"),
    ],
)
def test_postal_codes(code: str, country: str, told: str | None) -> None:
    error = postal_code_error(code, {"country": country})
    assert (error.text if error else None) == told
