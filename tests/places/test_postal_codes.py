"""Postal codes of all countries."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from traces_tui.places import (
    countries,
    normal_postal_code,
    postal_code_example,
    postal_code_fits,
    postal_code_needed,
)

WITH_CODES = [code for code in countries() if postal_code_example(code)]


@pytest.mark.parametrize(
    ("country", "typed", "normal"),
    [
        ("FR", "67600", "67600"),
        ("FR", "67 600", "67600"),
        ("FR", " 67\u00a0600\n", "67600"),
        ("FR", "F-67600", "67600"),
        ("FR", "f 67 600", "67600"),
        ("FR", "FR-67600", "67600"),
        ("FR", "\uff16\uff17\uff16\uff10\uff10", "67600"),
        ("DE", "D-77694", "77694"),
        ("FI", "FIN-00100", "00100"),
        ("SE", "SE-114 55", "11455"),
        ("LU", "l-4750", "4750"),
        ("GB", "ec1y8sy", "EC1Y 8SY"),
        ("GB", "EC1Y  8SY", "EC1Y 8SY"),
        ("GB", "bfpo61", "BFPO 61"),
        ("GB", "\uff25\uff231Y 8SY", "EC1Y 8SY"),
        ("NL", "1234ab", "1234 AB"),
        ("IE", "a65f4e2", "A65 F4E2"),
        ("MT", "bzn1130", "BZN 1130"),
        ("MT", "nxr01", "NXR 01"),
        ("PL", "00950", "00-950"),
        ("PT", "1250\u2013096", "1250-096"),
        ("US", "22162 1010", "22162-1010"),
        ("US", "95014", "95014"),
        ("LV", "1073", "LV-1073"),
        ("LV", "LV1073", "LV-1073"),
        ("AD", "100", "AD100"),
        ("SA", "١٢٣٤٥", "12345"),
        ("BN", "1234", "1234"),
        ("OM", "pc 133", "PC 133"),
        ("CR", "123-4567", "123-4567"),
        ("HK", " a  1 ", "A 1"),
    ],
)
def test_usual_writing(country: str, typed: str, normal: str) -> None:
    assert normal_postal_code(country, typed) == normal


@pytest.mark.parametrize("typed", ["D-67600", "6760", "676000", "67600 Sélestat", "2A004", "É", ""])
def test_what_is_no_code_stays(typed: str) -> None:
    assert normal_postal_code("FR", typed) == typed.upper()
    assert not postal_code_fits("FR", normal_postal_code("FR", typed))


@pytest.mark.parametrize(
    ("country", "code", "fits"),
    [
        ("FR", "67600", True),
        ("FR", "67600\n", False),
        ("FR", "٦٧٦٠٠", False),
        ("FR", "", False),
        ("IE", "", True),
        ("IE", "A65 F4E2", True),
        ("GB", "EC1Y 8SY", True),
        ("GB", "ZZ1 1ZZ", False),
        ("CA", "D1A 1A1", False),
        ("HK", "", True),
        ("HK", "999077", True),
        ("HK", "[b]", False),
        ("HK", "1" * 13, False),
        ("HK", "-1", False),
        ("XX", "", True),
        ("ZZ", "", True),
        ("ALL", "12345", True),
        ("../../zz", "", True),
    ],
)
def test_fits(country: str, code: str, fits: bool) -> None:
    assert postal_code_fits(country, code) is fits


def test_needed() -> None:
    assert all(postal_code_needed(code) for code in ("FR", "DE", "GB", "US", "LV"))
    assert not any(postal_code_needed(code) for code in ("IE", "HK", "AE", "XX", "ZZ", "", "fr"))


def test_example() -> None:
    assert postal_code_example("GB") == "EC1Y 8SY"
    assert postal_code_example("HK") is None
    assert postal_code_example("XX") is None


@pytest.mark.parametrize("country", countries())
def test_each_country_agrees_with_itself(country: str) -> None:
    example = postal_code_example(country)
    if example is None:
        assert not postal_code_needed(country)
        assert postal_code_fits(country, "")
    else:
        assert postal_code_fits(country, example)
        assert normal_postal_code(country, example) == example
        assert postal_code_fits(country, "") is not postal_code_needed(country)


@settings(deadline=None)
@given(st.sampled_from(WITH_CODES), st.data())
def test_spaces_and_case_make_no_difference(country: str, data: st.DataObject) -> None:
    example = postal_code_example(country)
    assert example is not None
    assume("-" not in example)
    spaces = data.draw(st.lists(st.sampled_from(["", "", " ", "\t"]), min_size=len(example)))
    bare = example.replace(" ", "").lower()
    typed = "".join(space + sign for space, sign in zip(spaces, bare, strict=False))
    assert normal_postal_code(country, typed) == example


@settings(deadline=None)
@given(st.sampled_from(countries()), st.text(max_size=12))
def test_a_usual_writing_stays_as_it_is(country: str, typed: str) -> None:
    normal = normal_postal_code(country, typed)
    if postal_code_fits(country, normal):
        assert normal_postal_code(country, normal) == normal


def test_long_text_is_no_code() -> None:
    assert not postal_code_fits("GB", normal_postal_code("GB", "EC1Y 8SY" * 100_000))
    assert not postal_code_fits("FR", normal_postal_code("FR", "6" * 1_000_000))
