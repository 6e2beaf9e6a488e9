"""The parsed dbt project, once per state of its files and without a database."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from faro.settings import PROJECT

DBT_PROJECT = PROJECT / "dbt_project"
Node = dict[str, Any]
#: Folders that dbt writes, where somebody ran it here by hand.
_WRITTEN = {"target", "logs", "dbt_packages"}


@pytest.fixture(scope="session")
def manifest(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What dbt understands of the project; kept from run to run, for dbt takes a quarter of a minute to read it all."""
    kept = pytestconfig.cache.mkdir("manifest") / f"{_state()}.json"
    with suppress(FileNotFoundError):
        return json.loads(kept.read_text())
    target = tmp_path_factory.mktemp("dbt")
    _parse(target)
    _keep(target / "manifest.json", kept)
    return json.loads((target / "manifest.json").read_text())


def _keep(made: Path, kept: Path) -> None:
    """Whole or not at all, and only what holds now: another run may read and keep beside this one."""
    for old in kept.parent.glob("*.json"):
        old.unlink(missing_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    shutil.copy(made, unfinished)
    unfinished.rename(kept)


def _state() -> str:
    """The same as long as dbt and all that it reads are."""
    read = sorted(path for path in DBT_PROJECT.rglob("*") if path.is_file() and not _WRITTEN & {*path.parts})
    state = hashlib.sha256()
    for path in [PROJECT / "requirements" / "pipeline.txt", *read]:
        state.update(f"{path} {path.stat().st_size}\n".encode() + path.read_bytes())
    return state.hexdigest()


def _parse(target: Path) -> None:
    """The whole project, without a database; a warning is an error."""
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
