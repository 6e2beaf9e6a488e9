"""The table in schema `work` that holds one delivery's rows while it is judged."""

from datetime import date

import polars
import psycopg
from psycopg.sql import SQL, Composable, Identifier, Literal
from psycopg.types.json import Jsonb

from faro.contracts import Contract
from faro.errors import Reportable
from faro.ledger import Load
from faro.loading.findings import EditionRestated
from faro.loading.verdict import Reasons, Verdict
from faro.validation.rules import sentence
from faro.warehouse.raw_tables import POSTGRES_TYPES, raw_table


class WorkTable:
    """One delivery's typed rows. Filled anew by every attempt, dropped by the transaction that ends the load."""

    def __init__(self, contract: Contract, delivery_id: int) -> None:
        self._contract, self._delivery_id = contract, delivery_id
        self.name = f"{contract.institution}__{contract.dataset}__{delivery_id}"
        self._table = Identifier("work", self.name)
        self._columns = SQL(", ").join(Identifier(column.name) for column in contract.columns)

    def fill(self, loader_uri: str, frame: polars.DataFrame) -> None:
        """Load every parsed row by COPY."""
        types = SQL(", ").join(
            SQL("{} {}").format(Identifier(column.name), SQL(POSTGRES_TYPES[column.type]))  # type: ignore[arg-type]
            for column in self._contract.columns
        )
        ordered = frame.select("_row_number", *[column.name for column in self._contract.columns])
        with psycopg.connect(loader_uri) as connection, connection.cursor() as cursor:
            cursor.execute(SQL("drop table if exists {}").format(self._table))
            cursor.execute(SQL("create unlogged table {} (_row_number bigint primary key, {})").format(self._table, types))
            with cursor.copy(SQL("copy {} from stdin (format csv)").format(self._table)) as copy:
                for part in ordered.iter_slices(50_000):
                    copy.write(part.write_csv(include_header=False).encode())
            cursor.execute(SQL("analyze {}").format(self._table))

    def rows_it_would_replace(self, connection: psycopg.Connection) -> int:
        """How many rows in force an acceptance would replace; 0 where deliveries only add."""
        relation = self._contract.relation
        if relation.type not in {"periodReplacement", "fullEdition"}:
            return 0
        current, place = raw_table(self._contract, "_current"), SQL("")
        if relation.type == "periodReplacement":
            place = SQL(" where {0} between (select min({0}) from {1}) and (select max({0}) from {1})").format(
                self._period, self._table
            )
        return _number(connection, SQL("select count(*) from {}{}").format(current, place))

    def quarantine(self, connection: psycopg.Connection, reasons: Reasons) -> None:
        """Write down which rows are held back and why, by position; what they hold stays in the sealed original."""
        with connection.cursor() as cursor:
            copy_into = "copy quarantine.row (load_id, institution, dataset, row_number, reasons) from stdin"
            with cursor.copy(copy_into) as copy:
                for row, found in reasons.items():
                    told = [
                        {"column": each.column, "rule": each.rule, "es": sentence(each.rule, "es"), "en": sentence(each.rule, "en")}
                        for each in found
                    ]
                    copy.write_row((self._delivery_id, self._contract.institution, self._contract.dataset, row, Jsonb(told)))

    def append_to_raw(self, connection: psycopg.Connection, sha256: str) -> None:
        """Every row that is not in quarantine."""
        connection.execute(
            SQL(
                "insert into {raw} (_load_id, _row_number, _sha256, {columns})"
                " select {load}, _row_number, {sha256}, {columns} from {work} as arrived"
                " where not exists (select 1 from quarantine.row where load_id = {load} and row_number = arrived._row_number)"
            ).format(
                raw=raw_table(self._contract),
                columns=self._columns,
                load=Literal(self._delivery_id),
                sha256=Literal(sha256),
                work=self._table,
            )
        )

    def summary(self, connection: psycopg.Connection, edition: str, verdict: Verdict) -> Load:
        """The ledger row, counted from what was written, not from what was meant."""
        delivered = _number(connection, SQL("select count(*) from {}").format(self._table))
        if verdict.is_held:
            return Load("rejected", edition, delivered=delivered, accepted=0, quarantined=delivered)
        mine = SQL(" where _load_id = {}").format(Literal(self._delivery_id))
        accepted = _number(connection, SQL("select count(*) from {}{}").format(raw_table(self._contract), mine))
        held = SQL("select count(*) from quarantine.row where load_id = {}").format(Literal(self._delivery_id))
        return Load("loaded", edition, delivered, accepted, _number(connection, held), *self._period_covered(connection))

    def edition_restated(self, connection: psycopg.Connection, file: str) -> list[Reportable]:
        """What a full edition changes against the one in force; nothing for the first."""
        contract = self._contract
        if contract.relation.type != "fullEdition":
            return []
        current = SQL("select max(_load_id) from {}").format(raw_table(contract, "_current"))
        before = connection.execute(current).fetchone()
        if not before or before[0] is None:
            return []
        query = SQL("select change, count(*) from {}(%s, %s) group by change").format(raw_table(contract, "_difference"))
        changes = {str(change): int(count) for change, count in connection.execute(query, [before[0], self._delivery_id])}
        return [
            EditionRestated(
                file=file,
                count=changes.get("changed", 0),
                total=changes.get("dropped", 0),
                size=changes.get("new", 0),
                institution=contract.institution,
                dataset=contract.dataset,
            )
        ]

    def drop(self, connection: psycopg.Connection) -> None:
        connection.execute(SQL("drop table {}").format(self._table))

    @property
    def _period(self) -> Composable:
        relation = self._contract.relation
        return SQL("date_trunc({}, {}::timestamp)::date").format(Literal(relation.granularity), Identifier(relation.column or ""))

    def _period_covered(self, connection: psycopg.Connection) -> tuple[date | None, date | None]:
        if self._contract.relation.type != "periodReplacement":
            return None, None
        query = SQL("select min({period}), max({period}) from {raw} where _load_id = {load}").format(
            period=self._period, raw=raw_table(self._contract), load=Literal(self._delivery_id)
        )
        row = connection.execute(query).fetchone()
        return (row[0], row[1]) if row else (None, None)


def _number(connection: psycopg.Connection, query: Composable) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
