"""Taking a delivery out of force at its institution's request: history keeps it, no later figure counts it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import psycopg

from faro.contracts import Contract
from faro.errors import ConfigurationError, Sentences


class NothingToWithdraw(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "La entrega {count} no está en vigor: no existe, no se cargó o ya fue retirada.\n"
        "  Las que hay: faro delivery list institución/conjunto",
        "en": "Delivery {count} is not in force: it does not exist, was not loaded or is withdrawn already.\n"
        "  Those there are: faro delivery list institution/dataset",
    }


@dataclass(frozen=True)
class LoadedDelivery:
    """A delivery as the ledger has it; `withdrawn_at` is None while it is in force."""

    delivery_id: int
    file: str
    received_at: datetime
    accepted: int
    quarantined: int
    withdrawn_at: datetime | None


def withdraw(loader_uri: str, delivery_id: int, reason: str) -> int:
    """Take a loaded delivery out of force; how many accepted rows leave. Raises NothingToWithdraw."""
    with psycopg.connect(loader_uri) as connection:
        row = connection.execute(
            "insert into ops.change (kind, load_id, row_count, reason)"
            " select 'withdrawal', load_id, accepted, %s from ops.load where load_id = %s and state = 'loaded'"
            " on conflict do nothing returning row_count",
            [reason, delivery_id],
        ).fetchone()
    if row is None:
        raise NothingToWithdraw(count=delivery_id)
    return int(row[0])


def loaded_deliveries(loader_uri: str, contract: Contract, limit: int) -> list[LoadedDelivery]:
    """The newest loaded deliveries of a dataset, newest first."""
    with psycopg.connect(loader_uri) as connection:
        rows = connection.execute(
            "select delivery_id, source_name, received_at, accepted, quarantined, changed_at"
            " from ops.load join correspondence.delivery on delivery_id = load.load_id"
            " left join ops.change on change.load_id = load.load_id"
            " where load.institution = %s and load.dataset = %s and state = 'loaded'"
            " order by delivery_id desc limit %s",
            [contract.institution, contract.dataset, limit],
        )
        return [LoadedDelivery(*row) for row in rows]
