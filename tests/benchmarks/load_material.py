"""What is loaded: rows of fifteen columns, three of which become tokens, and deliveries of real contracts."""

from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import polars as pl
from synthetic_contracts import INSTITUTION, column, synthetic_contract

from faro.contracts import Contract
from faro.contracts.reading import read_contract
from faro.identity.keys import Key, KeyRing
from faro.simulation.synthetic import oij
from faro.sources import Offer

DATASET = "medidas"
RING = KeyRing((Key("k1", b"a key of these measurements, and of nothing else"),))
PROVINCES = ["San José", "Alajuela", "Cartago", "Heredia", "Guanacaste", "Puntarenas", "Limón"]
SERVICES = ["Psicología", "Albergue", "Asesoría", "Traslado"]
OUTCOMES = ["Concluido", "En curso", "Referido"]
SEXES = ["Mujer", "Hombre"]
_GIVEN = ["Ana Lucía", "José", "María Fernanda", "Karla", "Luis Ángel", "Sofía", "Juan Pablo", "Andrés"]
_SURNAMES = [
    stem + ending
    for stem in ("Mora", "Solano", "Quesada", "Peña", "Vargas", "Zúñiga", "Rojas", "Jiménez", "Castro", "Ureña")
    for ending in ("", "s", "z", "do", "ra", "le", "mi", "tín")
]


def _direct(name: str, role: str) -> dict[str, Any]:
    identity = {"property": "identity", "value": role}
    return column(name, classification="direct_identifier", customProperties=[identity])


def _one_of(name: str, words: Sequence[str], **stated: Any) -> dict[str, Any]:
    return column(name, enum=[{"value": word} for word in words], **stated)


_KEY = {"required": True, "primaryKey": True, "primaryKeyPosition": 1}
#: With these the suite has twenty checks.
COLUMNS = [
    column("code", **_KEY, logicalTypeOptions={"pattern": "^[A-Z]+-[0-9]+$"}),
    column("day", "date", required=True),
    column("seen_at", "timestamp", required=True),
    column("cases", "integer", required=True, logicalTypeOptions={"minimum": 0, "maximum": 1000}),
    column("rate", "number", logicalTypeOptions={"minimum": 0, "maximum": 1}),
    column("minor", "boolean"),
    _one_of("province", PROVINCES, required=True),
    column("canton", required=True, logicalTypeOptions={"pattern": "^Cantón [0-9]+$"}),
    _one_of("service", SERVICES),
    _one_of("outcome", OUTCOMES),
    _one_of("sex", SEXES, required=True),
    column("note"),
    _direct("document_number", "document_number"),
    _direct("full_name", "full_name"),
    _direct("phone", "phone"),
]  # fmt: skip


def contract(root: Path) -> Contract:
    """The contract of the fifteen columns; its rows are about nobody, so only tokens are made."""
    return synthetic_contract(root, DATASET, COLUMNS, {"type": "newRows"})


def contract_at(root: Path) -> Contract:
    """The same, where it was written before."""
    return read_contract(root / INSTITUTION / f"{DATASET}.odcs.yaml")


def fifteen_columns(rows: int) -> pl.DataFrame:
    """As an institution exports them: dates by day and month, documents and phones nearly all different."""
    draw = np.random.default_rng(rows)

    def one_of(words: Sequence[str]) -> pl.Series:
        return pl.Series(words)[draw.integers(0, len(words), rows)]

    names = pl.format("{} {} {}", one_of(_GIVEN), one_of(_SURNAMES), one_of(_SURNAMES))
    document = draw.integers(1, 8, rows) * 10**8 + draw.integers(0, 10**8, rows)
    return pl.DataFrame(
        {
            "code": pl.select(pl.format("EXP-{}", pl.int_range(10**6, 10**6 + rows))).to_series(),
            "day": pl.Series(draw.integers(18_000, 20_000, rows, np.int32)).cast(pl.Date).dt.to_string("%d/%m/%Y"),
            "seen_at": _moments(draw.integers(1_550_000_000, 1_700_000_000, rows)),
            "cases": draw.integers(0, 900, rows),
            "rate": np.round(draw.random(rows), 4),
            "minor": one_of(["true", "false"]),
            "province": one_of(PROVINCES),
            "canton": one_of([f"Cantón {number}" for number in range(82)]),
            "service": one_of(SERVICES),
            "outcome": one_of(OUTCOMES),
            "sex": one_of(SEXES),
            "note": one_of([f"Obs. {number}" for number in range(500)]),
            "document_number": document.astype(str),
            "full_name": pl.select(names).to_series(),
            "phone": draw.integers(60_000_000, 89_999_999, rows).astype(str),
        }
    )  # fmt: skip


def _moments(seconds: np.ndarray) -> pl.Series:
    return pl.from_epoch(pl.Series(seconds), "s").dt.to_string("%Y-%m-%d %H:%M:%S")


def delivery_of_events(rows: int) -> bytes:
    """The synthetic police statistics, repeated."""
    header, *lines = oij.content().splitlines(keepends=True)
    return header + b"".join(lines[number % len(lines)] for number in range(rows))


def delivery_of_persons(contract: Contract, rows: int) -> bytes:
    """Records of `oapvd/assistance` under its newest headers, each about somebody."""
    base = fifteen_columns(rows)
    draw = np.random.default_rng(rows)
    name = pl.col("full_name").str.split(" ")
    cells = base.select(
        assistance_number="code", admitted_on="day", ended_on=pl.lit(None, pl.String),
        service=pl.lit("Asistencia legal"), document_type=pl.lit("cedula"), document_number="document_number",
        given_names=name.list.first(), first_surname=name.list.get(-2), second_surname=name.list.last(),
        birth_date=pl.Series(draw.integers(0, 12_000, rows, np.int32)).cast(pl.Date).dt.to_string("%d/%m/%Y"),
        sex="sex", nationality=pl.lit("CRI"), phone="phone", filed_complaint=pl.lit("Si"), updated_on="day",
        record_status=pl.lit("Vigente"),
    )  # fmt: skip
    headers = contract.editions[-1].headers
    return cells.select(list(headers)).rename(dict(headers)).write_csv().encode()


class InMemory:
    """A source that offers one content."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    @contextmanager
    def open(self, _contract: Contract, _version: str | None) -> Any:
        yield self

    def offers(self) -> list[Offer]:
        return [Offer("entrega.csv", "1")]

    def fetch(self, _offer: Offer, into: BinaryIO) -> None:
        into.write(self._content)
