"""History told again: a country's sources filled day by day or at once, and a warehouse that is fed from them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import psycopg
from private_warehouse import Warehouse
from psycopg.sql import SQL, Identifier
from running_dbt import MODELS_ONLY, run_dbt

from faro import loading
from faro.contracts import Contract
from faro.identity.person import person_token
from faro.linkage import resolve
from faro.loading.steps import OpenSource
from faro.simulation.country import Country
from faro.simulation.dataset_file import dataset_file
from faro.simulation.habits import file_path
from faro.simulation.institutions import institution_home, owner_of, reader_of
from faro.simulation.registers import Deliveries
from faro.sources import Offer, Source
from faro.sources.database import DatabaseSource
from faro.stack import postgres

#: Which delivery brought a row, and the keys that are made of that: everything else has to be the same.
_OF_THE_DELIVERY = [
    "load_id", "row_number", "_load_id", "_row_number", "_sha256", "record_id",
    "person_record_key", "accreditation_key", "referral_key", "exploitation_episode_key", "service_record_key",
]  # fmt: skip
#: What tells of deliveries and of when they came is another at each telling.
_ABOUT_DELIVERIES = ["core.fct_delivery", "exact.hist_accreditation", "exact.hist_case", "marts.i38_system"]
#: Another in each warehouse.
_SECRET = "exact.analysis_key"


@dataclass(frozen=True)
class Handed:
    """What a source handed over at one visit."""

    contract: Contract
    offer: Offer
    content: bytes


@dataclass(frozen=True)
class Contents:
    """A source that has exactly this."""

    by_offer: Mapping[Offer, bytes]

    def offers(self) -> Iterable[Offer]:
        return self.by_offer

    def fetch(self, offer: Offer, into: BinaryIO) -> None:
        into.write(self.by_offer[offer])


class Institutions:
    """The outboxes, resources and databases of one telling."""

    def __init__(self, warehouse: Warehouse, home: Path) -> None:
        self._settings, self._home, self._databases = warehouse.settings, home, set[str]()

    def learn(self, country: Country, day: date, contracts: Iterable[Contract]) -> None:
        """They know what happened up to that day."""
        Deliveries(self._home, self._owner, day).fill(country.at(day), contracts)

    @contextmanager
    def open(self, contract: Contract, loaded_version: str | None) -> Iterator[Source]:
        if contract.transport == "postgres":
            with psycopg.connect(self._uri(contract.institution, reader_of(contract.institution))) as connection:
                yield DatabaseSource(contract, connection, loaded_version)
        else:
            paths = [path for path in self._paths(contract) if path.exists()]
            yield Contents({_offer(path): path.read_bytes() for path in paths})

    def _paths(self, contract: Contract) -> list[Path]:
        if contract.transport == "api":
            return [dataset_file(self._home, contract.institution, contract.dataset)]
        return sorted(institution_home(self._home, contract.institution).glob(str(file_path(contract, "*"))))

    def _owner(self, institution: str) -> str:
        if institution not in self._databases:
            self._databases.add(institution)
            with psycopg.connect(postgres.uri(self._settings, "postgres", "postgres"), autocommit=True) as connection:
                names = Identifier(self._database(institution)), Identifier(owner_of(institution))
                connection.execute(SQL("create database {} owner {}").format(*names))
        return self._uri(institution, owner_of(institution))

    def _uri(self, institution: str, role: str) -> str:
        return postgres.uri(self._settings, role, self._database(institution))

    def _database(self, institution: str) -> str:
        return f"{institution}_{self._home.name}"


def _offer(path: Path) -> Offer:
    return Offer(path.name, hashlib.sha256(path.read_bytes()).hexdigest())


@dataclass(frozen=True)
class Noting:
    """A source that keeps what was fetched from it."""

    contract: Contract
    source: Source
    handed: list[Handed]

    def offers(self) -> Iterable[Offer]:
        return self.source.offers()

    def fetch(self, offer: Offer, into: BinaryIO) -> None:
        content = BytesIO()
        self.source.fetch(offer, content)
        self.handed.append(Handed(self.contract, offer, content.getvalue()))
        into.write(content.getvalue())


@dataclass
class Replay:
    """A warehouse that is fed; what it was handed is kept for another replay."""

    warehouse: Warehouse
    handed: list[Handed] = field(default_factory=list)

    def visit(self, institutions: Institutions, contracts: Iterable[Contract]) -> None:
        """Everything new at those sources."""

        @contextmanager
        def noting(contract: Contract, loaded_version: str | None) -> Iterator[Source]:
            with institutions.open(contract, loaded_version) as source:
                yield Noting(contract, source, self.handed)

        for contract in contracts:
            self._ingest(contract, noting)

    def hand_over(self, handed: Sequence[Handed]) -> None:
        """What another replay was handed, in this order."""
        for each in handed:
            self._ingest(each.contract, lambda *_, each=each: nullcontext(Contents({each.offer: each.content})))

    def _ingest(self, contract: Contract, open_source: OpenSource) -> None:
        settings, uri = self.warehouse.settings, self.warehouse.uri("faro_loader")
        for delivery in loading.receive(settings, uri, contract, open_source):
            assert loading.load(settings, uri, delivery).state == "loaded"

    def link(self) -> None:
        resolve(self.warehouse.uri("faro_resolver"), person_token(self.warehouse.settings))

    def transform(self) -> None:
        """Every model; what dbt tests is not asked here."""
        run_dbt(self.warehouse, "build", "--full-refresh", *MODELS_ONLY)

    def tables(self, contracts: Iterable[Contract]) -> dict[str, list[str]]:
        """What is in force, the star schema and the marts: each row without what tells its delivery."""
        names = [(f"raw_{each.institution}", f"{each.dataset}_current") for each in contracts]
        names += self.warehouse.rows(
            "select schemaname, tablename from pg_tables where schemaname in ('exact', 'core', 'marts')"
            f" and schemaname || '.' || tablename <> all ('{{{','.join([*_ABOUT_DELIVERIES, _SECRET])}}}')"
        )
        with self.warehouse.connect() as connection:
            query = SQL("select (to_jsonb(each) - %s::text[])::text from {} as each order by 1")
            return {
                ".".join(name): [
                    row for (row,) in connection.execute(query.format(Identifier(*name)), [_OF_THE_DELIVERY])
                ]
                for name in names
            }
