"""The public files of a release: the same bytes for the same figures, on every machine, at any time."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple
from hashlib import sha256

import polars as pl

from faro.publication.dictionary import COLUMNS, HEADER, dictionary_rows
from faro.publication.figures import Facts, PublishedFigure
from faro.publication.notes import LICENCE, Names, notes_of, written
from faro.publication.rows import file_rows, number_text
from faro.publication.workbook import workbook
from faro.releases.policy import DisclosurePolicy

MANIFEST = "manifest.json"
#: What a spreadsheet would take as the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def public_files(
    figures: Sequence[PublishedFigure], facts: Facts, policy: DisclosurePolicy, names: Names
) -> dict[str, bytes]:
    """Name → content, the manifest of the others last.

    Raises ValueError where a figure that is not published has a value.
    """
    rows = file_rows(figures)
    notes = notes_of(rows, facts, policy, names)
    files = {
        "cifras.xlsx": workbook(rows, facts, notes),
        "cifras.csv": _csv(COLUMNS, map(_cells, rows)),
        "cifras.parquet": _parquet(rows),
        "diccionario.csv": _csv(HEADER, dictionary_rows()),
        "notas.md": written(notes, "es").encode(),
        "notes.md": written(notes, "en").encode(),
    }
    return {**files, MANIFEST: _manifest(files, facts, len(rows))}


def _csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """With the mark by which Excel knows UTF-8; other programs pass over it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def _cells(figure: PublishedFigure) -> list[str]:
    return [_cell(value) for value in astuple(figure)]


def _cell(value: str | float | None) -> str:
    """A label that looks like a formula gets an apostrophe, so that a spreadsheet shows it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return number_text(value)


def _parquet(rows: Sequence[PublishedFigure]) -> bytes:
    types = {name: pl.Float64 if column.type == "number" else pl.String for name, column in COLUMNS.items()}
    file = io.BytesIO()
    pl.DataFrame([asdict(row) for row in rows], schema=types).write_parquet(file, compression="zstd", statistics=False)
    return file.getvalue()


def _manifest(files: Mapping[str, bytes], facts: Facts, rows: int) -> bytes:
    told = {name: {"sha256": sha256(content).hexdigest(), "bytes": len(content)} for name, content in files.items()}
    manifest = {**asdict(facts), "rows": rows, "licence": LICENCE, "files": told}
    return f"{json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)}\n".encode()
