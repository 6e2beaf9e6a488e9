"""Receive and load what each institution delivers: one DAG per institution, generated from the contracts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import groupby

from airflow.sdk import Asset, CronTriggerTimetable, dag, task, task_group
from airflow.sdk.exceptions import AirflowFailException

from faro.contracts import Contract, find_contract, institutions, valid_contracts
from faro.settings import settings

RETRY = {
    "retries": 4,
    "retry_delay": timedelta(seconds=5),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=5),
}


@contextmanager
def open_source(contract: Contract, loaded_version: str | None) -> Iterator[object]:
    """The contract's source over Airflow's own connection and hook."""
    from faro.sources.trouble import telling_trouble

    with telling_trouble(contract):
        if contract.transport == "sftp":
            from airflow.providers.sftp.hooks.sftp import SFTPHook

            from faro.sources.sftp import SftpSource

            with SFTPHook(ssh_conn_id=contract.connection_id).get_managed_conn() as client:
                yield SftpSource(contract, client)
        elif contract.transport == "postgres":
            from contextlib import closing

            from airflow.providers.postgres.hooks.postgres import PostgresHook

            from faro.sources.database import DatabaseSource

            with closing(PostgresHook(postgres_conn_id=contract.connection_id).get_conn()) as connection:
                yield DatabaseSource(contract, connection, loaded_version)
        else:
            from airflow.providers.http.hooks.http import HttpHook

            from faro.sources.api import ApiSource

            account = HttpHook.get_connection(contract.connection_id)
            yield ApiSource(contract, account.host, account.login, account.password, account.extra_dejson["token_path"])


@task(**RETRY)
def receive(institution: str, dataset: str) -> list[int]:
    """Seal what is new; ids of the deliveries that wait to be loaded."""
    import warehouse

    from faro import loading
    from faro.errors import ConfigurationError

    try:
        return loading.receive(settings(), warehouse.uri("loader"), find_contract(institution, dataset), open_source)
    except ConfigurationError as error:
        raise AirflowFailException(error.message()) from None


@task(map_index_template="{{ task.op_kwargs['delivery_id'] }}", max_active_tis_per_dagrun=1, **RETRY)
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


def ingest_dag(institution: str, contracts: list[Contract]) -> None:
    @dag(
        dag_id=f"ingest_{institution}",
        schedule=CronTriggerTimetable(
            f"*/{settings().poll_minutes} * * * *",
            timezone="America/Costa_Rica",
            run_immediately=timedelta(),  # False would still run at once within five minutes of the last moment
        ),
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
                tells_the_transformation.expand(delivery_id=receive(contract.institution, contract.dataset))

            dataset()

    ingest()


for institution, contracts in groupby(valid_contracts(), key=lambda contract: contract.institution):
    ingest_dag(institution, list(contracts))
