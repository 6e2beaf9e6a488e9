"""A release as it would be published: counted, protected with all that was published before, and attacked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from faro.disclosure.attack import breaches
from faro.disclosure.editions import Change, Edition, Figures, Joint, joined
from faro.disclosure.figures import Cell
from faro.disclosure.protection import Account, protect
from faro.disclosure.system import Mask, mask_of
from faro.releases.counting import Counted, counted, tied
from faro.releases.counts import Counts
from faro.releases.figures import IndicatorFigure, ReleaseFigure
from faro.releases.policy import DisclosurePolicy
from faro.releases.tables import YEAR, ReleaseTable
from faro.releases.zeros import with_zeros


@dataclass(frozen=True)
class Published:
    """What is kept of a release: the counts that the marts stated, those of all counts that it hid, and those of the
    stated ones that stood in none of its tables."""

    counts: Mapping[Cell, int]
    hidden: frozenset[Cell]
    unpublished: frozenset[Cell]


@dataclass(frozen=True)
class Computed:
    """A count that has to be unknown, and between which ones whoever reads knows it to be."""

    cell: Cell
    low: int
    high: int


@dataclass(frozen=True)
class Draft:
    """`hidden`: of all counts. `requirements`: how many of them have to be unknown. `computed`: those that are not, as
    far as a reader of this release and of all earlier ones gets; none, or it cannot be published. `told_before`: those
    that a reader of the earlier ones alone gets as far with; nobody can make them unknown again."""

    counted: Counted
    hidden: frozenset[Cell]
    requirements: int
    accounts: tuple[Account, ...]
    computed: tuple[Computed, ...]
    told_before: tuple[Computed, ...] = ()

    def is_shown(self, figure: ReleaseFigure) -> bool:
        return figure.is_shown(self.counted.figures.counts, self.hidden)

    def published(self) -> Published:
        stated = self.counted.stated
        return Published(stated, self.hidden, self.counted.figures.unpublished & stated.keys())


@dataclass(frozen=True)
class Drafting:
    """What a release is drafted by: tables, policy, and all earlier releases, oldest first, withdrawn ones too."""

    tables: Mapping[tuple[str, str], ReleaseTable]
    policy: DisclosurePolicy
    earlier: Sequence[Published] = ()

    def draft(self, rows: Iterable[IndicatorFigure]) -> Draft:
        """Of the figures of the marts. Raises FiguresDiffer."""
        current = counted(rows, self.tables, self.policy)
        joint = _joint(self.earlier, current.figures, self.policy)
        protection = protect(joint.system, joint.requirements, joint.hidden_before)
        hidden = joint.hidden_of(protection.hidden)
        found = _computed(joint, protection.hidden)
        computed = self._by_this_one(found)
        told_before = tuple(one for one in found if one not in computed)
        return Draft(current, hidden, len(joint.requirements), protection.accounts, computed, told_before)

    def out_of_reach(self, rows: Iterable[IndicatorFigure]) -> tuple[Computed, ...]:
        """What would be computed though all that may be hidden were: earlier releases told too much for it.

        A fraction of the work of a draft. Raises FiguresDiffer.
        """
        current = counted(rows, self.tables, self.policy)
        joint = _joint(self.earlier, current.figures, self.policy)
        return self._by_this_one(_computed(joint, joint.system.may_hide))

    def _by_this_one(self, computed: tuple[Computed, ...]) -> tuple[Computed, ...]:
        """Without what the earlier releases tell as much of, with what became public since."""
        if not computed or not self.earlier:
            return computed
        return tuple(one for one in computed if one not in self._told_before)

    @cached_property
    def _told_before(self) -> frozenset[Computed]:
        return frozenset(attacked(self.earlier, self.policy))


def attacked(releases: Sequence[Published], policy: DisclosurePolicy) -> tuple[Computed, ...]:
    """What a reader computes of small counts who keeps all of those releases, oldest first; at least one."""
    *earlier, last = releases
    joint = _joint(earlier, _figures(last, policy), policy)
    hidden = mask_of((joint.place[-1][cell] for cell in last.hidden), len(joint.system))
    return _computed(joint, hidden | mask_of(joint.hidden_before, len(joint.system)))


def _joint(earlier: Sequence[Published], current: Figures, policy: DisclosurePolicy) -> Joint:
    """Of all editions, each with the zeros that a reader of the others sees in it."""
    figures = with_zeros([*(_figures(one, policy) for one in earlier), current])
    editions = [
        Edition(old, _hidden(one, old), _change(old.counts, new.counts))
        for one, (old, new) in zip(earlier, pairwise(figures), strict=True)
    ]
    return joined(figures[-1], editions)


def _computed(joint: Joint, hidden: Mask) -> tuple[Computed, ...]:
    cells = {number: cell for place in joint.place for cell, number in place.items()}
    found = (
        Computed(cells[one.requirement.cell], one.low, one.high)
        for one in breaches(joint.system, hidden, joint.requirements)
    )
    return tuple(dict.fromkeys(found))  # what two institutions compute is told once


def _figures(of: Published, policy: DisclosurePolicy) -> Figures:
    return tied(Counts(dict(of.counts)), policy, frozenset(of.counts) - of.unpublished)


def _hidden(of: Published, figures: Figures) -> frozenset[Cell]:
    """With what a reader gets by subtracting, which no release tells, whatever is declared since."""
    derived = figures.counts.keys() - of.counts.keys()
    return of.hidden | {cell for cell in derived if figures.counts[cell] or not figures.policies[cell].shows_zeros}


def _change(old: Mapping[Cell, int], new: Mapping[Cell, int]) -> Change:
    """What a reader may know at most: by how much any count of that population changed, in that year or period."""
    came: dict[tuple[str, str | None], int] = defaultdict(int)
    went: dict[tuple[str, str | None], int] = defaultdict(int)
    both = old.keys() & new.keys()
    for cell in both:
        group = cell.population, cell.member(YEAR)
        came[group] = max(came[group], new[cell] - old[cell])
        went[group] = max(went[group], old[cell] - new[cell])
    return Change(*({cell: most[cell.population, cell.member(YEAR)] for cell in sorted(both)} for most in (came, went)))
