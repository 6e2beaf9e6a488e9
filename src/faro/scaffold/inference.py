"""What the cells of a sample say about its columns: type, whether they are always filled, what could be the key."""

import re
from dataclasses import dataclass
from typing import Literal

import polars as pl

from faro.errors import DeliveryError
from faro.parsing import parse
from faro.parsing.layout import Column, Edition, Layout, LogicalType
from faro.scaffold.sample import Sample, known_header

_MOMENT = r"(\d{4}[/.-]\d{1,2}[/.-]\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})"
_SHAPES: tuple[tuple[LogicalType, str], ...] = (
    ("date", rf"^{_MOMENT}([T ]00:00(:00(\.0+)?)?)?$"),
    ("timestamp", rf"^{_MOMENT}([T ]\d{{1,2}}:\d{{2}}(:\d{{2}}(\.\d+)?)?)$"),
    ("integer", r"^[+-]?(0|[1-9]\d{0,14})$"),
    ("number", r"^[+-]?(0|[1-9][\d.,]{0,18})([.,]\d+)?$"),
    ("boolean", r"(?i)^(true|false|verdadero|falso)$"),
)
_RECORD_NUMBER = re.compile(r"(?:^| )(?:id|numero|num|no|codigo|expediente|folio|consecutivo|registro|boleta)(?: |$)")


@dataclass(frozen=True)
class Inferred:
    """One column as the contract will first state it."""

    name: str
    header: str
    type: LogicalType
    is_required: bool
    identity: str | None


@dataclass(frozen=True)
class Draft:
    """What a sample tells about a dataset."""

    columns: tuple[Inferred, ...]
    key: str | None
    version: str | None

    @property
    def relation(self) -> Literal["keyedChanges", "newRows"]:
        return "keyedChanges" if self.key else "newRows"


def infer(sample: Sample) -> Draft:
    """Nothing of a cell is kept, only what all cells of a column have in common."""
    columns = tuple(_column(sample, name, header) for name, header in sample.headers.items())
    dates = [each.name for each in columns if each.type in {"date", "timestamp"}]
    return Draft(columns, _key(sample, columns), "updated_on" if "updated_on" in dates else None)


def _column(sample: Sample, name: str, header: str) -> Inferred:
    known, cells = known_header(header), sample.cells[name]
    identity = known.get("identity") if known and known["name"] == name else None
    is_text = identity is not None and identity != "birth_date"
    kind = "string" if is_text else _type(sample, name, header, cells)
    return Inferred(name, header, kind, cells.null_count() == 0, identity)


def _type(sample: Sample, name: str, header: str, cells: pl.Series) -> LogicalType:
    """The type that every filled cell has and that the parser reads without a problem; otherwise text."""
    filled = cells.drop_nulls().str.strip_chars()
    if filled.is_empty():
        return "string"
    fitting = (kind for kind, shape in _SHAPES if filled.str.contains(shape).all())
    return next((kind for kind in fitting if _is_read(sample, name, header, kind)), "string")


def _is_read(sample: Sample, name: str, header: str, kind: LogicalType) -> bool:
    edition = Edition("sample", None, sample.skip_rows, {name: header})
    layout = Layout("", "", (Column(name, kind, False),), (edition,))
    try:
        return parse(sample.content, layout, file_name=f"sample{sample.suffix}").problems.is_empty()
    except DeliveryError:
        return False


def _key(sample: Sample, columns: tuple[Inferred, ...]) -> str | None:
    """The first column that is always filled, never repeats and is called like a record number."""
    for column in columns:
        cells, words = sample.cells[column.name], column.name.replace("_", " ")
        is_number_of_record = column.identity is None and _RECORD_NUMBER.search(words)
        if is_number_of_record and column.is_required and cells.n_unique() == len(cells):
            return column.name
    return None
