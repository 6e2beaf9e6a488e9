"""Marts and recomputation agree also where much is empty, unknown, astray or of somebody else: a country in disorder
has the cases that a tidy one never shows. What both call not recorded is compared, too."""

import pytest
from comparison import differences
from disorder import disordered, mistaken
from private_warehouse import Warehouse
from recomputation import INDICATORS
from simulated_country import frames_of
from told import Told, told_by

from faro.simulation.country import Country

pytestmark = pytest.mark.slow

SEED = 9095


@pytest.fixture(scope="module")
def told(coded: Warehouse) -> Told:
    country = Country()
    frames, persons = disordered(frames_of(country), SEED), mistaken(country.truth(), SEED)
    return told_by(coded, frames, persons)


def test_every_cell_is_the_same(told: Told) -> None:
    assert differences(told.found, told.expected) == []


@pytest.mark.parametrize("indicator", INDICATORS)
def test_something_is_not_recorded(told: Told, indicator: str) -> None:
    """Otherwise the disorder proves nothing about it."""
    shares = told.expected.filter(told.expected["indicator_id"] == indicator)["not_recorded_share"]
    needs_nothing = {"I-08", "I-10", "I-11", "I-24", "I-25"}
    assert (shares.max() > 0) is (indicator not in needs_nothing)
