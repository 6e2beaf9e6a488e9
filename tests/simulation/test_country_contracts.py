"""The country fills the contracts: the same columns in the same order, and only values that a contract admits."""

from functools import cache
from typing import Any

import polars as pl
import pytest
import yaml

from faro.settings import PROJECT
from faro.simulation.country import DATASETS, Country

#: What a contract's type may be, for each type of the country's columns.
TYPES = {
    pl.String: {"string"},
    pl.Date: {"date"},
    pl.Int64: {"integer", "number"},
    pl.Boolean: {"boolean"},
    pl.Datetime: {"timestamp"},
}
#: The row number that an institution's own database gives.
TECHNICAL = {"record_id"}


@pytest.fixture(scope="module")
def country() -> Country:
    return Country()


@cache
def properties(dataset: str) -> dict[str, dict[str, Any]]:
    text = (PROJECT / "contracts" / f"{dataset}.odcs.yaml").read_text(encoding="utf-8")
    return {each["name"]: each for each in yaml.safe_load(text)["schema"][0]["properties"]}


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_columns_are_the_contracts_in_its_order(dataset: str) -> None:
    assert tuple(name for name in properties(dataset) if name not in TECHNICAL) == DATASETS[dataset].columns
    keys = [name for name, each in properties(dataset).items() if each.get("primaryKey")]
    assert keys == [DATASETS[dataset].key]


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_values_are_those_a_contract_admits(country: Country, dataset: str) -> None:
    records = country.records(dataset)
    for name in DATASETS[dataset].columns:
        stated, values = properties(dataset)[name], records[name]
        assert stated["logicalType"] in TYPES[values.dtype.base_type()], name
        assert not (stated.get("required") and values.null_count()), name
        if "enum" in stated:
            assert set(values.drop_nulls()) <= {each["value"] for each in stated["enum"]}, name
        if pattern := stated.get("logicalTypeOptions", {}).get("pattern"):
            assert values.drop_nulls().str.contains(pattern).all(), name
