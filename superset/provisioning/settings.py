"""The environment that provisioning needs; every missing variable is named."""

from collections.abc import Mapping
from dataclasses import dataclass

from given import given, liaisons

from provisioning.liaisons import uri_variable
from provisioning.problems import MissingSetting

#: Account → the variable that holds its password.
PASSWORD_VARIABLES = {
    "admin": "FARO_SUPERSET_ADMIN_PASSWORD",
    "analista": "FARO_SUPERSET_ANALISTA_PASSWORD",
    "coordinacion": "FARO_SUPERSET_COORDINACION_PASSWORD",
}
#: Each is a database of Superset's.
WAREHOUSE_URIS = tuple(f"FARO_WAREHOUSE_{role}_URI" for role in ("READER", "ANALYST", "QUALITY", "GOVERNANCE"))
_REQUIRED = (
    "FARO_HOME", "FARO_SUPERSET_SECRET_KEY", "FARO_SUPERSET_DATABASE_URI",
    *WAREHOUSE_URIS, "FARO_WAREHOUSE_RECORDER_URI", *PASSWORD_VARIABLES.values(),
)  # fmt: skip


@dataclass(frozen=True)
class Environment:
    """What this run was given."""

    metadata_uri: str
    passwords: Mapping[str, str]
    variables: Mapping[str, str]
    #: Those that have a liaison.
    institutions: tuple[str, ...]


def read_environment() -> Environment:
    variables = {name: given(name) for name in _REQUIRED}
    if missing := next((name for name, value in variables.items() if not value), None):
        raise MissingSetting(setting=missing)
    addresses = liaisons()
    return Environment(
        metadata_uri=variables["FARO_SUPERSET_DATABASE_URI"],
        passwords={account: variables[variable] for account, variable in PASSWORD_VARIABLES.items()},
        variables=variables | {uri_variable(institution): uri for institution, uri in addresses.items()},
        institutions=tuple(addresses),
    )
