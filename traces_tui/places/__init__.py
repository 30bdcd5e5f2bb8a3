"""Countries, communes and départements, and which authority is competent for an address."""

from traces_tui.places.authorities import (
    AuthorityRecord,
    Competence,
    authorities,
    authority,
    competent_authority,
)
from traces_tui.places.communes import Commune, commune, communes_of, find_communes
from traces_tui.places.countries import countries, country_name, find_countries
from traces_tui.places.departments import Department, departments
from traces_tui.places.postal_codes import (
    normal_postal_code,
    postal_code_example,
    postal_code_fits,
    postal_code_needed,
)

__all__ = [
    "AuthorityRecord",
    "Commune",
    "Competence",
    "Department",
    "authorities",
    "authority",
    "commune",
    "communes_of",
    "competent_authority",
    "countries",
    "country_name",
    "departments",
    "find_communes",
    "find_countries",
    "normal_postal_code",
    "postal_code_example",
    "postal_code_fits",
    "postal_code_needed",
]
