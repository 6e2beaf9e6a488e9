"""The demo's first release: prepared and approved by accounts of nobody, so that there is one to look at.

It says of itself that it is a demonstration. Where Faro is operated nothing of this runs: people start and answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any, Final

from faro.accounts import directory
from faro.accounts.directory import Person
from faro.accounts.duties import roles_of
from faro.errors import FaroError
from faro.language import text
from faro.publication.ledger import releases
from faro.secrets import secret
from faro.settings import Settings
from faro.stack.airflow_api import AirflowApi
from faro.stack.postgres import connected

_DAG: Final = "release"
_MARK: Final = "demostracion"
_MOTIVE: Final = "Primera publicación de la demostración"
_REASON: Final = "Aprobación automática de la demostración"
_SECONDS: Final = 5
#: An answer that comes in the same second as its question Airflow may lose.
_SECONDS_OPEN: Final = 15
_ENDED: Final = {"success", "failed"}
Say = Callable[[str], None]


@dataclass(frozen=True)
class Approver:
    """An account of nobody, with its duty and the task by which that is asked."""

    username: str
    duty: str
    task: str


APPROVERS: Final = (
    Approver("custodia", "custodia", "steward_approves"),
    Approver("aprobacion", "aprobación", "coordination_approves"),
)


class FirstRelease:
    """Made beside what serves already; `say` is called with what people should know of it."""

    def __init__(self, settings: Settings, say: Say) -> None:
        self._settings, self._say = settings, say
        self._stopped = Event()
        self._airflow = AirflowApi(settings)

    def begin(self) -> None:
        """Where the setting wants one and there is none yet. Behind an identity provider Faro has no such accounts."""
        if not self._settings.demo_release or self._settings.oidc_issuer or self._is_there():
            return
        self._say(
            text(
                es="La primera publicación se prepara; estará en unos minutos.",
                en="The first release is being prepared; it will be there in a few minutes.",
            )
        )
        Thread(target=self._make, daemon=True).start()

    def stop(self) -> None:
        """Nothing is said any more; a run that is under way is taken up by the next start."""
        self._stopped.set()

    def _is_there(self) -> bool:
        with connected(self._settings, "faro_publisher") as connection:
            return bool(releases(connection))

    def _make(self) -> None:
        try:
            is_published = self._published()
        except FaroError as error:
            told = error.message()
        else:
            told = _told(is_published)
        if not self._stopped.is_set():
            self._say(told)

    def _published(self) -> bool:
        for one in APPROVERS:
            _join(self._settings, one)
        while not self._airflow.knows(_DAG):
            if self._stopped.wait(_SECONDS):
                return False
        run_id = self._under_way() or self._airflow.trigger(_DAG, {"motivo": _MOTIVE, _MARK: True})
        while (state := self._airflow.state(_DAG, run_id)) not in _ENDED:
            for one in APPROVERS:
                self._answer(run_id, one)
            if self._stopped.wait(_SECONDS):
                return False
        return state == "success"

    def _under_way(self) -> str | None:
        """The run of an earlier start, which ended before it was approved."""
        run = self._airflow.newest_run(_DAG)
        is_ours = run is not None and run["state"] not in _ENDED and (run["conf"] or {}).get(_MARK)
        return str(run["dag_run_id"]) if run and is_ours else None

    def _answer(self, run_id: str, approver: Approver) -> None:
        asked = self._airflow.question(_DAG, run_id, approver.task)
        if asked is not None and _is_read(asked):
            account = AirflowApi(self._settings, account=approver.username)
            account.answer(_DAG, run_id, approver.task, asked["options"][0], _filled_in(asked))


def _join(settings: Settings, approver: Approver) -> None:
    person = Person(approver.username, "Demostración", approver.duty, f"{approver.username}@faro.invalid")
    directory.keep(settings, person, roles_of([approver.duty]), secret(f"airflow_{approver.username}"))


def _is_read(asked: dict[str, Any]) -> bool:
    """Whether it has been open for as long as somebody would need to read it."""
    began = datetime.fromisoformat(asked["task_instance"]["start_date"])
    return datetime.now(UTC) - began > timedelta(seconds=_SECONDS_OPEN)


def _filled_in(asked: dict[str, Any]) -> dict[str, str]:
    """The fields of the question as its page sends them: those that say their value with it, the others the reason."""
    return {name: field["value"] or _REASON for name, field in asked["params"].items()}


def _told(is_published: bool) -> str:
    if is_published:
        return text(es="La primera publicación está lista.", en="The first release is ready.")
    return text(
        es="La primera publicación no se hizo. Por qué, en «release» de Airflow.",
        en="The first release was not made. Why: see `release` in Airflow.",
    )
