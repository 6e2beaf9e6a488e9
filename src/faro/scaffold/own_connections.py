"""A source over the stack's own connection to the institution, without Airflow: for a person who tries it."""

from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from typing import Any

import paramiko
import psycopg

from faro.contracts import Contract
from faro.settings import Settings
from faro.sources import Source
from faro.sources.api import ApiAccount
from faro.sources.opening import source_over
from faro.sources.trouble import telling_trouble
from faro.stack.connections import airflow_connections
from faro.stack.errors import NotRunning


@contextmanager
def open_source(settings: Settings, contract: Contract) -> Iterator[Source]:
    """The contract's source as Airflow would open it. Raises NotRunning, SourceUnreachable or SourceDenied."""
    if not settings.secrets_file.exists():
        raise NotRunning(path=str(settings.home))
    with telling_trouble(contract):
        account = airflow_connections(settings)[contract.connection_id]
        with _CONNECTIONS[contract.transport](account) as connection:
            yield source_over(contract, connection)


@contextmanager
def _sftp(account: dict[str, Any]) -> Iterator[paramiko.SFTPClient]:
    kind, key = account["extra"]["host_key"].split()
    pinned = paramiko.PKey.from_type_string(kind, b64decode(key))
    own = paramiko.Ed25519Key.from_private_key_file(account["extra"]["key_file"])
    with paramiko.Transport((account["host"], account["port"])) as transport:
        transport.connect(hostkey=pinned, username=account["login"], pkey=own)
        client = paramiko.SFTPClient.from_transport(transport)
        if client is None:
            raise EOFError
        yield client


def _database(account: dict[str, Any]) -> AbstractContextManager[psycopg.Connection]:
    connection = psycopg.connect(
        host=account["host"],
        port=account["port"],
        dbname=account["schema"],
        user=account["login"],
        password=account["password"],
        connect_timeout=10,
    )
    return closing(connection)


def _api(account: dict[str, Any]) -> AbstractContextManager[ApiAccount]:
    client = account["login"], account["password"]
    return nullcontext(ApiAccount(account["host"], *client, account["extra"]["token_path"]))


_CONNECTIONS: dict[str, Callable[[dict[str, Any]], AbstractContextManager[Any]]] = {
    "sftp": _sftp,
    "postgres": _database,
    "api": _api,
}
