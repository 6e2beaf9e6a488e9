"""The files that an institution puts into its outbox: its whole past at first, then what became known since."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from faro.contracts import Contract
from faro.simulation.defects import Planted
from faro.simulation.defects.catalogue import ENCODING, TOTALS_ROW
from faro.simulation.formats import Sheet
from faro.simulation.habits import Habit, banner, file_path, habit_of, totals
from faro.simulation.institutions import ensure_folders
from faro.simulation.outbox import write_whole
from faro.simulation.received import Row

_PERIOD = re.compile(r"_(\d{4}-\d\d-\d\d)_(\d{4}-\d\d-\d\d)\.")
_DAY = timedelta(days=1)


def put_files(
    faro_home: Path, contract: Contract, headers: dict[str, str], rows: Sequence[Row], until: date
) -> tuple[list[str], list[Planted]]:
    """Write what became known after the newest file and until that day; the names, and what is wrong with the files."""
    home, habit = ensure_folders(faro_home, contract.institution), habit_of(contract)
    written, planted = list[str](), list[Planted]()
    covered = covered_until(home, contract)
    for first, last in periods(rows, covered, until):
        chosen = [row for row in rows if first <= row.known_on <= last]
        if not chosen:
            continue
        target = home / file_path(contract, f"{first}_{last}")
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, habit.write(sheet(contract, habit, headers, chosen)))
        written.append(target.name)
        planted += _about_the_file(contract, habit, target.name)
    return written, planted


def covered_until(home: Path, contract: Contract) -> date | None:
    """The last day that a file in the outbox covers."""
    pattern = file_path(contract, "*")
    names = [path.name for path in (home / pattern.parent).glob(pattern.name)]
    return max((date.fromisoformat(found[2]) for name in names if (found := _PERIOD.search(name))), default=None)


def periods(rows: Sequence[Row], covered: date | None, until: date) -> list[tuple[date, date]]:
    """First and last day of each file: one for all years that have ended since, one for the year that has not."""
    since = [row.known_on for row in rows if (covered is None or row.known_on > covered) and row.known_on <= until]
    if not since:
        return []
    first = covered + _DAY if covered else min(since)
    ended = max((day for day in map(_end_of_year, since) if day <= until), default=None)
    if ended is None or ended == until:
        return [(first, until)]
    if max(since) <= ended:
        return [(first, ended)]
    return [(first, ended), (ended + _DAY, until)]


def _end_of_year(day: date) -> date:
    return date(day.year, 12, 31)


def sheet(contract: Contract, habit: Habit, headers: dict[str, str], rows: Sequence[Row]) -> Sheet:
    lines = [[row.cells[name] for name in headers] for row in rows for _ in range(row.times)]
    required = contract.layout().required
    return Sheet(
        name=contract.editions[-1].sheet or "Datos",
        headers=tuple(headers.values()),
        rows=lines,
        banner=banner(contract),
        totals=totals(headers, required, len(lines)) if habit.has_totals else None,
        day=habit.day,
    )


def _about_the_file(contract: Contract, habit: Habit, name: str) -> list[Planted]:
    kinds = [TOTALS_ROW] if habit.has_totals else []
    kinds += [ENCODING] if habit.encoding else []
    return [Planted(contract.id, name, "", "", kind, "repaired") for kind in kinds]
