"""Estimates of the population: parts add up to their whole, and what has no year is no denominator."""

import pytest

from faro.vocabularies import SPECIAL, vocabularies

ESTIMATES = [m.attributes for m in vocabularies()["population"].members if m.code not in SPECIAL]


def inhabitants(year, sex="total", age_group="total", territory=None):
    (found,) = (
        each["population"]
        for each in ESTIMATES
        if (each.get("year"), each["sex"], each["age_group"], each.get("territory"))
        == (year, sex, age_group, territory)
    )
    return found


@pytest.mark.parametrize(
    ("year", "age_group"), [(2015, "total"), (2015, "under_18"), (2015, "from_18"), (2022, "total")]
)
def test_women_and_men_are_everybody(year, age_group):
    both = [inhabitants(year, sex, age_group) for sex in ("woman", "man")]
    assert sum(both) == inhabitants(year, "total", age_group)


@pytest.mark.parametrize("sex", ["woman", "man", "total"])
def test_minors_and_adults_are_everybody(sex):
    assert inhabitants(2015, sex, "under_18") + inhabitants(2015, sex, "from_18") == inhabitants(2015, sex)


def test_estimates_without_a_year_say_so_and_give_every_province():
    undated = [each for each in ESTIMATES if each.get("year") is None]
    assert {each["territory"] for each in undated} == {f"CR-{province}" for province in range(1, 8)}
    assert all("no indica el año" in each["note"] for each in undated)


def test_every_estimate_names_its_source_and_tells_what_to_know():
    assert all(each["source"] and each["note"] for each in ESTIMATES)
