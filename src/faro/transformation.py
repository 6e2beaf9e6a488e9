"""Whether the star schema is behind the ledger, running dbt on it, and writing down what was covered."""

import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, LiteralString

import psycopg
from psycopg.conninfo import conninfo_to_dict

from faro.errors import FaroError, Sentences
from faro.settings import PROJECT, Settings

PROJECT_FOLDER = PROJECT / "dbt_project"
_SEEDS = "reference"
#: One dbt process per layer: starting dbt costs about three seconds, a model a fraction of one.
LAYERS = {
    _SEEDS: "resource_type:seed",
    "staging": "path:models/staging",
    "core": "path:models/intermediate path:models/core",
    "marts": "path:models/marts",
    "release": "path:models/release",
}


class TransformationFailed(FaroError):
    exit_code = 14
    template: ClassVar[Sentences] = {
        "es": "dbt terminó con el estado {status} en la capa «{dataset}» ({count} fallas).\n"
        "  Lo publicado no cambió en esa capa. Vea {log}",
        "en": "dbt ended with status {status} in layer `{dataset}` ({count} failures).\n"
        "  What is published did not change there. See {log}",
    }


class NothingRan(FaroError):
    exit_code = 14
    template: ClassVar[Sentences] = {
        "es": "dbt no encontró nada que hacer en la capa «{dataset}».\n  Revise la selección en faro.transformation.",
        "en": "dbt found nothing to do in layer `{dataset}`.\n  Check the selection in faro.transformation.",
    }


@dataclass(frozen=True)
class Work:
    """What a transformation has to cover: the dbt project as it is, every load and every change up to an id.

    `is_new_project` when no transformation ran this project yet: seeds may have other columns, so all is rebuilt.
    """

    fingerprint: str
    last_load_id: int
    last_change_id: int
    is_new_project: bool


def pending_work(transformer_uri: str) -> Work | None:
    """The work to do, or None when the newest transformation covered it. The ledger is the queue, not asset events."""
    with psycopg.connect(transformer_uri) as connection:
        last_load_id = _newest(connection, "select max(load_id) from ops.load where state = 'loaded'")
        last_change_id = _newest(connection, "select max(change_id) from ops.change")
        covered = connection.execute(
            "select fingerprint, last_load_id, last_change_id from ops.transformation"
            " order by transformation_id desc limit 1"
        ).fetchone()
    fingerprint = project_fingerprint()
    if last_load_id == 0 or covered == (fingerprint, last_load_id, last_change_id):
        return None
    is_new_project = covered is None or covered[0] != fingerprint
    return Work(fingerprint, last_load_id, last_change_id, is_new_project)


def _newest(connection: psycopg.Connection, query: LiteralString) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0] or 0) if row else 0


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


def build_layer(settings: Settings, transformer_uri: str, layer: str, *, is_new_project: bool) -> None:
    """`dbt build` of one layer. Raises TransformationFailed, or NothingRan when the selection is empty.

    The code lists are part of the project: they are loaded when that changed.
    """
    if layer == _SEEDS and not is_new_project:
        return
    target, logs = settings.home / "dbt" / "target", settings.logs / "dbt"
    run_results = target / "run_results.json"
    run_results.unlink(missing_ok=True)
    arguments = [*_ARGUMENTS, "--select", *LAYERS[layer].split()]
    if is_new_project:
        arguments += ["--full-refresh", *(["--no-partial-parse"] if layer == _SEEDS else [])]
    status = subprocess.run(
        [_DBT, *arguments], env=dbt_environment(transformer_uri, target, logs), check=False
    ).returncode
    results = json.loads(run_results.read_text())["results"] if run_results.exists() else []
    if status:
        failures = sum(each["status"] in {"error", "fail"} for each in results)
        raise TransformationFailed(status=status, dataset=layer, count=failures, log=str(logs / "dbt.log"))
    if not results:
        raise NothingRan(dataset=layer)


_DBT = str(Path(sys.executable).with_name("dbt"))
_ARGUMENTS = [
    *("--no-use-colors", "build", "--project-dir", str(PROJECT_FOLDER), "--profiles-dir", str(PROJECT_FOLDER)),
    *("--indirect-selection", "buildable"),
]


def dbt_environment(transformer_uri: str, target: Path, logs: Path) -> dict[str, str]:
    """What profiles.yml reads, and where dbt writes."""
    stated = conninfo_to_dict(transformer_uri)
    names = {
        "FARO_POSTGRES_HOST": "host",
        "FARO_POSTGRES_PORT": "port",
        "FARO_WAREHOUSE_DATABASE": "dbname",
        "FARO_TRANSFORMER_PASSWORD": "password",
    }
    account = {variable: str(stated[name]) for variable, name in names.items()}
    return {**os.environ, **account, "DBT_TARGET_PATH": str(target), "DBT_LOG_PATH": str(logs)}


def record(transformer_uri: str, work: Work) -> None:
    """The newest transformation covers that work."""
    with psycopg.connect(transformer_uri) as connection:
        connection.execute(
            "insert into ops.transformation (fingerprint, last_load_id, last_change_id) values (%s, %s, %s)",
            [work.fingerprint, work.last_load_id, work.last_change_id],
        )


def project_fingerprint() -> str:
    """Changes when any file that dbt reads changes."""
    digest = hashlib.sha256()
    for path in sorted(PROJECT_FOLDER.rglob("*")):
        if path.is_file() and path.suffix in {".sql", ".yml", ".csv", ".md"} and "target" not in path.parts:
            digest.update(str(path.relative_to(PROJECT_FOLDER)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
