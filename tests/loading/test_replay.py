"""The same history at once, day by day, and in any order: the same rows in force, persons, star schema and marts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta

import pytest
from private_warehouse import Warehouse
from replay_material import Institutions, Replay

from faro.contracts import contract_of
from faro.simulation.country import Country

pytestmark = pytest.mark.slow

#: All three transports, and who refers, accredits, protects and serves.
CONTRACTS = [
    contract_of(name)
    for name in ("eri/referrals", "eri/resolutions", "fiscalia/case_victims", "pani/protection_measures",
                 "oapvd/assistance", "msp/detections", "ccss/care_episodes")
]  # fmt: skip
FIRST, LAST = date(2022, 12, 27), date(2023, 1, 7)
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
Tables = dict[str, list[str]]


@pytest.fixture(scope="module")
def replays(
    warehouse: Warehouse, coded: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Replay]]:
    country = Country()
    with ExitStack() as copies:
        told = {name: Replay(copies.enter_context(coded.copy())) for name in ("at_once", "day_by_day", "any_order")}
        homes = {name: Institutions(warehouse, tmp_path_factory.mktemp(name)) for name in told}
        homes["at_once"].learn(country, LAST, CONTRACTS)
        told["at_once"].visit(homes["at_once"], CONTRACTS)
        for day in DAYS:
            homes["day_by_day"].learn(country, day, CONTRACTS)
            told["day_by_day"].visit(homes["day_by_day"], CONTRACTS)
            told["day_by_day"].link()
        handed = told["day_by_day"].handed
        shuffled = random.Random(9095).sample(handed, len(handed))
        told["any_order"].hand_over(shuffled[: len(handed) // 2])
        told["any_order"].link()
        told["any_order"].hand_over(shuffled[len(handed) // 2 :])
        for replay in told.values():
            replay.link()
            replay.transform()
        yield told


@pytest.fixture(scope="module")
def tables(replays: dict[str, Replay]) -> dict[str, Tables]:
    return {name: replay.tables(CONTRACTS) for name, replay in replays.items()}


def test_days_are_deliveries_of_their_own(replays: dict[str, Replay]) -> None:
    assert len(replays["at_once"].handed) < len(replays["day_by_day"].handed)
    loads = {name: replay.warehouse.rows("select count(*) from ops.load") for name, replay in replays.items()}
    assert loads["any_order"] == loads["day_by_day"] == [(len(replays["day_by_day"].handed),)]


@pytest.mark.parametrize("other", ["day_by_day", "any_order"])
def test_the_warehouse_is_the_same(tables: dict[str, Tables], other: str) -> None:
    expected = tables["at_once"]
    assert tables[other].keys() == expected.keys()
    assert expected["marts.victims_by_year"]
    differing = {
        name: _difference(expected[name], found) for name, found in tables[other].items() if found != expected[name]
    }
    assert differing == {}


def _difference(expected: list[str], found: list[str]) -> list[str]:
    return sorted(set(expected) ^ set(found))[:4]
