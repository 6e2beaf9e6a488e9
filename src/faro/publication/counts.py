"""The counts of a release with those it hides, as later releases and whoever verifies it need them; never public."""

import csv
import io
from typing import Final

from faro.disclosure.figures import Cell
from faro.releases.published import Published

_HEADER = ("population", "measure", "parts", "count", "hidden", "unpublished")
_YES: Final = "yes"
_BETWEEN: Final = "\x1f"


def counts_written(published: Published) -> bytes:
    """As CSV, in the order of the cells; what it was not made of has no count."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_HEADER)
    for cell in sorted(published.counts.keys() | published.left_out):
        parts = _BETWEEN.join(f"{name}={member}" for name, member in cell.parts)
        is_in = (_YES if cell in cells else "" for cells in (published.hidden, published.unpublished))
        writer.writerow([cell.population, cell.measure, parts, published.counts.get(cell, ""), *is_in])
    return file.getvalue().encode()


def counts_read(content: bytes) -> Published:
    """What `counts_written` wrote."""
    counts, hidden, unpublished, left_out = dict[Cell, int](), set[Cell](), set[Cell](), set[Cell]()
    for row in csv.DictReader(io.StringIO(content.decode(), newline="")):
        pairs = (part.partition("=") for part in row["parts"].split(_BETWEEN) if part)
        cell = Cell(row["population"], row["measure"], tuple((name, member) for name, _, member in pairs))
        if not row["count"]:
            left_out.add(cell)
            continue
        counts[cell] = int(row["count"])
        for name, cells in (("hidden", hidden), ("unpublished", unpublished)):
            if row[name] == _YES:
                cells.add(cell)
    return Published(counts, *map(frozenset, (hidden, unpublished, left_out)))
