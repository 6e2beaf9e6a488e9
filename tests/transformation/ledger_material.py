"""A ledger with loads, written as the loader leaves them, without anything delivered."""

from collections.abc import Sequence

from private_warehouse import Warehouse
from psycopg.sql import SQL, Identifier, Literal


class Ledger:
    """The ledger of one warehouse."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def load(self, dataset: str, *rows: dict[str, object], state: str = "loaded") -> int:
        """A delivery of these rows; its number. Columns that a row does not name are empty."""
        institution, name = dataset.split("/")
        with self.warehouse.connect() as connection, connection.transaction():
            (number,) = connection.execute(
                "insert into ops.delivery (institution, dataset, source_name, source_version, sha256, bytes, route,"
                " outcome) values (%s, %s, 'file', '1', gen_random_uuid()::text, 1, 'sftp', 'new')"
                " returning delivery_id",
                [institution, name],
            ).fetchone() or (0,)
            for position, row in enumerate(rows, 2):
                columns = {"_load_id": number, "_row_number": position, "_sha256": f"sha{number}"} | row
                connection.execute(
                    SQL("insert into {} ({}) values ({})").format(
                        Identifier(f"raw_{institution}", name),
                        SQL(", ").join(map(Identifier, columns)),
                        SQL(", ").join(map(Literal, columns.values())),
                    )
                )
            connection.execute(
                "insert into ops.load (load_id, institution, dataset, sha256, state, contract_version, delivered,"
                " accepted, quarantined, period_from, period_to, finished_at) select delivery_id, institution, dataset,"
                " sha256, %s, '1', %s, %s, 0, %s, %s, clock_timestamp() from ops.delivery where delivery_id = %s",
                [state, len(rows), len(rows), *_period(rows), number],
            )
        return int(number)

    def withdraw(self, number: int) -> None:
        self.change("withdrawal", number)

    def change(self, kind: str, load: int | None = None) -> None:
        with self.warehouse.connect() as connection:
            connection.execute(
                "insert into ops.change (kind, load_id, row_count, reason) values (%s, %s, 1, 'a test')", [kind, load]
            )

    def link(self, persons: int = 1) -> None:
        """A run of the resolver that touched so many persons."""
        with self.warehouse.connect() as connection:
            connection.execute(
                "insert into identity.resolution (last_load_id, loads, entered, departed, compared, links, reviews,"
                " persons, oversize_blocks) values (0, 0, 0, 0, 0, 0, 0, %s, 0)",
                [persons],
            )


def _period(rows: Sequence[dict[str, object]]) -> tuple[object, object]:
    months = sorted(str(row["month"]) for row in rows if "month" in row)
    return (months[0], months[-1]) if months else (None, None)
