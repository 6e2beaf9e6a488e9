"""Trying a source: connect, read ten rows, say in words what was found; no cell is shown."""

import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

import polars as pl

from faro.contracts import Contract
from faro.feedback.layout import layout_of
from faro.parsing import Finding, Parsed, parse
from faro.parsing.layout import Format
from faro.parsing.received import ROW
from faro.scaffold.own_connections import open_source
from faro.settings import Settings
from faro.sources import Offer, Source

ROWS = 10
_FORMATS: dict[str, Format] = {"api": "jsonl", "postgres": "jsonl"}


@dataclass(frozen=True)
class ColumnTrial:
    """One column: its header as received, how many of the rows have a value, and the rules that cells break."""

    name: str
    header: str
    type: str
    filled: int
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Trial:
    """What a source gave. `delivery` is None where it answered and had nothing."""

    offers: int
    delivery: str | None
    edition: str = "—"
    rows: int = 0
    columns: Sequence[ColumnTrial] = ()
    findings: Sequence[Finding] = ()
    row_rules: tuple[str, ...] = ()


class _Enough(Exception):
    """Ten rows were written."""


class _TenLines(io.RawIOBase):
    """Keeps what is written until it has ten lines, then breaks the reading off."""

    def __init__(self) -> None:
        self.content = b""

    def write(self, data: Any) -> int:
        self.content += bytes(data)
        if self.content.count(b"\n") >= ROWS:
            raise _Enough
        return len(data)


def try_source(settings: Settings, contract: Contract) -> Trial:
    """Raises SourceUnreachable, SourceDenied or the DeliveryError that a load would be refused with."""
    with open_source(settings, contract) as source:
        offers = list(source.offers())
        if not offers:
            return Trial(0, None)
        newest = offers[-1]
        content = _read(contract, source, newest)
    parsed = parse(
        content, layout_of(contract, newest.name), file_name=newest.name, format=_FORMATS.get(contract.transport)
    )
    return _told(contract, len(offers), newest.name, parsed)


def _read(contract: Contract, source: Source, offer: Offer) -> bytes:
    """A file whole, for what its columns mean shows in all of it; of a table or resource ten records."""
    if contract.transport == "sftp":
        whole = io.BytesIO()
        source.fetch(offer, whole)
        return whole.getvalue()
    few = _TenLines()
    with suppress(_Enough):
        source.fetch(offer, cast(BinaryIO, few))
    return few.content


def _told(contract: Contract, offers: int, name: str, parsed: Parsed) -> Trial:
    head = parsed.frame.head(ROWS)
    problems = parsed.problems.filter(pl.col("row").is_in(head[ROW].implode()))
    layout = layout_of(contract, name)
    edition = next(each for each in layout.editions if each.name == parsed.edition)
    columns = [
        ColumnTrial(
            column.name,
            edition.headers.get(column.name) or "—",
            column.logical_type,
            len(head) - head[column.name].null_count(),
            _rules(problems, pl.col("column") == column.name),
        )
        for column in layout.columns
    ]
    row_rules = _rules(problems, pl.col("column").is_null())
    return Trial(offers, name, parsed.edition, len(head), columns, parsed.findings, row_rules)


def _rules(problems: pl.DataFrame, where: pl.Expr) -> tuple[str, ...]:
    return tuple(problems.filter(where)["rule"].unique(maintain_order=True))
