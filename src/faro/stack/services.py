"""The services of the embedded stack: what runs, with which environment, and how each shows that it is ready."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from faro.settings import Settings
from faro.stack import airflow, postgres, superset
from faro.stack.cluster import Cluster, system_user


@dataclass(frozen=True)
class Service:
    """One long-running process. `ready` is the port or URL that answers when it can be used, or a way to ask.

    Services of one `stop_order` are stopped at once, those of a higher one after them, as the former still need them.
    """

    name: str
    command: list[str]
    ready: int | str | Callable[[], bool] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    stop_signal: str = "TERM"
    stop_order: int = 0
    seconds_to_start: int = 180

    def log(self, settings: Settings) -> Path:
        return settings.logs / f"{self.name}.log"


def all_services(settings: Settings) -> list[Service]:
    """Those of one machine, in the order in which they may start."""
    return [
        *postgres_services(settings),
        institutions(settings),
        portal(settings),
        _superset(settings),
        airflow_api(settings),
        airflow_component(settings, "airflow-dags", airflow.warm_command("dag-processor")),
        # the API reads the logs of tasks where they are written, on this machine
        airflow_component(settings, "airflow-scheduler", airflow.warm_command("scheduler", "--skip-serve-logs")),
    ]


def service(settings: Settings, name: str) -> Service:
    return next(each for each in all_services(settings) if each.name == name)


def postgres_services(settings: Settings) -> list[Service]:
    """The warehouse's server and the simulated institutions' own."""
    return [
        _cluster("postgres", postgres.warehouse_cluster(settings)),
        _cluster("institutions-postgres", postgres.institutions_cluster(settings)),
    ]


def _cluster(name: str, cluster: Cluster) -> Service:
    return Service(
        name,
        cluster.command(),
        ready=cluster.is_accepting,
        user=system_user(),
        stop_signal="INT",
        stop_order=2,
    )


def institutions(settings: Settings) -> Service:
    command = [sys.executable, "-m", "faro.simulation"]
    return Service("institutions", command, ready=f"http://127.0.0.1:{settings.api_port}/health", stop_order=1)


def portal(settings: Settings) -> Service:
    return Service("portal", [sys.executable, "-m", "faro.stack.portal"], ready=settings.portal_port)


def _superset(settings: Settings) -> Service:
    return Service(
        "superset",
        superset.command(),
        ready=f"http://127.0.0.1:{settings.superset_port}/health",
        environment=superset.environment(settings),
    )


def airflow_api(settings: Settings) -> Service:
    port = str(settings.airflow_port)
    command = airflow.warm_command("api-server", "--port", port, "--host", settings.listen, "--workers", "1")
    ready = f"http://127.0.0.1:{port}/api/v2/monitor/health"
    return Service("airflow-api", command, ready=ready, environment=airflow.environment(settings), stop_order=1)


def airflow_component(settings: Settings, name: str, command: list[str]) -> Service:
    """One that listens nowhere."""
    return Service(name, command, environment=airflow.environment(settings))
