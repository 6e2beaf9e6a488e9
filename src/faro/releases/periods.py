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
    complete = sorted(year for year in there - {running_year(there)} if int(year) >= declared.since)
    spans = [
        complete[end - length : end] for length in declared.years for end in range(len(complete), length - 1, -length)
    ]
    if declared.all:
        spans.append(complete)
    return {f"{span[0]}{_TO}{span[-1]}": frozenset(span) for span in spans if len(span) > 1}


def years_of(period: str) -> frozenset[str]:
    """Those of a period, or the one year that it is; none where it is neither."""
    first, _, last = period.partition(_TO)
    if not first.isdecimal() or not (last or first).isdecimal():
        return frozenset()
    return frozenset(map(str, range(int(first), int(last or first) + 1)))
