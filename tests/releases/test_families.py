"""Indicators that share counts stay or change together; others go on by themselves."""

from faro.indicators.definitions import definitions
from faro.releases.families import families
from faro.releases.policy import disclosure_policy
from faro.releases.tables import release_tables

POLICY = disclosure_policy()
FAMILIES = families(release_tables(definitions(), POLICY), POLICY)


def test_each_indicator_and_each_population_is_in_one() -> None:
    indicators = [one for family in FAMILIES for one in family.indicators]
    populations = [one for family in FAMILIES for one in family.populations]
    assert sorted(indicators) == sorted(definitions().indicators)
    assert len(populations) == len(set(populations))
    assert {*POLICY.populations, "not_accredited"} >= {*populations} >= {"accredited", "not_accredited", "pending"}


def test_what_is_tied_is_together_and_what_is_not_is_apart() -> None:
    of = {indicator: family.indicators for family in FAMILIES for indicator in family.indicators}
    assert {"I-01", "I-02", "I-04", "I-13"} <= of["I-05"]
    assert of["I-08"] == {"I-08"}
    assert "I-01" not in of["I-31"]
