"""What dbt tests of the project itself, on a warehouse that holds no row: the code lists, and every unit test."""

import pytest
from private_warehouse import Warehouse
from running_dbt import run_dbt

pytestmark = pytest.mark.slow


def test_code_lists_and_unit_tests_pass(own_coded: Warehouse, manifest) -> None:
    run_dbt(own_coded, "run")
    results = run_dbt(own_coded, "test", "--select", "test_type:unit").results
    assert {each["unique_id"] for each in results} == set(manifest["unit_tests"])
    assert [each["unique_id"] for each in results if each["status"] != "pass"] == []
