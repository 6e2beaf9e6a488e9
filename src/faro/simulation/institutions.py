"""Which institutions use which door, and the names of what each has there: folders, database, roles, API account."""

from functools import cache
from pathlib import Path

import yaml

from faro.settings import PROJECT
from faro.simulation.errors import NoSftpInstitutionError

CONTRACTS = PROJECT / "contracts"

#: Folders of an institution: what it hands out, and what it receives.
OUTBOX, INBOX = "outbox", "inbox"


@cache
def datasets_with(transport: str, contracts: Path = CONTRACTS) -> tuple[tuple[str, str], ...]:
    """Institution and dataset of the contracts whose server is of that type, in alphabetical order.

    Only that is read of a contract: one that is invalid otherwise must not keep the stack from starting.
    """
    files = sorted(contracts.glob("*/*.odcs.yaml"))
    return tuple((file.parent.name, file.name.split(".")[0]) for file in files if transport in _transports(file))


def institutions_with(transport: str, contracts: Path = CONTRACTS) -> tuple[str, ...]:
    """The institutions with at least one such contract."""
    return tuple(dict.fromkeys(institution for institution, _ in datasets_with(transport, contracts)))


def sftp_institutions(contracts: Path = CONTRACTS) -> tuple[str, ...]:
    """The institutions that hand over files; there is at least one."""
    if not (found := institutions_with("sftp", contracts)):
        raise NoSftpInstitutionError(path=str(contracts))
    return found


def institution_home(faro_home: Path, institution: str) -> Path:
    """The institution's own place: its folders, its keys, its dataset files."""
    return faro_home / "institutions" / institution


def ensure_folders(faro_home: Path, institution: str) -> Path:
    """The institution's place, with both folders in it."""
    home = institution_home(faro_home, institution)
    for name in (OUTBOX, INBOX):
        (home / name).mkdir(parents=True, exist_ok=True)
    return home


def database_of(institution: str) -> str:
    return f"institution_{institution}"


def owner_of(institution: str) -> str:
    """The role that owns the institution's database."""
    return f"{institution}_owner"


def reader_of(institution: str) -> str:
    """The role with which Faro reads there."""
    return f"{institution}_reader"


def api_secret_of(institution: str) -> str:
    """The name of the secret of the institution's API client, whose id is the institution's own."""
    return f"{institution}_api"


@cache
def _transports(contract: Path) -> frozenset[str]:
    try:
        document = yaml.load(contract.read_bytes(), Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return frozenset()
    servers = document.get("servers") if isinstance(document, dict) else None
    return frozenset(str(server.get("type")) for server in servers or [] if isinstance(server, dict))
