"""One system of what is about to be published and of all that was published before.

Whoever keeps the earlier tables subtracts them: an edition that hides enough by itself tells, beside the one before,
what both hide. So counts of all editions are protected in one system, tied by what is true of the change between them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from faro.disclosure.attack import attainable, breaches
from faro.disclosure.figures import Cell, Tie
from faro.disclosure.system import Mask, Relation, Relations, Requirement, System


@dataclass(frozen=True)
class Policy:
    """How a cell is judged; what a coalition declares.

    `threshold`: the least count that is shown, above 0. `shows_zeros`: always; then whoever reads knows that a hidden
    count is at least 1. Where not, 0 is as small a count as others: of a group of few it tells that all are of another
    kind. `reach`: a hidden count has to look possible up to one less, and up to its own; to the threshold where that is
    less, or no reach is declared.
    """

    threshold: int
    shows_zeros: bool = True
    reach: int | None = None

    def highest(self, count: int) -> int:
        """Up to which a hidden count has to look possible."""
        return max(count, min(self.threshold, self.reach or self.threshold) - 1)


@dataclass(frozen=True)
class Figures:
    """Counts of one edition. `public`: known to everybody without it, and shown. `known`: what each holder knows of
    them from its own files. `weights`: what is lost with a cell; 1 where nothing is said. `unpublished`: what stands in
    no table, and yet may be reckoned from the tables; hidden from the beginning."""

    counts: Mapping[Cell, int]
    ties: Sequence[Tie]
    policies: Mapping[Cell, Policy]
    public: frozenset[Cell] = frozenset()
    known: Mapping[str, frozenset[Cell]] = field(default_factory=dict)
    weights: Mapping[Cell, float] = field(default_factory=dict)
    unpublished: frozenset[Cell] = frozenset()


@dataclass(frozen=True)
class Change:
    """At most so many units of each count came and went between an edition and the next; none where none is said."""

    came: Mapping[Cell, int]
    went: Mapping[Cell, int]

    def is_of(self, cell: Cell) -> bool:
        return bool(self.came.get(cell) or self.went.get(cell))


@dataclass(frozen=True)
class Edition:
    """What was published: the figures, which of them were hidden, and what changed from there to the next edition."""

    figures: Figures
    hidden: frozenset[Cell]
    change: Change


@dataclass(frozen=True)
class Joint:
    """`system`: of all editions. `place`: where the cells of each edition are in it, the current one last; a cell of
    the same count is one in all of them. `requirements`: each as far as its edition by itself lets it be met."""

    system: System
    requirements: tuple[Requirement, ...]
    hidden_before: frozenset[int]
    place: tuple[Mapping[Cell, int], ...]

    def hidden_of(self, hidden: Mask) -> frozenset[Cell]:
        """The cells of the current edition that are hidden."""
        return frozenset(cell for cell, number in self.place[-1].items() if hidden[number])


def joined(current: Figures, earlier: Sequence[Edition] = ()) -> Joint:
    """The current figures and every earlier edition, oldest first, withdrawn ones too.

    Raises ValueError where a count is another one and no change is said of it.
    """
    figures = [*(edition.figures for edition in earlier), current]
    place = _places(current, earlier)
    hideable = [*(edition.hidden - edition.figures.public for edition in earlier), _may_hide(current)]
    by_number = _Arrays(1 + max((number for where in place for number in where.values()), default=-1))
    for part, where, cells in zip(figures, place, hideable, strict=True):
        by_number.add(part, where, cells)
    relations = {_relation(tie, where): None for one, where in zip(figures, place, strict=True) for tie in one.ties}
    for edition, old, new in zip(earlier, place[:-1], place[1:], strict=True):
        relations |= dict.fromkeys(_changes(edition.change, old, new))
    hidden_before = frozenset(
        where[cell]
        for cells, where in zip([*(edition.hidden for edition in earlier), current.unpublished], place, strict=True)
        for cell in cells
    )
    system = by_number.system(list(relations))
    editions = list(zip(figures, place, strict=True))
    asking = _Asking(editions)
    wanted = [asking.requirement(one, where) for part, where in editions for one in _attainable(part)]
    kept = tuple(one for one in dict.fromkeys(wanted) if system.may_hide[one.cell])
    return Joint(system, kept, hidden_before, place)


def _places(current: Figures, earlier: Sequence[Edition]) -> tuple[Mapping[Cell, int], ...]:
    """Of a cell one number for each count that it has in any edition: to know that a count is what it was, or is back
    to what it was, makes a reader stronger and protects nobody less."""
    numbers: dict[tuple[Cell, int], int] = {}
    place = [
        {cell: numbers.setdefault((cell, count), len(numbers)) for cell, count in figures.counts.items()}
        for figures in (current, *(edition.figures for edition in reversed(earlier)))
    ]
    return tuple(reversed(place))


class _Arrays:
    """Of each number what all editions say in which it stands; of no use is what is in earlier ones alone."""

    def __init__(self, length: int) -> None:
        self._values = np.full(length, -1, dtype=np.int64)
        self._weights = np.ones(length)
        self._floors = np.zeros(length, dtype=np.int64)
        self._may_hide = np.ones(length, dtype=bool)

    def add(self, figures: Figures, place: Mapping[Cell, int], hideable: frozenset[Cell]) -> None:
        for cell, number in place.items():
            self._values[number] = figures.counts[cell]
            self._weights[number] = figures.weights.get(cell, 1.0)
            self._floors[number] = max(self._floors[number], _floor(figures, cell))
            self._may_hide[number] &= cell in hideable

    def system(self, relations: Sequence[Relation]) -> System:
        of_each = (self._values, self._weights, self._floors, self._may_hide)
        return System(*of_each, Relations.of(relations, len(self._values)))


def _floor(figures: Figures, cell: Cell) -> int:
    """1 where whoever reads sees that it is hidden, and so no zero; what stands in no table may be nobody."""
    return int(figures.policies[cell].shows_zeros and figures.counts[cell] > 0 and cell not in figures.unpublished)


def _may_hide(figures: Figures) -> frozenset[Cell]:
    return frozenset(
        cell
        for cell, count in figures.counts.items()
        if cell not in figures.public and (count > 0 or not figures.policies[cell].shows_zeros)
    )


def _relation(tie: Tie, place: Mapping[Cell, int]) -> Relation:
    return Relation(tuple(place[cell] for cell in tie.terms), tuple(tie.terms.values()), tie.lower, tie.upper)


def _changes(change: Change, old: Mapping[Cell, int], new: Mapping[Cell, int]) -> Iterator[Relation]:
    """Of a cell whose count is another one: it cannot have risen by more than came, nor fallen by more than went."""
    for cell, number in old.items():
        if new.get(cell, number) != number:
            if not change.is_of(cell):
                raise ValueError(f"{cell} has changed, and no change is said of it")
            yield Relation((new[cell], number), (1, -1), -change.went.get(cell, 0), change.came.get(cell, 0))


@dataclass(frozen=True)
class _Wanted:
    """A requirement of one edition, for a reader to whom those holders told what they know."""

    cell: Cell
    low: int
    high: int
    holders: frozenset[str] = frozenset()


class _Asking:
    """Requirements by numbers, of editions in which each holder knows its own cells."""

    def __init__(self, editions: Iterable[tuple[Figures, Mapping[Cell, int]]]) -> None:
        self._known: dict[str, set[int]] = defaultdict(set)
        for figures, place in editions:
            for holder, cells in figures.known.items():
                self._known[holder].update(place[cell] for cell in cells)
        self._together: dict[frozenset[str], frozenset[int]] = {}

    def requirement(self, wanted: _Wanted, place: Mapping[Cell, int]) -> Requirement:
        if wanted.holders not in self._together:
            self._together[wanted.holders] = frozenset().union(*(self._known[one] for one in wanted.holders))
        return Requirement(place[wanted.cell], wanted.low, wanted.high, self._together[wanted.holders])


def _attainable(figures: Figures) -> list[_Wanted]:
    """As far as hiding goes, for a reader to whom all holders told their cells; where it goes less far for such a one,
    and of their cells themselves, for whoever reads and for each holder: of thousands those are a dozen."""
    place = _places(figures, ())[0]
    alone = _Arrays(len(place))
    alone.add(figures, place, _may_hide(figures))
    system = alone.system([_relation(tie, place) for tie in figures.ties])
    asking = _Asking([(figures, place)])

    def limited(wanted: Sequence[_Wanted]) -> list[_Wanted]:
        limits = attainable(system, [asking.requirement(one, place) for one in wanted])
        return [replace(one, low=limit.low, high=limit.high) for one, limit in zip(wanted, limits, strict=True)]

    plain = limited(list(_protected(figures)))
    owned = frozenset[Cell]().union(*figures.known.values())
    together = [replace(one, holders=frozenset(figures.known)) for one in plain if one.cell not in owned]
    asked = [asking.requirement(one, place) for one in together if one.holders]
    unmet = {one.requirement.cell for one in breaches(system, system.may_hide, asked)}
    met = {one.cell: one for one in together if place[one.cell] not in unmet}
    by_each = [
        replace(one, holders=frozenset({holder}))
        for one in _protected(figures)
        if one.cell not in met
        for holder in sorted(_without(figures, one.cell))
    ]
    return [*(met.get(one.cell, one) for one in plain), *limited(by_each)]


def _without(figures: Figures, cell: Cell) -> frozenset[str]:
    """The holders who do not know it."""
    return frozenset(holder for holder, cells in figures.known.items() if cells and cell not in cells)


def _protected(figures: Figures) -> Iterator[_Wanted]:
    """Small counts, which may be any small one."""
    hideable = _may_hide(figures)
    for cell, count in figures.counts.items():
        policy = figures.policies[cell]
        if cell in hideable and count < policy.threshold:
            yield _Wanted(cell, min(count, 1), policy.highest(count))
