"""Running the pipeline through the real Airflow scheduler, and waiting until what was loaded is published."""

import sys
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any, ClassVar

from faro.contracts import institutions
from faro.errors import ConfigurationError, Sentences, StackError
from faro.settings import Settings
from faro.stack.airflow_api import AirflowApi
from faro.stack.patience import Patience, Tell, bytes_in, slow_sentence, wait_until
from faro.stack.postgres import uri
from faro.transformation import newest_failures, pending_work

#: A run in which nothing moves for so long is given up.
_SECONDS = 900
_ENDED = {"success", "failed"}
_TRANSFORM = "transform"
#: The task that fails when a part of the transformation did, although all of it was tried and written down.
_REPORT = "report"
Progress = Callable[[str], None]


class RunFailed(StackError):
    template: ClassVar[Sentences] = {
        "es": "La ejecución de «{command}» falló en {field}.\n"
        "  La razón está en {log}. Corríjala y ejecute «faro ingest».",
        "en": "The run of `{command}` failed in {field}.\n  The reason is in {log}. Mend it and run `faro ingest`.",
    }


class PartFailed(StackError):
    template: ClassVar[Sentences] = {
        "es": "Una parte de «{command}» falló; lo demás está publicado.\n  Qué falló y qué hacer: faro status, y {log}",
        "en": "A part of `{command}` failed; everything else is published.\n"
        "  What failed and what to do: faro status, and {log}",
    }


class RunTimeout(StackError):
    template: ClassVar[Sentences] = {
        "es": "«{command}» no terminó en {seconds} s.\n  Véala en Airflow; los registros están en {log}",
        "en": "`{command}` did not end within {seconds} s.\n  See it in Airflow; the logs are in {log}",
    }


class UnknownInstitution(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "No hay una institución «{institution}».\n  Las que hay: faro contract list",
        "en": "There is no institution `{institution}`.\n  Those there are: faro contract list",
    }


@cache
def _say_slow() -> None:
    sys.stderr.write(f"Faro: {slow_sentence()}\n")


class Pipeline:
    """The DAGs of one stack; `slow` is called when something takes long."""

    def __init__(self, settings: Settings, slow: Tell = _say_slow) -> None:
        self._settings, self._slow = settings, slow
        self._airflow = AirflowApi(settings, self._slow)
        self._logs = settings.logs / "airflow"
        self._transformer = uri(settings, "faro_transformer")

    def ingest(self, names: Iterable[str] | None = None, progress: Progress = lambda _: None) -> dict[str, str]:
        """Run the ingest DAG of each institution (all of them by default) and wait; DAG id → success or failed.

        A source that fails harms no other: its state is in the result and in the ledger.
        """
        chosen = list(names or institutions())
        for name in chosen:
            if name not in institutions():
                raise UnknownInstitution(institution=name)
        runs = {dag_id: self._trigger(dag_id) for dag_id in (f"ingest_{name}" for name in chosen)}
        states: dict[str, str] = {}

        def all_ended() -> bool:
            under_way = self._airflow.unfinished(runs)
            for dag_id in runs.keys() - states.keys():
                run_id = runs[dag_id]
                if (dag_id, run_id) not in under_way and (state := self._airflow.state(dag_id, run_id)) in _ENDED:
                    states[dag_id] = state
            progress(f"{len(states)}/{len(runs)}")
            return len(states) == len(runs)

        self._wait(all_ended, ", ".join(runs))
        return states

    def wait_until_published(self) -> None:
        """Until a transformation covered every load. Raises RunFailed with the task that failed.

        Raises PartFailed once the rest is published: trying the same data again would change nothing. The ledger says
        both, so that nobody waits for the pages about it, which the run writes afterwards.
        """
        self._wait_until_covered()
        if newest_failures(self._transformer):
            newest = self._newest_run()
            log = self._log(str(newest["dag_run_id"]), _REPORT) if newest else str(self._logs)
            raise PartFailed(command=_TRANSFORM, log=log)

    def link_and_publish(self) -> None:
        """Link persons anew whatever waits for it, for a decision is no load; then until all of it is published.

        A part that fails for other reasons keeps nobody from deciding, or from proving an erasure.
        """
        run_id = self._trigger(_TRANSFORM)
        self._wait(lambda: self._airflow.has_ended(_TRANSFORM, run_id, _REPORT), _TRANSFORM)
        if self._airflow.failed_task(_TRANSFORM, run_id) != _REPORT:
            self._raise_if_failed(run_id)
        self._wait_until_covered()

    def _wait_until_covered(self) -> None:
        """A load's own event starts the transformation; where none is under way, it is started here, once."""
        triggered: list[str] = []

        def is_covered() -> bool:
            is_active = self._is_active()  # asked first: what a run that ends meanwhile covered is seen below
            if pending_work(self._transformer) is None:
                return True
            if is_active:
                return False
            if triggered:
                self._raise_if_failed(triggered[0])
            else:
                triggered.append(self._trigger(_TRANSFORM))
            return False

        self._wait(is_covered, _TRANSFORM)

    def _trigger(self, dag_id: str) -> str:
        self._wait(partial(self._airflow.knows, dag_id), dag_id)
        return self._airflow.trigger(dag_id)

    def _is_active(self) -> bool:
        newest = self._newest_run()
        return newest is not None and newest["state"] not in _ENDED

    def _newest_run(self) -> dict[str, Any] | None:
        return self._airflow.newest_run(_TRANSFORM) if self._airflow.knows(_TRANSFORM) else None

    def _raise_if_failed(self, run_id: str) -> None:
        if task := self._airflow.failed_task(_TRANSFORM, run_id):
            raise RunFailed(command=_TRANSFORM, field=task, log=self._log(run_id, task))

    def _log(self, run_id: str, task: str) -> str:
        return str(self._logs / f"dag_id={_TRANSFORM}" / f"run_id={run_id}" / f"task_id={task}")

    def _wait(self, condition: Callable[[], bool], command: str) -> None:
        patience = Patience(_SECONDS, self._progress, self._slow)
        if not wait_until(condition, patience):
            raise RunTimeout(command=command, seconds=patience.waited, log=str(self._logs))

    def _progress(self) -> tuple[str, int]:
        """When a task ended last, and how much all of them wrote into their logs: one may take long."""
        return self._airflow.last_end(), bytes_in(self._logs.glob("dag_id=*"))
