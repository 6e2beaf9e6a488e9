"""Bringing the embedded stack up: what may run at once does."""

import hashlib
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from faro import warehouse
from faro.identity.earlier_numbers import tokenise_earlier_numbers
from faro.identity.keys import key_ring
from faro.landing import prepare_store
from faro.language import text
from faro.settings import PROJECT, Settings
from faro.simulation.behaviour import read_behaviour
from faro.simulation.databases import owner_uri
from faro.simulation.deliver import deliver
from faro.simulation.keys import ensure_keys
from faro.simulation.scope import Scope
from faro.stack import airflow, airflow_roles, ports, postgres, space, superset
from faro.stack.cluster import Cluster
from faro.stack.errors import StepFailed
from faro.stack.ownership import keep_to_owner
from faro.stack.services import Service, postgres_services, service
from faro.stack.stages import Stage, Stages
from faro.stack.supervision import Supervision

_SECONDS_UNTIL_SLOW = 90
#: What nobody waits for yet leaves the processors to what deliveries wait for.
_YIELDING = ("nice", "-n", "10")


class Start:
    """One start of the stack of one FARO_HOME."""

    def __init__(self, settings: Settings, stages: Stages) -> None:
        self._settings, self._stages = settings, stages
        self.supervision = Supervision(settings)

    def check(self) -> None:
        """Raises before anything is touched: ports, disk, contracts."""
        from faro.contracts import all_contracts

        all_contracts()
        keep_to_owner(self._settings.home)
        self.supervision.clear_abandoned()
        ports.check_free(self._settings)
        space.check_free(self._settings.home)

    def database(self) -> None:
        with self._stages.stage(text(es="Base de datos", en="Database")) as stage:
            self._initialise_clusters()
            ensure_keys(self._settings.home)
            prepare_store(self._settings)
            key_ring(self._settings)
            airflow.write_configuration(self._settings)
            self.supervision.start_manager()
            self._run_together(postgres_services(self._settings), stage)
            postgres.create_databases(self._settings)
            postgres.remove_institution_databases(self._settings)
            postgres.create_institution_databases(self._settings)
            tokenise_earlier_numbers(self._settings, postgres.uri(self._settings, "postgres"))
            warehouse.prepare(postgres.uri(self._settings, "postgres"))

    def _initialise_clusters(self) -> None:
        clusters = (postgres.warehouse_cluster(self._settings), postgres.institutions_cluster(self._settings))
        with ThreadPoolExecutor() as pool:
            list(pool.map(Cluster.initialise, clusters))

    @contextmanager
    def everything_else(self) -> Iterator[Callable[[], None]]:
        """Institutions, Airflow and Superset at once; the first failure ends the start.

        Deliveries can be received before there are dashboards: inside Superset may still be starting, and after it all
        is up. What is yielded raises when Superset failed meanwhile.
        """
        with ThreadPoolExecutor() as pool:
            needed = {pool.submit(each) for each in (self._airflow, self._institutions)}
            dashboards = pool.submit(self._superset)
            for branch in as_completed({*needed, dashboards}):
                branch.result()
                if all(each.done() for each in needed):
                    break
            yield lambda: dashboards.result() if dashboards.done() else None
            dashboards.result()

    def _institutions(self) -> None:
        with self._stages.stage(
            text(es="Instituciones y sus entregas", en="Institutions and their deliveries")
        ) as stage:
            self._run("institutions", stage)
            behaviour = read_behaviour()
            scope = Scope(behaviour.scale, behaviour.until)
            deliver(self._settings, partial(owner_uri, self._settings), scope)
            self._run("portal", stage)

    def _airflow(self) -> None:
        with self._stages.stage("Airflow") as stage:
            marker = self._settings.home / "airflow" / "migrated"
            if not _is_current(marker, "pipeline.txt"):
                self._step("airflow-migration", *airflow.migration(self._settings), stage)
                marker.write_text(_lock_hash("pipeline.txt"))
            airflow_roles.keep(self._settings)
            names = ("airflow-api", "airflow-dags", "airflow-scheduler")
            self._run_together([service(self._settings, name) for name in names], stage)

    def _superset(self) -> None:
        with self._stages.stage("Superset") as stage:
            command, environment = superset.provisioning(self._settings)
            self._step("superset-provision", [*_YIELDING, *command], environment, stage)
            self._run("superset", stage)

    def _run(self, name: str, stage: Stage) -> None:
        self._run_together([service(self._settings, name)], stage)

    def _run_together(self, services: Sequence[Service], stage: Stage) -> None:
        for each in services:
            self.supervision.start(each)
        for each in services:
            self.supervision.wait(each, stage.slow)

    def _step(self, name: str, command: list[str], environment: Mapping[str, str], stage: Stage) -> None:
        """Run to its end what is no service, however long a slow machine takes for it."""
        log = self._settings.logs / f"{name}.log"
        with log.open("ab") as file:
            process = subprocess.Popen(
                command, env=self.supervision.marked(environment), cwd=PROJECT, stdout=file, stderr=file
            )
            with suppress(subprocess.TimeoutExpired):
                process.wait(_SECONDS_UNTIL_SLOW)
            if process.poll() is None:
                stage.slow()
            status = process.wait()
        if status:
            raise StepFailed(command=name, status=status, log=str(log))


def _is_current(marker: Path, lock: str) -> bool:
    return marker.exists() and marker.read_text() == _lock_hash(lock)


def _lock_hash(lock: str) -> str:
    return hashlib.sha256((PROJECT / "requirements" / lock).read_bytes()).hexdigest()
