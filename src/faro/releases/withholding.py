"""Tables that are not published, because beside earlier releases a reader could compute a small count by them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from faro.disclosure.figures import Cell
from faro.indicators.definitions import TOTAL
from faro.releases.counting import Counted
from faro.releases.drafting import Computed
from faro.releases.families import Family
from faro.releases.figures import TableOfPeriod
from faro.releases.periods import years_of
from faro.releases.tables import YEAR

Tables = frozenset[TableOfPeriod]
#: Of two counts, how little one tells of the other: the same dimensions of the same year or period, of others that
#: overlap, further dimensions, other ones, and another population that is tied to it.
_NEAR, _FAR = (0, 1), (2, 3, 4)
_APART = 5


def listed_anew(
    computed: Sequence[Computed], current: Counted, before: frozenset[Cell], families: Sequence[Family]
) -> tuple[Tables, Tables]:
    """Breakdowns with counts that the release before did not publish: the nearest to what is computed that are near it,
    and that are far from it."""
    anew = [(one.table, cell) for one in current.released for cell in one.follows if cell not in before]
    by_distance: dict[int, set[TableOfPeriod]] = defaultdict(set)
    for table, cell in anew:
        if table[1] != TOTAL:
            for one in computed:
                by_distance[_distance(cell, one.cell, families)].add(table)
    near, far = (next(filter(None, (by_distance[one] for one in of)), set()) for of in (_NEAR, _FAR))
    return frozenset(near), frozenset(far)


def standing_in(computed: Iterable[Computed], current: Counted, year: str) -> Tables:
    """The tables of that year in which it stands."""
    cells = {one.cell for one in computed}
    return frozenset(one.table for one in current.released if one.period == year and cells.intersection(one.follows))


def _distance(cell: Cell, computed: Cell, families: Sequence[Family]) -> int:
    if not years_of(cell.member(YEAR)) & years_of(computed.member(YEAR)):
        return _APART
    if cell.population != computed.population:
        is_tied = any({cell.population, computed.population} <= family.populations for family in families)
        return 4 if is_tied else _APART
    if cell.names != computed.names:
        return 2 if set(cell.names) > set(computed.names) else 3
    return 0 if cell.member(YEAR) == computed.member(YEAR) else 1
