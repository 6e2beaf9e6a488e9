"""JSON lines, one object per line, as rows of text; nested objects by the path of their fields."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from faro.parsing import headers
from faro.parsing.encoding import detect
from faro.parsing.errors import Truncated
from faro.parsing.findings import Finding, finding
from faro.parsing.heading import KEYS
from faro.parsing.json_cells import JsonCells, of_number
from faro.parsing.json_shapes import Alike, sort_lines
from faro.parsing.json_values import Paths, RepeatedKey, distinct
from faro.parsing.layout import Layout
from faro.parsing.received import ROW, Fault, Received, blank_as_null


def read_json_lines(data: bytes, layout: Layout, file: str) -> Received:
    """The objects of the file; a line that is none is a row with a problem."""
    encoding = detect(data, file)
    lines = data[encoding.start :].decode(encoding.name, encoding.errors).split("\n")
    objects = _Objects(Paths.of(layout))
    by_shape = sort_lines(lines, objects.paths, lossy=encoding.lossy)
    for number in by_shape.others:
        if (line := lines[number - 1]).strip():
            objects.add(number, line, closed=number < len(lines), file=file)
    del lines
    keys = _keys(objects.rows, by_shape.alike)
    header, findings = _header(keys, layout, file)
    found = JsonCells(keys, joined=frozenset(_positions_of_text(header, layout)))
    rows = pl.concat([found.of_objects(objects.rows), *map(found.of_alike, by_shape.alike)]).sort(ROW)
    places = range(len(keys))
    return Received(
        header,
        blank_as_null(rows.select(ROW, *map(str, places))),
        "jsonl",
        (*objects.faults, *found.faults),
        {place: rows[of_number(place)] for place in places},
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
            value = json.loads(line, object_pairs_hook=distinct, parse_constant=_refuse)
        except RepeatedKey:
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


def _keys(rows: Mapping[int, Mapping[str, Any]], alike: Sequence[Alike]) -> list[str]:
    """The paths in the order in which the file first has them."""
    lines: dict[int, Iterable[str]] = {int(each.numbers[0]): each.values for each in alike}
    return list(dict.fromkeys(key for _, row in sorted({**rows, **lines}.items()) for key in row))


def _header(keys: list[str], layout: Layout, file: str) -> tuple[headers.Header, tuple[Finding, ...]]:
    found = headers.locate([(KEYS, keys)], layout)
    if not found:
        raise headers.no_edition(layout, file)
    return headers.read_header(found[1], found[2], layout, file)


def _positions_of_text(header: headers.Header, layout: Layout) -> Iterable[int]:
    """Where a list of values may be written as one text."""
    texts = [column.name for column in layout.columns if column.logical_type == "string"]
    return (header.positions[name] for name in texts if name in header.positions)
