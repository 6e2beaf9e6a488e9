"""Rows about invented people, protected with the project's own tokens and encodings, and put into a warehouse."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
from private_warehouse import Warehouse

from faro import linkage
from faro.identity.blocks import blocks_of, documents_near
from faro.identity.encoding import encode
from faro.identity.keys import Key, KeyRing
from faro.identity.observing import listed_tokens
from faro.identity.tokens import token, tokens
from faro.linkage.observations import COLUMNS, Observations, observations

RING = KeyRing((Key("k1", b"a key of these tests, and of nothing else"),))
LINKAGE = Path(linkage.__file__).parents[1] / "warehouse" / "linkage.sql"


@dataclass(frozen=True)
class Row:
    """What a clerk wrote about somebody; `record` is institution/dataset/number."""

    record: str
    given: str | None = "ANA LUCIA"
    surnames: str | None = "MORA SOLANO"
    birth: str | None = "1990-05-17"
    document: str | None = None
    kind: str | None = "cedula"
    phone: str | None = None
    places: tuple[str, ...] = ("province san jose", "canton desamparados")
    sex: str | None = "woman"
    nationality: str | None = "CRI"
    full_name: str | None = None
    version: str | None = None
    withdrawn: bool = False

    @property
    def names(self) -> str | None:
        return self.full_name or " ".join(each for each in (self.given, self.surnames) if each) or None


@dataclass
class Deliveries:
    """A warehouse with the linkage's tables, into which rows are delivered as loads."""

    warehouse: Warehouse
    relation: str = "keyedChanges"
    numbers: Iterable[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        with self.warehouse.connect() as connection:
            connection.execute(LINKAGE.read_text())

    def deliver(self, rows: Sequence[Row]) -> int:
        """A load per dataset; the number of the last one."""
        number = 0
        for dataset, own in itertools.groupby(sorted(rows, key=_dataset), key=_dataset):
            number = next(iter(self.numbers))
            with self.warehouse.connect() as connection, connection.transaction():
                write_ledger(connection, number, dataset, self.relation)
                write_observations(connection, number, protected(list(own)))
        return number

    def withdraw(self, load_id: int) -> None:
        with self.warehouse.connect() as connection:
            connection.execute(
                "insert into ops.change (kind, load_id, row_count, reason) values ('withdrawal', %s, 1, 'test')",
                [load_id],
            )

    def resolve(self, **how: Any) -> linkage.Resolution | None:
        return linkage.resolve(self.warehouse.uri("faro_resolver"), person_token, **how)

    def persons(self) -> dict[str, str]:
        """Record → person key."""
        from faro.linkage.quality import found_persons

        with self.warehouse.connect("faro_resolver") as connection:
            return found_persons(connection)

    def groups(self) -> set[frozenset[str]]:
        """Records of one person together, by their numbers alone."""
        found: dict[str, set[str]] = {}
        for record, key in self.persons().items():
            found.setdefault(key, set()).add(record.split("/", 2)[2])
        return {frozenset(each) for each in found.values()}


def person_token(record: str) -> str:
    return token(RING, "person", record)


def in_memory(rows: Sequence[Row]) -> Observations:
    cells = protected(rows)
    return observations([[1, number, *(each[name] for name in COLUMNS[2:])] for number, each in enumerate(cells)])


def protected(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows as identity.observation holds them, without load and row number: as the door makes them of these facts."""
    facts = pl.DataFrame([_facts(row) for row in rows], schema=_FACTS)
    birth = facts["birth"]
    columns = [
        *(tokens(RING, "birth", birth.dt.to_string(form).alias(f"birth_{part}")) for part, form in _PARTS_OF_BIRTH),
        ((birth.dt.month() == 1) & (birth.dt.day() == 1)).alias("birth_is_first_of_january"),
        *(encode(RING, part, facts[part]) for part in ("given", "surnames", "names")),  # type: ignore[arg-type]
        tokens(RING, "document", facts["document"]),
        facts["document_kind"],
        listed_tokens(RING, "document", documents_near(facts)),
        tokens(RING, "phone", facts["phone"]),
        listed_tokens(RING, "place", facts["places"]),
        listed_tokens(RING, "block", _blocks(facts)),
        facts["sex"],
        facts["nationality"],
    ]
    return [_record(row) | cells for row, cells in zip(rows, pl.DataFrame(columns).to_dicts(), strict=True)]


_TEXT = pl.String()
_FACTS = {
    "document": _TEXT, "document_kind": _TEXT, "given": _TEXT, "first_surname": _TEXT, "second_surname": _TEXT,
    "surnames": _TEXT, "names": _TEXT, "birth": pl.Date(), "phone": _TEXT, "places": pl.List(pl.String), "sex": _TEXT,
    "nationality": _TEXT,
}  # fmt: skip
_PARTS_OF_BIRTH = (("year", "%Y"), ("month", "%m"), ("day", "%d"))


def _record(row: Row) -> dict[str, Any]:
    institution, dataset, record_key = row.record.split("/", 2)
    return {
        "institution": institution, "dataset": dataset, "role": "victim", "record_key": record_key,
        "erasure": record_key, "version": row.version, "withdrawn": row.withdrawn, "key_id": "k1",
    }  # fmt: skip


def _facts(row: Row) -> dict[str, Any]:
    first, _, second = (row.surnames or "").lower().partition(" ")
    lower = {name: (getattr(row, name) or "").lower() or None for name in ("given", "surnames", "names")}
    return lower | {
        "document": row.document, "document_kind": row.kind if row.document else None, "first_surname": first or None,
        "second_surname": second or None, "birth": date.fromisoformat(row.birth) if row.birth else None,
        "phone": row.phone, "places": list(row.places), "sex": row.sex, "nationality": row.nationality,
    }  # fmt: skip


def _blocks(facts: pl.DataFrame) -> pl.Series:
    near = [[f"document|{text}" for text in each or []] for each in documents_near(facts).to_list()]
    united = [[*own, *numbers] for own, numbers in zip(blocks_of(facts).to_list(), near, strict=True)]
    return pl.Series("blocks", united, dtype=pl.List(pl.String))


def _dataset(row: Row) -> list[str]:
    return row.record.split("/", 2)[:2]


def write_ledger(connection: psycopg.Connection, load_id: int, of: Sequence[str], relation: str) -> None:
    institution, dataset = of
    connection.execute(
        "insert into ops.dataset values (%s, %s, '', '', 'sftp', %s, 1, '1') on conflict do nothing",
        [institution, dataset, relation],
    )
    connection.execute(
        "insert into ops.delivery (delivery_id, institution, dataset, source_name, source_version, sha256, bytes,"
        " route, outcome) overriding system value values (%s, %s, %s, '', '1', %s, 1, 'sftp', 'new')",
        [load_id, institution, dataset, str(load_id)],
    )
    connection.execute(
        "insert into ops.load (load_id, institution, dataset, sha256, state, contract_version, delivered, accepted,"
        " quarantined) values (%s, %s, %s, %s, 'loaded', '1', 0, 0, 0)",
        [load_id, institution, dataset, str(load_id)],
    )


def write_observations(connection: psycopg.Connection, load_id: int, cells: Sequence[dict[str, Any]]) -> None:
    columns = list(cells[0])
    with connection.cursor() as cursor:
        with cursor.copy(f"copy identity.observation (load_id, row_number, {', '.join(columns)}) from stdin") as copy:
            for number, cell in enumerate(cells):
                copy.write_row([load_id, number, *cell.values()])
        with cursor.copy("copy identity.block (token, load_id, row_number) from stdin") as copy:
            for number, cell in enumerate(cells):
                for each in cell["blocks"]:
                    copy.write_row([each, load_id, number])
