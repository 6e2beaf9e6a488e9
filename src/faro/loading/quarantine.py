"""Which rows are held back and why, by position; what they hold stays in the sealed original."""

import psycopg
from psycopg.types.json import Jsonb

from faro.ledger import Delivery
from faro.loading.verdict import Reason, Reasons
from faro.validation.rules import sentence


def quarantine(connection: psycopg.Connection, delivery: Delivery, reasons: Reasons) -> None:
    """Write down every row that is held back, those alike together: COPY does not write where rows are secured."""
    alike: dict[tuple[Reason, ...], list[int]] = {}
    for row, found in reasons.items():
        alike.setdefault(tuple(found), []).append(row)
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into quarantine.row (load_id, institution, dataset, row_number, reasons)"
            " select %s, %s, %s, unnest(%s::bigint[]), %s",
            [
                (delivery.delivery_id, delivery.institution, delivery.dataset, rows, Jsonb(list(map(_told, found))))
                for found, rows in alike.items()
            ],
        )


def _told(reason: Reason) -> dict[str, str | None]:
    sentences = {"es": sentence(reason.rule, "es"), "en": sentence(reason.rule, "en")}
    return {"column": reason.column, "rule": reason.rule, **sentences}
