"""How often each value occurs: assumptions of the simulation, none of them published; one list per name in the file."""

from collections import defaultdict
from functools import cache

from faro.simulation.country.files import read


def shares(name: str) -> dict[str, float]:
    """Value → weight, in the order of the file; where several may hold at once, the chance of each."""
    return dict(_lists()[name])


@cache
def _lists() -> dict[str, dict[str, float]]:
    lists: dict[str, dict[str, float]] = defaultdict(dict)
    for row in read("assumed_shares.csv"):
        lists[row["list"]][row["value"]] = float(row["share"])
    return dict(lists)
