"""Totals and notes below the data: dropped only where they cannot be a row of data, and always reported."""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from faro.parsing.layout import LogicalType
from faro.parsing.totals import Total

#: More rows than this at the end are no footer, whatever they look like.
MOST_FOOTERS = 12
_NOTE = re.compile(
    r"\s*(?:(?:gran\s+total|sub\s*total|total(?:es)?|suma|fuentes?|sources?|notas?|notes?|elaborad[oa]|elaboraci[oó]n|"
    r"generad[oa]|actualizad[oa]|observaci[oó]n(?:es)?)\b|\*).*",
    re.IGNORECASE | re.DOTALL,
)

#: Position → type, of the columns that every row of data fills.
Required = Mapping[int, LogicalType]


def opens_a_note(text: str | None) -> bool:
    """Whether a row that begins like this may be a total, a source or a note."""
    return bool(text and _NOTE.fullmatch(text))


def footer_rows(cells: pl.DataFrame, required: Required) -> list[int]:
    """The row numbers of totals and notes at the very end.

    A footer begins with a word of notes, or stands alone in the first column below a blank row; and it leaves a
    required column empty, so what the contract would accept is never dropped. A row that says "total" and holds only
    numbers beside it is also dropped where a required column could not hold what it has there, or where every number
    is the sum or the count of what stands above; and one that says nothing else.
    """
    tail = cells.tail(MOST_FOOTERS + 1).rows()
    first = cells.get_column("0")
    found: list[int] = []
    pending: list[int] = []
    for index in range(len(tail) - 1, -1, -1):
        row, line = tail[index][0], tail[index][1:]
        if (total := Total.of(line)) and total.is_no_data(required, cells, row):
            found += [*pending, row]
            pending = []
            continue
        if not _could_be_footer(line, required):
            break
        pending.append(row)
        below_a_gap = index > 0 and row - tail[index - 1][0] > 1 and (first == line[0]).sum() == 1
        if opens_a_note(line[0]) or below_a_gap:
            found += pending
            pending = []
    return sorted(found) if len(found) <= MOST_FOOTERS else []


def _could_be_footer(line: Sequence[str | None], required: Required) -> bool:
    filled = [position for position, cell in enumerate(line) if cell]
    if filled[:1] != [0] or all(line[position] for position in required):
        return False
    return opens_a_note(line[0]) or (len(filled) == 1 and len(line) > 2)
