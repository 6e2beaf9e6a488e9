"""The doors to an institution's inbox, over connections that somebody else opened; putting a thing twice leaves one."""

from typing import Any, Protocol

from paramiko import SFTPClient

from faro.contracts import Contract
from faro.sources.api import ApiSource

FOLDER = "/inbox"
_RESOURCE = "/v1/inbox"
_TABLE = "buzon"
#: The kinds of file that an answer can be.
_MEDIA_TYPES = {
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Inbox(Protocol):
    """Where an institution finds what Faro tells it."""

    def put(self, name: str, content: bytes) -> None:
        """Leave it there whole or not at all. Raises SourceUnreachable or SourceDenied."""


class SftpInbox:
    """The folder `/inbox`, beside the institution's outgoing one."""

    def __init__(self, client: SFTPClient) -> None:
        self._client = client

    def put(self, name: str, content: bytes) -> None:
        """Under a hidden name first: nobody opens half a workbook."""
        arriving = f"{FOLDER}/.{name}"
        with self._client.open(arriving, "wb") as file:
            file.write(content)
        self._client.posix_rename(arriving, f"{FOLDER}/{name}")


class ApiInbox(ApiSource):
    """`POST /v1/inbox` with the token by which the institution's data are read; the name makes it idempotent."""

    def put(self, name: str, content: bytes) -> None:
        files = {"file": (name, content, _MEDIA_TYPES[name.rpartition(".")[2]])}
        answer = self._ask_authorised("POST", _RESOURCE, files=files, headers={"Idempotency-Key": name})
        if answer.status_code not in {200, 201, 204, 409}:
            raise self._unreachable()


class DatabaseInbox:
    """The table `buzon` in the institution's own database, over an open DB-API connection.

    Its names are unique and it dates what arrives; we may add to it and read nothing there.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def put(self, name: str, content: bytes) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"insert into {_TABLE} (nombre, contenido) values (%s, %s) on conflict do nothing", (name, content)
            )
        self._connection.commit()


def inbox_over(contract: Contract, connection: Any) -> Inbox:
    """`connection`: what the contract's transport is spoken over, as for its source."""
    match contract.transport:
        case "sftp":
            return SftpInbox(connection)
        case "postgres":
            return DatabaseInbox(connection)
        case _:
            return ApiInbox(contract, connection)
