"""Header rows as one: a title over merged cells belongs to every column below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

#: The "row" of the keys of JSON lines, which have no header row.
KEYS = 0

HeadRow = tuple[int, Sequence[str | None]]


@dataclass(frozen=True)
class Heading:
    """Rows that may be a header: the number of the last, the text of each column, and the rows themselves."""

    row: int
    cells: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def headings(head: Sequence[HeadRow], count: int) -> Iterator[Heading]:
    """Every run of that many rows; the keys of JSON lines are always one."""
    if head and head[0][0] == KEYS:
        count = 1
    for start in range(len(head) - count + 1):
        rows = head[start : start + count]
        width = max(len(cells) for _, cells in rows)
        lines = tuple(tuple(cell or "" for cell in [*cells, *[None] * (width - len(cells))]) for _, cells in rows)
        yield Heading(rows[-1][0], _joined(lines), lines)


def _joined(lines: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """`Persona atendida / Edad`. A column with no text of its own in any row has no name."""
    if len(lines) == 1:
        return lines[0]
    full = [*(_inherited(line) for line in lines[:-1]), lines[-1]]
    own = [any(cell.strip() for cell in column) for column in zip_longest(*lines)]
    columns = zip_longest(*full)
    parts = ([cell.strip() for cell in column if cell.strip()] for column in columns)
    return tuple(" / ".join(part) if named else "" for part, named in zip(parts, own, strict=True))


def _inherited(line: Sequence[str]) -> list[str]:
    """Only the first of merged cells holds their text."""
    found: list[str] = []
    for cell in line:
        found.append(cell if cell.strip() or not found else found[-1])
    return found
