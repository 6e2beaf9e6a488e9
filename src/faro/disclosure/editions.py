"""One system of what is about to be published and of all that was published before.

Whoever keeps the earlier tables subtracts them: an edition that hides enough by itself tells, beside the one before,
what both hide. So counts of all editions are protected in one system, tied by what is true of the change between them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from faro.disclosure.figures import Cell, Tie
from faro.disclosure.system import Mask, Relation, Relations, Requirement, System


@dataclass(frozen=True)
class Policy:
    """How a cell is judged; what a coalition declares.

    `threshold`: the least count that is shown, above 0. `shows_zeros`: always; then whoever reads knows that a hidden
    count is at least 1. Where not, a zero is hidden if it helps, and so nobody is told to be of the only kind there is.
    """

    threshold: int
    shows_zeros: bool = True


@dataclass(frozen=True)
class Figures:
    """Counts of one edition. `public`: known to everybody without it, and shown. `known`: what each holder knows of
    them from its own files. `of_one_kind`: cells that are all of another one, and must not be known to be.
    `weights`: what is lost with a cell; 1 where nothing is said. `unpublished`: what stands in no table, and yet may be
    reckoned from the tables; hidden from the beginning."""

    counts: Mapping[Cell, int]
    ties: Sequence[Tie]
    policies: Mapping[Cell, Policy]
    public: frozenset[Cell] = frozenset()
    known: Mapping[str, frozenset[Cell]] = field(default_factory=dict)
    of_one_kind: frozenset[Cell] = frozenset()
    weights: Mapping[Cell, float] = field(default_factory=dict)
    unpublished: frozenset[Cell] = frozenset()


@dataclass(frozen=True)
class Change:
    """At most so many units of each population came and went between an edition and the next one."""

    came: Mapping[str, int]
    went: Mapping[str, int]


@dataclass(frozen=True)
class Edition:
    """What was published: the figures, which of them were hidden, and what changed from there to the next edition."""

    figures: Figures
    hidden: frozenset[Cell]
    change: Change


@dataclass(frozen=True)
class Joint:
    """`system`: of all editions. `place`: where the cells of each edition are in it, the current one last."""

    system: System
    requirements: tuple[Requirement, ...]
    hidden_before: frozenset[int]
    place: tuple[Mapping[Cell, int], ...]

    def hidden_of(self, hidden: Mask) -> frozenset[Cell]:
        """The cells of the current edition that are hidden."""
        return frozenset(cell for cell, number in self.place[-1].items() if hidden[number])


def joined(current: Figures, earlier: Sequence[Edition] = ()) -> Joint:
    """The current figures and every earlier edition, oldest first, withdrawn ones too."""
    figures = [*(edition.figures for edition in earlier), current]
    place = _places(figures)
    relations = [_relation(tie, where) for one, where in zip(figures, place, strict=True) for tie in one.ties]
    for edition, old, new in zip(earlier, place[:-1], place[1:], strict=True):
        relations += _changes(edition.change, old, new)
    system = System(
        values=np.array([one.counts[cell] for one in figures for cell in one.counts], dtype=np.int64),
        weights=np.array([one.weights.get(cell, 1.0) for one in figures for cell in one.counts], dtype=np.float64),
        floors=np.array([_floor(one, cell) for one in figures for cell in one.counts], dtype=np.int64),
        may_hide=np.concatenate([*(_was_hidden(edition) for edition in earlier), _may_hide(current)]),
        relations=Relations.of(relations, sum(map(len, place))),
    )
    hidden_before = frozenset(
        where[cell]
        for cells, where in zip([*(edition.hidden for edition in earlier), current.unpublished], place, strict=True)
        for cell in cells
    )
    requirements = tuple(one for part, where in zip(figures, place, strict=True) for one in _requirements(part, where))
    return Joint(system, tuple(one for one in requirements if system.may_hide[one.cell]), hidden_before, place)


def _places(figures: Sequence[Figures]) -> tuple[Mapping[Cell, int], ...]:
    place, before = [], 0
    for one in figures:
        place.append({cell: before + number for number, cell in enumerate(one.counts)})
        before += len(one.counts)
    return tuple(place)


def _floor(figures: Figures, cell: Cell) -> int:
    return int(figures.policies[cell].shows_zeros and figures.counts[cell] > 0)


def _was_hidden(edition: Edition) -> Mask:
    return np.array([cell in edition.hidden for cell in edition.figures.counts], dtype=bool)


def _may_hide(figures: Figures) -> Mask:
    return np.array(
        [
            cell not in figures.public and (count > 0 or not figures.policies[cell].shows_zeros)
            for cell, count in figures.counts.items()
        ],
        dtype=bool,
    )


def _relation(tie: Tie, place: Mapping[Cell, int]) -> Relation:
    return Relation(tuple(place[cell] for cell in tie.terms), tuple(tie.terms.values()), tie.lower, tie.upper)


def _changes(change: Change, old: Mapping[Cell, int], new: Mapping[Cell, int]) -> list[Relation]:
    """Of a cell in both editions: it cannot have risen by more than came, nor fallen by more than went."""
    return [
        Relation(
            (new[cell], number), (1, -1), -change.went.get(cell.population, 0), change.came.get(cell.population, 0)
        )
        for cell, number in old.items()
        if cell in new
    ]


def _requirements(figures: Figures, place: Mapping[Cell, int]) -> list[Requirement]:
    """Of each count that needs protection, for whoever reads and for each holder who does not know it itself."""
    knowing = [frozenset[Cell](), *(cells for cells in figures.known.values() if cells)]
    return [
        Requirement(place[cell], low, high, frozenset(place[one] for one in known))
        for cell, low, high in _protected(figures)
        for known in knowing
        if cell not in known
    ]


def _protected(figures: Figures) -> Iterator[tuple[Cell, int, int]]:
    """Small counts, which may be any small one; and those of one kind, of whom one may be of another."""
    for cell, count in figures.counts.items():
        policy = figures.policies[cell]
        if cell in figures.public or count == 0:
            continue
        if count < policy.threshold:
            yield cell, 1, policy.threshold - 1
        elif cell in figures.of_one_kind and not policy.shows_zeros:
            yield cell, count - 1, count
