"""Airflow's REST API, as its administrator: start a run, ask how it is."""

from collections.abc import Iterable
from typing import Any, ClassVar

import requests

from faro.errors import Sentences, StackError
from faro.secrets import secret
from faro.settings import Settings
from faro.stack.errors import NotRunning

_SECONDS = 60
_ENDED = {"success", "failed", "upstream_failed", "skipped", "removed"}


class AirflowRefused(StackError):
    template: ClassVar[Sentences] = {
        "es": "Airflow respondió {status} a «{command}».\n  La razón está en {log}. Corríjala y vuelva a intentar.",
        "en": "Airflow answered {status} to `{command}`.\n  The reason is in {log}. Mend it and try again.",
    }


class AirflowApi:
    """A session that authorises itself when it must."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._url = f"http://{settings.airflow_host}:{settings.airflow_port}"
        self._session = requests.Session()

    def knows(self, dag_id: str) -> bool:
        """Whether the DAG has been read already."""
        return self._ask("GET", f"/dags/{dag_id}").status_code == 200

    def trigger(self, dag_id: str) -> str:
        """Start a run; its id."""
        return str(self._answer("POST", f"/dags/{dag_id}/dagRuns", json={"logical_date": None})["dag_run_id"])

    def state(self, dag_id: str, run_id: str) -> str:
        return str(self._answer("GET", f"/dags/{dag_id}/dagRuns/{run_id}")["state"])

    def unfinished(self, dag_ids: Iterable[str]) -> set[tuple[str, str]]:
        """DAG id and run id of every run of these DAGs that waits or runs, in one question."""
        question = {"dag_ids": sorted(dag_ids), "states": ["queued", "running"]}
        answer = self._answer("POST", "/dags/~/dagRuns/list", json=question)
        return {(str(run["dag_id"]), str(run["dag_run_id"])) for run in answer["dag_runs"]}

    def newest_run(self, dag_id: str) -> dict[str, Any] | None:
        runs = self._answer("GET", f"/dags/{dag_id}/dagRuns", params={"order_by": "-run_after", "limit": 1})["dag_runs"]
        return runs[0] if runs else None

    def has_ended(self, dag_id: str, run_id: str, task_id: str) -> bool:
        """Whether nothing more will come of that task; others of its run may go on."""
        task = self._answer("GET", f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}")
        return task["state"] in _ENDED

    def failed_task(self, dag_id: str, run_id: str) -> str | None:
        """The first task that failed."""
        tasks = self._answer("GET", f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances")["task_instances"]
        return next((str(each["task_id"]) for each in tasks if each["state"] == "failed"), None)

    def _answer(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        answer = self._ask(method, path, **options)
        if not answer.ok:
            log = str(self._settings.logs / "airflow-api.log")
            raise AirflowRefused(status=answer.status_code, command=f"{method} {path}", log=log)
        content: dict[str, Any] = answer.json()
        return content

    def _ask(self, method: str, path: str, **options: Any) -> requests.Response:
        try:
            answer = self._session.request(method, f"{self._url}/api/v2{path}", timeout=_SECONDS, **options)
            if answer.status_code == 401:
                self._authorise()
                answer = self._session.request(method, f"{self._url}/api/v2{path}", timeout=_SECONDS, **options)
            return answer
        except requests.ConnectionError:
            raise NotRunning(path=str(self._settings.home)) from None

    def _authorise(self) -> None:
        account = {"username": "admin", "password": secret("airflow_admin")}
        answer = self._session.post(f"{self._url}/auth/token", json=account, timeout=_SECONDS)
        if answer.ok:
            self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
