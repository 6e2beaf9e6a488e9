"""A registry of a few made-up records of any dataset: one a day, with corrections and a withdrawal."""

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from faro.contracts import Column, Contract, contract_of

FIRST = date(2019, 11, 20)
_TEXTS = {
    "nationality": ("CRI", "NIC"),
    "province": ("San José", "Limón"),
    "given_names": ("María José", "Ana Lucía", "Francisco"),
    "first_surname": ("de la Ó", "Núñez", "Castro"),
    "second_surname": ("Peña", "Solís", "del Valle"),
    "full_name": ("DE LA Ó PEÑA MARÍA JOSÉ", "NÚÑEZ SOLÍS FRANCISCO"),
}
_TYPES = {
    "string": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "date": pl.Date(),
    "timestamp": pl.Datetime("us"),
    "boolean": pl.Boolean(),
}


class MadeUp:
    """As many records of each dataset as asked for; every fifth is corrected, every seventh withdrawn."""

    def __init__(self, count: int) -> None:
        self._count = count

    def records(self, dataset_id: str) -> pl.DataFrame:
        contract = contract_of(dataset_id)
        names = [column.name for column in contract.columns if column.name != "record_id"]
        rows = [row for number in range(self._count) for row in _versions(contract, names, number)]
        schema = {name: _TYPES[contract.column(name).type] for name in names}
        frame = pl.DataFrame(rows, schema | {"_person": pl.String(), "_known_on": pl.Date()})
        return frame.sort("_known_on", maintain_order=True)


def key_of(contract: Contract, row: Mapping[str, Any]) -> str:
    return str(row[contract.key[0]])


def _versions(contract: Contract, names: list[str], number: int) -> list[dict[str, Any]]:
    draw = random.Random(f"{contract.id}{number}")
    day = FIRST + timedelta(days=number)
    row = {name: _value(contract.column(name), day, draw) for name in names}
    row |= {contract.key[0]: f"N-{number:04}", "updated_on": day, "record_status": "Vigente"}
    row |= {"_person": f"p{number}", "_known_on": day + timedelta(days=draw.randint(0, 3))}
    versions = [row]
    if number % 5 == 0:
        versions.append(row | {"province": "Cartago", **_later(row, 20, draw)})
    if number % 7 == 0:
        versions.append(row | {"record_status": "Anulado", **_later(row, 35, draw)})
    return [{name: each[name] for name in row} for each in versions]


def _later(row: dict[str, Any], days: int, draw: random.Random) -> dict[str, Any]:
    changed = row["updated_on"] + timedelta(days=days)
    return {"updated_on": changed, "_known_on": changed + timedelta(days=draw.randint(0, 2))}


def _value(column: Column, day: date, draw: random.Random) -> Any:
    if column.identity == "birth_date":
        return date(draw.randint(1960, 2005), draw.randint(1, 12), draw.randint(1, 28))
    if column.identity == "document_type":
        return "cedula"
    if column.identity == "document_number":
        return f"{draw.randint(1, 7):02}{draw.randint(1, 900):04}{draw.randint(1, 900):04}"
    if column.type == "string":
        return draw.choice(column.accepted_values or _TEXTS.get(column.name, ("algo",)))
    kinds = {"date": day, "timestamp": datetime(day.year, day.month, day.day, 8), "boolean": True}
    return kinds.get(column.type, draw.randint(0, 5))
