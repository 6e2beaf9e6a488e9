"""The file behind one resource of the API: JSON lines, served as they are and read again whenever they change."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faro.simulation.errors import UnreadableDatasetError
from faro.simulation.institutions import institution_home

#: The first line of a file with generated data; it is not a row.
SYNTHETIC_MARKER = {"synthetic": True}

Row = dict[str, Any]


@dataclass(frozen=True)
class Edition:
    """One state of the dataset: its rows, the hash of its bytes, and whether it was generated."""

    version: str
    rows: tuple[Row, ...]
    is_synthetic: bool


def dataset_file(faro_home: Path, institution: str, dataset: str) -> Path:
    """The file the API serves; change it and the API serves the change."""
    return institution_home(faro_home, institution) / f"{dataset}.jsonl"


def as_lines(rows: Iterable[Row], *, is_synthetic: bool) -> bytes:
    """The dataset file's content."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    if is_synthetic:
        lines.insert(0, json.dumps(SYNTHETIC_MARKER))
    return "".join(f"{line}\n" for line in lines).encode()


class DatasetFile:
    """Keeps the edition that the file holds now; every row has at least the given fields."""

    def __init__(self, path: Path, fields: frozenset[str]) -> None:
        self._path, self._fields = path, fields
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
            self._edition, self._stamp = self._read(), stamp
        return self._edition

    def _read(self) -> Edition:
        content = self._path.read_bytes()
        rows: list[Row] = []
        is_synthetic = False
        # Not splitlines(): a text may hold a line separator of Unicode.
        for number, line in enumerate(content.split(b"\n"), start=1):
            if not line.strip():
                continue
            row = self._row(number, line)
            if number == 1 and row == SYNTHETIC_MARKER:
                is_synthetic = True
            else:
                rows.append(self._complete(number, row))
        return Edition(hashlib.sha256(content).hexdigest(), tuple(rows), is_synthetic)

    def _row(self, number: int, line: bytes) -> Row:
        try:
            row = json.loads(line)
        except ValueError as error:
            raise self._unreadable(number) from error
        if not isinstance(row, dict):
            raise self._unreadable(number)
        return row

    def _complete(self, number: int, row: Row) -> Row:
        if not self._fields <= row.keys():
            raise self._unreadable(number)
        return row

    def _unreadable(self, number: int) -> UnreadableDatasetError:
        return UnreadableDatasetError(path=os.fspath(self._path), line=number)
