"""Passwords and keys: generated at first start into one file that only its owner reads, or given as a file for each."""

import json
import os
import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import ClassVar

from faro.errors import ConfigurationError, Sentences
from faro.locking import exclusively
from faro.powers.declaration import liaison_of, role_names
from faro.settings import Settings, settings
from faro.simulation.institutions import api_secret_of, institutions_with, owner_of, reader_of

_OF_INSTITUTIONS, _OF_LIAISONS = "institutions", "liaisons"
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
    "redis",
    "institutions_postgres",
)
#: Of accounts that only the demo of one machine has.
_OF_THE_DEMO = ("airflow_custodia", "airflow_aprobacion")
#: Made by whoever runs what a setting names, never here.
GIVEN = {
    "originals_key_id": "FARO_ORIGINALS",
    "originals_secret_key": "FARO_ORIGINALS",
    "oidc_client_secret": "FARO_OIDC_ISSUER",
}


class SecretMissing(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Falta el secreto {path}, o está vacío.\n"
        "  Genere los que faltan con «docker compose run --rm secrets» y declare en el servicio el que necesita.",
        "en": "Secret {path} is missing or empty.\n"
        "  Generate those missing with `docker compose run --rm secrets` and declare in the service what it needs.",
    }


class SecretNotGiven(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Falta el secreto {field}, que da quien administra lo que dice {setting}.\n"
        "  Escríbalo en {path} con ese nombre, o deje {setting} vacío.",
        "en": "Secret {field} is missing: it is given by whoever runs what {setting} names.\n"
        "  Write it in {path} under that name, or leave {setting} empty.",
    }


@cache
def _institution_words() -> tuple[str, ...]:
    """Owner and reader of each institution's database, and the client of each API."""
    databases, interfaces = institutions_with("postgres"), institutions_with("api")
    return (*(role(name) for name in databases for role in (owner_of, reader_of)), *map(api_secret_of, interfaces))


@cache
def all_secrets() -> Mapping[str, str]:
    """Name → secret. What is missing is generated and kept; what exists is never changed."""
    path = settings().secrets_file
    path.parent.mkdir(parents=True, exist_ok=True)
    with exclusively(path.parent):
        known = _kept()
        if missing := [name for name in (*declared(), *_OF_THE_DEMO) if name not in known]:
            known |= {name: _new(name) for name in missing}
            _write(path, json.dumps(known, indent=2), 0o600)
    return known


def secret(name: str) -> str:
    """The secret of that name. Raises SecretMissing where each has a file and this one is not there or empty."""
    if (folder := settings().secrets) is not None:
        return _given(_place(folder, name))
    known = _kept()  # what is there is not compared with all that is declared, for which every contract is read
    return known[name] if name in known else all_secrets()[name]


def given_secret(settings: Settings, name: str) -> str:
    """One of GIVEN: a file of the folder of secrets, or a key in their file. Raises SecretNotGiven."""
    path = settings.secrets_file
    content = _read(path / name) if settings.secrets else json.loads(_read(path) or "{}").get(name, "").strip()
    if not content:
        raise SecretNotGiven(field=name, path=str(path), setting=GIVEN[name])
    return str(content)


def write_files(folder: Path) -> list[str]:
    """A file for each secret that has none yet; the names of those made. What is there is never changed.

    Those that somebody else gives have an empty file, to be filled in.
    The folder is closed to others. A file in it is not: a container that is given one reads it as whoever it runs as.
    """
    for part in (_OF_INSTITUTIONS, _OF_LIAISONS):
        (folder / part).mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    missing = [name for name in declared() if not _place(folder, name).exists()]
    for name in missing:
        _write(_place(folder, name), _new(name), 0o444)
    for name in GIVEN:
        (folder / name).touch(mode=0o644)
    return missing


def declared() -> tuple[str, ...]:
    """The name of every secret, but those of the demo's own accounts."""
    return (*_words(), "airflow_fernet")


def _kept() -> dict[str, str]:
    path = settings().secrets_file
    return json.loads(path.read_text()) if path.exists() else {}


def _place(folder: Path, name: str) -> Path:
    """Those of institutions are together: whoever reaches them is given them all, however many there are."""
    if name.startswith(liaison_of("")):
        return folder / _OF_LIAISONS / name
    return folder / _OF_INSTITUTIONS / name if name in _institution_words() else folder / name


def _given(path: Path) -> str:
    if not (content := _read(path)):
        raise SecretMissing(path=str(path))
    return content


def _read(path: Path) -> str:
    """Empty where nothing can be read."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _words() -> tuple[str, ...]:
    return (*_WORDS, *role_names(), *_institution_words())  # a role's password has its own name


def _new(name: str) -> str:
    if name != "airflow_fernet":
        return secrets.token_urlsafe(24)
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def _write(path: Path, content: str, mode: int) -> None:
    temporary = path.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
