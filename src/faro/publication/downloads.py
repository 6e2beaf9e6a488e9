"""The downloads of the start page's site: a folder for each release that stands, as the ledger has it."""

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg import IsolationLevel
from psycopg.rows import dict_row

from faro.locking import exclusively
from faro.publication.calendar import today
from faro.publication.downloads_page import FOLDER, OfferedFile, Release, downloads_page, write_page
from faro.publication.ledger import transaction
from faro.publication.room import room_in
from faro.releases.policy import DisclosurePolicy, disclosure_policy

_RELEASES = """
    select release_id as number, edition, published_at, is_demonstration, reason, withdrawn_at
    from publication.release
    inner join publication.proposal using (proposal_id)
    left join publication.withdrawal using (release_id)
    order by number desc
"""
_FILES = """
    select name, sha256, octet_length(content)
    from publication.release
    inner join publication.file using (proposal_id)
    where release_id = %s and is_public
"""
_CONTENT = """
    select name, content
    from publication.release
    inner join publication.file using (proposal_id)
    where release_id = %s and is_public
"""
#: A name in a folder, and never a way to another.
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*(\.[a-z0-9]+)+")
#: How a folder is called that is being filled or emptied; what a killed process left is removed.
_UNFINISHED = ".unfinished-"


def place(uri: str, site: Path, policy: DisclosurePolicy | None = None) -> None:
    """Bring the downloads and their page to what the ledger says; `policy` is the one in force where none is given.

    Raises FolderFull and WarehouseFull, and ValueError where the name of a file is none.
    """
    is_open = (policy or disclosure_policy()).downloads == "open"
    folder = site / FOLDER
    with room_in(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with exclusively(folder), _clearing(folder), transaction(uri) as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            releases = _releases(connection, is_open)
            offered = {str(release.number): release for release in releases if release.files}
            _remove_others(folder, offered.keys() | {"index.html"})
            for name, release in offered.items():
                if not _holds(folder / name, release.files):
                    _fill(folder / name, dict(connection.execute(_CONTENT, [release.number]).fetchall()))
            write_page(site, downloads_page(releases, today(), is_open))


@contextmanager
def _clearing(folder: Path) -> Iterator[None]:
    """What does not fit takes no room from others either."""
    try:
        yield
    except OSError:
        for unfinished in folder.glob(f"{_UNFINISHED}*"):
            _remove(unfinished)
        raise


def _releases(connection: psycopg.Connection, is_open: bool) -> list[Release]:
    """Newest first. Files are of those that are offered only."""
    rows = connection.cursor(row_factory=dict_row).execute(_RELEASES).fetchall()
    offered = {row["number"] for row in rows if is_open and row["reason"] is None}
    return [Release(**row, files=_files(connection, row["number"]) if row["number"] in offered else ()) for row in rows]


def _files(connection: psycopg.Connection, number: int) -> tuple[OfferedFile, ...]:
    files = tuple(OfferedFile(*row) for row in connection.execute(_FILES, [number]))
    for file in files:
        if not _NAME.fullmatch(file.name):
            raise ValueError(f"release {number}: {file.name!r} is no name of a file")
    return files


def _holds(folder: Path, files: Iterable[OfferedFile]) -> bool:
    """Whether all files are there, with their content, and nothing else."""
    if not folder.is_dir():
        return False
    found = {path.name: sha256(path.read_bytes()).hexdigest() if path.is_file() else "" for path in folder.iterdir()}
    return found == {file.name: file.sha256 for file in files}


def _fill(folder: Path, contents: Mapping[str, bytes]) -> None:
    """All files at once, or none: beside its place first, and on the disk."""
    beside = folder.with_name(_UNFINISHED + folder.name)
    beside.mkdir()
    for name, content in contents.items():
        with (beside / name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    _make_lasting(beside)
    if folder.exists():
        _remove(folder)
    beside.rename(folder)
    _make_lasting(folder.parent)


def _remove_others(folder: Path, kept: Iterable[str]) -> None:
    for path in sorted(folder.iterdir()):
        if path.name not in kept:
            _remove(path)


def _remove(path: Path) -> None:
    """All of it at once: what is half removed has no longer the name by which it is offered."""
    if not path.is_dir() or path.is_symlink():
        path.unlink()
        return
    leaving = path
    if not path.name.startswith(_UNFINISHED):
        leaving = path.rename(path.with_name(f"{_UNFINISHED}removed-{path.name}"))
    shutil.rmtree(leaving)


def _make_lasting(folder: Path) -> None:
    """A name in a folder survives a power cut only once the folder itself is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
