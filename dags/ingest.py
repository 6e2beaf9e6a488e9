"""Receive and load what each institution delivers: one DAG per institution, generated from the contracts."""

from datetime import timedelta
from itertools import groupby

from airflow.sdk import Asset, CronTriggerTimetable, dag, get_parsing_context, task, task_group
from airflow.sdk.exceptions import AirflowFailException

from faro.contracts import Contract, find_contract, institutions, valid_contracts
from faro.settings import settings

RETRY = {
    "retries": 4,
    "retry_delay": timedelta(seconds=5),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=5),
}


@task(queue="extraction", **RETRY)
def receive(institution: str, dataset: str) -> list[int]:
    """Seal what is new; ids of the deliveries that wait to be loaded."""
    import doors
    import warehouse

    from faro import loading
    from faro.errors import ConfigurationError

    contract = find_contract(institution, dataset)
    try:
        return loading.receive(settings(), warehouse.uri("loader"), contract, doors.open_source)
    except ConfigurationError as error:
        raise AirflowFailException(error.message()) from None


@task(
    map_index_template="{{ task.op_kwargs['delivery_id'] }}",
    max_active_tis_per_dagrun=1,
    multiple_outputs=False,  # each of them would be four requests more
    **RETRY,
)
def load(delivery_id: int) -> dict[str, int | str]:
    """Parse, validate, accept or quarantine one delivery; counts only."""
    import warehouse

    from faro import loading

    done = loading.load(settings(), warehouse.uri("loader"), delivery_id)
    return {
        "state": done.state,
        "delivered": done.delivered,
        "accepted": done.accepted,
        "quarantined": done.quarantined,
    }


@task(queue="extraction", do_xcom_push=False, **RETRY)  # its log tells them, nobody reads on from them
def answer(institution: str, dataset: str) -> list[str]:
    """Receipts and corrections into the institution's inbox, for every load that has none yet; names only."""
    import doors
    import warehouse

    from faro import feedback
    from faro.errors import ConfigurationError

    contract = find_contract(institution, dataset)
    try:
        return feedback.answer_pending(settings(), warehouse.uri("loader"), contract, doors.open_inbox)
    except ConfigurationError as error:
        raise AirflowFailException(error.message()) from None


def ingest_dag(institution: str, contracts: list[Contract]) -> None:
    @dag(
        dag_id=f"ingest_{institution}",
        schedule=polling(settings().poll_minutes),
        catchup=False,
        max_active_runs=1,
        tags=["ingest", *{contract.transport for contract in contracts}],
        default_args={"owner": institution},
        doc_md=f"Ingesta de {institutions()[institution].name['es']}: "
        + ", ".join(contract.title for contract in contracts),
    )
    def ingest() -> None:
        for contract in contracts:

            @task_group(group_id=contract.dataset)
            def dataset(contract: Contract = contract) -> None:
                tells_the_transformation = load.override(outlets=[Asset(contract.id)])
                deliveries = receive(contract.institution, contract.dataset)
                loaded = tells_the_transformation.expand(delivery_id=deliveries)
                loaded >> answer(contract.institution, contract.dataset)

            dataset()

    ingest()


def polling(minutes: int) -> CronTriggerTimetable | None:
    """Every so many minutes; with 0 the sources are asked on request only."""
    if not minutes:
        return None
    return CronTriggerTimetable(
        f"*/{minutes} * * * *",
        timezone="America/Costa_Rica",
        run_immediately=timedelta(),  # False would still run at once within five minutes of the last moment
    )


running = get_parsing_context().dag_id  # a task needs its own DAG only
for institution, contracts in groupby(valid_contracts(), key=lambda contract: contract.institution):
    if running in {None, f"ingest_{institution}"}:
        ingest_dag(institution, list(contracts))
