"""The source of a contract, over a connection of its transport's kind."""

from typing import Any

from faro.contracts import Contract
from faro.sources.api import ApiSource
from faro.sources.database import DatabaseSource
from faro.sources.offer import Source
from faro.sources.sftp import SftpSource


def source_over(contract: Contract, connection: Any, loaded_version: str | None = None) -> Source:
    """`connection`: an SFTP client, a DB-API connection or an ApiAccount, as the contract's transport wants it."""
    match contract.transport:
        case "sftp":
            return SftpSource(contract, connection)
        case "postgres":
            return DatabaseSource(contract, connection, loaded_version)
        case _:
            return ApiSource(contract, connection)
