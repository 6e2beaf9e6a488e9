"""`python -m faro.stack.health <service>`: exit status 0 while the service of this container does its work.

Asked twice a minute by every container: it imports next to nothing, and takes addresses straight from the environment.
"""

import json
import os
import sys
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import urlopen

_SECONDS = 5


def _page(setting: str, path: str) -> Callable[[], bool]:
    """This container's own server answers."""
    return lambda: _get(f"http://127.0.0.1:{os.environ[setting]}{path}").status == 200


def _component(name: str) -> Callable[[], bool]:
    """What Airflow's API says of a component, which it knows by its heartbeat."""

    def is_healthy() -> bool:
        address = f"http://{os.environ['FARO_AIRFLOW_HOST']}:{os.environ['FARO_AIRFLOW_PORT']}"
        states: dict[str, Any] = json.load(_get(f"{address}/api/v2/monitor/health"))
        return bool(states[name]["status"] == "healthy")

    return is_healthy


def _worker(database: int) -> Callable[[], bool]:
    """The Celery worker of this host answers over the broker, as it would take a task."""

    def answers() -> bool:
        from celery import Celery

        password = (Path(os.environ["FARO_SECRETS"]) / "redis").read_text().strip()
        address = f"{os.environ['FARO_REDIS_HOST']}:{os.environ['FARO_REDIS_PORT']}"
        control = Celery(broker=f"redis://:{password}@{address}/{database}").control
        return bool(control.ping(destination=[f"celery@{os.uname().nodename}"], timeout=_SECONDS))

    return answers


CHECKS = {
    "airflow-api": _page("FARO_AIRFLOW_PORT", "/api/v2/monitor/health"),
    "airflow-dags": _component("dag_processor"),
    "airflow-scheduler": _component("scheduler"),
    "airflow-triggerer": _component("triggerer"),
    "airflow-worker": _worker(0),
    "institutions": _page("FARO_API_PORT", "/health"),
    "portal": _page("FARO_PORTAL_PORT", "/"),
    "superset": _page("FARO_SUPERSET_PORT", "/health"),
    "superset-worker": _worker(1),
}


def _get(url: str) -> Any:
    return urlopen(url, timeout=_SECONDS)  # noqa: S310 - an address of ours


def main() -> int:
    try:
        return 0 if CHECKS[sys.argv[1]]() else 1
    except (OSError, HTTPException, ValueError, KeyError) as reason:
        sys.stderr.write(f"{type(reason).__name__}: {reason}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
