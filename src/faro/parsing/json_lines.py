"""JSON lines, one object per line, as rows of text."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from faro.parsing import headers
from faro.parsing.encoding import detect
from faro.parsing.errors import Truncated
from faro.parsing.findings import Finding, finding
from faro.parsing.layout import Layout
from faro.parsing.received import Fault, Received, as_cells, blank_as_null


class _RepeatedKey(ValueError):
    """An object has a key twice."""


def read_json_lines(data: bytes, layout: Layout, file: str) -> Received:
    """The objects of the file; a line that is none is a row with a problem."""
    encoding = detect(data, file)
    lines = data[encoding.start :].decode(encoding.name, encoding.errors).split("\n")
    objects = _Objects()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            objects.add(number, line, closed=number < len(lines), file=file)
    keys = list(dict.fromkeys(key for row in objects.rows.values() for key in row))
    header, findings = _header(keys, layout, file)
    cells = as_cells(
        ((number, [_as_text(row.get(key)) for key in keys]) for number, row in objects.rows.items()), len(keys)
    )
    return Received(
        header,
        blank_as_null(cells),
        "jsonl",
        (*objects.faults, *_not_scalar(objects.rows, keys)),
        _numeric(objects.rows, keys),
        (*findings, finding("EncodingRecognised", file=file, encoding=encoding.name)),
        encoding.name,
    )


@dataclass
class _Objects:
    """The lines read so far: row number → object (empty for a line that is none), and what was wrong."""

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
        if isinstance(value, dict):
            self.rows[number] = value
        else:
            self.faults.append((number, None, "not_json"))


def _refuse(constant: str) -> None:
    """NaN and Infinity are no JSON, although Python would read them."""
    raise ValueError


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RepeatedKey
    return found


def _header(keys: list[str], layout: Layout, file: str) -> tuple[headers.Header, tuple[Finding, ...]]:
    found = headers.locate([(headers.KEYS, keys)], layout)
    if not found:
        raise headers.no_edition(layout, file)
    return headers.read_header((headers.KEYS, keys), found[2], layout, file)


def _as_text(value: Any) -> str | None:
    match value:
        case None | dict() | list():
            return None
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value).encode("utf-8", "replace").decode()


def _not_scalar(rows: dict[int, dict[str, Any]], keys: list[str]) -> Iterable[Fault]:
    for number, row in rows.items():
        for key, value in row.items():
            if isinstance(value, dict | list):
                yield number, keys.index(key), "not_a_scalar"


def _numeric(rows: dict[int, dict[str, Any]], keys: list[str]) -> dict[int, pl.Series]:
    return {
        position: pl.Series([type(row.get(key)) in (int, float) for row in rows.values()], dtype=pl.Boolean)
        for position, key in enumerate(keys)
    }
