"""Answering a delivery: what was made of it goes into its institution's inbox, once, whatever is tried again."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import psycopg

from faro import ledger
from faro.contracts import Contract, find_contract
from faro.feedback.inbox import Inbox
from faro.feedback.responding import Response, respond
from faro.settings import Settings
from faro.sources.trouble import telling_trouble
from faro.warehouse.trouble import without_values

OpenInbox = Callable[[Contract], AbstractContextManager[Inbox]]


@without_values()
def answer(settings: Settings, loader_uri: str, delivery_id: int, open_inbox: OpenInbox) -> list[str]:
    """Put what is still to be told into the inbox; the names of what was put there now.

    Each thing is written down right after it was put; a call that was cut off in between puts it again under the same
    name. Raises SourceUnreachable (trying again may help) or SourceDenied (somebody has to act).
    """
    with psycopg.connect(loader_uri, autocommit=True) as connection:
        delivery = ledger.find_delivery(connection, delivery_id)
        contract = find_contract(delivery.institution, delivery.dataset)
        if _is_answered(connection, delivery_id):
            return []
        told = _told(connection, delivery_id)
        responses = respond(settings, loader_uri, connection, contract, delivery)
        pending = [each for each in responses if each.kind not in told]
        if pending:
            with telling_trouble(contract), open_inbox(contract) as inbox:
                for response in pending:
                    inbox.put(response.name, response.content)
                    _write_down(connection, delivery_id, response)
    return [response.name for response in pending]


def answer_pending(settings: Settings, loader_uri: str, contract: Contract, open_inbox: OpenInbox) -> list[str]:
    """Answer every judged delivery of a dataset that has no receipt yet, oldest first: the ledger is the queue."""
    with without_values(), psycopg.connect(loader_uri) as connection:
        rows = connection.execute(_UNANSWERED, [contract.institution, contract.dataset]).fetchall()
    return [name for (delivery_id,) in rows for name in answer(settings, loader_uri, delivery_id, open_inbox)]


_UNANSWERED = """
    select load_id from ops.load where (institution, dataset) = (%s, %s) and not exists
        (select 1 from ops.response where delivery_id = load_id and kind = 'receipt')
    order by load_id
"""


def _is_answered(connection: psycopg.Connection, delivery_id: int) -> bool:
    """The receipt goes last, so that it never announces a workbook that is not there."""
    return "receipt" in _told(connection, delivery_id)


def _told(connection: psycopg.Connection, delivery_id: int) -> set[str]:
    rows = connection.execute("select kind from ops.response where delivery_id = %s", [delivery_id])
    return {kind for (kind,) in rows}


def _write_down(connection: psycopg.Connection, delivery_id: int, response: Response) -> None:
    connection.execute(
        "insert into ops.response (delivery_id, kind, name) values (%s, %s, %s) on conflict do nothing",
        [delivery_id, response.kind, response.name],
    )
