"""Which institutions hand over files by SFTP, and where each one's folders are."""

from functools import cache
from pathlib import Path

import yaml

from faro.settings import PROJECT
from faro.simulation.errors import NoSftpInstitutionError

CONTRACTS = PROJECT / "contracts"

#: Folders an institution sees over SFTP: what it hands out, and what it receives.
OUTBOX, INBOX = "outbox", "inbox"


@cache
def sftp_institutions(contracts: Path = CONTRACTS) -> tuple[str, ...]:
    """The institutions with at least one contract whose server is of type sftp, in alphabetical order."""
    found = {file.parent.name for file in contracts.glob("*/*.odcs.yaml") if _uses_sftp(file)}
    if not found:
        raise NoSftpInstitutionError(path=str(contracts))
    return tuple(sorted(found))


def institution_home(faro_home: Path, institution: str) -> Path:
    """The institution's own place: its folders, its keys, its dataset files."""
    return faro_home / "institutions" / institution


def ensure_folders(faro_home: Path, institution: str) -> Path:
    """The institution's place, with both folders in it."""
    home = institution_home(faro_home, institution)
    for name in (OUTBOX, INBOX):
        (home / name).mkdir(parents=True, exist_ok=True)
    return home


def _uses_sftp(contract: Path) -> bool:
    servers = yaml.safe_load(contract.read_text(encoding="utf-8")).get("servers") or []
    return any(server.get("type") == "sftp" for server in servers)
