"""Which row is the header, which edition it belongs to, and where each of the contract's columns stands."""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from faro.errors import Fact
from faro.parsing.errors import DuplicateColumn, MissingColumn, NoEditionMatches, RenamedColumn
from faro.parsing.findings import Finding, finding
from faro.parsing.heading import KEYS, Heading, HeadRow, headings
from faro.parsing.layout import Edition, Layout

#: How far down a header is looked for.
HEAD_ROWS = 60


@dataclass(frozen=True, order=True)
class Fit:
    """How well a row serves as the header of an edition; the greater, the better."""

    share: float
    matched: int
    exact: int
    where_expected: bool
    minus_row: int


@dataclass(frozen=True)
class Header:
    """The header: its cells, its last row's number, the position of every canonical column that was delivered, and
    the rows that it was joined from."""

    edition: Edition
    row: int
    cells: tuple[str, ...]
    positions: Mapping[str, int]
    lines: tuple[tuple[str, ...], ...]

    @cached_property
    def width(self) -> int:
        """Positions up to the last column with a name."""
        return max((index + 1 for index, cell in enumerate(self.cells) if cell.strip()), default=0)

    def received(self, column: str) -> str:
        """How people know that column: the header of the edition."""
        return shown(self.edition.headers.get(column) or column)


@cache
def normalised(header: str) -> str:
    """The header without case, accents, invisible characters and differences of spacing."""
    letters = (letter for letter in unicodedata.normalize("NFKD", header) if not unicodedata.combining(letter))
    visible = "".join(letter for letter in letters if unicodedata.category(letter) != "Cf")
    return re.sub(r"[\s_]+", " ", visible).strip(" .:*").casefold()


def shown(header: str) -> str:
    """A header as a message may show it: one line, at most 40 characters."""
    line = "".join(letter if letter.isprintable() else " " for letter in header).strip()
    return line if len(line) <= 40 else line[:39] + "…"


def fit(heading: Heading, edition: Edition) -> Fit:
    """How many of the edition's headers the heading holds."""
    wanted = {normalised(header) for header in edition.collected.values()}
    cells = [cell for cell in heading.cells if cell]
    matched = len(wanted & {normalised(cell) for cell in cells})
    exact = len(set(edition.collected.values()) & set(cells))
    share = matched / len(wanted) if wanted else 0.0
    return Fit(share, matched, exact, heading.row == edition.last_header_row, -heading.row)


def locate(head: Sequence[HeadRow], layout: Layout) -> tuple[Fit, Heading, Edition] | None:
    """The rows and edition that fit best; None when none hold at least half of any edition's headers."""
    candidates = [
        (fit(heading, edition), heading, edition)
        for edition in layout.editions
        for heading in headings(head, edition.header_rows)
    ]
    good = [candidate for candidate in candidates if candidate[0].share >= 0.5]
    return max(good, key=lambda candidate: candidate[0], default=None)


def read_header(heading: Heading, edition: Edition, layout: Layout, file: str) -> tuple[Header, tuple[Finding, ...]]:
    """Where each column stands, and what is odd about the header."""
    positions = _positions(heading.cells, edition, file=file, row=heading.row)
    header = Header(edition, heading.row, heading.cells, positions, heading.lines)
    _require(header, layout, file)
    return header, (*_about_place(header, file), *_about_names(header, layout, file))


def no_edition(layout: Layout, file: str) -> NoEditionMatches:
    """The refusal of a file in which no header was found."""
    edition = layout.editions[-1]
    wanted = ", ".join(shown(edition.headers[name]) for name in edition.collected if name in layout.required)
    return NoEditionMatches(
        file=file, institution=layout.institution, dataset=layout.dataset, expected_column=wanted or "–"
    )


def _positions(cells: Sequence[str], edition: Edition, *, file: str, row: int) -> dict[str, int]:
    names = Counter(normalised(cell) for cell in cells if cell.strip())
    place = {normalised(cell): index for index, cell in enumerate(cells)}
    found = {}
    for column, header in edition.collected.items():
        name = normalised(header)
        if names[name] > 1:
            raise DuplicateColumn(file=file, row=row, column=shown(header), count=names[name])
        if name in names:
            found[column] = place[name]
    return found


def _require(header: Header, layout: Layout, file: str) -> None:
    missing = [name for name in header.edition.collected if name in layout.required - header.positions.keys()]
    if not missing:
        return
    similar = _suggestions(missing, header)
    facts: dict[str, Fact] = {"file": file, "row": header.row, "edition": header.edition.name}
    expected = ", ".join(header.received(name) for name in missing)
    if similar:
        raise RenamedColumn(expected_column=expected, column=", ".join(map(shown, similar)), **facts)
    raise MissingColumn(expected_column=expected, **facts)


def _suggestions(missing: Sequence[str], header: Header) -> list[str]:
    """Unknown headers that resemble the missing ones."""
    unknown = {normalised(header.cells[index]): header.cells[index] for index in _unknown(header)}
    found = []
    for name in missing:
        wanted = normalised(header.edition.headers[name])
        near = difflib.get_close_matches(wanted, unknown, n=1, cutoff=0.6)
        near = near or [other for other in unknown if wanted in other or other in wanted][:1]
        found += [unknown.pop(other) for other in near]
    return found


def _unknown(header: Header) -> list[int]:
    known = set(header.positions.values())
    return [index for index, cell in enumerate(header.cells) if cell.strip() and index not in known]


def _about_place(header: Header, file: str) -> Iterable[Finding]:
    edition = header.edition
    yield finding("EditionRecognised", file=file, edition=edition.name)
    expected = edition.last_header_row
    if header.row not in (KEYS, expected):
        yield finding("BannerRowsDiffer", file=file, row=header.row, line=expected, edition=edition.name)


def _about_names(header: Header, layout: Layout, file: str) -> Iterable[Finding]:
    for column, position in header.positions.items():
        if header.cells[position] != header.edition.headers[column]:
            received = shown(header.cells[position])
            yield finding("HeaderDiffers", file=file, column=received, expected_column=header.received(column))
    for index in _unknown(header):
        yield finding("UnknownColumn", file=file, column=shown(header.cells[index]), count=index + 1)
    for column in header.edition.collected:
        if column not in header.positions and column not in layout.required:
            yield finding("OptionalColumnMissing", file=file, expected_column=header.received(column))
