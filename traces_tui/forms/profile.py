"""A person's own data, changed after sign-in."""

from __future__ import annotations

from dataclasses import dataclass

from traces_tui.forms.definition import Form, Values, one_page
from traces_tui.forms.registration import person_fields
from traces_tui.i18n import msg


@dataclass(frozen=True, slots=True)
class Profile:
    """Who the person is and how messages reach them."""

    first_name: str
    last_name: str
    language: str
    notification: str
    phone: str
    fax: str
    more_information: str


@dataclass(frozen=True, slots=True)
class Preferences:
    """How messages are written."""

    language: str
    notification: str


_PREFERENCES = frozenset({"language", "notification"})


def _profile(values: Values) -> Profile:
    return Profile(**values)


def _preferences(values: Values) -> Preferences:
    return Preferences(**values)


def profile_form() -> Form[Profile]:
    """Change user profile (the old system's menu)."""
    return one_page("profile", msg("My data"), person_fields(), _profile)


def preferences_form() -> Form[Preferences]:
    """Language and type of notification alone."""
    fields = tuple(one for one in person_fields() if one.name in _PREFERENCES)
    return one_page("preferences", msg("Language and notification"), fields, _preferences)
