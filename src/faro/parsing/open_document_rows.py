"""Rows of content.xml that are proven plain are cut out; in their places the parser of XML finds marks.

A row is plain where a regular expression finds nothing in it but cells of known attributes with one paragraph of text
at most. Whether rows may stand there at all, and whether their prefixes mean what they seem to, is found out when the
parser comes upon the mark.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

import numpy as np
import polars as pl

from faro.parsing.open_document_cells import PLAIN_CELL, QUOTED, NotPlain, filled_cells
from faro.parsing.open_document_values import PREFIXES

_END = "</table:table-row>"
_ROW_PATTERN = rf"\A<table:table-row(?: table:style-name={QUOTED})?>(?:{PLAIN_CELL})+\z"
_DECLARED = re.compile(
    r"""<\?xml version=(["'])1\.0\1 encoding=(["'])[Uu][Tt][Ff]-8\2(?: standalone=(["'])(?:yes|no)\3)?\?>"""
)
#: A mark's own attribute, which no file can hold: which run of plain rows stood there.
_RUN = f"run-{secrets.token_hex(8)}"
_PREFIXES = ("office", "text", "calcext")
_MEANINGS = {f"{PREFIXES['table']}number-rows-repeated", *(f"{PREFIXES[prefix]}x" for prefix in _PREFIXES)}


@dataclass(frozen=True)
class Outline:
    """content.xml with a mark for each run of plain rows; where each run begins among them; and their filled cells,
    whose rows count from 0."""

    content: bytes
    starts: Sequence[int]
    cells: pl.DataFrame

    @classmethod
    def of(cls, content: bytes) -> "Outline | None":
        """None where nothing is proven. Raises NotPlain."""
        text = _text(content)
        if text is None:
            return None
        *rows, tail = text.split(_END)
        lines = pl.Series(rows, dtype=pl.String)
        is_plain = lines.str.contains(_ROW_PATTERN)
        runs = [(plain, len([*run])) for plain, run in groupby(is_plain)]
        starts = [0, *accumulate(count for plain, count in runs if plain)]
        return cls((_outlined(rows, runs) + tail).encode(), starts, filled_cells(lines.filter(is_plain)))

    def filled(self, run: int) -> int:
        """How many cells of that run hold anything."""
        begin, end = (self.cells["row"].search_sorted(start) for start in self.starts[run : run + 2])
        return int(end - begin)

    def placed(self, first_rows: Mapping[int, int]) -> pl.DataFrame:
        """The cells of the runs whose first rows have those numbers, under the numbers of their rows."""
        numbers = np.zeros(self.starts[-1], np.int64)
        for run, first in first_rows.items():
            begin, end = self.starts[run : run + 2]
            numbers[begin:end] = np.arange(first, first + end - begin)
        rows = pl.Series("row", numbers[self.cells["row"].to_numpy()])
        return self.cells.with_columns(rows).filter(rows > 0)


def run_of(attributes: Mapping[str, str]) -> int | None:
    """The run that the row marks, if any. Raises NotPlain where the prefixes of its cells have other meanings."""
    if _RUN not in attributes:
        return None
    if not attributes.keys() - {_RUN} <= _MEANINGS:
        raise NotPlain
    return int(attributes[_RUN])


def _text(content: bytes) -> str | None:
    """The content, unless comments, declarations or instructions may hold what only looks like rows."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return text if _DECLARED.match(text) and "<!" not in text and text.count("<?") == 1 else None


def _outlined(rows: Sequence[str], runs: Sequence[tuple[bool, int]]) -> str:
    written: list[str] = []
    begin = run = 0
    for plain, count in runs:
        part = rows[begin : begin + count]
        written += [_mark(part, run)] if plain else [row + _END for row in part]
        begin, run = begin + count, run + plain
    return "".join(written)


def _mark(rows: Sequence[str], run: int) -> str:
    """A blank row that repeats, and names the prefixes of the rows for which it stands."""
    used = [f' {prefix}:x=""' for prefix in _PREFIXES if any(f"{prefix}:" in row for row in rows)]
    return f'<table:table-row table:number-rows-repeated="{len(rows)}" {_RUN}="{run}"{"".join(used)}/>'
