"""The dbt project on disk: where it is, where dbt writes, and what dbt last understood of it."""

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from faro.settings import PROJECT, Settings

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

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


def note_parsed(target: Path, fingerprint: str) -> None:
    """dbt's own copy of what it understood, in the target folder, is of this project."""
    _mark(target).write_text(_name(fingerprint))


def parsed(target: Path) -> "Manifest":
    """What dbt understood of the project, from its own copy: a fifth of the time of looking whether that is still so.

    Not by pickle: what dbt 1.11 makes of that finds no source again (its `__reduce_ex__` leaves out a field).
    """
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    with _no_collection():
        manifest: Manifest = Manifest.from_msgpack(_parsed(target).read_bytes(), decoder=extended_mashumuro_decoder)
        manifest.build_flat_graph()  # type: ignore[no-untyped-call]
    return manifest


@contextmanager
def _no_collection() -> Iterator[None]:
    """Python would look through half a million young objects again and again, which takes four times as long."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


def is_understood(settings: Settings, fingerprint: str) -> bool:
    """Whether what dbt understood is there, by this version of dbt and of this project."""
    target = target_folder(settings)
    kept = (target / "manifest.json", _parsed(target), _mark(target))
    return all(each.exists() for each in kept) and _mark(target).read_text() == _name(fingerprint)


def _parsed(target: Path) -> Path:
    return target / "partial_parse.msgpack"


def _mark(target: Path) -> Path:
    return target / "fingerprint"


def _name(fingerprint: str) -> str:
    return f"{fingerprint} dbt-core {version('dbt-core')}"
