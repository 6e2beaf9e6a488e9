"""What dbt tests of the project itself, on a warehouse that holds no row: the code lists, and every unit test."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from private_warehouse import Warehouse

from faro.transformation import PROJECT_FOLDER, dbt_environment

pytestmark = pytest.mark.slow

_DBT = Path(sys.executable).with_name("dbt")
_PLACES = ("--project-dir", PROJECT_FOLDER, "--profiles-dir", PROJECT_FOLDER)


def test_code_lists_and_unit_tests_pass(own_warehouse: Warehouse, tmp_path: Path, manifest) -> None:
    environment = dbt_environment(own_warehouse.uri("faro_transformer"), tmp_path, tmp_path / "logs")

    def dbt(*arguments: str) -> str:
        command = [_DBT, "--no-use-colors", *arguments, *_PLACES]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout

    said = dbt("build", "--select", "resource_type:seed", "--indirect-selection", "cautious")
    assert "ERROR=0" in said, said
    said = dbt("run")
    assert "ERROR=0" in said, said
    said = dbt("test", "--select", "test_type:unit")
    results = json.loads((tmp_path / "run_results.json").read_text())["results"]
    assert {each["unique_id"] for each in results} == set(manifest["unit_tests"])
    assert [each["unique_id"] for each in results if each["status"] != "pass"] == [], said
