"""Superset's environment: its own Python, its configuration and what it may know."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from faro.powers.declaration import liaison_names
from faro.secrets import given_secret, secret
from faro.settings import PROJECT, Settings
from faro.stack.postgres import uri

_FOLDER = PROJECT / "superset"


def python() -> Path:
    return PROJECT / ".venv-superset" / "bin" / "python"


def command() -> list[str]:
    return [str(python().with_name("gunicorn")), "--config", str(_FOLDER / "gunicorn.conf.py")]


def environment(settings: Settings) -> Mapping[str, str]:
    return {
        "SUPERSET_CONFIG_PATH": str(_FOLDER / "superset_config.py"),
        "FARO_SUPERSET_PORT": str(settings.superset_port),
        "FARO_HOME": str(settings.home),
        "FARO_SUPERSET_SECRET_KEY": secret("superset_secret"),
        "FARO_SUPERSET_DATABASE_URI": _sqlalchemy(settings, "superset", "superset", secret("superset_database")),
        "FARO_WAREHOUSE_READER_URI": _sqlalchemy(settings, "faro_reader"),
        "FARO_WAREHOUSE_ANALYST_URI": _sqlalchemy(settings, "faro_analyst"),
        "FARO_WAREHOUSE_QUALITY_URI": _sqlalchemy(settings, "faro_quality"),
        "FARO_WAREHOUSE_GOVERNANCE_URI": _sqlalchemy(settings, "faro_governance"),
        "FARO_WAREHOUSE_RECORDER_URI": _sqlalchemy(settings, "faro_recorder"),
        **_provider(settings),
    }


def _provider(settings: Settings) -> Mapping[str, str]:
    """Who signs people in; nobody but Superset itself where no issuer is set. Raises SecretNotGiven."""
    return {
        "FARO_SUPERSET_URL": settings.superset_address,
        "FARO_OIDC_ISSUER": settings.oidc_issuer,
        "FARO_OIDC_CLIENT_ID": settings.oidc_client_id,
        "FARO_OIDC_NAME": settings.oidc_name,
        "FARO_OIDC_CLIENT_SECRET": given_secret(settings, "oidc_client_secret") if settings.oidc_issuer else "",
    }


def provisioning(settings: Settings) -> tuple[list[str], Mapping[str, str]]:
    """The command that migrates Superset and brings its content to what git says, and its environment."""
    passwords = {
        f"FARO_SUPERSET_{role.upper()}_PASSWORD": secret(f"superset_{role}")
        for role in ("admin", "analista", "coordinacion")
    }
    passwords["FARO_LIAISON_PASSWORDS"] = json.dumps({role: secret(role) for role in liaison_names()})
    command_line = [str(python()), str(_FOLDER / "provision.py")]
    return command_line, {**os.environ, **environment(settings), **passwords}


def _sqlalchemy(settings: Settings, role: str, database: str = "faro", password: str | None = None) -> str:
    return uri(settings, role, database, driver="+psycopg2", password=password)
