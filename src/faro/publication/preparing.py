"""Preparing a proposal: counted, protected beside all that was published, attacked, and kept for those who approve."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import psycopg
from psycopg.types.json import Jsonb

from faro.indicators.definitions import Definitions
from faro.language import Language
from faro.publication.bundle import (
    COUNTS,
    MANIFEST,
    Inputs,
    code_version,
    digest,
    figures_in,
    inputs_of,
    made,
    manifest,
)
from faro.publication.calendar import edition_of, today
from faro.publication.counts import counts_read
from faro.publication.errors import TooMuchComputed
from faro.publication.figures import Facts, PublishedFigure
from faro.publication.inputs import Contracts, contract_texts, contracts_of
from faro.publication.ledger import PRIVATE, Release, current, files_of, releases, transaction
from faro.publication.marts import Arrival, Snapshot, arrivals, changes, snapshot
from faro.publication.report import Background, report
from faro.releases.counts import in_words
from faro.releases.drafting import Drafting
from faro.releases.figures import TableOfPeriod
from faro.releases.holding import Held, Holding, holding

REPORT = f"{PRIVATE}report.md"


@dataclass(frozen=True)
class Circumstances:
    """`prepared_by`: the account that started it, None where the calendar did; `out_of_turn`: why, where it is not of
    the calendar; `is_demonstration`: whether nobody real approves it."""

    prepared_by: str | None = None
    out_of_turn: str | None = None
    is_demonstration: bool = False


@dataclass(frozen=True)
class Proposal:
    """`sha256`: the digest of the list of its files, which is what is approved; `report`: for whoever approves."""

    proposal_id: int
    sha256: str
    edition: str
    report: str


@dataclass(frozen=True)
class Seen:
    """What the warehouse held at one moment: the marts, all earlier releases with their files, what came since."""

    marts: Snapshot
    earlier: tuple[Release, ...]
    files: tuple[Mapping[str, bytes], ...]
    arrivals: tuple[Arrival, ...]
    changes: Mapping[str, int]

    @property
    def standing(self) -> Release | None:
        """The release that stands."""
        return current(self.earlier)

    @property
    def before(self) -> Mapping[str, bytes] | None:
        """The files of the release that stands."""
        return self.files[self.earlier.index(self.standing)] if self.standing else None


def prepare(uri: str, circumstances: Circumstances) -> Proposal:
    """Takes minutes.

    Raises MartsUnderWay, NothingCounted, FiguresDiffer and TooMuchComputed; WarehouseFull and FolderFull.
    """
    seen = seen_by(uri)
    inputs = inputs_seen(seen, circumstances)
    contracts = contracts_of(inputs.texts)
    held = held_beside(seen, inputs, contracts)
    if held.draft.computed:
        first = held.draft.computed[0]
        raise TooMuchComputed(count=len(held.draft.computed), field=in_words(first.cell))
    inputs = _of_held(inputs, held, seen.before)
    files = made(inputs, held.draft, contracts)
    figures = figures_in(files)
    told = report(_background(seen, held, figures, contracts.definitions), inputs.facts)
    return _keep(
        uri, {**files, REPORT: told.encode()}, circumstances, _summary(seen, held, figures), inputs.facts.edition
    )


def seen_by(uri: str) -> Seen:
    """Raises MartsUnderWay, NothingCounted and WarehouseFull."""
    with transaction(uri) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        marts, earlier = snapshot(connection), tuple(releases(connection))
        standing = current(earlier)
        since = standing.summary if standing else {"last_load": 0, "last_change": 0}
        return Seen(
            marts,
            earlier,
            tuple(files_of(connection, one.proposal_id) for one in earlier),
            tuple(arrivals(connection, since["last_load"], marts.last_load)),
            changes(connection, since["last_change"], marts.last_change),
        )


def inputs_seen(seen: Seen, circumstances: Circumstances = Circumstances()) -> Inputs:
    """What a release would be made of today."""
    day = today()
    facts = Facts(
        edition_of(day),
        day.isoformat(),
        code_version(),
        out_of_turn=circumstances.out_of_turn,
        is_demonstration=circumstances.is_demonstration,
    )
    return Inputs(seen.marts.rows, seen.marts.labels, contract_texts(), facts, secrets.token_hex(32))


def held_beside(seen: Seen, inputs: Inputs, contracts: Contracts) -> Holding:
    """What may be published of the inputs after all earlier releases; what would tell of a few stays as before, or is
    withheld."""
    published = [counts_read(files[COUNTS]) for files in seen.files]
    before = inputs_of(seen.before).rows if seen.before else ()
    return holding(inputs.rows, before, Drafting(contracts.tables, contracts.policy, published))


def _of_held(inputs: Inputs, held: Holding, before: Mapping[str, bytes] | None) -> Inputs:
    """With the rows that are published, also those of years that stay as they were, and their labels."""
    labels = {**(inputs_of(before).labels if before else {}), **inputs.labels}
    facts = replace(inputs.facts, held=held_told(held.held))
    return replace(inputs, rows=held.rows, labels=labels, facts=facts, withheld=tuple(sorted(held.withheld)))


def held_told(held: Held) -> tuple[str, ...]:
    """As `2019 (I-31, I-32)`, one text for each year."""
    by_year: dict[str, list[str]] = defaultdict(list)
    for indicator, year in sorted(held):
        by_year[year].append(indicator)
    return tuple(f"{year} ({', '.join(of_year)})" for year, of_year in sorted(by_year.items()))


def withheld_told(tables: Iterable[TableOfPeriod], given: Definitions, language: Language = "es") -> tuple[str, ...]:
    """As `I-15, Sector laboral (2021, 2022)`, one text for each table; a total by its indicator alone."""
    by_table: dict[tuple[str, str], list[str]] = defaultdict(list)
    for indicator, breakdown, period in sorted(tables):
        by_table[indicator, breakdown].append(period)
    names = {code: getattr(one, language) for code, one in given.breakdowns.items()}
    return tuple(
        f"{', '.join(filter(None, (indicator, names.get(breakdown))))} ({', '.join(periods)})"
        for (indicator, breakdown), periods in by_table.items()
    )


def _background(seen: Seen, held: Holding, figures: Sequence[PublishedFigure], given: Definitions) -> Background:
    return Background(
        figures=figures,
        before=figures_in(seen.before) if seen.before else None,
        release=seen.standing.release_id if seen.standing else None,
        draft=held.draft,
        withheld=withheld_told(held.withheld, given),
        arrivals=seen.arrivals,
        changes=seen.changes,
        stale=seen.marts.stale,
    )


def _summary(seen: Seen, held: Holding, figures: Sequence[PublishedFigure]) -> dict[str, object]:
    """What the ledger keeps at hand; the numbers of counts are for whoever publishes, and not public."""
    statuses = [one.status for one in figures]
    return {
        "earlier": [one.release_id for one in seen.earlier],
        "figures": len(statuses),
        "suppressed": statuses.count("suppressed"),
        "withheld": len(held.draft.counted.withheld),
        "held": list(held_told(held.held)),
        "counts": len(held.draft.counted.figures.counts),
        "requirements": held.draft.requirements,
        "loss": sum(one.loss for one in held.draft.accounts),
        "bound": sum(one.bound for one in held.draft.accounts),
        "transformation": seen.marts.transformation,
        "last_load": seen.marts.last_load,
        "last_change": seen.marts.last_change,
        "stale": list(seen.marts.stale),
    }


_PROPOSE = """
    insert into publication.proposal (edition, sha256, prepared_by, out_of_turn, is_demonstration, summary)
    values (%s, %s, %s, %s, %s, %s) returning proposal_id
"""
_FILE = "insert into publication.file (proposal_id, name, is_public, sha256, content) values (%s, %s, %s, %s, %s)"


def _keep(
    uri: str, files: Mapping[str, bytes], circumstances: Circumstances, summary: Mapping[str, object], edition: str
) -> Proposal:
    """In one transaction: a proposal has all of its files, or does not exist."""
    sealed = {**files, MANIFEST: manifest(files)}
    sha256 = digest(sealed[MANIFEST])
    by = circumstances.prepared_by, circumstances.out_of_turn, circumstances.is_demonstration
    with transaction(uri) as connection:
        row = connection.execute(_PROPOSE, [edition, sha256, *by, Jsonb(summary)]).fetchone()
        number = int(row[0]) if row else 0
        rows: Sequence[tuple[object, ...]] = [
            (number, name, not name.startswith(PRIVATE), digest(content), content) for name, content in sealed.items()
        ]
        connection.cursor().executemany(_FILE, rows)
    return Proposal(number, sha256, edition, files[REPORT].decode())
