"""The services of the embedded stack: what runs, with which environment, and how each shows that it is ready."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from faro.settings import Settings
from faro.stack import airflow, postgres, superset


@dataclass(frozen=True)
class Service:
    """One long-running process. `ready` is the port or URL that answers when it can be used, or a way to ask."""

    name: str
    command: list[str]
    ready: int | str | Callable[[], bool] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    stop_signal: str = "TERM"
    seconds_to_start: int = 180

    def log(self, settings: Settings) -> Path:
        return settings.logs / f"{self.name}.log"


def all_services(settings: Settings) -> list[Service]:
    """In the order in which they may start."""
    python = sys.executable
    airflow_environment = airflow.environment(settings)
    return [
        Service(
            "postgres",
            postgres.command(settings),
            ready=partial(postgres.is_accepting, settings),
            user=postgres.system_user(),
            stop_signal="INT",
        ),
        Service(
            "institutions", [python, "-m", "faro.simulation"], ready=f"http://127.0.0.1:{settings.api_port}/health"
        ),
        Service("portal", [python, "-m", "faro.stack.portal"], ready=settings.portal_port),
        Service(
            "superset",
            superset.command(),
            ready=f"http://127.0.0.1:{settings.superset_port}/health",
            environment=superset.environment(settings),
        ),
        Service(
            "airflow-api",
            airflow.command(
                "api-server", "--port", str(settings.airflow_port), "--host", "127.0.0.1", "--workers", "1"
            ),
            ready=f"http://127.0.0.1:{settings.airflow_port}/api/v2/monitor/health",
            environment=airflow_environment,
        ),
        Service("airflow-dags", airflow.warm_command("dag-processor"), environment=airflow_environment),
        Service("airflow-scheduler", airflow.warm_command("scheduler"), environment=airflow_environment),
    ]


def service(settings: Settings, name: str) -> Service:
    return next(each for each in all_services(settings) if each.name == name)
