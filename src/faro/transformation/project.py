"""The dbt project on disk: where it is, where dbt writes, and whether it is the one that dbt last understood."""

import hashlib
from pathlib import Path

from faro.settings import PROJECT, Settings

PROJECT_FOLDER = PROJECT / "dbt_project"
#: Says who reads the star schema; nothing is built from it.
EXPOSURES = PROJECT_FOLDER / "models" / "exposures.yml"
_READ_BY_DBT = {".sql", ".yml", ".csv", ".md"}


def target_folder(settings: Settings) -> Path:
    """Where dbt keeps what it understood and what it did."""
    return settings.home / "dbt" / "target"


def log_folder(settings: Settings) -> Path:
    return settings.logs / "dbt"


def project_fingerprint(*, with_exposures: bool = False) -> str:
    """Changes when any file that dbt builds from changes."""
    digest = hashlib.sha256()
    for path in sorted(PROJECT_FOLDER.rglob("*")):
        if path.is_file() and path.suffix in _READ_BY_DBT and "target" not in path.parts:
            if path == EXPOSURES and not with_exposures:
                continue
            digest.update(str(path.relative_to(PROJECT_FOLDER)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def note_understood(settings: Settings, fingerprint: str) -> None:
    """dbt's manifest in the target folder is of this project."""
    _mark(settings).write_text(fingerprint)


def is_understood(settings: Settings, fingerprint: str) -> bool:
    """Whether the manifest in the target folder is there, and of this project."""
    mark = _mark(settings)
    return (target_folder(settings) / "manifest.json").exists() and mark.exists() and mark.read_text() == fingerprint


def _mark(settings: Settings) -> Path:
    return target_folder(settings) / "fingerprint"
