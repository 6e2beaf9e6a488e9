"""`python -m faro.stack.containers run|prepare <name>`: one service of the stack alone, or one step before services.

The services are those of `faro demo`, with the same commands and settings; what differs is that tasks have workers.
"""

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg
import typer
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_exponential

from faro.errors import FaroError
from faro.language import text
from faro.secrets import write_files
from faro.settings import PROJECT, Settings, settings
from faro.stack import airflow, postgres, space
from faro.stack.errors import DatabaseUnreachable
from faro.stack.services import Service, airflow_api, airflow_component, institutions, portal

_WORKER = "airflow-worker"
_SECRETS = Path("/secrets")
_SECONDS_FOR_THE_DATABASE = 120

app = typer.Typer(add_completion=False, help=__doc__, pretty_exceptions_enable=False)


def container_services(settings: Settings) -> dict[str, Service]:
    """Name → what a container of that name runs."""
    components = {
        "airflow-dags": airflow.warm_command("dag-processor"),
        "airflow-scheduler": airflow.command("scheduler"),
        "airflow-triggerer": airflow.command("triggerer", "--skip-serve-logs"),
        _WORKER: airflow.warm_command("celery", "worker", "--queues", settings.queues or ",".join(airflow.QUEUES)),
    }
    services = [institutions(settings), portal(settings), airflow_api(settings)]
    services += [airflow_component(settings, name, command) for name, command in components.items()]
    return {service.name: service for service in services}


@app.command()
def run(name: str) -> None:
    """Become that service."""
    chosen = container_services(settings())[name]
    if name.startswith("airflow"):
        airflow.write_configuration(settings(), with_connections=name == _WORKER)
    os.chdir(PROJECT)
    os.execve(chosen.command[0], chosen.command, {**os.environ, **chosen.environment})  # noqa: S606


@app.command()
def prepare(step: str) -> None:
    """What has to be done once before services start; again it changes nothing."""
    STEPS[step](settings())


def _prepare_database(settings: Settings) -> None:
    from faro import warehouse
    from faro.identity.earlier_numbers import tokenise_earlier_numbers

    _once_it_answers(postgres.create_databases, settings)
    tokenise_earlier_numbers(settings, postgres.uri(settings, "postgres"))
    warehouse.prepare(postgres.uri(settings, "postgres"))


def _prepare_keys(settings: Settings) -> None:
    from faro.identity.keys import key_ring
    from faro.landing import prepare_store

    space.check_free(settings.sealed)
    prepare_store(settings)
    key_ring(settings)


def _prepare_airflow(settings: Settings) -> None:
    airflow.write_configuration(settings, with_connections=False)
    command, environment = airflow.migration(settings)
    os.execve(command[0], command, {**environment})  # noqa: S606


def _prepare_institutions(settings: Settings) -> None:
    from faro.simulation.behaviour import read_behaviour
    from faro.simulation.databases import owner_uri
    from faro.simulation.deliver import deliver
    from faro.simulation.keys import ensure_keys
    from faro.simulation.scope import Scope

    _once_it_answers(postgres.create_institution_databases, settings)
    ensure_keys(settings.home)
    behaviour = read_behaviour()
    deliver(settings, partial(owner_uri, settings), Scope(behaviour.scale, behaviour.until))


def _prepare_secrets(_settings: Settings) -> None:
    written = write_files(_SECRETS)
    typer.echo(text(es=f"{len(written)} secreto(s) nuevo(s).", en=f"{len(written)} new secret(s)."))


STEPS: dict[str, Callable[[Settings], None]] = {
    "database": _prepare_database,
    "keys": _prepare_keys,
    "airflow": _prepare_airflow,
    "institutions": _prepare_institutions,
    "secrets": _prepare_secrets,
}


def _once_it_answers(step: Callable[[Settings], None], settings: Settings) -> None:
    """A server that has just been created may restart once more."""
    asked = Retrying(
        retry=retry_if_exception_type(psycopg.OperationalError),
        wait=wait_exponential(multiplier=0.5, max=5),
        stop=stop_after_delay(_SECONDS_FOR_THE_DATABASE),
        reraise=True,
    )
    try:
        asked(step, settings)
    except psycopg.OperationalError:
        raise DatabaseUnreachable(host=settings.postgres_host, port=settings.postgres_port) from None


def main() -> None:
    try:
        app()
    except FaroError as error:
        sys.stderr.write(f"{error.message()}\n")
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
