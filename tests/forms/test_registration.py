"""The registration form of the notice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile import HARMLESS, HOSTILE, each
from tests.offices import IN_COLMAR, typed_registration
from traces_tui.forms import address
from traces_tui.forms.profile import preferences_form, profile_form
from traces_tui.forms.questions import QUESTIONS, question_choices
from traces_tui.forms.refusal import REASONS, Refusal, reason_choices, refusal_form
from traces_tui.forms.registration import (
    DEFAULTS,
    Registration,
    commune_choices,
    competence,
    country_choices,
    language_choices,
    notification_choices,
    registration_form,
)
from traces_tui.i18n import Translator
from traces_tui.settings import Settings

FORM = registration_form(Settings())
CHOSEN = {"question", "country", "language", "notification"}


def built(**changes: str) -> Registration:
    """The result of a form that has no error."""
    result = FORM.check(typed_registration(**changes))
    assert isinstance(result, Registration), result
    return result


def told(**changes: str) -> dict[str, str]:
    """What is said of each field."""
    errors = FORM.errors(typed_registration(**changes))
    return {name: Translator("en").say(error) for name, error in errors.items()}


class TestShape:
    def test_four_pages_to_fill(self) -> None:
        assert [step.name for step in FORM.steps] == ["account", "question", "organisation", "you"]

    def test_three_where_no_question_is_asked(self) -> None:
        form = registration_form(Settings(secret_question=False))
        assert [step.name for step in form.steps] == ["account", "organisation", "you"]
        result = form.check(typed_registration(question="", answer=""))
        assert isinstance(result, Registration)
        assert (result.question, result.answer) == (None, "")

    def test_every_field_of_the_notice(self) -> None:
        assert set(FORM.by_name) == {
            "email",
            "password",
            "password_again",
            "question",
            "answer",
            "organisation_name",
            "address",
            "postal_code",
            "country",
            "commune",
            "first_name",
            "last_name",
            "language",
            "notification",
            "phone",
            "fax",
            "more_information",
        }

    def test_what_stands_in_it_at_first(self) -> None:
        assert DEFAULTS == {"country": "FR", "language": "fr", "notification": "html"}

    def test_every_field_says_what_it_is_and_what_is_missing(self) -> None:
        english = Translator("en")
        for field in FORM.fields:
            assert english.say(field.label)
            assert field.missing is None or english.say(field.missing)
        assert {field.name for field in FORM.fields if field.optional} == {
            "postal_code",
            "commune",
            "phone",
            "fax",
            "more_information",
        }

    def test_fourteen_questions_in_the_order_of_the_notice(self) -> None:
        assert len(QUESTIONS) == len(question_choices({})) == 14
        assert next(iter(QUESTIONS)) == "spouse_met"

    def test_lists(self) -> None:
        assert len(language_choices({})) == 37
        assert [choice.value for choice in notification_choices({})] == ["html", "text"]
        assert len(country_choices({})) > 200


class TestErrors:
    def test_all_at_once_and_in_order(self) -> None:
        errors = FORM.check({})
        assert isinstance(errors, dict)
        names = [name for name in FORM.by_name if name in errors]
        assert list(errors) == names
        assert set(errors) == set(FORM.by_name) - {"phone", "fax", "more_information", "commune"}

    @pytest.mark.parametrize("name", sorted(CHOSEN))
    @pytest.mark.parametrize("typed", ["xx", "FR ", *each(HOSTILE | HARMLESS)])
    def test_what_is_chosen_must_be_of_the_list(self, name: str, typed: str) -> None:
        if (name, typed) == ("country", "FR "):
            return
        assert name in told(**{name: typed})

    def test_a_page_is_judged_alone(self) -> None:
        values = typed_registration(first_name="", postal_code="")
        by_page = {step.name: set(FORM.errors(values, step)) for step in FORM.steps}
        assert by_page == {
            "account": set(),
            "question": set(),
            "organisation": {"postal_code"},
            "you": {"first_name"},
        }

    @pytest.mark.parametrize("typed", each(HOSTILE))
    @pytest.mark.parametrize("name", [name for name in FORM.by_name if name not in CHOSEN])
    def test_hostile_text_has_a_message(self, name: str, typed: str) -> None:
        if (name == "more_information" and "\r\n" in typed) or not typed.strip():
            return
        if name == "commune":
            said = told(commune=typed, postal_code="10115", country="DE")
        else:
            said = told(**{name: typed})
        assert name in said
        assert len(said[name]) < 120

    @settings(max_examples=60)
    @given(st.dictionaries(st.sampled_from(list(FORM.by_name)), st.text(st.characters())))
    def test_any_text_is_judged(self, values: dict[str, str]) -> None:
        result = FORM.check({**typed_registration(), **values})
        assert isinstance(result, (Registration, dict))
        for step in FORM.steps:
            FORM.errors(values, step)
        competence(values)
        commune_choices(values)


class TestPlace:
    def test_the_commune_decides(self) -> None:
        result = built()
        assert (result.commune, result.insee_code, result.authority) == (
            "Sélestat",
            "67462",
            "FR-67",
        )
        assert built(**IN_COLMAR).authority == "FR-68"
        assert built(postal_code="42620", commune="03250").authority == "FR-03"

    def test_the_town_is_typed_where_no_commune_has_the_code(self) -> None:
        result = built(postal_code="20704", commune="Ajaccio CEDEX 9")
        assert (result.commune, result.insee_code, result.authority) == (
            "Ajaccio CEDEX 9",
            None,
            "FR-2A",
        )

    def test_abroad_there_is_one_authority(self) -> None:
        result = built(
            country="DE", postal_code="D-77694", commune="Kehl", phone="07851 12345", fax=""
        )
        assert (result.postal_code, result.commune, result.authority) == ("77694", "Kehl", "DE")
        assert result.phone == "+49 7851 12345"

    def test_some_countries_have_no_codes(self) -> None:
        assert built(country="AE", postal_code="", commune="Dubai", phone="").authority == "AE"

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"postal_code": ""}, {"postal_code": "Enter the postal code"}),
            ({"postal_code": "6760"}, {"postal_code": "Enter a code like 33380"}),
            ({"commune": ""}, {"commune": "Choose the commune"}),
            ({"commune": "68066"}, {"commune": "Choose a commune of the list"}),
            ({"commune": "Sélestat"}, {"commune": "Choose a commune of the list"}),
            ({"postal_code": "67999", "commune": ""}, {"commune": "Enter the town"}),
            (
                {"country": "DE", "postal_code": "77694", "commune": "", "phone": ""},
                {"commune": "Enter the town"},
            ),
            ({"country": "XX", "phone": ""}, {"country": "Choose a country of the list"}),
            (
                {"postal_code": "00000", "commune": "Nulle part"},
                {"postal_code": "No authority is known for this code"},
            ),
        ],
    )
    def test_parts_that_do_not_fit(self, changes: dict[str, str], said: dict[str, str]) -> None:
        assert told(**changes) == said

    def test_the_authority_is_known_while_typing(self) -> None:
        assert competence({}) is None
        assert competence({"postal_code": "6"}) is None
        found = competence({"postal_code": "67 600"})
        assert found is not None
        assert found.authority.code == "FR-67"
        assert [choice.value for choice in commune_choices({"postal_code": "67600"})]
        assert commune_choices({"postal_code": "77694", "country": "DE"}) == ()


class TestResult:
    def test_is_frozen(self) -> None:
        with pytest.raises(AttributeError):
            built().email = "x"  # type: ignore[misc]

    def test_typed_and_kept(self) -> None:
        result = built(
            email=" Marie@Ferme.FR", first_name="  Marie   Anne ", more_information="a\r\nb"
        )
        assert (result.email, result.first_name, result.more_information) == (
            "marie@ferme.fr",
            "Marie Anne",
            "a\nb",
        )

    def test_an_address_is_parsed_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import email_validator

        parsed: list[str] = []
        real = email_validator.validate_email

        def counting(typed: str, **options: bool) -> object:
            parsed.append(typed)
            return real(typed, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(email_validator, "validate_email", counting)
        address.kept_email.cache_clear()
        built(email="someone@ferme.fr")
        assert parsed == ["someone@ferme.fr"]


class TestOtherForms:
    def test_profile_and_preferences(self) -> None:
        assert set(preferences_form().by_name) == {"language", "notification"}
        assert "email" not in profile_form().by_name
        assert isinstance(profile_form().check({"first_name": "x"}), dict)

    def test_reasons(self) -> None:
        assert [choice.value for choice in reason_choices({})] == list(REASONS)
        for reason in REASONS:
            assert refusal_form().check({"reason": reason, "words": "x"}) == Refusal(reason, "x")
        assert list(refusal_form().errors({"reason": "other"})) == ["words"]
        assert list(refusal_form().errors({"reason": "mine", "words": "x"})) == ["reason"]
