"""Whether the star schema is behind the ledger, running dbt on it, and writing down what was covered."""

import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from faro.errors import FaroError
from faro.settings import PROJECT, Settings

PROJECT_FOLDER = PROJECT / "dbt_project"
#: One dbt process per layer: starting dbt costs about three seconds, a model a fraction of one.
LAYERS = {"reference": "resource_type:seed", "staging": "path:models/staging", "core": "path:models/intermediate path:models/core",
          "release": "path:models/marts path:models/release"}  # fmt: skip


class TransformationFailed(FaroError):
    exit_code = 14
    template = {
        "es": "dbt terminó con el estado {status} en la capa «{dataset}» ({count} fallas).\n  Lo publicado no cambió en esa capa. Vea {log}",
        "en": "dbt ended with status {status} in layer `{dataset}` ({count} failures).\n  What is published did not change there. See {log}",
    }


class NothingRan(FaroError):
    exit_code = 14
    template = {
        "es": "dbt no encontró nada que hacer en la capa «{dataset}».\n  Revise la selección en faro.transformation.",
        "en": "dbt found nothing to do in layer `{dataset}`.\n  Check the selection in faro.transformation.",
    }


@dataclass(frozen=True)
class Work:
    """What a transformation has to cover: the dbt project as it is and every load up to an id."""

    fingerprint: str
    last_load_id: int


def pending_work(transformer_uri: str) -> Work | None:
    """The work to do, or None when the newest transformation covered it. The ledger is the queue, not asset events."""
    with psycopg.connect(transformer_uri) as connection:
        newest = connection.execute("select coalesce(max(load_id), 0) from ops.load where state = 'loaded'").fetchone()
        covered = connection.execute(
            "select fingerprint, last_load_id from ops.transformation order by transformation_id desc limit 1"
        ).fetchone()
    work = Work(project_fingerprint(), newest[0] if newest else 0)
    return None if work.last_load_id == 0 or covered == (work.fingerprint, work.last_load_id) else work


def wait_for_loads(transformer_uri: str, seconds: float = 120) -> None:
    """Until no sealed delivery waits to be loaded, so that one run covers what arrived together."""
    deadline = time.monotonic() + seconds
    with psycopg.connect(transformer_uri, autocommit=True) as connection:
        while time.monotonic() < deadline and connection.execute(_WAITING).fetchone():
            time.sleep(1)


_WAITING = """
    select 1 from ops.delivery left join ops.load on load_id = delivery_id
    where outcome = 'new' and load_id is null limit 1
"""


def build_layer(settings: Settings, transformer_uri: str, layer: str) -> None:
    """`dbt build` of one layer. Raises TransformationFailed, or NothingRan when the selection is empty."""
    target = settings.home / "dbt" / "target"
    logs = settings.logs / "dbt"
    command = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", "build", "--project-dir", str(PROJECT_FOLDER),
               "--profiles-dir", str(PROJECT_FOLDER), "--select", *LAYERS[layer].split(), "--indirect-selection", "buildable"]  # fmt: skip
    account = conninfo_to_dict(transformer_uri)
    environment = {"FARO_POSTGRES_HOST": str(account["host"]), "FARO_POSTGRES_PORT": str(account["port"]),
                   "FARO_TRANSFORMER_PASSWORD": str(account["password"])}  # fmt: skip
    paths = {"DBT_TARGET_PATH": str(target), "DBT_LOG_PATH": str(logs), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    finished = subprocess.run(command, env={**os.environ, **environment, **paths}, check=False)
    results = json.loads((target / "run_results.json").read_text())["results"] if finished.returncode in {0, 1} else []
    failures = [each for each in results if each["status"] in {"error", "fail"}]
    if finished.returncode:
        log = str(logs / "dbt.log")
        raise TransformationFailed(status=finished.returncode, dataset=layer, count=len(failures), log=log)
    if not results:
        raise NothingRan(dataset=layer)


def record(transformer_uri: str, work: Work) -> None:
    """The newest transformation covers that work."""
    with psycopg.connect(transformer_uri) as connection:
        connection.execute(
            "insert into ops.transformation (fingerprint, last_load_id) values (%s, %s)", [work.fingerprint, work.last_load_id]
        )


def project_fingerprint() -> str:
    """Changes when any file that dbt reads changes."""
    digest = hashlib.sha256()
    for path in sorted(PROJECT_FOLDER.rglob("*")):
        if path.is_file() and path.suffix in {".sql", ".yml", ".csv", ".md"} and "target" not in path.parts:
            digest.update(str(path.relative_to(PROJECT_FOLDER)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
