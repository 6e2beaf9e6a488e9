"""Running the pipeline through the real Airflow scheduler, and waiting until what was loaded is published."""

import time
from collections.abc import Callable, Iterable
from typing import Any

import requests

from faro.contracts import institutions
from faro.errors import ConfigurationError, StackError
from faro.secrets import secret
from faro.settings import Settings
from faro.stack.errors import NotRunning
from faro.stack.postgres import uri
from faro.transformation import pending_work

_SECONDS = 600
_ENDED = {"success", "failed"}
Progress = Callable[[str], None]


class RunFailed(StackError):
    template = {
        "es": "La ejecución de «{command}» falló en {field}.\n  La razón está en {log}",
        "en": "The run of `{command}` failed in {field}.\n  The reason is in {log}",
    }


class RunTimeout(StackError):
    template = {
        "es": "«{command}» no terminó en {seconds} s.\n  Véala en Airflow; los registros están en {log}",
        "en": "`{command}` did not end within {seconds} s.\n  See it in Airflow; the logs are in {log}",
    }


class UnknownInstitution(ConfigurationError):
    template = {
        "es": "No hay una institución «{institution}».\n  Las que hay: faro contract list",
        "en": "There is no institution `{institution}`.\n  Those there are: faro contract list",
    }


class Pipeline:
    """Airflow's REST API, as its administrator."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._url = f"http://127.0.0.1:{settings.airflow_port}"
        self._session = requests.Session()

    def ingest(self, names: Iterable[str] | None = None, progress: Progress = lambda _: None) -> dict[str, str]:
        """Run the ingest DAG of each institution (all of them by default) and wait; DAG id → success or failed.

        A source that fails harms no other: its state is in the result and in the ledger.
        """
        chosen = list(names or institutions())
        for name in chosen:
            if name not in institutions():
                raise UnknownInstitution(institution=name)
        runs = {f"ingest_{name}": "" for name in chosen}
        for dag_id in runs:
            self._wait(lambda dag_id=dag_id: self._is_known(dag_id), dag_id)
            runs[dag_id] = self._trigger(dag_id)
        states: dict[str, str] = {}

        def all_ended() -> bool:
            for dag_id in runs.keys() - states.keys():
                if (state := self._run_state(dag_id, runs[dag_id])) in _ENDED:
                    states[dag_id] = state
                    progress(f"{len(states)}/{len(runs)}")
            return len(states) == len(runs)

        self._wait(all_ended, ", ".join(runs))
        return states

    def wait_until_published(self) -> None:
        """Until a transformation covered every load. Raises RunFailed with the task that failed."""
        transformer = uri(self._settings, "faro_transformer")
        if pending_work(transformer) is not None and not self._is_active("transform"):
            self._trigger("transform")
        since = time.time()

        def covered() -> bool:
            if pending_work(transformer) is None:
                return not self._is_active("transform")
            if time.time() - since > 3 and not self._is_active("transform"):
                self._raise_if_failed("transform")
                self._trigger("transform")
            return False

        self._wait(covered, "transform")

    def _is_known(self, dag_id: str) -> bool:
        return self._call("GET", f"/dags/{dag_id}").status_code == 200

    def _trigger(self, dag_id: str) -> str:
        answer = self._call("POST", f"/dags/{dag_id}/dagRuns", json={"logical_date": None})
        answer.raise_for_status()
        return str(answer.json()["dag_run_id"])

    def _run_state(self, dag_id: str, run_id: str) -> str:
        return str(self._call("GET", f"/dags/{dag_id}/dagRuns/{run_id}").json()["state"])

    def _is_active(self, dag_id: str) -> bool:
        newest = self._newest_run(dag_id)
        return newest is not None and newest["state"] not in _ENDED

    def _newest_run(self, dag_id: str) -> dict[str, Any] | None:
        answer = self._call("GET", f"/dags/{dag_id}/dagRuns", params={"order_by": "-run_after", "limit": 1})
        runs = answer.json().get("dag_runs", [])
        return runs[0] if runs else None

    def _raise_if_failed(self, dag_id: str) -> None:
        newest = self._newest_run(dag_id)
        if newest is None or newest["state"] != "failed":
            return
        run = newest["dag_run_id"]
        tasks = self._call("GET", f"/dags/{dag_id}/dagRuns/{run}/taskInstances").json()["task_instances"]
        failed = next((each["task_id"] for each in tasks if each["state"] == "failed"), "?")
        log = self._settings.logs / "airflow" / f"dag_id={dag_id}" / f"run_id={run}" / f"task_id={failed}"
        raise RunFailed(command=dag_id, field=failed, log=str(log))

    def _wait(self, condition: Callable[[], bool], command: str) -> None:
        deadline = time.monotonic() + _SECONDS
        while not condition():
            if time.monotonic() > deadline:
                raise RunTimeout(command=command, seconds=_SECONDS, log=str(self._settings.logs / "airflow"))
            time.sleep(0.5)

    def _call(self, method: str, path: str, **options: Any) -> requests.Response:
        try:
            if "Authorization" not in self._session.headers:
                self._authorise()
            answer = self._session.request(method, f"{self._url}/api/v2{path}", timeout=60, **options)
            if answer.status_code == 401:
                self._authorise()
                answer = self._session.request(method, f"{self._url}/api/v2{path}", timeout=60, **options)
            return answer
        except requests.ConnectionError:
            raise NotRunning(path=str(self._settings.home)) from None

    def _authorise(self) -> None:
        account = {"username": "admin", "password": secret("airflow_admin")}
        answer = self._session.post(f"{self._url}/auth/token", json=account, timeout=60)
        answer.raise_for_status()
        self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
