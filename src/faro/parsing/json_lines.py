"""JSON lines, one object per line, as rows of text; nested objects by the path of their fields."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from faro.parsing import headers
from faro.parsing.encoding import detect
from faro.parsing.errors import Truncated
from faro.parsing.findings import Finding, finding
from faro.parsing.heading import KEYS
from faro.parsing.json_values import Paths, Values
from faro.parsing.layout import Layout
from faro.parsing.received import Fault, Received, as_cells, blank_as_null


class _RepeatedKey(ValueError):
    """An object has a key twice."""


def read_json_lines(data: bytes, layout: Layout, file: str) -> Received:
    """The objects of the file; a line that is none is a row with a problem."""
    encoding = detect(data, file)
    lines = data[encoding.start :].decode(encoding.name, encoding.errors).split("\n")
    objects = _Objects(Paths.of(layout))
    for number, line in enumerate(lines, start=1):
        if line.strip():
            objects.add(number, line, closed=number < len(lines), file=file)
    keys = list(dict.fromkeys(key for row in objects.rows.values() for key in row))
    header, findings = _header(keys, layout, file)
    found = Values(keys, joined=frozenset(_positions_of_text(header, layout)))
    cells = as_cells(((number, found.read(number, row)) for number, row in objects.rows.items()), len(keys))
    return Received(
        header,
        blank_as_null(cells),
        "jsonl",
        (*objects.faults, *found.faults),
        _numeric(objects.rows, keys),
        (*findings, finding("EncodingRecognised", file=file, encoding=encoding.name)),
        encoding.name,
    )


@dataclass
class _Objects:
    """The lines read so far: row number → path → value (none for a line that is no object), and what was wrong."""

    paths: Paths
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add(self, number: int, line: str, *, closed: bool, file: str) -> None:
        self.rows[number] = {}
        try:
            value = json.loads(line, object_pairs_hook=_distinct, parse_constant=_refuse)
        except _RepeatedKey:
            self.faults.append((number, None, "repeated_key"))
            return
        except (ValueError, RecursionError):
            if not closed:
                raise Truncated(file=file, row=number) from None
            value = None
        if not isinstance(value, dict):
            self.faults.append((number, None, "not_json"))
            return
        self.rows[number], rule = self.paths.flattened(value)
        if rule:
            self.faults.append((number, None, rule))


def _refuse(constant: str) -> None:
    """NaN and Infinity are no JSON, although Python would read them."""
    raise ValueError


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RepeatedKey
    return found


def _header(keys: list[str], layout: Layout, file: str) -> tuple[headers.Header, tuple[Finding, ...]]:
    found = headers.locate([(KEYS, keys)], layout)
    if not found:
        raise headers.no_edition(layout, file)
    return headers.read_header(found[1], found[2], layout, file)


def _positions_of_text(header: headers.Header, layout: Layout) -> Iterable[int]:
    """Where a list of values may be written as one text."""
    texts = [column.name for column in layout.columns if column.logical_type == "string"]
    return (header.positions[name] for name in texts if name in header.positions)


def _numeric(rows: dict[int, dict[str, Any]], keys: list[str]) -> dict[int, pl.Series]:
    return {
        position: pl.Series([type(row.get(key)) in (int, float) for row in rows.values()], dtype=pl.Boolean)
        for position, key in enumerate(keys)
    }
