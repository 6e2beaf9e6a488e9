"""A worker that is killed, and one that stands somewhere else."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from composed import WORKERS, Compose, docker
from object_store import object_store
from test_compose import DONE, log_of
from waiting import wait_until

from faro.settings import PROJECT
from faro.simulation.synthetic import oij

HEADER, *ROWS = oij.content().splitlines(keepends=True)
#: So many times the synthetic year of police statistics: its load takes long enough to be cut.
REPEATED = 20
SECONDS = 120
OF_A_WORKER = (
    "airflow_database", "airflow_fernet", "airflow_jwt", "airflow_api_secret", "redis", "faro_loader",
    "faro_publisher", "faro_resolver", "faro_transformer", "originals_key_id", "originals_secret_key",
)  # fmt: skip
#: What `python -m faro.stack.containers` makes of it is 10001's.
FARO = 10001


class Delivered(NamedTuple):
    """Which host was killed while it loaded, and how many originals are in the store."""

    killed: str
    originals: int


class Run(NamedTuple):
    """Where a task ran, in which run, at which attempt."""

    host: str
    run: str
    attempt: str


def offences_of(running: Compose, year: int) -> int:
    where = f"date_key between date '{year}-01-01' and date '{year}-12-31'"
    return int(running.sql(f"select count(*) as rows from core.fct_reported_offence where {where}")[0]["rows"])


@pytest.fixture(scope="module")
def delivered(running: Compose, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Delivered]:
    """A large delivery: received by a worker elsewhere, its load taken up here by a worker that is then killed."""
    running.deliver("oij", "grande.csv", HEADER + b"".join(ROWS * REPEATED))
    with object_store("0.0.0.0") as store:
        (running.secrets / "originals_key_id").write_text(store.key_id)
        (running.secrets / "originals_secret_key").write_text(store.secret)
        place = {
            "FARO_ORIGINALS": f"s3://{store.bucket}/costa-rica",
            "FARO_ORIGINALS_ENDPOINT": f"http://{running.private}:{store.port}",
        }
        with worker_elsewhere(running, tmp_path_factory.mktemp("elsewhere"), place):
            here = ("--detach", "--wait", "--no-deps", "--scale", f"worker={WORKERS}", "worker")
            running("up", *here, FARO_QUEUES="transformation,reports", **place)
            with running.started("run", "--rm", "faro", "ingest", "oij") as ingest:
                killed = host_of_a_running_load(running)
                docker("kill", running.container_of(killed))
                assert ingest.wait(timeout=600) == 0
            yield Delivered(killed, len(store.objects()))


def test_a_killed_worker_loses_nothing_and_doubles_nothing(running: Compose, delivered: Delivered) -> None:
    (finished,) = running.containers("worker")
    assert finished["ID"][:12] == last_run(running, "load").host != delivered.killed
    assert offences_of(running, 2024) == len(ROWS) * REPEATED


def test_a_worker_elsewhere_receives_what_workers_here_load(running: Compose, delivered: Delivered) -> None:
    """Another project of docker compose shares no network, no volume and no secrets folder with the first one."""
    assert last_run(running, "receive").host == last_run(running, "answer").host == running.private
    assert delivered.originals == 1


def test_airflow_shows_the_log_of_a_worker_elsewhere(running: Compose, delivered: Delivered) -> None:
    received = last_run(running, "receive")
    assert DONE in log_of(running, "ingest_oij", received.run, "police_statistics.receive", received.attempt)


def host_of_a_running_load(running: Compose) -> str:
    """Where a load of the police statistics is under way."""
    loads = "dag_id = 'ingest_oij' and task_id like '%load' and state = 'running'"
    query = f"select hostname from task_instance where {loads}"
    return wait_until(lambda: running.of_airflow(query), "no load is seen running", SECONDS)[0][0]


def last_run(running: Compose, task: str) -> Run:
    """The newest such task of the police statistics that succeeded."""
    (found,) = running.of_airflow(
        "select hostname, run_id, try_number from task_instance where dag_id = 'ingest_oij' and state = 'success'"
        f" and task_id = 'police_statistics.{task}' order by end_date desc limit 1"
    )
    return Run(*found)


@contextmanager
def worker_elsewhere(running: Compose, folder: Path, place: dict[str, str]) -> Iterator[None]:
    """It takes what institutions deliver, with its own copy of what such a worker needs."""
    secrets, keys = folder / "secrets", folder / "keys"
    (secrets / "institutions").mkdir(parents=True)
    for name in OF_A_WORKER:
        shutil.copy(running.secrets / name, secrets)
    (secrets / "institutions" / "connections.json").write_text(json.dumps({"oij_sftp": connection_to_oij(running)}))
    copy_originals_keys(running, keys)
    environment = running.environment | place | {
        "COMPOSE_FILE": "docker-compose.yml:docker/on-another-machine.yml",
        "COMPOSE_PROJECT_NAME": "faro-elsewhere",
        "FARO_SECRETS_FOLDER": str(secrets),
        "FARO_KEYS_FOLDER": str(keys),
        "FARO_MAIN": running.private,
        "FARO_WORKER_ADDRESS": running.private,
    }  # fmt: skip

    def compose(*arguments: str) -> None:
        subprocess.run(["docker", "compose", *arguments], cwd=PROJECT, env=environment, check=True)

    try:
        compose("up", "--no-deps", "--no-build", "--detach", "worker")
        docker("network", "connect", "faro-test_institutions", "faro-elsewhere-worker-1")
        yield
    finally:
        compose("logs", "--tail", "20", "worker")
        compose("down", "--volumes", "--timeout", "20")


def connection_to_oij(running: Compose) -> dict[str, object]:
    """As whoever operates Faro writes it for an institution: the keys are in the connection."""
    home = "/var/lib/faro/institutions"
    private = running("exec", "-T", "institutions", "cat", f"{home}/oij/ssh/id_ed25519").stdout
    public = running("exec", "-T", "institutions", "cat", f"{home}/ssh_host_ed25519.pub").stdout
    extra = {"private_key": private, "host_key": " ".join(public.split()[:2]), "no_host_key_check": False}
    return {"conn_type": "sftp", "host": "institutions", "port": 8022, "login": "oij", "extra": extra}


def copy_originals_keys(running: Compose, keys: Path) -> None:
    """What opens originals, and nothing of what makes codes of identity."""
    keys.mkdir()
    for name in ("originals.txt", "originals.pub"):
        content = running("exec", "-T", "worker", "cat", f"/var/lib/faro/keys/{name}").stdout
        (keys / name).write_text(content)
        (keys / name).chmod(0o600)
        os.chown(keys / name, FARO, FARO)
    os.chown(keys, FARO, FARO)
