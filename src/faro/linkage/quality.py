"""How good linkage is against a known truth: pairs found and missed, persons per year, by class of defect."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import comb

import psycopg

from faro.linkage.observations import record


@dataclass(frozen=True)
class PairCounts:
    """Pairs of records of one person: by the truth, as found, and both."""

    true: int
    found: int
    both: int

    @property
    def precision(self) -> float:
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.both / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.both / (self.true + self.found) if self.true + self.found else 1.0

    def __sub__(self, other: "PairCounts") -> "PairCounts":
        return PairCounts(self.true - other.true, self.found - other.found, self.both - other.both)


def found_persons(connection: psycopg.Connection) -> dict[str, str]:
    """Record (institution/dataset/record) → person key, of what is in force."""
    rows = connection.execute(
        "select institution, dataset, record_key, person_key"
        " from identity.person join identity.observation using (load_id, row_number)"
    )
    return {record(*reference): key for *reference, key in rows}


def pair_counts(found: Mapping[str, str], truth: Mapping[str, str]) -> PairCounts:
    """Over the records that both know, without making a single pair."""
    records = found.keys() & truth.keys()
    both = Counter((found[each], truth[each]) for each in records)
    return PairCounts(
        true=_pairs(truth[each] for each in records),
        found=_pairs(found[each] for each in records),
        both=sum(comb(size, 2) for size in both.values()),
    )


def by_defect(
    found: Mapping[str, str], truth: Mapping[str, str], defects: Mapping[str, Collection[str]]
) -> dict[str, PairCounts]:
    """Class of defect → the pairs in which at least one record has it; `defects` maps records to their classes."""
    everything = pair_counts(found, truth)
    classes = sorted({each for classes in defects.values() for each in classes})
    without = {
        name: {each: person for each, person in truth.items() if name not in defects.get(each, ())} for name in classes
    }
    return {name: everything - pair_counts(found, without[name]) for name in classes}


def persons_per_year(persons: Mapping[str, str], years: Mapping[str, int]) -> dict[int, int]:
    """Year → how many persons its records are of; of `found` or of the truth alike."""
    of_year: defaultdict[int, set[str]] = defaultdict(set)
    for each in persons.keys() & years.keys():
        of_year[years[each]].add(persons[each])
    return {year: len(names) for year, names in sorted(of_year.items())}


def _pairs(persons: Iterable[str]) -> int:
    return sum(comb(size, 2) for size in Counter(persons).values())
