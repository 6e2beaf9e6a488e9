"""Passwords and keys, generated at first start into one file that only its owner reads."""

import json
import os
import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet

from faro.settings import settings
from faro.simulation.institutions import api_secret_of, institutions_with, owner_of, reader_of

_WAREHOUSE_ROLES = (
    "faro_loader",
    "faro_resolver",
    "faro_transformer",
    "faro_publisher",
    "faro_analyst",
    "faro_reader",
)
_WORDS = (
    "postgres",
    "airflow_database",
    "superset_database",
    "airflow_jwt",
    "airflow_api_secret",
    "superset_secret",
    "api_signing",
    "airflow_admin",
    "superset_admin",
    "superset_analista",
    "superset_coordinacion",
)


@cache
def database_roles() -> tuple[str, ...]:
    """The database roles whose password has the role's own name: the warehouse's, and two per institution."""
    databases = institutions_with("postgres")
    return (*_WAREHOUSE_ROLES, *(role(name) for name in databases for role in (owner_of, reader_of)))


@cache
def all_secrets() -> Mapping[str, str]:
    """Name → secret. What is missing is generated and kept; what exists is never changed."""
    path = settings().secrets_file
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in (*_words(), "airflow_fernet") if name not in known]
    if missing:
        known |= {name: _new(name) for name in missing}
        _write_private(path, json.dumps(known, indent=2))
    return known


def secret(name: str) -> str:
    """The secret of that name; KeyError for a name nobody declared."""
    return all_secrets()[name]


def _words() -> tuple[str, ...]:
    return (*_WORDS, *database_roles(), *map(api_secret_of, institutions_with("api")))


def _new(name: str) -> str:
    return Fernet.generate_key().decode() if name == "airflow_fernet" else secrets.token_urlsafe(24)


def _write_private(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
