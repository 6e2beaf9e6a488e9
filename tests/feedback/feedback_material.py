"""Deliveries of two real contracts, and an institution's folder in memory."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

import psycopg
from private_warehouse import Warehouse
from record_tokens import numbers

from faro import ledger, loading
from faro.contracts import Contract
from faro.feedback.answering import answer
from faro.ledger import Load
from faro.sources import Offer

OIJ_HEADER = "Delito,SubDelito,Fecha,Hora,Victima,SubVictima,Edad,Genero,Nacionalidad,Provincia,Canton,Distrito\n"
OIJ_ROW = (
    "ASALTO,ARMA,{day:02}/{month:02}/2024,12:00:00 - 14:59:59,PERSONA,PEATON,Mayor de edad,MUJER,COSTA RICA,"
    "{place},CENTRAL,HOSPITAL\n"
)
INSPECTION_HEADERS = {
    "inspection_number": "Número de inspección", "inspected_on": "Fecha de inspección", "province": "Provincia",
    "canton": "Cantón", "sector": "Actividad económica", "workers_found": "Personas trabajadoras",
    "suspected_victims": "Posibles víctimas", "outcome": "Resultado de la visita", "updated_on": "Modificado el",
    "record_status": "Vigencia",
}  # fmt: skip

#: What the records of these tests are called.
NUMBERS = [f"{name}-{number}" for name in ("MTSS", "INV", "N") for number in range(1, 10)]


def police(count: int, *, without_province: int = 0, month: int = 1) -> bytes:
    """A month of the OIJ's statistics; the last rows name no province."""
    places = ["LIMON"] * (count - without_province) + [""] * without_province
    rows = [OIJ_ROW.format(day=28 - number, month=month, place=place) for number, place in enumerate(places)]
    return (OIJ_HEADER + "".join(rows)).encode()


def inspections(*changes: Mapping[str, str]) -> bytes:
    """One inspection per change; what a change does not name is sound."""
    lines = [";".join(INSPECTION_HEADERS.values())]
    for number, change in enumerate(changes, start=1):
        sound = {
            "inspection_number": f"MTSS-{number}", "inspected_on": f"2025-03-{number + 12}", "province": "Limón",
            "canton": "Talamanca", "sector": "Construcción", "workers_found": "12", "suspected_victims": "0",
            "outcome": "Prevención", "updated_on": "2025-04-15", "record_status": "Vigente",
        }  # fmt: skip
        lines.append(";".join({**sound, **change}.values()))
    return ("\n".join(lines) + "\n").encode()


class Institution:
    """One institution: what it hands out, what it finds in its inbox, and how often somebody knocked."""

    def __init__(self, warehouse: Warehouse, contract: Contract) -> None:
        self.warehouse, self.contract = warehouse, contract
        self.outbox: dict[str, tuple[str, bytes]] = {}
        self.inbox: dict[str, bytes] = {}
        self.put_names: list[str] = []
        self.fails_at: str | None = None
        self.uri = warehouse.uri("faro_loader")

    @contextmanager
    def open(self, _contract: Contract, _version: str | None = None) -> Iterator["Institution"]:
        yield self

    def offers(self) -> list[Offer]:
        return [Offer(name, version) for name, (version, _) in self.outbox.items()]

    def fetch(self, offer: Offer, into: BinaryIO) -> None:
        into.write(self.outbox[offer.name][1])

    def put(self, name: str, content: bytes) -> None:
        if name == self.fails_at:
            raise ConnectionResetError
        self.put_names.append(name)
        self.inbox[name] = content

    def deliver(self, name: str, content: bytes, version: str = "1") -> Load:
        """Received, loaded and answered, as the DAG does."""
        self.outbox[name] = (version, content)
        (delivery,) = loading.receive(self.warehouse.settings, self.uri, self.contract, self.open)
        load = loading.load(self.warehouse.settings, self.uri, delivery)
        self.answer(delivery)
        return load

    def answer(self, delivery: int) -> list[str]:
        return answer(self.warehouse.settings, self.uri, delivery, self.open)

    def delivery(self, number: int) -> ledger.Delivery:
        with psycopg.connect(self.uri) as connection:
            return ledger.find_delivery(connection, number)

    def in_force(self, columns: str) -> list[tuple[Any, ...]]:
        """Tokens of the numbers that these tests give are shown as the numbers."""
        table = f"raw_{self.contract.institution}.{self.contract.dataset}_current"
        rows = self.warehouse.rows(f"select {columns} from {table}")
        tokens = numbers(self.warehouse.settings, self.contract, NUMBERS) if self.contract.key else []
        called = dict(zip(tokens, NUMBERS, strict=False))
        return sorted((tuple(called.get(cell, cell) for cell in row) for row in rows), key=lambda row: row[:2])

    def receipt(self, delivery: int) -> str:
        return self.inbox[f"acuse_{self.contract.dataset}_{delivery}.txt"].decode("utf-8-sig")
