"""What each institution's liaison has in Superset, derived from the institutions whose password was given.

A database for each, not one for all: what Superset keeps of answers it keeps by database, and what is typed once here
cannot lead an institution to another's rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from fences.liaisons import database_of

from provisioning.assets import Asset, Assets

#: Where it stands in a name, there is one for each institution.
PLACE = "{institution}"


def uri_variable(institution: str) -> str:
    """The name under which the address of its database is given."""
    return f"FARO_WAREHOUSE_LIAISON_{institution.upper()}_URI"


def with_liaisons(assets: Assets, institutions: Iterable[str]) -> Assets:
    """A database for each institution, and the dashboards that their roles open."""
    databases = liaison_databases(institutions)
    dashboards = {
        slug: {**asset, "roles": expanded(asset["roles"], institutions)} for slug, asset in assets.dashboards.items()
    }
    return replace(assets, databases={**assets.databases, **databases}, dashboards=dashboards)


def liaison_databases(institutions: Iterable[str]) -> dict[str, Asset]:
    """Slug → what would be written of it in `assets/databases`."""
    return {database_of(institution): _database(institution) for institution in institutions}


def expanded(names: Iterable[str], institutions: Iterable[str]) -> list[str]:
    """Each name, or one for each institution."""
    return [made for name in names for made in _made_of(name, institutions)]


def roles_with_liaisons(roles: Mapping[str, Any], institutions: Iterable[str]) -> dict[str, Any]:
    """The roles that are declared, with one for each institution in the place of their template."""
    return {
        name.replace(PLACE, institution): {
            **spec, "databases": [each.replace(PLACE, institution) for each in spec.get("databases", [])]
        }
        for name, spec in roles.items()
        for institution in (institutions if PLACE in name else [""])
    }  # fmt: skip


def _made_of(name: str, institutions: Iterable[str]) -> list[str]:
    return [name.replace(PLACE, institution) for institution in institutions] if PLACE in name else [name]


def _database(institution: str) -> Asset:
    return {
        "title": {"es": f"Faro: enlace de {institution}", "en": f"Faro: liaison of {institution}"},
        "uri_variable": uri_variable(institution),
        "sql_lab": True,
    }
