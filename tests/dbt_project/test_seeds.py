"""Seeds follow from the vocabularies and the indicators and are on disk as they follow."""

from pathlib import Path

import pytest

from faro.derivation import derived_files
from faro.settings import PROJECT
from faro.vocabularies import SEEDS


@pytest.fixture(scope="module")
def derived() -> dict[Path, str]:
    return {path: content for path, content in derived_files().items() if SEEDS in path.parents}


def test_seeds_on_disk_are_the_derived_ones(derived):
    stale = [path.name for path, content in derived.items() if path.read_text(encoding="utf-8") != content]
    assert stale == []


def test_no_seed_is_written_by_hand(derived):
    assert {path for path in SEEDS.rglob("*") if path.is_file()} == set(derived)


def test_every_seed_says_that_it_is_generated(nodes, derived):
    seeds = [node for node in nodes if node["resource_type"] == "seed"]
    assert len(seeds) == len([path for path in derived if path.suffix == ".csv"])
    assert all("do not edit: faro derive" in seed["description"] for seed in seeds)


def test_every_map_is_checked_to_lead_to_its_list(tests_of):
    maps = {path.stem for path in (PROJECT / "dbt_project" / "seeds" / "maps").glob("*.csv")}
    assert {name for name in maps if "is_map" in tests_of[name]} == maps
