"""A release as it would be published: counted, protected with all that was published before, and attacked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from faro.disclosure.attack import breaches
from faro.disclosure.editions import Change, Edition, Figures, Joint, joined
from faro.disclosure.evidence import Shortfall
from faro.disclosure.figures import Cell
from faro.disclosure.protection import Account, protect
from faro.disclosure.system import Mask, mask_of
from faro.releases.counting import Counted, counted, tied
from faro.releases.counts import Counts
from faro.releases.figures import IndicatorFigure, ReleaseFigure, TableOfPeriod
from faro.releases.policy import DisclosurePolicy
from faro.releases.published import Published
from faro.releases.tables import YEAR, ReleaseTable
from faro.releases.zeros import with_zeros


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
        return self.counted.published(self.hidden)


@dataclass(frozen=True)
class Drafting:
    """What a release is drafted by: tables, policy, and all earlier releases, oldest first, withdrawn ones too."""

    tables: Mapping[tuple[str, str], ReleaseTable]
    policy: DisclosurePolicy
    earlier: Sequence[Published] = ()

    def counted(self, rows: Iterable[IndicatorFigure], without: Collection[TableOfPeriod] = ()) -> Counted:
        """The figures of the marts, published without those tables. Raises FiguresDiffer."""
        return counted(rows, self.tables, self.policy, without)

    def draft(self, rows: Iterable[IndicatorFigure], without: Collection[TableOfPeriod] = ()) -> Draft:
        """Of the figures of the marts, without those tables. Raises FiguresDiffer."""
        current = self.counted(rows, without)
        joint = _joint([*self.earlier, current.published()], current.figures, self.policy)
        protection = protect(joint.system, joint.requirements, joint.hidden_before)
        shortfalls = breaches(joint.system, protection.hidden, joint.requirements)
        by_this_one, before = self._by_whom(shortfalls, joint)
        hidden = joint.hidden_of(protection.hidden)
        return Draft(current, hidden, len(joint.requirements), protection.accounts, by_this_one, before)

    def out_of_reach(self, current: Counted) -> tuple[Computed, ...]:
        """What would be computed though all that may be hidden were: earlier releases told too much for it.

        A fraction of the work of a draft.
        """
        joint = _joint([*self.earlier, current.published()], current.figures, self.policy)
        by_this_one, _ = self._by_whom(breaches(joint.system, joint.system.may_hide, joint.requirements), joint)
        return by_this_one

    def _by_whom(
        self, shortfalls: Sequence[Shortfall], joint: Joint
    ) -> tuple[tuple[Computed, ...], tuple[Computed, ...]]:
        """What this release tells, and what the earlier ones tell as much of, with what became public since."""
        before = self._told_before(shortfalls, joint) if shortfalls and self.earlier else set()
        by_this_one = [one for one in shortfalls if one not in before]
        return _computed(by_this_one, joint), _computed([one for one in shortfalls if one in before], joint)

    @cached_property
    def _before(self) -> tuple[Joint, Mask]:
        """Of the earlier releases: holding asks for it once a turn, and it is the same."""
        return _joint_of(self.earlier, self.policy)

    def _told_before(self, shortfalls: Sequence[Shortfall], joint: Joint) -> set[Shortfall]:
        """Those of counts that were there and are what they were, of which the earlier releases tell as much."""
        joint_before, hidden = self._before
        place = _same_counts(joint, joint_before)
        asked = {one: one.requirement.numbered(place) for one in shortfalls if one.requirement.cell in place}
        told = {one.requirement: one for one in breaches(joint_before.system, hidden, asked.values())}
        return {
            one
            for one, requirement in asked.items()
            if requirement in told and one.low <= told[requirement].low and told[requirement].high <= one.high
        }


def attacked(releases: Sequence[Published], policy: DisclosurePolicy) -> tuple[Computed, ...]:
    """What a reader computes of small counts who keeps all of those releases, oldest first; at least one."""
    joint, hidden = _joint_of(releases, policy)
    return _computed(breaches(joint.system, hidden, joint.requirements), joint)


def _joint_of(releases: Sequence[Published], policy: DisclosurePolicy) -> tuple[Joint, Mask]:
    """Of those releases, oldest first, and what they hid."""
    last = releases[-1]
    joint = _joint(releases, _figures(last, policy), policy)
    hidden = mask_of((joint.place[-1][cell] for cell in last.hidden), len(joint.system))
    return joint, hidden | mask_of(joint.hidden_before, len(joint.system))


def _same_counts(joint: Joint, other: Joint) -> dict[int, int]:
    """Number → number in the other one, of each cell of the same count."""
    numbers = {(cell, other.system.values[number]): number for place in other.place for cell, number in place.items()}
    return {
        number: numbers[cell, joint.system.values[number]]
        for place in joint.place
        for cell, number in place.items()
        if (cell, joint.system.values[number]) in numbers
    }


def _joint(releases: Sequence[Published], current: Figures, policy: DisclosurePolicy) -> Joint:
    """Of all of them, the last one with these figures, each with the zeros that a reader of the others sees in it."""
    earlier = releases[:-1]
    figures = with_zeros([*(_figures(one, policy) for one in earlier), current], releases)
    editions = [
        Edition(old, _hidden(one, old), _change(old.counts, new.counts))
        for one, (old, new) in zip(earlier, pairwise(figures), strict=True)
    ]
    return joined(figures[-1], editions)


def _computed(shortfalls: Iterable[Shortfall], joint: Joint) -> tuple[Computed, ...]:
    cells = {number: cell for place in joint.place for cell, number in place.items()}
    found = (Computed(cells[one.requirement.cell], one.low, one.high) for one in shortfalls)
    return tuple(dict.fromkeys(found))  # what two institutions compute is told once


def _figures(of: Published, policy: DisclosurePolicy) -> Figures:
    return tied(Counts(dict(of.counts), left_out=of.left_out), policy, of.published)


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
