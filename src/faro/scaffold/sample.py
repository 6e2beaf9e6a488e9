"""A file that an institution delivers as an example: where its header is, how its columns are called, their cells."""

import csv
import gzip
import io
import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

import polars as pl
import yaml

from faro.errors import ConfigurationError, Sentences
from faro.parsing import parse
from faro.parsing.encoding import detect
from faro.parsing.formats import recognise
from faro.parsing.headers import HEAD_ROWS, normalised
from faro.parsing.layout import Column, Edition, Format, Layout
from faro.parsing.received import ROW
from faro.parsing.workbook import open_sheets

_SEPARATORS = ",;\t|"
_KEYS_READ = 1_000
#: A header has at least this share of the cells of the fullest row.
_SHARE_OF_FULLEST = 0.8
_HeadRow = Sequence[str | None]


class NoHeaderFound(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "No se encontró un encabezado en {file}.\n"
        "  Use un archivo como los que entregará la institución, con una fila de encabezados y al menos una de datos.",
        "en": "No header was found in {file}.\n"
        "  Use a file like those that the institution will deliver, with a header row and at least one row of data.",
    }


@dataclass(frozen=True)
class Sample:
    """The columns of the file in their order: name for the contract → header as received, and every cell as text."""

    headers: dict[str, str]
    cells: pl.DataFrame
    format: Format
    suffix: str
    skip_rows: int
    content: bytes


def read_sample(path: Path) -> Sample:
    """The sample, read by the very parser that will read deliveries. Raises NoHeaderFound or a DeliveryError."""
    data = path.read_bytes()
    plain = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    kind = recognise(plain, path.name)
    number, row = _header_row(_head(plain, kind, path.name))
    if not row:
        raise NoHeaderFound(file=path.name)
    headers = _named([cell for cell in row if cell and cell.strip()])
    skip = 0 if kind == "jsonl" else number - 1
    layout = _layout(headers, skip)
    cells = parse(data, layout, file_name=path.name).frame.drop(ROW)
    return Sample(headers, cells, kind, _suffix(path), skip, data)


def _layout(headers: dict[str, str], skip: int) -> Layout:
    columns = tuple(Column(name, "string", False) for name in headers)
    return Layout("", "", columns, (Edition("sample", None, skip, headers),))


def _head(data: bytes, kind: Format, file: str) -> list[_HeadRow]:
    match kind:
        case "csv":
            return _delimited(data, file)
        case "jsonl":
            return [_keys(data)]
        case _:
            return [row for _, row in open_sheets(data, kind, file)[0].head(HEAD_ROWS)]


def _delimited(data: bytes, file: str) -> list[_HeadRow]:
    """The rows under the separator that makes most columns."""
    encoding = detect(data, file)
    head = data[encoding.start :].decode(encoding.name, encoding.errors)[:200_000]
    csv.field_size_limit(sys.maxsize)
    read = [
        list(zip(range(HEAD_ROWS), csv.reader(io.StringIO(head), delimiter=each), strict=False)) for each in _SEPARATORS
    ]
    return max(([row for _, row in rows] for rows in read), key=lambda rows: max(map(_width, rows), default=0))


def _keys(data: bytes) -> list[str]:
    """The keys of the first objects; one within another is named by its path."""
    lines = data.decode("utf-8-sig", "replace").splitlines()[:_KEYS_READ]
    return list(dict.fromkeys(path for line in lines if line.strip() for path in _paths(json.loads(line))))


def _paths(value: dict[str, Any], prefix: str = "") -> Iterable[str]:
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from _paths(inner, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def _width(row: _HeadRow) -> int:
    return sum(1 for cell in row if cell and cell.strip())


def _header_row(rows: list[_HeadRow]) -> tuple[int, _HeadRow]:
    """The first row that is nearly as wide as the widest and says something different, and no number, in every cell."""
    fullest = max(map(_width, rows), default=0)
    for number, row in enumerate(rows, start=1):
        cells = [normalised(cell) for cell in row if cell and cell.strip()]
        is_wide = len(cells) >= max(1, fullest * _SHARE_OF_FULLEST)
        if is_wide and len({*cells}) == len(cells) and not any(re.match(r"[\d.,/-]+$", cell) for cell in cells):
            return number, row
    return 0, []


def _named(headers: list[str]) -> dict[str, str]:
    """Names as contracts use them: known ones in English, the others spelled from the header."""
    names: dict[str, str] = {}
    for header in headers:
        known = known_header(header)
        wanted = known["name"] if known and known["name"] not in names else spelled(header)
        name, number = wanted, 2
        while name in names:
            name, number = f"{wanted}_{number}", number + 1
        names[name] = header
    return names


def spelled(header: str) -> str:
    """The header in lower case, without accents, with underscores."""
    word = re.sub(r"[^a-z0-9]+", "_", _plain(header)).strip("_")
    return f"c_{word}" if not word or word[0].isdigit() else word


def known_header(header: str) -> dict[str, str] | None:
    """What the list of usual headers says of it."""
    return next((each for each in _known() if re.fullmatch(each["header"], _plain(header))), None)


def _plain(header: str) -> str:
    """In small letters without accents and signs; `FechaApertura` is two words."""
    words = normalised(re.sub(r"([a-z])([A-Z])", r"\1 \2", header))
    return re.sub(r"[^a-z0-9]+", " ", words).strip()


@cache
def _known() -> list[dict[str, str]]:
    content: list[dict[str, str]] = yaml.safe_load((files("faro.scaffold") / "known_headers.yml").read_text("utf-8"))
    return content


def _suffix(path: Path) -> str:
    """`.csv`, `.jsonl.gz`."""
    return "".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix
