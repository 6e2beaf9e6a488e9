"""The marts of the indicators are those that are declared, all in one view, and every category can have a label."""

import re

import pytest

from faro.indicators import definitions

GIVEN = definitions()
COLUMNS = ["year", "breakdown", "category", "numerator", "denominator", "value", "not_recorded_share"]
OF_A_RATE = ["population_year", "population_source"]


@pytest.fixture(scope="module")
def marts(models):
    return {model["name"]: model for model in models if model["fqn"][1:3] == ["marts", "indicators"]}


def test_each_indicator_has_its_mart_and_each_mart_its_indicator(marts):
    assert set(marts) == {each.mart for each in GIVEN.indicators.values()}


@pytest.mark.parametrize("indicator", GIVEN.indicators.values(), ids=lambda each: each.id)
def test_a_mart_has_the_agreed_columns_and_guards_its_grain(marts, indicator):
    mart = marts[indicator.mart]
    assert list(mart["columns"]) == COLUMNS + (OF_A_RATE if indicator.kind == "rate" else [])
    (key,) = (each["columns"] for each in mart["constraints"] if each["type"] == "primary_key")
    assert key == ["year", "breakdown", "category"]


def test_every_mart_has_a_unit_test(manifest, marts):
    assert set(marts) <= {unit["model"] for unit in manifest["unit_tests"].values()}


def test_one_view_holds_them_all(manifest, marts):
    read = {name.split(".")[-1] for name in manifest["nodes"]["model.faro.indicator_value"]["depends_on"]["nodes"]}
    assert read - {"dim_breakdown", "dim_category"} == set(marts)


def test_every_list_of_categories_has_labels(manifest):
    sql = manifest["nodes"]["model.faro.dim_category"]["raw_code"]
    labelled = set(re.findall(r"'(\w+)'", sql)) | set(GIVEN.own) | {"total"}
    assert {name for each in GIVEN.breakdowns.values() for name in each.members} <= labelled


def test_metrics_are_counts_of_facts_by_their_day(manifest):
    models = manifest["semantic_models"].values()
    assert all(model["model"].startswith("ref('fct_") for model in models)
    assert {each["type"] for each in manifest["metrics"].values()} == {"simple"}
