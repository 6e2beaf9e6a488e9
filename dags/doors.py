"""An institution's source and its inbox over Airflow's own connections and hooks."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from faro.contracts import Contract


@contextmanager
def open_source(contract: Contract, loaded_version: str | None) -> Iterator[object]:
    """The contract's source over Airflow's own connection and hook."""
    from faro.sources.opening import source_over
    from faro.sources.trouble import telling_trouble

    with telling_trouble(contract), _connection(contract) as connection:
        yield source_over(contract, connection, loaded_version)


@contextmanager
def open_inbox(contract: Contract) -> Iterator[object]:
    """Where the institution finds what it is answered, over the connection by which it delivers."""
    from faro.feedback.inbox import inbox_over

    with _connection(contract) as connection:
        yield inbox_over(contract, connection)


@contextmanager
def _connection(contract: Contract) -> Iterator[Any]:
    """Raises ConnectionMissing."""
    from airflow.sdk.exceptions import AirflowNotFoundException

    from faro.sources import ConnectionMissing

    place = {"institution": contract.institution, "dataset": contract.dataset}
    try:
        with _connected(contract) as connection:
            yield connection
    except AirflowNotFoundException:
        raise ConnectionMissing(**place, setting=contract.connection_id) from None


@contextmanager
def _connected(contract: Contract) -> Iterator[Any]:
    if contract.transport == "sftp":
        from airflow.providers.sftp.hooks.sftp import SFTPHook

        with SFTPHook(ssh_conn_id=contract.connection_id).get_managed_conn() as client:
            yield client
    elif contract.transport == "postgres":
        from airflow.providers.postgres.hooks.postgres import PostgresHook

        with closing(PostgresHook(postgres_conn_id=contract.connection_id).get_conn()) as connection:
            yield connection
    else:
        from airflow.providers.http.hooks.http import HttpHook

        from faro.sources.api import ApiAccount

        account = HttpHook.get_connection(contract.connection_id)
        yield ApiAccount(account.host, account.login, account.password, account.extra_dejson["token_path"])
