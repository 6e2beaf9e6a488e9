"""DAG files are thin, cheap to parse, and every DAG says who owns it and how it behaves."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from faro.accounts.duties import DUTIES
from faro.contracts import all_contracts, institutions
from faro.publication.asking import APPROVING
from faro.settings import PROJECT

DAGS = PROJECT / "dags"
FILES = sorted(DAGS.glob("*.py"))
OURS = {"transform", "release", "maintenance"}
HEAVY = ["great_expectations", "polars", "dbt", "pandas", "paramiko", "faro.loading", "faro.validation.run"]

#: Run in a process of its own: Airflow reads its configuration when it is imported.
DESCRIBE = """
import importlib.util, json, sys
from pathlib import Path
from airflow.sdk import DAG

sys.path.insert(0, sys.argv[1])
dags = {}
for path in sorted(Path(sys.argv[1]).glob("*.py")):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    before = set(sys.modules)
    found = []
    plain = DAG.__exit__
    DAG.__exit__ = lambda self, *rest: (found.append(self), plain(self, *rest))[1]
    spec.loader.exec_module(module)
    DAG.__exit__ = plain
    for dag in found:
        dags[dag.dag_id] = {
            "file": path.name, "owner": dag.owner, "tags": sorted(dag.tags), "doc": dag.doc_md, "catchup": dag.catchup,
            "max_active_runs": dag.max_active_runs,
            "tasks": {task.task_id: {"retries": task.retries, "delay": task.retry_delay.total_seconds(),
                                     "backoff": bool(task.retry_exponential_backoff),
                                     "outlets": [each.name for each in task.outlets], "queue": task.queue,
                                     "upstream": sorted(task.upstream_task_ids),
                                     "rule": str(getattr(task.trigger_rule, "value", task.trigger_rule))}
                      for task in dag.tasks},
        }
print("\\n" + json.dumps({"dags": dags, "modules": sorted(sys.modules)}))
"""


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict:
    home = tmp_path_factory.mktemp("airflow")
    own = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "FARO_"))}
    settings = {"AIRFLOW_HOME": str(home), "AIRFLOW__CORE__LOAD_EXAMPLES": "False", "FARO_HOME": str(home / "faro")}
    run = subprocess.run(
        [sys.executable, "-c", DESCRIBE, str(DAGS)], env=own | settings, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert not (home / "faro").exists(), "parsing a DAG file wrote state"
    return json.loads(run.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def dags(parsed: dict) -> dict[str, dict]:
    return parsed["dags"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_dag_file_is_thin(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    assert len(content.splitlines()) <= 150
    assert "select " not in content.lower()
    assert "psycopg" not in content


def test_parsing_imports_nothing_heavy(parsed: dict) -> None:
    assert [name for name in HEAVY if name in parsed["modules"]] == []


def test_there_is_a_dag_per_institution_and_those_of_faro_itself(dags: dict) -> None:
    assert set(dags) == {*(f"ingest_{name}" for name in institutions()), *OURS}


def test_originals_past_their_retention_are_deleted_every_day(dags: dict) -> None:
    assert dags["maintenance"]["tasks"]["purge_originals"]["upstream"] == []
    assert dags["maintenance"]["file"] == "maintenance.py"


def test_every_dataset_is_received_and_loaded_and_the_load_is_announced(dags: dict) -> None:
    for contract in all_contracts():
        tasks = dags[f"ingest_{contract.institution}"]["tasks"]
        assert tasks[f"{contract.dataset}.load"]["upstream"] == [f"{contract.dataset}.receive"]
        assert tasks[f"{contract.dataset}.load"]["outlets"] == [contract.id]


def test_no_dataset_waits_for_another(dags: dict) -> None:
    for name in institutions():
        for task_id, task in dags[f"ingest_{name}"]["tasks"].items():
            assert {each.split(".")[0] for each in task["upstream"]} <= {task_id.split(".")[0]}


def test_every_dag_says_who_what_and_how(dags: dict) -> None:
    for name, dag in dags.items():
        assert dag["owner"] == name.removeprefix("ingest_") or (name in OURS and dag["owner"] == "faro"), name
        assert dag["tags"], name
        assert dag["doc"], name
        assert dag["max_active_runs"] == 1, name
        assert dag["catchup"] is False, name


def test_sources_and_loads_are_tried_again_with_growing_patience(dags: dict) -> None:
    for contract in all_contracts():
        for step in ("receive", "load"):
            task = dags[f"ingest_{contract.institution}"]["tasks"][f"{contract.dataset}.{step}"]
            assert task["retries"] >= 3
            assert task["backoff"]
            assert timedelta(0) < timedelta(seconds=task["delay"]) <= timedelta(minutes=1)


def test_dbt_is_not_tried_again(dags: dict) -> None:
    tasks = {name: task for name, task in dags["transform"]["tasks"].items() if name.startswith("build")}
    assert {*tasks} == {"build", "build_dbt_docs", "build_data_docs"}
    assert {task["retries"] for task in tasks.values()} == {0}


def test_a_transformation_is_written_down_before_it_says_what_failed(dags: dict) -> None:
    tasks = dags["transform"]["tasks"]
    assert tasks["build"]["upstream"] == ["link_persons"]
    assert tasks["report"]["upstream"] == ["build"]
    assert (tasks["report"]["retries"], tasks["report"]["rule"]) == (0, "all_success")
    assert tasks["build_dbt_docs"]["upstream"] == ["build"]


def test_a_release_waits_for_two_answers_and_publishes_by_what_the_warehouse_knows(dags: dict) -> None:
    """Publishing runs however the questions end, and tells why it does not publish: Airflow's states are no answers."""
    tasks = dags["release"]["tasks"]
    approvals = ["coordination_approves", "steward_approves"]
    assert {name: tasks[name]["upstream"] for name in approvals} == {name: ["prepare"] for name in approvals}
    assert tasks["publish"]["upstream"] == [*approvals[:1], "prepare", *approvals[1:]]
    assert (tasks["publish"]["rule"], tasks["place_downloads"]["rule"]) == ("all_done", "all_success")
    assert tasks["publish"]["retries"] == 0
    assert tasks["place_downloads"]["upstream"] == ["publish"]


def test_each_duty_that_approves_is_asked_in_days_and_nothing_is_taken_for_an_answer(tmp_path: Path) -> None:
    run = _told_by_airflow(ASKED, tmp_path)
    assert json.loads(run.stdout.splitlines()[-1]) == {
        duty: {
            "assigned": [{"id": DUTIES[duty].airflow, "name": duty}], "options": ["Aprobar", "Rechazar"],
            "defaults": None, "days": 14,
        }
        for duty in APPROVING
    }  # fmt: skip


def test_a_run_fails_when_a_source_did(dags: dict) -> None:
    """Nothing runs on after a failure, so that no later success hides it."""
    for name in institutions():
        assert {task["rule"] for task in dags[f"ingest_{name}"]["tasks"].values()} == {"all_success"}


def test_each_class_of_work_has_its_queue(dags: dict) -> None:
    """What reaches institutions may run near them, and pages elsewhere than loads."""
    queues = {
        (name if name in OURS else "ingest", task_id.split(".")[-1]): task["queue"]
        for name, dag in dags.items()
        if name != "maintenance"
        for task_id, task in dag["tasks"].items()
    }
    assert {task for task, queue in queues.items() if queue == "extraction"} == {
        ("ingest", "receive"), ("ingest", "answer"),
    }  # fmt: skip
    assert {task for task, queue in queues.items() if queue == "reports"} == {
        ("transform", "build_dbt_docs"), ("transform", "build_data_docs"), ("release", "place_downloads"),
    }  # fmt: skip


ASKED = """
import json, sys
sys.path.insert(0, sys.argv[1])
import release
from approvals import DutyApproval
asking = [task for task in release.release().tasks if isinstance(task, DutyApproval)]
print(json.dumps({task.duty: {"assigned": task.assigned_users, "options": task.options, "defaults": task.defaults,
                              "days": task.response_timeout.days} for task in asking}))
"""


def _told_by_airflow(code: str, home: Path) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "FARO_"))}
    settings = {
        "AIRFLOW_HOME": str(home),
        "_AIRFLOW_PROCESS_CONTEXT": "server",
        "FARO_HOME": str(home / "faro"),
    }
    run = subprocess.run([sys.executable, "-c", code, str(DAGS)], env=own | settings, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run


def test_a_source_without_a_connection_says_where_to_write_one(tmp_path: Path) -> None:
    code = """
import sys
sys.path.insert(0, sys.argv[1])
import doors
from faro.contracts import find_contract
from faro.sources import ConnectionMissing
try:
    with doors.open_source(find_contract("oij", "police_statistics"), None):
        raise AssertionError("opened")
except ConnectionMissing as told:
    print(told.message("en"))
"""
    run = _told_by_airflow(code, tmp_path)
    assert "no connection `oij_sftp` to the source of oij/police_statistics" in run.stdout
    assert "FARO_CONNECTIONS" in run.stdout
