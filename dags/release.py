"""Publica las cifras de la coalición: se preparan, dos personas las aprueban, y solo entonces se publican.

1. **prepare** cuenta, protege lo que delataría a pocas personas e intenta calcularlo como lo haría quien lea. Tarda
   minutos, y nada se publica todavía.
2. **steward_approves** espera, hasta catorce días, la respuesta de una persona con el deber «custodia», y
   **coordination_approves** la de una con «aprobación». Se responde en *Required Actions*: se lee el informe, se
   escribe la razón y se elige **Aprobar** o **Rechazar**. Son dos personas distintas, y ninguna inició la ejecución.
3. **publish** publica si ambas aprobaron. Si no, falla, y su registro dice por qué; rige la publicación anterior.
4. **place_downloads** deja los archivos en la página de inicio.

Se ejecuta el 15 de enero, abril, julio y octubre. Fuera del calendario se inicia a mano, y el motivo queda escrito en
lo publicado. Para preguntar otra vez por lo mismo, *Clear* en la tarea que pregunta. Para preparar otra vez, otra
ejecución.
"""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException
from approvals import DutyApproval

from faro.publication.calendar import CRON
from faro.publication.errors import ReasonMissing
from faro.publication.reasons import LONGEST, PLAIN, SHORTEST, reason
from faro.settings import settings

#: An answer that comes in the same second as its question Airflow may lose, and fail the task: then it is asked again.
_RETRIES, _BEFORE_ASKING_AGAIN = 2, timedelta(seconds=10)
_MOTIVE = Param(
    None,
    type=["null", "string"],
    minLength=SHORTEST,
    maxLength=LONGEST,
    pattern=PLAIN,
    title="Motivo",
    description="Por qué se publica fuera del calendario. Queda escrito en lo publicado.",
)


@task(retries=5, retry_delay=timedelta(minutes=3))
def prepare() -> int:
    """The number of the proposal; tried again while the figures are being transformed."""
    import warehouse

    from faro.errors import FaroError
    from faro.publication import preparing
    from faro.publication.errors import MartsUnderWay

    circumstances = preparing.Circumstances(*_circumstances())
    try:
        proposal = preparing.prepare(warehouse.uri("publisher"), circumstances)
    except MartsUnderWay:
        raise
    except FaroError as error:
        raise AirflowFailException(error.message()) from None
    return proposal.proposal_id


def _circumstances() -> tuple[str | None, str | None, bool]:
    """Who started the run, why out of turn, and whether nobody real approves it; nobody and no reason by calendar.

    Airflow tells no task who cleared it: one that is cleared would be that of whoever started it.
    """
    context = get_current_context()
    run = context["dag_run"]
    if context["ti"].max_tries > context["task"].retries:
        raise AirflowFailException("Una ejecución prepara una sola vez, y consta quién la inició. Inicie otra.")
    if run.run_type == "scheduled":
        return None, None, False
    try:
        motive = reason(context["params"].get("motivo"))
    except ReasonMissing as error:
        raise AirflowFailException(f"{error.message()}\n  Inicie otra ejecución.") from None
    if not run.triggering_user_name:
        raise AirflowFailException("No consta quién la inició. Inicie otra en la página de Airflow.")
    return run.triggering_user_name, motive, (run.conf or {}).get("demostracion") is True


@task(retries=0, trigger_rule="all_done")
def publish(proposal_id: int | None) -> int:
    """The number of the release. Fails with the reason where it is not approved, whatever Airflow says of the tasks."""
    import warehouse

    from faro.errors import FaroError
    from faro.publication import publishing

    if proposal_id is None:
        raise AirflowFailException("Nada se preparó, y nada se publica. Por qué, en el registro de «prepare».")
    try:
        return publishing.publish(warehouse.uri("publisher"), proposal_id)
    except FaroError as error:
        raise AirflowFailException(error.message()) from None


@task(queue="reports", retries=2)
def place_downloads() -> None:
    """The files of the release that stands, where the start page serves them."""
    import warehouse

    from faro.publication.downloads import place

    place(warehouse.uri("publisher"), settings().site)


@dag(
    schedule=CronTriggerTimetable(CRON, timezone="America/Costa_Rica"),
    catchup=False,
    max_active_runs=1,
    tags=["release"],
    params={"motivo": _MOTIVE},
    default_args={"owner": "faro"},
    doc_md=__doc__,
)
def release() -> None:
    proposal_id = prepare()
    approvals = [
        DutyApproval(
            task_id=task_id, duty=duty, proposal_id=proposal_id, retries=_RETRIES, retry_delay=_BEFORE_ASKING_AGAIN
        )
        for task_id, duty in (("steward_approves", "custodia"), ("coordination_approves", "aprobación"))
    ]
    approvals >> publish(proposal_id) >> place_downloads()


release()
