"""How the declared weights are obtained: `python -m faro.linkage.estimate` prints those that fit what is in force.

m by expectation maximisation over candidate pairs, u over random pairs that are not one person. A run of the resolver
never does this: a score must depend on nothing but its pair.
"""

import sys
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import psycopg
import yaml
from numpy.typing import NDArray

from faro.linkage.comparison import LEVELS, Levels, Pairs, compare
from faro.linkage.observations import Observations
from faro.linkage.pairs import read_observations
from faro.linkage.scoring import weigh
from faro.linkage.weights import Level, Weights, declared_weights

_Shares = dict[str, NDArray[np.float64]]
_Compared = Mapping[str, Levels]

_ROUNDS = 100
_SETTLED = 1e-5
#: Seen this often beside what was seen, so that no level is impossible.
_UNSEEN = 0.5
#: Fewer are no ground for a share: a level met less often, a comparison known of fewer random pairs.
_LEAST_SEEN, _LEAST_KNOWN = 10, 100_000
#: No level is rarer among records of one person: sooner or later every clerk errs in every way.
_LEAST_M = 0.01
_RANDOM_PAIRS = 2_000_000
_SAMPLE = 20_000

_SAMPLED = "select load_id, row_number from identity.person order by hashtextextended(person::text, 0) limit %s"
_CANDIDATES = """
with sampled as materialized (
        select * from unnest(%s::bigint[], %s::bigint[]) with ordinality as s (load_id, row_number, place)),
    shared as materialized (select token, place from sampled join identity.block using (load_id, row_number)),
    small as (select token from shared group by token having count(*) between 2 and 300)
select distinct one.place - 1, other.place - 1 from shared as one join small using (token)
join shared as other using (token) where one.place < other.place
"""


def sample(connection: psycopg.Connection, size: int = _SAMPLE) -> tuple[Observations, Pairs]:
    """Observations in force, always the same ones, and the pairs of them that share a block."""
    ids = np.array(sorted(connection.execute(_SAMPLED, [size])), np.int64).reshape(-1, 2)
    pairs = connection.execute(_CANDIDATES, [ids[:, 0].tolist(), ids[:, 1].tolist()]).fetchall()
    return read_observations(connection, ids), np.array(pairs, np.int64).reshape(-1, 2)


def estimate(of: Observations, candidates: Pairs, weights: Weights) -> Weights:
    """The weights with m and u as they fit; what the data hardly show, labels, conflicts and thresholds stay."""
    compared, random = compare(of, candidates), compare(of, _random_pairs(len(of)))
    m = _maximise(compared, (weigh(compared, weights) >= weights.link).astype(float))
    fitted = weights
    for _ in range(2):
        u = _shares(random, (weigh(random, fitted) < weights.review).astype(float))
        fitted = _fitted(weights, m, u, _seen(compared, random), _known(random))
    return fitted


def _random_pairs(count: int) -> Pairs:
    drawn: Pairs = np.random.default_rng(0).integers(0, count, (_RANDOM_PAIRS, 2))
    distinct: Pairs = drawn[drawn[:, 0] != drawn[:, 1]]
    return distinct


def _maximise(compared: _Compared, belief: NDArray[np.float64]) -> _Shares:
    """m; u is another among candidates, which share a block and so are alike also when they are two persons."""
    for _ in range(_ROUNDS):
        prior = min(max(belief.mean(), 1e-6), 1 - 1e-6)
        m, u = _shares(compared, belief), _shares(compared, 1 - belief)
        odds = np.full(len(belief), np.log(prior / (1 - prior)))
        for name, levels in compared.items():
            odds += np.where(levels > 0, np.log(m[name] / u[name])[levels], 0)
        believed = 1 / (1 + np.exp(-np.clip(odds, -500, 500)))
        if np.abs(believed - belief).mean() < _SETTLED:
            break
        belief = believed
    return m


def _shares(compared: _Compared, weight: NDArray[np.float64]) -> _Shares:
    """Per comparison how often each level is met where anything is known; position 0 is not."""
    found = {}
    for name, levels in compared.items():
        met = np.bincount(levels, weight, minlength=len(LEVELS[name])) + _UNSEEN
        met[0] = 0
        found[name] = np.where(np.arange(len(met)) > 0, met / met.sum(), 1)
    return found


def _seen(compared: _Compared, random: _Compared) -> _Shares:
    """How often each level was met at all."""
    both = {name: np.concatenate([compared[name], random[name]]) for name in LEVELS}
    return {name: np.bincount(levels, minlength=len(LEVELS[name])).astype(float) for name, levels in both.items()}


def _known(random: _Compared) -> dict[str, int]:
    """Of how many random pairs a comparison knew both sides."""
    return {name: int((levels > 0).sum()) for name, levels in random.items()}


def _fitted(weights: Weights, m: _Shares, u: _Shares, seen: _Shares, known: Mapping[str, int]) -> Weights:
    levels = {name: dict(stated) for name, stated in weights.levels.items()}
    for name, names in LEVELS.items():
        for place, level in enumerate(names[1:], start=1):
            stated = levels[name][level]
            if seen[name][place] >= _LEAST_SEEN:
                own = float(u[name][place]) if known[name] >= _LEAST_KNOWN else stated.u
                levels[name][level] = Level(max(float(m[name][place]), _LEAST_M), own, stated.label)
    return replace(weights, levels=levels)


def as_yaml(weights: Weights) -> str:
    """`comparisons:` as weights.yml holds it."""
    stated = {
        name: {level: {"m": float(f"{each.m:.3g}"), "u": float(f"{each.u:.3g}"), "label": dict(each.label)}
               for level, each in levels.items()}
        for name, levels in weights.levels.items()
    }  # fmt: skip
    return yaml.safe_dump({"comparisons": stated}, allow_unicode=True, sort_keys=False, width=120)


def main() -> None:
    from faro.settings import settings
    from faro.stack.postgres import uri

    with psycopg.connect(uri(settings(), "faro_resolver")) as connection:
        of, candidates = sample(connection)
    sys.stdout.write(as_yaml(estimate(of, candidates, declared_weights())))


if __name__ == "__main__":
    main()
