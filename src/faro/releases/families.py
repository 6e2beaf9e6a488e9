"""Which indicators share counts with each other: what is published of one tells of the others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from faro.releases.policy import DisclosurePolicy
from faro.releases.tables import ReleaseTable

_Tables = Mapping[tuple[str, str], ReleaseTable]


@dataclass(frozen=True)
class Family:
    """Indicators that count the same populations, or ones that are tied to each other."""

    indicators: frozenset[str]
    populations: frozenset[str]


def families(tables: _Tables, policy: DisclosurePolicy) -> list[Family]:
    """All of them; each indicator and each population is in one."""
    found: list[Family] = []
    for one in (*_of_tables(tables), *(Family(frozenset(), tied) for tied in policy.tied_populations())):
        related = [other for other in found if one.indicators & other.indicators or one.populations & other.populations]
        found = [other for other in found if other not in related]
        found.append(_joined([one, *related]))
    return found


def _of_tables(tables: _Tables) -> Iterator[Family]:
    for (indicator, _), table in tables.items():
        patterns = (pattern for line in table.lines.values() for pattern in (line.numerator, line.denominator))
        yield Family(frozenset([indicator]), frozenset(one.population for one in patterns if one))


def _joined(of: Iterable[Family]) -> Family:
    of = list(of)
    return Family(
        frozenset().union(*(one.indicators for one in of)), frozenset().union(*(one.populations for one in of))
    )
