"""The table in schema `work` that holds one delivery's rows while it is judged."""

from collections.abc import Callable, Iterable
from datetime import date

import polars
import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

from faro.ahead import made_ahead
from faro.contracts import Contract
from faro.ledger import Load
from faro.loading.copy_lines import copy_lines
from faro.loading.verdict import Verdict
from faro.timing import step
from faro.warehouse.names import raw_table
from faro.warehouse.raw_tables import typed


class WorkTable:
    """One delivery's typed rows. Filled anew by every attempt, dropped by the transaction that ends the load."""

    def __init__(self, contract: Contract, delivery_id: int) -> None:
        self.contract, self._delivery_id = contract, delivery_id
        self.name = f"{contract.institution}__{contract.dataset}__{delivery_id}"
        self._table = Identifier("work", self.name)
        self._columns = [column.name for column in contract.raw_columns]

    @step("tokens and COPY")
    def fill(self, connection: psycopg.Connection, parts: Iterable[Callable[[], polars.DataFrame]]) -> None:
        """Load every parsed row by COPY, in a transaction of its own: what judges the rows has to see them.

        While PostgreSQL takes the rows of one part in, those of the next are made.
        """
        command = SQL("copy {} from stdin (freeze)").format(self._table)
        with connection.transaction(), connection.cursor() as cursor:
            self._create_anew(connection)
            with cursor.copy(command) as copy:
                for lines in made_ahead(self._lines, parts):
                    copy.write(lines)
            cursor.execute(SQL("analyze {} (_row_number)").format(self._table))  # that is what is joined by

    def _lines(self, part: Callable[[], polars.DataFrame]) -> memoryview:
        return copy_lines(part().select("_row_number", *self._columns))

    def rows_it_would_replace(self, connection: psycopg.Connection) -> int:
        """How many rows in force an acceptance would replace; 0 where deliveries only add."""
        in_force = SQL("select count(*) from {}").format(raw_table(self.contract, "_current"))
        match self.contract.relation.type:
            case "fullEdition":
                return _number(connection, in_force)
            case "periodReplacement":
                return _number(connection, SQL("{} where {}").format(in_force, self._in_its_period))
        return 0

    def row_count(self, connection: psycopg.Connection) -> int:
        return _number(connection, SQL("select count(*) from {}").format(self._table))

    def append_to_raw(self, connection: psycopg.Connection, sha256: str) -> None:
        """Every row that is not in quarantine."""
        connection.execute(
            SQL(
                "insert into {raw} (_load_id, _row_number, _sha256, {columns})"
                " select {load}, _row_number, {sha256}, {columns} from {work} as arrived where not exists"
                " (select 1 from quarantine.row where load_id = {load} and row_number = arrived._row_number)"
            ).format(
                raw=raw_table(self.contract),
                columns=SQL(", ").join(map(Identifier, self._columns)),
                load=Literal(self._delivery_id),
                sha256=Literal(sha256),
                work=self._table,
            )
        )

    def summary(self, connection: psycopg.Connection, edition: str, verdict: Verdict) -> Load:
        """The ledger row, counted from what was written, not from what was meant."""
        delivered = self.row_count(connection)
        if verdict.is_held:
            return Load("rejected", edition, delivered=delivered, accepted=0, quarantined=delivered)
        accepted = _number(connection, SQL("select count(*) from {}").format(self._accepted))
        held = SQL("select count(*) from quarantine.row where load_id = {}").format(Literal(self._delivery_id))
        return Load(
            "loaded", edition, delivered, accepted, _number(connection, held), *self._period_covered(connection)
        )

    def drop(self, connection: psycopg.Connection) -> None:
        connection.execute(SQL("drop table {}").format(self._table))

    def _create_anew(self, connection: psycopg.Connection) -> None:
        """An attempt that was cut off may have left one behind."""
        connection.execute(SQL("drop table if exists {}").format(self._table))
        connection.execute(
            SQL("create unlogged table {} (_row_number bigint not null, {})").format(
                self._table, typed(self.contract.raw_columns)
            )
        )

    @property
    def _accepted(self) -> Composed:
        return SQL("{} where _load_id = {}").format(raw_table(self.contract), Literal(self._delivery_id))

    @property
    def _period(self) -> Composed:
        relation = self.contract.relation
        return SQL("date_trunc({}, {}::timestamp)::date").format(
            Literal(relation.granularity), Identifier(relation.column or "")
        )

    @property
    def _in_its_period(self) -> Composed:
        return SQL("{0} between (select min({0}) from {1}) and (select max({0}) from {1})").format(
            self._period, self._table
        )

    def _period_covered(self, connection: psycopg.Connection) -> tuple[date | None, date | None]:
        if self.contract.relation.type != "periodReplacement":
            return None, None
        query = SQL("select min({0}), max({0}) from {1}").format(self._period, self._accepted)
        row = connection.execute(query).fetchone()
        return (row[0], row[1]) if row else (None, None)


def _number(connection: psycopg.Connection, query: Composed) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
