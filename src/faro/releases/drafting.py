"""A release as it would be published: counted, protected with all that was published before, and attacked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from faro.disclosure.attack import breaches
from faro.disclosure.editions import Change, Edition, joined
from faro.disclosure.evidence import Shortfall
from faro.disclosure.figures import Cell
from faro.disclosure.protection import Account, protect
from faro.releases.counting import Counted, counted, tied
from faro.releases.counts import Counts
from faro.releases.figures import IndicatorFigure, ReleaseFigure
from faro.releases.policy import DisclosurePolicy
from faro.releases.tables import YEAR, ReleaseTable


@dataclass(frozen=True)
class Published:
    """What is kept of a release: its counts, those that it hid, and those that stood in none of its tables."""

    counts: Mapping[Cell, int]
    hidden: frozenset[Cell]
    unpublished: frozenset[Cell]


@dataclass(frozen=True)
class Draft:
    """`hidden`: of all counts. `requirements`: how many of them have to be unknown. `computed`: those that are not, as
    far as a reader of this release and of all earlier ones gets; none, or it cannot be published."""

    counted: Counted
    hidden: frozenset[Cell]
    requirements: int
    accounts: tuple[Account, ...]
    computed: tuple[Shortfall, ...]

    def is_shown(self, figure: ReleaseFigure) -> bool:
        return figure.is_shown(self.counted.figures.counts, self.hidden)

    def published(self) -> Published:
        figures = self.counted.figures
        return Published(figures.counts, self.hidden, figures.unpublished)


def draft(
    rows: Iterable[IndicatorFigure],
    tables: Mapping[tuple[str, str], ReleaseTable],
    policy: DisclosurePolicy,
    earlier: Sequence[Published] = (),
) -> Draft:
    """Of the figures of the marts, after those releases, oldest first, withdrawn ones too. Raises FiguresDiffer."""
    current = counted(rows, tables, policy)
    joint = joined(current.figures, _editions(earlier, current.figures.counts, policy))
    protection = protect(joint.system, joint.requirements, joint.hidden_before)
    computed = breaches(joint.system, protection.hidden, joint.requirements)
    hidden = joint.hidden_of(protection.hidden)
    return Draft(current, hidden, len(joint.requirements), protection.accounts, tuple(computed))


def _editions(earlier: Sequence[Published], current: Mapping[Cell, int], policy: DisclosurePolicy) -> list[Edition]:
    counts = [*(one.counts for one in earlier), current]
    return [
        Edition(
            tied(Counts(dict(one.counts)), policy, frozenset(one.counts) - one.unpublished), one.hidden, _change(*both)
        )
        for one, both in zip(earlier, pairwise(counts), strict=True)
    ]


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
