"""With perfect linkage the figures equal the truth: marts, recomputation and the country itself agree on them."""

from collections import Counter

import polars as pl
import pytest
from comparison import differences
from private_warehouse import Warehouse
from published_figures import assert_published
from recomputation.wording import code_lists
from simulated_country import frames_of
from told import Told, figures, told_by

from faro.simulation.country import Country

pytestmark = pytest.mark.slow

#: Dataset → the indicator that counts its persons, and the day that the country counts them by.
PERSONS = {"eri/referrals": "I-03", "dgme/smuggled_migrants": "I-36", "eri/assisted_returns": "I-29"}
GROUPS = {("Mujer", False): "women", ("Mujer", True): "girls", ("Hombre", False): "men", ("Hombre", True): "boys"}


@pytest.fixture(scope="module")
def country() -> Country:
    return Country()


@pytest.fixture(scope="module")
def told(country: Country, coded: Warehouse) -> Told:
    return told_by(coded, frames_of(country), country.truth())


def test_every_cell_is_the_same(told: Told) -> None:
    assert len(told.expected) > 8_000
    assert differences(told.found, told.expected) == []


def test_the_published_figures(told: Told) -> None:
    assert_published(told.found)


def test_accredited_persons_are_those_of_the_country(told: Told, country: Country) -> None:
    accredited = country.accredited()
    assert figures(told.found, "I-04", "total") == Counter(accredited["year"])
    for year in accredited["year"].unique():
        people = accredited.filter(pl.col("year") == year)
        assert figures(told.found, "I-04", "nationality", year) == Counter(people["nationality"])
        groups = Counter(GROUPS[person] for person in people.select("sex", "minor").iter_rows())
        assert figures(told.found, "I-04", "sex_and_age", year) == groups


def test_forms_are_those_of_the_country(told: Told, country: Country) -> None:
    lists = code_lists()
    for year, people in country.accredited().group_by("year"):
        day = people["resolved_on"].max()
        forms = Counter(code for cell in people["forms"] for code in lists.codes("exploitation_form", "eri", cell, day))
        assert figures(told.found, "I-04", "exploitation_form", year[0]) == forms


@pytest.mark.parametrize("dataset", PERSONS)
def test_persons_of_a_register_are_as_many_as_there_are(told: Told, country: Country, dataset: str) -> None:
    counted = country.persons_per_year().filter(pl.col("dataset") == dataset)
    expected = dict(counted.select("year", "persons").iter_rows())
    assert figures(told.found, PERSONS[dataset], "total") == expected
