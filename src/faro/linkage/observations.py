"""Observations as columns of numbers: equal tokens have equal numbers, unknown is -1, encodings are bits in bytes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg.sql import SQL, Composed, Identifier

Numbers = NDArray[np.int64]
Bits = NDArray[np.uint8]

#: What linkage reads of identity.observation, in this order.
COLUMNS = (
    "load_id", "row_number", "institution", "dataset", "record_key", "document", "document_kind", "document_near",
    "given", "surnames", "names", "birth_year", "birth_month", "birth_day", "birth_is_first_of_january", "phone",
    "places", "sex", "nationality",
)  # fmt: skip


@dataclass(frozen=True)
class Encodings:
    """Keyed encodings of one kind of name; the rows of `bits` without one are zero."""

    bits: Bits
    size: Numbers

    @property
    def is_known(self) -> NDArray[np.bool_]:
        return self.size > 0


@dataclass(frozen=True)
class Observations:
    """As many rows in every column; `ids` are (load, row number), `records` institution/dataset/record."""

    ids: Numbers
    records: list[str]
    document: Numbers
    document_kind: Numbers
    document_near: Numbers
    given: Encodings
    surnames: Encodings
    names: Encodings
    birth_year: Numbers
    birth_month: Numbers
    birth_day: Numbers
    is_first_of_january: NDArray[np.bool_]
    phone: Numbers
    places: Numbers
    sex: Numbers
    nationality: Numbers

    def __len__(self) -> int:
        return len(self.records)


def columns_of(alias: str) -> Composed:
    """COLUMNS as a query selects them."""
    return SQL(", ").join(Identifier(alias, name) for name in COLUMNS)


def record(institution: str, dataset: str, record_key: str) -> str:
    """How a record is called across corrections of it."""
    return f"{institution}/{dataset}/{record_key}"


def observations(rows: Iterable[Sequence[Any]]) -> Observations:
    """Rows of COLUMNS."""
    cells: dict[str, Sequence[Any]] = dict.fromkeys(COLUMNS, ())
    cells |= dict(zip(COLUMNS, zip(*rows, strict=True), strict=False))
    number = _numbering()

    def numbers(name: str) -> Numbers:
        return np.fromiter(map(number, cells[name]), np.int64, len(cells[name]))

    return Observations(
        ids=np.array([cells["load_id"], cells["row_number"]], np.int64).reshape(2, -1).T.copy(),
        records=list(map(record, cells["institution"], cells["dataset"], cells["record_key"])),
        document=numbers("document"),
        document_kind=numbers("document_kind"),
        document_near=_sets(cells["document_near"], number),
        given=_encodings(cells["given"]),
        surnames=_encodings(cells["surnames"]),
        names=_encodings(cells["names"]),
        birth_year=numbers("birth_year"),
        birth_month=numbers("birth_month"),
        birth_day=numbers("birth_day"),
        is_first_of_january=np.array([bool(each) for each in cells["birth_is_first_of_january"]], bool),
        phone=numbers("phone"),
        places=_sets(cells["places"], number),
        sex=numbers("sex"),
        nationality=numbers("nationality"),
    )


def _numbering() -> Callable[[str | None], int]:
    known: defaultdict[str | None, int] = defaultdict(count().__next__, {None: -1})
    return known.__getitem__


def _sets(cells: Sequence[Sequence[str] | None], number: Callable[[str | None], int]) -> Numbers:
    """A row per set, filled up with -1."""
    width = max((len(set(each or ())) for each in cells), default=0)
    found = np.full((len(cells), max(width, 1)), -1, np.int64)
    for row, each in enumerate(cells):
        members = [number(token) for token in set(each or ())]
        found[row, : len(members)] = members
    return found


def _encodings(cells: Sequence[bytes | None]) -> Encodings:
    length = max((len(each) for each in cells if each), default=8)
    joined = b"".join(bytes(each) if each else bytes(length) for each in cells)
    bits = np.frombuffer(joined, np.uint8).reshape(len(cells), length)
    return Encodings(bits, np.bitwise_count(bits).sum(axis=1, dtype=np.int64))
