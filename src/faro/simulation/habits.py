"""How each institution makes its files: format, way of writing a day, what it puts above and below the rows."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from faro.contracts import Contract, institutions
from faro.simulation.formats import (
    Sheet,
    csv_latin_1,
    csv_utf_8,
    json_lines,
    open_document,
    workbook,
    workbook_grouped,
)

Writer = Callable[[Sheet], bytes]
ISO_DAY = "%Y-%m-%d"


@dataclass(frozen=True)
class Habit:
    """`encoding` where it is not the usual one of the format."""

    write: Writer
    day: str = ISO_DAY
    has_totals: bool = False
    encoding: str | None = None


_USUAL = {
    "csv": Habit(csv_utf_8.write),
    "xlsx": Habit(workbook.write),
    "ods": Habit(open_document.write),
    "jsonl": Habit(json_lines.write),
}
_OWN = {
    "pani/protection_measures": Habit(csv_latin_1.write, day="%d/%m/%Y", encoding="iso-8859-1"),
    "inamu/services": Habit(workbook_grouped.write, has_totals=True),
}


def habit_of(contract: Contract) -> Habit:
    """The institution's own, else what is usual for the format that the contract states."""
    return _OWN.get(contract.id) or _USUAL[contract.server.format or "csv"]


def twin(contract: Contract) -> Habit:
    """The same rows as a workbook, as some clerks hand them over."""
    return Habit(workbook.write, has_totals=habit_of(contract).has_totals)


def banner(contract: Contract) -> tuple[str, ...]:
    """The lines above the header, as many as the newest edition skips."""
    lines = (institutions()[contract.institution].name["es"], contract.title, "Generado por el sistema de registro")
    return lines[: contract.editions[-1].skip_rows]


def totals(headers: dict[str, str], required: frozenset[str], count: int) -> tuple[str | int | None, ...]:
    """The line below the rows: the word, and the count in the first column that may also be empty."""
    places = [name for name in list(headers)[1:] if name not in required]
    return tuple("Total" if at == 0 else count if name in places[:1] else None for at, name in enumerate(headers))


def file_path(contract: Contract, period: str, suffix: str | None = None) -> PurePosixPath:
    """Where the file of that period lies below the institution's folder: the contract's `location`, filled in."""
    pattern = PurePosixPath(urlsplit(contract.server.location or "").path.lstrip("/"))
    stem, _, tail = pattern.name.partition("*")
    ending = tail if "{" not in tail else f".{contract.server.format}"
    return pattern.with_name(f"{stem}_{period}{suffix or ending}")
