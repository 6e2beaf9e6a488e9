"""Linkage against the known truth of the synthetic country, with the defects that its clerks make."""

from collections.abc import Iterator

import pytest
from country_rows import Written, deliver_country
from linkage_material import Deliveries
from private_warehouse import Warehouse

from faro.linkage.quality import by_defect, pair_counts, persons_per_year
from faro.simulation.country.country import Country

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def linked(warehouse: Warehouse) -> Iterator[tuple[Deliveries, Written]]:
    with warehouse.copy() as copy:
        deliveries = Deliveries(copy)
        written = deliver_country(copy, Country())
        deliveries.resolve()
        yield deliveries, written


def test_pairs_are_found_and_strangers_are_not_joined(linked: tuple[Deliveries, Written]) -> None:
    deliveries, written = linked
    found = deliveries.persons()
    counts = pair_counts(found, written.truth)
    print(counts, f"precision {counts.precision:.4f} recall {counts.recall:.4f}")
    for defect, each in by_defect(found, written.truth, written.defects).items():
        print(f"{defect:28} precision {each.precision:.4f} recall {each.recall:.4f} of {each.true}")
    assert counts.true > 10_000
    assert counts.precision >= 0.995
    assert counts.recall >= 0.95


def test_persons_of_a_year_are_as_many_as_there_are(linked: tuple[Deliveries, Written]) -> None:
    deliveries, written = linked
    found = deliveries.persons()
    resolutions = {name: year for name, year in written.years.items() if name.startswith("eri/resolutions/")}
    counted = persons_per_year(found, {name: resolutions[name] for name in resolutions.keys() & found.keys()})
    truth = persons_per_year(written.truth, {name: resolutions[name] for name in resolutions.keys() & found.keys()})
    print({year: (counted[year], truth[year]) for year in truth})
    assert len(truth) >= 8
    assert all(abs(counted[year] - truth[year]) <= 1 for year in truth)
