"""The dataset file behind the API: JSON lines with t, geo, nat, n; read again whenever it changes."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from faro.simulation.errors import UnreadableDatasetError
from faro.simulation.institutions import institution_home

INSTITUTION, DATASET = "dgme", "border_entries"
FIELDS = ("t", "geo", "nat", "n")

#: The first line of a file with generated data; it is not a row.
SYNTHETIC_MARKER = {"synthetic": True}

Row = dict[str, str | int | None]


@dataclass(frozen=True)
class Edition:
    """One state of the dataset: its rows, the hash of its bytes, and whether it was generated."""

    version: str
    rows: tuple[Row, ...]
    is_synthetic: bool


def dataset_file(faro_home: Path) -> Path:
    """The file the API serves; change it and the API serves the change."""
    return institution_home(faro_home, INSTITUTION) / f"{DATASET}.jsonl"


def as_lines(rows: Iterable[Row], *, is_synthetic: bool) -> bytes:
    """The dataset file's content."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    if is_synthetic:
        lines.insert(0, json.dumps(SYNTHETIC_MARKER))
    return "".join(f"{line}\n" for line in lines).encode()


class BorderEntries:
    """Keeps the edition that the file holds now."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int, int] | None = None
        self._edition: Edition | None = None

    def edition(self) -> Edition | None:
        """The file's rows, or None while nothing has been delivered."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            self._stamp = self._edition = None
            return None
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        if stamp != self._stamp:
            self._edition, self._stamp = _read(self._path), stamp
        return self._edition


def _read(path: Path) -> Edition:
    content = path.read_bytes()
    rows: list[Row] = []
    is_synthetic = False
    for number, line in enumerate(content.splitlines(), start=1):
        if number == 1 and _object(path, number, line) == SYNTHETIC_MARKER:
            is_synthetic = True
        elif line.strip():
            rows.append(_row(path, number, line))
    return Edition(hashlib.sha256(content).hexdigest(), tuple(rows), is_synthetic)


def _object(path: Path, number: int, line: bytes) -> object:
    try:
        return json.loads(line)
    except ValueError as error:
        raise UnreadableDatasetError(path=os.fspath(path), line=number) from error


def _row(path: Path, number: int, line: bytes) -> Row:
    row = _object(path, number, line)
    if not isinstance(row, dict) or set(row) != set(FIELDS):
        raise UnreadableDatasetError(path=os.fspath(path), line=number)
    return row
