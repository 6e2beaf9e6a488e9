"""On a public benchmark, tokens alone find what Splink finds in the clear text, in the same run."""

from collections.abc import Iterator

import febrl
import pytest
from linkage_material import Deliveries
from private_warehouse import Warehouse

from faro.linkage.estimate import as_yaml, estimate, sample
from faro.linkage.quality import PairCounts, pair_counts
from faro.linkage.weights import Weights, declared_weights

pytestmark = pytest.mark.slow

RECORDS = 10_000
PAIRS = 5_000


@pytest.fixture(scope="module")
def delivered(warehouse: Warehouse) -> Iterator[Deliveries]:
    with warehouse.copy() as copy:
        deliveries = Deliveries(copy)
        deliveries.deliver(febrl.rows())
        deliveries.resolve()
        yield deliveries


@pytest.fixture(scope="module")
def estimated(delivered: Deliveries) -> Weights:
    with delivered.warehouse.connect("faro_resolver") as connection:
        of, candidates = sample(connection)
    assert len(of) == RECORDS
    return estimate(of, candidates, declared_weights())


@pytest.fixture(scope="module")
def splink() -> PairCounts:
    found = febrl.splink_pairs()
    both = int((found["rec_id_l"].str.split("-").str[1] == found["rec_id_r"].str.split("-").str[1]).sum())
    return PairCounts(true=PAIRS, found=len(found), both=both)


def test_tokens_alone_are_within_a_hundredth_of_splink(
    warehouse: Warehouse, estimated: Weights, splink: PairCounts
) -> None:
    with warehouse.copy() as copy:
        deliveries = Deliveries(copy)
        deliveries.deliver(febrl.rows())
        deliveries.resolve(weights=estimated)
        found = pair_counts(deliveries.persons(), febrl.truth())
    print(f"tokens {found.f1:.4f} ({found.precision:.4f}, {found.recall:.4f}), Splink {splink.f1:.4f}")
    assert found.true == PAIRS
    assert splink.f1 > 0.99  # a rival that is well set up
    assert found.f1 >= splink.f1 - 0.01
    assert found.precision >= 0.999


def test_weights_declared_for_another_country_join_no_strangers(delivered: Deliveries) -> None:
    found = pair_counts(delivered.persons(), febrl.truth())
    assert found.precision >= 0.999
    assert found.recall >= 0.9


def test_estimated_weights_are_what_weights_yml_can_hold(estimated: Weights) -> None:
    import yaml

    stated = yaml.safe_load(as_yaml(estimated))["comparisons"]
    assert stated["document"]["same"]["m"] > 0.9
    assert stated["document"]["same"]["u"] < 1e-5
    assert estimated.levels["given"]["same"].bits > 5 > 0 > estimated.levels["given"]["different"].bits
