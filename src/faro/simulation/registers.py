"""The synthetic country's records, put where each contract says that its institution hands them out."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Protocol

import polars as pl

from faro.contracts import Contract
from faro.simulation.databases import fill_table, open_database, visible
from faro.simulation.dataset_file import as_lines, dataset_file
from faro.simulation.defects import Planted
from faro.simulation.delivered import Delivered
from faro.simulation.files import covered_until, put_files
from faro.simulation.formats import Sheet
from faro.simulation.formats.json_lines import objects
from faro.simulation.institutions import institution_home
from faro.simulation.outbox import write_changed
from faro.simulation.received import SEED, Row, headers, newest, planted_of, received

#: Institution → its database, as its owner reaches it.
DatabaseUri = Callable[[str], str]


class Registry(Protocol):
    """Who knows every record of a dataset: the country, or a test."""

    def records(self, dataset_id: str) -> pl.DataFrame: ...


class Deliveries:
    """One run: fills the sources of the given contracts with what was known on the last day."""

    def __init__(self, faro_home: Path, database_uri: DatabaseUri, last_day: date, seed: str = SEED) -> None:
        self._home, self._database_uri, self._last_day, self._seed = faro_home, database_uri, last_day, seed
        self.planted: list[Planted] = []

    def fill(self, registry: Registry, contracts: Iterable[Contract]) -> list[Delivered]:
        ways = {"sftp": self._files, "api": self._resource, "postgres": self._table}
        done = []
        for contract in contracts:
            records = registry.records(contract.id)
            rows = received(contract, records, self._seed)
            done.append(ways[contract.transport](contract, headers(contract, records), rows))
        return done

    def _files(self, contract: Contract, names: dict[str, str], rows: list[Row]) -> Delivered:
        known = [row for row in rows if row.known_on <= self._last_day]
        until = min(self._last_day, max((row.known_on for row in known), default=date.min))
        written, about_files = put_files(self._home, contract, names, known, until)
        covered = covered_until(institution_home(self._home, contract.institution), contract) or date.min
        handed_out = [row for row in known if row.known_on <= covered]
        self.planted += [*planted_of(handed_out), *about_files]
        what = ", ".join(written) or contract.server.location or ""
        return _delivered(contract, what, handed_out, is_new=bool(written))

    def _resource(self, contract: Contract, names: dict[str, str], rows: list[Row]) -> Delivered:
        current = newest(row for row in rows if row.known_on <= self._last_day)
        lines = [[row.cells[name] for name in names] for row in current for _ in range(row.times)]
        sheet = Sheet(contract.dataset, tuple(names.values()), lines)
        target = dataset_file(self._home, contract.institution, contract.dataset)
        is_new = write_changed(target, as_lines(objects(sheet), is_synthetic=True))
        self.planted += planted_of(current)
        return _delivered(contract, target.name, current, is_new=is_new)

    def _table(self, contract: Contract, names: dict[str, str], rows: list[Row]) -> Delivered:
        current = visible(rows, self._last_day)
        with open_database(self._database_uri(contract.institution), contract.institution) as connection:
            is_new = fill_table(connection, contract, names, current)
        self.planted += planted_of(current)
        return _delivered(contract, contract.source_table, current, is_new=is_new)


def _delivered(contract: Contract, what: str, rows: list[Row], *, is_new: bool) -> Delivered:
    count = sum(row.times for row in rows)
    return Delivered(contract.institution, contract.dataset, what, count, is_synthetic=True, is_new=is_new)
