"""A private warehouse that holds given rows in force, with who each is about, and the marts that dbt makes of them."""

import polars as pl
import psycopg
from private_warehouse import Warehouse
from psycopg.sql import SQL, Identifier
from recomputation.reading import Frames, registers
from running_dbt import MODELS_ONLY, run_dbt

from faro.contracts import Contract


def fill(warehouse: Warehouse, frames: Frames, persons: pl.DataFrame) -> None:
    """One load per register, as if everything had been accepted; each record about its person."""
    with warehouse.connect() as connection, connection.transaction():
        for load_id, contract in enumerate(registers(), start=1):
            rows = frames[contract.id].drop("_load_id", "_row_number", strict=False)
            rows = rows.with_row_index("_row_number", offset=1)
            _write_ledger(connection, load_id, contract, len(rows))
            _write_rows(connection, load_id, contract, rows)
            if contract.person:
                _write_persons(connection, load_id, contract, rows, persons)


def build_marts(warehouse: Warehouse) -> None:
    """The models behind the indicators, without their tests; the code lists are there."""
    run_dbt(warehouse, "build", "--full-refresh", *MODELS_ONLY, "--select", "+indicator_value")


def _write_ledger(connection: psycopg.Connection, load_id: int, contract: Contract, rows: int) -> None:
    who = (contract.institution, contract.dataset)
    connection.execute(
        "insert into ops.delivery (delivery_id, institution, dataset, source_name, source_version, sha256, bytes,"
        " route, outcome) overriding system value values (%s, %s, %s, 'all', '1', %s, 1, 'test', 'new')",
        [load_id, *who, _sha256(load_id)],
    )
    connection.execute(
        "insert into ops.load (load_id, institution, dataset, sha256, state, contract_version, delivered, accepted,"
        " quarantined) values (%s, %s, %s, %s, 'loaded', '1', %s, %s, 0)",
        [load_id, *who, _sha256(load_id), rows, rows],
    )


def _write_rows(connection: psycopg.Connection, load_id: int, contract: Contract, rows: pl.DataFrame) -> None:
    table = Identifier(f"raw_{contract.institution}", contract.dataset)
    kept = [each.name for each in contract.raw_columns if each.name in rows.columns]
    ours = rows.select("_row_number", *kept, _load_id=pl.lit(load_id), _sha256=pl.lit(_sha256(load_id)))
    _copy(connection, table, ours)


def _write_persons(
    connection: psycopg.Connection, load_id: int, contract: Contract, rows: pl.DataFrame, persons: pl.DataFrame
) -> None:
    of_dataset = persons.filter(pl.col("dataset") == contract.id).select("record_key", person_key="person")
    found = rows.select("_row_number", record_key=contract.key[0]).join(of_dataset, on="record_key")
    ours = found.select("person_key", load_id=pl.lit(load_id), row_number="_row_number")
    _copy(connection, Identifier("identity", "person"), ours)


def _copy(connection: psycopg.Connection, table: Identifier, rows: pl.DataFrame) -> None:
    columns = SQL(", ").join(map(Identifier, rows.columns))
    with connection.cursor().copy(SQL("copy {} ({}) from stdin (format csv)").format(table, columns)) as copy:
        copy.write(rows.write_csv(include_header=False).encode())


def _sha256(load_id: int) -> str:
    return f"{load_id:064}"
