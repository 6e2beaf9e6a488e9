"""Receive and load what each institution delivers: one DAG per institution, generated from the contracts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import groupby

from airflow.sdk import Asset, CronTriggerTimetable, dag, task, task_group
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from faro.contracts import Contract, all_contracts, find_contract, institutions
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


def announce(contract: Contract):
    @task(outlets=[Asset(contract.id)], trigger_rule="all_done")
    def announce(loads: list[dict[str, int | str]]) -> None:
        """Say that rows were accepted, which is what the transformation waits for."""
        if not any(each["accepted"] for each in loads or []):
            raise AirflowSkipException("no rows were accepted")

    return announce


@task(trigger_rule="all_done")
def build_data_docs(loads: list[list[dict[str, int | str]]]) -> None:
    """The pages of the validations, once per run that validated something."""
    if not any(each for each in loads if each):
        raise AirflowSkipException("nothing was validated")
    from faro.validation.data_docs import build_data_docs

    build_data_docs(settings())


@task(trigger_rule="one_failed", retries=0)
def tell_failure() -> None:
    """Make the run fail when a source or a load did, although the others went on."""
    raise AirflowFailException("a source or a load failed")


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
        loads = []
        for contract in contracts:

            @task_group(group_id=contract.dataset)
            def dataset(contract: Contract = contract):
                loaded = load.expand(delivery_id=receive(contract.institution, contract.dataset))
                announce(contract)(loaded)
                return loaded

            loads.append(dataset())
        loads >> tell_failure()
        build_data_docs(loads)

    ingest()


for institution, contracts in groupby(all_contracts(), key=lambda contract: contract.institution):
    ingest_dag(institution, list(contracts))
