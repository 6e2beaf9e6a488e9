"""Which rows are held back and why, by position; what they hold stays in the sealed original."""

import psycopg
from psycopg.types.json import Jsonb

from faro.ledger import Delivery
from faro.loading.verdict import Reason, Reasons
from faro.validation.rules import sentence


def quarantine(connection: psycopg.Connection, delivery: Delivery, reasons: Reasons) -> None:
    """Write down every row that is held back."""
    command = "copy quarantine.row (load_id, institution, dataset, row_number, reasons) from stdin"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row, found in reasons.items():
            told = Jsonb([_told(reason) for reason in found])
            copy.write_row((delivery.delivery_id, delivery.institution, delivery.dataset, row, told))


def _told(reason: Reason) -> dict[str, str | None]:
    sentences = {"es": sentence(reason.rule, "es"), "en": sentence(reason.rule, "en")}
    return {"column": reason.column, "rule": reason.rule, **sentences}
