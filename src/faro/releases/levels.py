"""By which years or periods each breakdown is published: by the shortest ones of which enough can be shown."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from faro.indicators.definitions import TOTAL
from faro.releases.figures import ReleaseFigure, TableOfPeriod
from faro.releases.periods import years_of

#: Of each figure of a table whether it can be shown.
_Tables = Mapping[TableOfPeriod, list[bool]]


def published_tables(
    figures: Iterable[ReleaseFigure], can_be_shown: Callable[[ReleaseFigure], bool], least: float, without: str = ""
) -> tuple[set[TableOfPeriod], set[TableOfPeriod]]:
    """Those that are, and those of which too little could be shown; `least`: the share that suffices. Of the year
    `without` no breakdown is published: what comes in a quarter is so little that two releases tell whom it was.

    Every breakdown is published by years, or by the shortest periods of which that share can be shown, and by the
    longest period. Others would say little more, and hide more: what two periods differ by is known.
    """
    figures = list(figures)
    withheld = {one.table for one in figures if one.period == without and one.breakdown != TOTAL and one.follows}
    levels: dict[tuple[str, str], dict[int, dict[TableOfPeriod, list[bool]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for one in figures:
        if one.table not in withheld:
            levels[one.indicator, one.breakdown][len(years_of(one.period))][one.table].append(can_be_shown(one))
    published = set[TableOfPeriod]()
    for (_, breakdown), by_length in levels.items():
        needed = 0 if breakdown == TOTAL else least
        for tables in _until_enough([by_length[length] for length in sorted(by_length)], needed):
            published |= _with_enough(tables, needed)
            withheld |= tables.keys() - published
    return published, withheld


def _until_enough(levels: list[_Tables], least: float) -> Iterable[_Tables]:
    """The levels, shortest first, up to one that is enough, and the last one."""
    for tables in levels[:-1]:
        if _share(chain(*tables.values())) >= least:
            yield tables
            break
        yield {table: [False] for table in tables}
    yield levels[-1]


def _with_enough(tables: _Tables, least: float) -> set[TableOfPeriod]:
    return {table for table, shown in tables.items() if _share(shown) >= least}


def _share(shown: Iterable[bool]) -> float:
    shown = list(shown)
    return sum(shown) / len(shown)
