"""JSON lines in a gzip archive, and the objects of which an API's answers are made."""

import gzip
import json
from collections.abc import Sequence
from typing import Any

from faro.simulation.formats.sheet import Cell, Sheet


def write(sheet: Sheet) -> bytes:
    lines = "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in objects(sheet))
    return gzip.compress(lines.encode(), mtime=0)


def objects(sheet: Sheet) -> list[dict[str, Any]]:
    """Each row as an object; a header with dots is a path into nested ones."""
    paths = [header.split(".") for header in sheet.headers]
    return [_object(paths, [sheet.written(cell) for cell in row]) for row in sheet.rows]


def _object(paths: Sequence[Sequence[str]], row: Sequence[Cell]) -> dict[str, Any]:
    outermost: dict[str, Any] = {}
    for (*folders, name), cell in zip(paths, row, strict=True):
        place = outermost
        for folder in folders:
            place = place.setdefault(folder, {})
        place[name] = cell
    return outermost
