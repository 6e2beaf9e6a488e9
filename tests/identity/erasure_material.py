"""Deliveries of two institutions about the same invented people, and the linking that follows them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import BinaryIO

import record_tokens
from private_warehouse import Warehouse
from record_tokens import record_keys

from faro import loading
from faro.contracts import Contract, find_contract
from faro.identity.keys import key_ring
from faro.identity.person import person_token
from faro.ledger import Load
from faro.linkage import resolve
from faro.sources import Offer

PANI = find_contract("pani", "protection_measures")
OIJ = find_contract("oij", "investigations")
ANA = {
    "document_number": "1-0613-0584",
    "birth_date": "17/05/2010",
    "sex": "Mujer",
    "full_name": "MORA SOLANO ANA LUCIA",
}
JOSE = {"document_number": "2-0417-0933", "birth_date": "28/02/2011", "sex": "Hombre", "full_name": "QUESADA PEÑA JOSE"}
KARLA = {
    "document_number": "3-0388-0721",
    "birth_date": "30/11/2012",
    "sex": "Mujer",
    "full_name": "VARGAS ZUÑIGA KARLA",
}
Cells = Mapping[str, str]
#: The numbers that these tests give.
_NAMES = {
    PANI.id: [f"M-{number}" for number in range(1, 10)],
    OIJ.id: [f"I-{number}" for number in range(1, 10)],
}
_NUMBERS = count(1)


class _Folder:
    """An institution's folder with one file."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.content = name, content

    @contextmanager
    def open(self, _contract: Contract, _version: str | None) -> Iterator["_Folder"]:
        yield self

    def offers(self) -> list[Offer]:
        return [Offer(self.name, "1")]

    def fetch(self, _offer: Offer, into: BinaryIO) -> None:
        into.write(self.content)


class Institutions:
    """PANI and OIJ, who deliver into a warehouse."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def pani(self, *rows: Cells) -> Load:
        """Measures; a row that names nothing else is in force since 14 March."""
        sound = {
            "measured_on": "13/03/2024", "measure": "Abrigo temporal", "nationality": "CRI", "province": "San José",
            "reason": "", "updated_on": "14/03/2024", "record_status": "Vigente",
        }  # fmt: skip
        return self._deliver(PANI, ";", "latin-1", [{**sound, **row} for row in rows])

    def oij(self, *rows: Cells) -> Load:
        sound = {
            "opened_on": "2024-03-13", "offence": "Trata de personas", "province": "San José", "canton": "Escazú",
            "document_type": "cedula", "nationality": "CRI", "outcome": "En curso", "updated_on": "2024-03-14",
            "record_status": "Vigente",
        }  # fmt: skip
        return self._deliver(OIJ, ",", "utf-8", [sound | _apart(row) for row in rows])

    def link(self) -> None:
        """As the transformation does before it builds."""
        resolve(self.warehouse.uri("faro_resolver"), person_token(self.warehouse.settings))

    def persons(self) -> set[frozenset[str]]:
        """Record numbers of one person together."""
        rows = self.warehouse.rows(
            "select array_agg(record_key) from identity.person join identity.observation using (load_id, row_number)"
            " group by person_key"
        )
        called = {self.key(contract, each): each for contract, names in _NAMES.items() for each in names}
        return {frozenset(called[each] for each in keys) for (keys,) in rows}

    def key(self, dataset: str, number: str) -> str:
        """How schema `identity` calls a record."""
        return record_keys(key_ring(self.warehouse.settings), dataset, [number])[0]

    def number(self, number: str) -> str:
        """How the raw tables do."""
        contract = PANI if number.startswith("M") else OIJ
        return record_tokens.number(self.warehouse.settings, contract, number)

    def _deliver(self, contract: Contract, separator: str, encoding: str, rows: list[Cells]) -> Load:
        headers = contract.editions[-1].headers
        lines = [separator.join(headers.values())]
        lines += [separator.join(row[name] for name in headers) for row in rows]
        folder = _Folder(f"entrega_{next(_NUMBERS)}.csv", ("\n".join(lines) + "\n").encode(encoding))
        uri = self.warehouse.uri("faro_loader")
        (delivery,) = loading.receive(self.warehouse.settings, uri, contract, folder.open)
        return loading.load(self.warehouse.settings, uri, delivery)


def together(*groups: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in groups}


def _apart(row: Cells) -> dict[str, str]:
    """The same person as the OIJ writes them: names in columns of their own, ISO dates."""
    surname, second, given = row["full_name"].split(" ", 2)
    day, month, year = row["birth_date"].split("/")
    names = {"first_surname": surname, "second_surname": second, "given_names": given}
    return dict(row) | names | {"birth_date": f"{year}-{month}-{day}"}
