"""The parsed dbt project, once per session and without a database."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from faro.settings import PROJECT

DBT_PROJECT = PROJECT / "dbt_project"
Node = dict[str, Any]


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What dbt understands of the project."""
    target = tmp_path_factory.mktemp("dbt")
    environment = {
        "FARO_POSTGRES_PORT": "1",
        "FARO_TRANSFORMER_PASSWORD": "unused",
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(target / "logs"),
        "DBT_PROFILES_DIR": str(DBT_PROJECT),
        "DBT_PROJECT_DIR": str(DBT_PROJECT),
        "DBT_WARN_ERROR": "1",
    }
    dbt = Path(sys.executable).with_name("dbt")
    run = subprocess.run([dbt, "parse"], env=os.environ | environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    return json.loads((target / "manifest.json").read_text())


@pytest.fixture(scope="session")
def nodes(manifest: dict[str, Any]) -> list[Node]:
    return list(manifest["nodes"].values())


@pytest.fixture(scope="session")
def models(nodes: list[Node]) -> list[Node]:
    found = [node for node in nodes if node["resource_type"] == "model"]
    assert found
    return found


@pytest.fixture(scope="session")
def tests_of(nodes: list[Node]) -> dict[str, list[str]]:
    """Model → names of the generic tests that watch it."""
    found: dict[str, list[str]] = {}
    for node in nodes:
        if node["resource_type"] == "test" and node.get("attached_node"):
            found.setdefault(node["attached_node"].split(".")[-1], []).append(node["test_metadata"]["name"])
    return found
