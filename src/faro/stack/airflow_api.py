"""Airflow's REST API, as one of its accounts: start a run, ask how it is, answer what it asks."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from secrets import token_hex
from typing import Any, ClassVar

import requests
from requests.exceptions import ChunkedEncodingError
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    retry_if_result,
    stop_after_delay,
    wait_exponential_jitter,
)
from urllib3.exceptions import NewConnectionError

from faro.errors import Sentences, StackError
from faro.secrets import secret
from faro.settings import Settings
from faro.stack.errors import NotRunning
from faro.stack.patience import Tell
from faro.stack.supervision import Supervision

_SECONDS = 60
#: How long a question is asked again that nothing but errors answers.
_SECONDS_ASKING = 900
#: After so many seconds of it the machine is slow, rather than the question unlucky.
_SECONDS_UNTIL_SLOW = 10
_PAUSES = wait_exponential_jitter(multiplier=0.5, max=15, jitter=0.5)
#: Answers of a server that has too much to do, or stumbled: the same question may be answered later.
_BUSY = {429, 500, 502, 503, 504}
_NO_ANSWER = (requests.ConnectionError, requests.Timeout, ChunkedEncodingError)
_EXISTS = 409
_ENDED = {"success", "failed", "upstream_failed", "skipped", "removed"}


class AirflowRefused(StackError):
    template: ClassVar[Sentences] = {
        "es": "Airflow respondió {status} a «{command}».\n  La razón está en {log}. Corríjala y vuelva a intentar.",
        "en": "Airflow answered {status} to `{command}`.\n  The reason is in {log}. Mend it and try again.",
    }


class AirflowSilent(StackError):
    template: ClassVar[Sentences] = {
        "es": "Airflow no respondió a «{command}» en {seconds} s, aunque se le preguntó varias veces.\n"
        "  Libere la máquina si está ocupada y vuelva a intentar; si no lo está, la razón está en {log}.",
        "en": "Airflow did not answer `{command}` within {seconds} s, although it was asked several times.\n"
        "  Free the machine if it is busy and try again; if it is not, the reason is in {log}.",
    }


class AirflowApi:
    """A session that authorises itself when it must, and asks again what is not answered.

    `account` is one whose password is a secret of Faro's own, by default the administrator.
    """

    def __init__(
        self,
        settings: Settings,
        slow: Tell = lambda: None,
        seconds: float = _SECONDS_ASKING,
        account: str = "admin",
    ) -> None:
        self._settings, self._slow, self._seconds, self._account = settings, slow, seconds, account
        self._url = f"http://{settings.airflow_host}:{settings.airflow_port}"
        self._session = requests.Session()

    def knows(self, dag_id: str) -> bool:
        """Whether the DAG has been read already."""
        return self._ask("GET", f"/dags/{dag_id}").status_code == 200

    def trigger(self, dag_id: str, conf: Mapping[str, Any] | None = None) -> str:
        """Start a run; its id. It is given here: asked twice, because the first answer was lost, there is still one."""
        run_id = f"manual__{datetime.now(UTC).isoformat()}_{token_hex(4)}"
        path = f"/dags/{dag_id}/dagRuns"
        answer = self._ask("POST", path, json={"logical_date": None, "dag_run_id": run_id, "conf": conf or {}})
        if answer.status_code != _EXISTS:
            self._raise_if_refused(answer, f"POST {path}")
        return run_id

    def question(self, dag_id: str, run_id: str, task_id: str) -> dict[str, Any] | None:
        """What a task of that run asks, once it waits for an answer and as long as it does."""
        answer = self._ask("GET", _question(dag_id, run_id, task_id))
        asked = answer.json() if answer.ok else {}
        is_open = not asked.get("response_received", True) and asked["task_instance"]["state"] == "awaiting_input"
        return asked if is_open else None

    def answer(self, dag_id: str, run_id: str, task_id: str, option: str, fields: Mapping[str, str]) -> None:
        """Answers it; what is answered already stays so."""
        path, given = _question(dag_id, run_id, task_id), {"chosen_options": [option], "params_input": dict(fields)}
        answer = self._ask("PATCH", path, json=given)
        if answer.status_code != _EXISTS:
            self._raise_if_refused(answer, f"PATCH {path}")

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

    def last_end(self) -> str:
        """When the last task that succeeded ended; empty while there is none."""
        question = {"state": ["success"], "order_by": "-end_date", "page_limit": 1}
        found = self._answer("POST", "/dags/~/dagRuns/~/taskInstances/list", json=question)["task_instances"]
        return str(found[0]["end_date"]) if found else ""

    def _answer(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        answer = self._ask(method, path, **options)
        self._raise_if_refused(answer, f"{method} {path}")
        content: dict[str, Any] = answer.json()
        return content

    def _raise_if_refused(self, answer: requests.Response, command: str) -> None:
        if not answer.ok:
            raise AirflowRefused(status=answer.status_code, command=command, log=self._log)

    def _ask(self, method: str, path: str, **options: Any) -> requests.Response:
        """The first answer that is none of a busy server's, else the last one. Raises NotRunning, AirflowSilent."""
        asked = Retrying(
            retry=retry_if_exception_type(_NO_ANSWER) | retry_if_result(lambda answer: answer.status_code in _BUSY),
            wait=_PAUSES,
            stop=stop_after_delay(self._seconds),
            before_sleep=self._tell,
            retry_error_callback=partial(self._last_answer, f"{method} {path}"),
        )
        return asked(self._ask_once, partial(self._session.request, method, f"{self._url}/api/v2{path}", **options))

    def _ask_once(self, request: Callable[..., requests.Response]) -> requests.Response:
        try:
            answer = request(timeout=_SECONDS)
            if answer.status_code != 401:
                return answer
            token = self._authorise()
            return request(timeout=_SECONDS) if token.ok else token
        except requests.ConnectionError as error:
            if _is_refused(error) and not Supervision(self._settings).runs("airflow-api"):
                raise NotRunning(path=str(self._settings.home)) from None
            raise

    def _authorise(self) -> requests.Response:
        account = {"username": self._account, "password": secret(f"airflow_{self._account}")}
        answer = self._session.post(f"{self._url}/auth/token", json=account, timeout=_SECONDS)
        if answer.ok:
            self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return answer

    def _tell(self, asked: RetryCallState) -> None:
        if (asked.seconds_since_start or 0) > _SECONDS_UNTIL_SLOW:
            self._slow()

    def _last_answer(self, command: str, asked: RetryCallState) -> requests.Response:
        if asked.outcome is None or asked.outcome.failed:
            raise AirflowSilent(command=command, seconds=round(asked.seconds_since_start or 0), log=self._log)
        answer: requests.Response = asked.outcome.result()
        return answer

    @property
    def _log(self) -> str:
        return str(self._settings.logs / "airflow-api.log")


def _question(dag_id: str, run_id: str, task_id: str) -> str:
    return f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}/-1/hitlDetails"


def _is_refused(error: requests.ConnectionError) -> bool:
    """Whether nobody listens there; a server that is busy, or restarts, listens or resets."""
    return isinstance(getattr(error.args[0] if error.args else None, "reason", None), NewConnectionError)
