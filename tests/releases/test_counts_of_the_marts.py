"""The figures of the marts are counts that agree, as contracts/releases/ says what they count."""

import numpy as np
import psycopg
import pytest
from running_stack import Stack

from faro.disclosure.editions import joined
from faro.indicators.definitions import definitions
from faro.releases.counting import counted
from faro.releases.marts import indicator_figures
from faro.releases.policy import disclosure_policy
from faro.releases.tables import release_tables

pytestmark = pytest.mark.stack


def test_every_indicator_is_counted_in_one_system(stack: Stack) -> None:
    """Whose parts add up to their wholes: else it is refused."""
    policy, given = disclosure_policy(), definitions()
    with psycopg.connect(stack.uri("faro_analyst")) as connection:
        rows = indicator_figures(connection)
    counts = counted(rows, release_tables(given, policy), policy)
    assert {one.indicator for one in counts.released} == set(given.indicators)
    assert {one.period for one in counts.released} > {row.year for row in rows}
    assert all(count >= 0 for count in counts.figures.counts.values())
    system = joined(counts.figures).system
    assert system.is_consistent(system.values)
    assert np.count_nonzero(system.values) > len(rows)
