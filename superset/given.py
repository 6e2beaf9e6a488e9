"""What this installation is given: a variable of the environment, or where secrets are files, what is made of them.

With FARO_SECRETS, a folder with a file per secret, no password stands in the environment: an address is given without
its password, which is put into it here.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import make_url

#: How the warehouse's roles of liaisons begin.
_LIAISON = "faro_liaison_"
#: Variable → the secret that it is, or whose password it lacks.
SECRETS = {
    "FARO_SUPERSET_SECRET_KEY": "superset_secret",
    "FARO_SUPERSET_DATABASE_URI": "superset_database",
    "FARO_WAREHOUSE_READER_URI": "faro_reader",
    "FARO_WAREHOUSE_ANALYST_URI": "faro_analyst",
    "FARO_WAREHOUSE_QUALITY_URI": "faro_quality",
    "FARO_WAREHOUSE_GOVERNANCE_URI": "faro_governance",
    "FARO_WAREHOUSE_RECORDER_URI": "faro_recorder",
    "FARO_SUPERSET_ADMIN_PASSWORD": "superset_admin",
    "FARO_SUPERSET_ANALISTA_PASSWORD": "superset_analista",
    "FARO_SUPERSET_COORDINACION_PASSWORD": "superset_coordinacion",
    "FARO_REDIS_URL": "redis",
    "FARO_OIDC_CLIENT_SECRET": "oidc_client_secret",
}


def given(variable: str) -> str:
    """The variable's value; empty where nothing gives it."""
    stated, folder = os.environ.get(variable, ""), os.environ.get("FARO_SECRETS")
    if not folder or variable not in SECRETS:
        return stated
    secret = _read(Path(folder) / SECRETS[variable])
    if not secret or not variable.endswith(("_URI", "_URL")):
        return secret
    return make_url(stated).set(password=secret).render_as_string(hide_password=False) if stated else ""


def liaisons() -> Mapping[str, str]:
    """Institution → the address of the warehouse as its liaison's; empty where nothing gives their passwords."""
    warehouse = make_url(given("FARO_WAREHOUSE_READER_URI") or "postgresql://")
    return {
        role.removeprefix(_LIAISON): warehouse.set(username=role, password=word).render_as_string(hide_password=False)
        for role, word in sorted(_liaison_passwords().items())
    }


def _liaison_passwords() -> Mapping[str, str]:
    if folder := os.environ.get("FARO_SECRETS"):
        return {path.name: _read(path) for path in Path(folder, "liaisons").glob(f"{_LIAISON}*")}
    stated: dict[str, str] = json.loads(os.environ.get("FARO_LIAISON_PASSWORDS", "{}"))
    return stated


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""
