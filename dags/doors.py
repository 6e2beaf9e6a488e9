"""An institution's source and its inbox over Airflow's own connections and hooks."""

from collections.abc import Iterator
from contextlib import contextmanager

from faro.contracts import Contract


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


@contextmanager
def open_inbox(contract: Contract) -> Iterator[object]:
    """Where the institution finds what it is answered, over the connection by which it delivers."""
    if contract.transport == "sftp":
        from airflow.providers.sftp.hooks.sftp import SFTPHook

        from faro.feedback.inbox import SftpInbox

        with SFTPHook(ssh_conn_id=contract.connection_id).get_managed_conn() as client:
            yield SftpInbox(client)
    elif contract.transport == "postgres":
        from contextlib import closing

        from airflow.providers.postgres.hooks.postgres import PostgresHook

        from faro.feedback.inbox import DatabaseInbox

        with closing(PostgresHook(postgres_conn_id=contract.connection_id).get_conn()) as connection:
            yield DatabaseInbox(connection)
    else:
        from airflow.providers.http.hooks.http import HttpHook

        from faro.feedback.inbox import ApiInbox

        account = HttpHook.get_connection(contract.connection_id)
        yield ApiInbox(contract, account.host, account.login, account.password, account.extra_dejson["token_path"])
