"""Raw tables, their history functions and current views, derived from the contracts."""

from collections.abc import Iterable, Iterator

from psycopg.sql import SQL, Composed, Identifier, Literal

from faro.contracts import Contract, RawColumn
from faro.parsing.layout import LogicalType
from faro.warehouse.difference import difference
from faro.warehouse.in_force import rows_in_force
from faro.warehouse.names import raw_schema, raw_table

POSTGRES_TYPES: dict[LogicalType, str] = {
    "string": "text",
    "integer": "bigint",
    "number": "numeric",
    "date": "date",
    "timestamp": "timestamp",
    "boolean": "boolean",
}


def definitions(contract: Contract) -> Iterator[Composed]:
    """The statements that make a contract's schema, table, history and current view; each is idempotent."""
    yield SQL("create schema if not exists {}").format(raw_schema(contract))
    yield from _table(contract)
    yield _as_of(contract)
    yield SQL("create or replace view {} as select * from {}('infinity')").format(
        raw_table(contract, "_current"), raw_table(contract, "_as_of")
    )
    if contract.relation.type == "fullEdition":
        yield from _difference(contract)


def typed(columns: Iterable[RawColumn]) -> Composed:
    """`name type, …` as a table or a function's result declares them."""
    return SQL(", ").join(
        SQL("{} {}").format(Identifier(each.name), SQL(POSTGRES_TYPES[each.type])) for each in columns
    )


def _table(contract: Contract) -> Iterator[Composed]:
    table = raw_table(contract)
    yield SQL(
        "create table if not exists {} (_load_id bigint not null, _row_number bigint not null, _sha256 text not null,"
        " primary key (_load_id, _row_number))"
    ).format(table)
    for column in contract.raw_columns:
        yield SQL("alter table {} add column if not exists {}").format(table, typed([column]))
        yield SQL("comment on column {}.{} is {}").format(table, Identifier(column.name), Literal(column.description))
    yield SQL("comment on table {} is {}").format(table, Literal(contract.grain))
    if contract.record:
        # as models read the number (dbt_project/macros/cleaning.sql): they look up by it what else arrived of a record
        yield SQL("create index if not exists {} on {} (nullif(btrim({}), ''))").format(
            Identifier(f"{contract.dataset}_by_record"), table, Identifier(contract.record)
        )


def _as_of(contract: Contract) -> Composed:
    return SQL(
        "create or replace function {}(moment timestamptz) returns setof {} language sql stable begin atomic; {}; end"
    ).format(raw_table(contract, "_as_of"), raw_table(contract), rows_in_force(contract))


def _difference(contract: Contract) -> Iterator[Composed]:
    function = raw_table(contract, "_difference")
    key = typed(contract.raw_column(name) for name in contract.key)
    yield SQL("drop function if exists {}(bigint, bigint)").format(function)
    yield SQL(
        "create function {}(before_load bigint, after_load bigint)"
        " returns table (change text, {}, before_values jsonb, after_values jsonb)"
        " language sql stable begin atomic; {}; end"
    ).format(function, key, difference(contract))
