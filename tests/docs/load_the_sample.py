"""Loads the guide's sample with a copy of the project, as the ingest and transform DAGs would; prints what came of it.

A program of its own: it imports `faro` from the copy, whose contracts have the institution that the guide adds.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import running_dbt  # noqa: F401  dbt is in the memory of the process that forks it
from private_warehouse import Warehouse, private_warehouse
from record_tokens import numbers

from faro import loading
from faro.contracts import Contract, find_contract
from faro.sources import Offer
from faro.transformation import PROJECT_FOLDER, build, next_work

ENROLMENTS = ["MAT-001", "MAT-002", "MAT-003"]


class Folder:
    """A source of one file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @contextmanager
    def open(self, _contract: Contract, _version: str | None) -> Iterator["Folder"]:
        yield self

    def offers(self) -> list[Offer]:
        return [Offer("cursos_2026_01.csv", "1")]

    def fetch(self, _offer: Offer, into: BinaryIO) -> None:
        into.write(self._file.read_bytes())


def run(warehouse: Warehouse, sample: Path) -> dict[str, object]:
    contract, uri = find_contract("ina", "courses"), warehouse.uri("faro_loader")
    (delivery,) = loading.receive(warehouse.settings, uri, contract, Folder(sample).open)
    load = loading.load(warehouse.settings, uri, delivery)
    transformer = warehouse.uri("faro_transformer")
    work = next_work(warehouse.settings, transformer)
    build(warehouse.settings, transformer, work, ("reference", "staging"))
    called = dict(zip(numbers(warehouse.settings, contract, ENROLMENTS), ENROLMENTS, strict=True))
    rows = warehouse.rows(
        "select enrolment_number, hours from staging.stg_ina__courses order by hours", "faro_transformer"
    )
    return {
        "project": str(PROJECT_FOLDER),
        "load": [load.state, load.delivered, load.accepted, load.quarantined],
        "held": warehouse.rows("select row_number, reasons -> 0 ->> 'rule' from quarantine.row"),
        "staging": [(called[number], hours) for number, hours in rows],
        "documents": warehouse.rows("select document_number from staging.stg_ina__courses order by hours"),
    }


if __name__ == "__main__":
    home, port, sample = sys.argv[1:]
    with private_warehouse(Path(home), int(port)) as running:
        result = run(running, Path(sample))
    Path(home).with_suffix(".json").write_text(json.dumps(result))
