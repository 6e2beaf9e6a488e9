"""What people do in Faro, and the role that each duty is in Superset and in Airflow: declared here for both."""

from collections.abc import Iterable, Mapping
from typing import Final

from faro.accounts.errors import DutyUnknown

Roles = Mapping[str, frozenset[str]]

#: Each is the name of its metadata database too.
SERVICES: Final = ("superset", "airflow")
#: Superset's roles are declared in `superset/security/roles.yml`; Airflow's are its own, which it keeps itself.
#: `User` runs and sees DAGs and their logs; it reads no connection, variable or configuration.
DUTIES: Final[Mapping[str, Mapping[str, str]]] = {
    "coordinación": {"superset": "coordinación"},
    "analista": {"superset": "analista"},
    "calidad": {"superset": "calidad"},
    "ingeniería": {"superset": "coordinación", "airflow": "User"},
    "gobernanza": {"superset": "gobernanza"},
    "administración": {"superset": "Admin", "airflow": "Admin"},
}
#: Faro itself signs in with it and imports with it.
NEEDED: Final = "admin"


def roles_of(duties: Iterable[str]) -> Roles:
    """Service → the roles of somebody with all these duties; empty where they have none. Raises DutyUnknown."""
    chosen = list(duties)
    if unknown := [duty for duty in chosen if duty not in DUTIES]:
        raise DutyUnknown(field=unknown[0], rule=", ".join(DUTIES))
    return {
        service: frozenset(DUTIES[duty][service] for duty in chosen if service in DUTIES[duty]) for service in SERVICES
    }
