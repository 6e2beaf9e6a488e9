"""Sums of years that are published beside each year."""

from collections.abc import Iterable

from faro.releases.policy import Periods

_TO = "–"


def running_year(years: Iterable[str]) -> str:
    """The latest one, which goes on."""
    return max(years)


def periods_of(years: Iterable[str], declared: Periods) -> dict[str, frozenset[str]]:
    """Period → its years. The running year is in none, nor is one before those that are added up."""
    there = set(years)
    complete = sorted(int(year) for year in there - {running_year(there)} if int(year) >= declared.since)
    spans = [
        range(last - length + 1, last + 1)
        for length in declared.years
        for last in reversed(complete)
        if (last - declared.ending) % length == 0 and last - length + 1 in complete
    ]
    if declared.all and complete:
        spans.append(range(complete[0], complete[-1] + 1))
    return {f"{span[0]}{_TO}{span[-1]}": frozenset(map(str, span)) for span in spans if len(span) > 1}


def years_of(period: str | None) -> frozenset[str]:
    """Those of a period, or the one year that it is; none where it is neither."""
    first, _, last = (period or "").partition(_TO)
    if not first.isdecimal() or not (last or first).isdecimal():
        return frozenset()
    return frozenset(map(str, range(int(first), int(last or first) + 1)))
