"""What a release is made of: the figures of the marts with their labels, and the contracts as they were."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from faro.contracts import institutions
from faro.indicators.definitions import Definitions, definitions
from faro.publication.notes import Names
from faro.publication.room import room_in, temporary_folder
from faro.releases.figures import IndicatorFigure
from faro.releases.policy import DisclosurePolicy, disclosure_policy
from faro.releases.tables import ReleaseTable, release_tables
from faro.settings import PROJECT

#: Those that say what is counted, what may be published of it, and what it is called.
_CONTRACTS = ("indicators.yml", "disclosure.yml", "institutions.yml", "releases/*.yml", "vocabularies/*.yml")
_HEADER = ("indicator_id", "year", "breakdown", "category", "value", "numerator", "denominator")
#: Category of a breakdown → its labels, Spanish and English.
Labels = Mapping[tuple[str, str], tuple[str, str]]


@dataclass(frozen=True)
class Contracts:
    """What the contracts declare of releases. `names`: of institutions, by code and language."""

    definitions: Definitions
    policy: DisclosurePolicy
    tables: Mapping[tuple[str, str], ReleaseTable]
    names: Names


def contract_texts() -> dict[str, bytes]:
    """File → content, of those in force; file is a path below contracts/."""
    folder = PROJECT / "contracts"
    paths = sorted(path for pattern in _CONTRACTS for path in folder.glob(pattern))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def contracts_of(texts: Mapping[str, bytes]) -> Contracts:
    """What files of those contents declare. Raises DeclarationInvalid, IndicatorsInvalid and FolderFull."""
    with _written(texts) as folder:
        lists = folder / "vocabularies"
        given, policy = definitions(folder / "indicators.yml", lists), disclosure_policy(folder / "disclosure.yml")
        names = {code: one.name for code, one in institutions(folder).items()}
        return Contracts(given, policy, release_tables(given, policy, folder / "releases", lists), names)


@contextmanager
def _written(texts: Mapping[str, bytes]) -> Iterator[Path]:
    room = temporary_folder()
    with room_in(room), TemporaryDirectory(dir=room) as name:
        folder = Path(name)
        for path, content in texts.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        yield folder


def figures_written(rows: Sequence[IndicatorFigure]) -> bytes:
    """As CSV, numbers exactly."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_HEADER)
    for row in rows:
        numbers = ("" if one is None else repr(one) for one in (row.value, row.numerator, row.denominator))
        writer.writerow([row.indicator, row.year, row.breakdown, row.category, *numbers])
    return file.getvalue().encode()


def figures_read(content: bytes) -> list[IndicatorFigure]:
    """What `figures_written` wrote."""
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    return [
        IndicatorFigure(
            row["indicator_id"],
            row["year"],
            row["breakdown"],
            row["category"],
            _number(row["value"]),
            _number(row["numerator"]),
            _number(row["denominator"]),
        )
        for row in rows
    ]


def _number(text: str) -> float | None:
    return float(text) if text else None


def labels_written(labels: Labels) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerows((*of, *texts) for of, texts in sorted(labels.items()))
    return file.getvalue().encode()


def labels_read(content: bytes) -> Labels:
    """What `labels_written` wrote."""
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    return {(breakdown, category): (es, en) for breakdown, category, es, en in rows}
