"""What a full edition changes against the one in force."""

import psycopg
from psycopg.sql import SQL

from faro.contracts import Contract
from faro.ledger import Delivery
from faro.loading.findings import EditionRestated
from faro.warehouse.names import raw_table


def edition_restated(connection: psycopg.Connection, contract: Contract, delivery: Delivery) -> list[EditionRestated]:
    """The finding that counts the changes; nothing for the first edition, nor where editions do not exist.

    Asked in the transaction of the load, where the edition before is still the one in force.
    """
    if contract.relation.type != "fullEdition":
        return []
    in_force = SQL("select min(_load_id) from {}").format(raw_table(contract, "_current"))
    before = connection.execute(in_force).fetchone()
    if not before or before[0] is None:
        return []
    query = SQL("select change, count(*) from {}(%s, %s) group by change").format(raw_table(contract, "_difference"))
    changes: dict[str, int] = dict(connection.execute(query, [before[0], delivery.delivery_id]).fetchall())
    return [
        EditionRestated(
            institution=contract.institution,
            dataset=contract.dataset,
            file=delivery.source_name,
            count=changes.get("changed", 0),
            total=changes.get("dropped", 0),
            size=changes.get("new", 0),
        )
    ]
