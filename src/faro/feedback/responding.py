"""What an institution is told about one delivery: always a receipt, and a workbook when rows have to be corrected."""

from dataclasses import dataclass
from typing import Literal

import psycopg

from faro import ledger
from faro.contracts import Contract
from faro.feedback.held_rows import Flaw, HeldRow, flaws_by_row, held_rows
from faro.feedback.names import corrections_name, receipt_name
from faro.feedback.original import held_cells
from faro.feedback.receipt import Arrival, receipt
from faro.feedback.workbook import correction_workbook
from faro.identity.erased import RULE as PERSON_ERASED
from faro.ledger import Delivery
from faro.retention import open_original
from faro.settings import Settings

Kind = Literal["receipt", "corrections"]
KINDS: tuple[Kind, ...] = ("receipt", "corrections")

#: More rows than a person corrects by hand; the rest comes with the next answer, or is mended at the origin.
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Response:
    """One thing to put into an institution's inbox. The content is never stored nor logged by Faro."""

    kind: Kind
    name: str
    content: bytes

    def __repr__(self) -> str:
        """Without the content: representations end up in logs."""
        return f"Response({self.kind}, {self.name}, {len(self.content)} bytes)"


def respond(
    settings: Settings, loader_uri: str, connection: psycopg.Connection, contract: Contract, delivery: Delivery
) -> list[Response]:
    """The answer to a delivery that was judged; nothing while it waits to be loaded.

    Raises OriginalPurged where rows are to be shown whose original is past its retention.
    """
    arrival = _arrival(connection, delivery)
    if arrival is None:
        return []
    flaws = _to_correct(connection, contract, arrival)
    workbook = corrections_name(contract.dataset, delivery.delivery_id) if flaws else None
    told = [
        Response("receipt", receipt_name(contract.dataset, delivery.delivery_id), receipt(contract, arrival, workbook))
    ]
    if workbook:
        original = open_original(settings, loader_uri, delivery.sha256, delivery.source_name)
        rows = _rows(original, flaws, contract, delivery)
        content = correction_workbook(contract, rows, arrival.received_at.date())
        told.insert(0, Response("corrections", workbook, content))
    return told


def _to_correct(connection: psycopg.Connection, contract: Contract, arrival: Arrival) -> dict[int, list[Flaw]]:
    """None of a delivery that is held as a whole and is sent so again; no correction brings back who was erased."""
    if arrival.load.state != "loaded" or not arrival.load.quarantined:
        return {}
    flaws = flaws_by_row(connection, contract, arrival.delivery.delivery_id, MOST_ROWS)
    return {row: found for row, found in flaws.items() if all(flaw.rule != PERSON_ERASED for flaw in found)}


def _rows(original: bytes, flaws: dict[int, list[Flaw]], contract: Contract, delivery: Delivery) -> list[HeldRow]:
    cells = held_cells(original, contract, delivery, [*flaws], contract.sealed_format)
    return held_rows(delivery, flaws, cells)


def _arrival(connection: psycopg.Connection, delivery: Delivery) -> Arrival | None:
    load = ledger.find_load(connection, delivery.delivery_id)
    if load is None:
        return None
    received = connection.execute(
        "select received_at from ops.delivery where delivery_id = %s", [delivery.delivery_id]
    ).fetchone()
    remarks = connection.execute(
        "select message_es from correspondence.finding"
        " where delivery_id = %s and severity <> 'info' order by finding_id",
        [delivery.delivery_id],
    ).fetchall()
    corrected = connection.execute(
        "select count(*) from ops.accepted_correction where corrected_by_load = %s", [delivery.delivery_id]
    ).fetchone()
    if received is None or corrected is None:
        raise KeyError(delivery.delivery_id)
    return Arrival(delivery, load, received[0], [message for (message,) in remarks], int(corrected[0]))
