"""Raw tables, their history functions and current views, derived from the contracts."""

from collections.abc import Iterator

from psycopg import sql
from psycopg.sql import SQL, Composable, Identifier, Literal

from faro.contracts import Contract
from faro.contracts.model import LogicalType

POSTGRES_TYPES: dict[LogicalType, str] = {
    "string": "text",
    "integer": "bigint",
    "number": "numeric",
    "date": "date",
    "timestamp": "timestamp",
    "boolean": "boolean",
}
LOAD_COLUMNS = ("_load_id", "_row_number", "_sha256")


def raw_table(contract: Contract, suffix: str = "") -> sql.Identifier:
    return Identifier(f"raw_{contract.institution}", contract.dataset + suffix)


def definitions(contract: Contract) -> Iterator[Composable]:
    """The statements that make a contract's schema, table, history and current view; each is idempotent."""
    schema, table = Identifier(f"raw_{contract.institution}"), raw_table(contract)
    yield SQL("create schema if not exists {}").format(schema)
    yield SQL(
        "create table if not exists {} (_load_id bigint not null, _row_number bigint not null, _sha256 text not null,"
        " primary key (_load_id, _row_number))"
    ).format(table)
    for column in contract.columns:
        kind = SQL(POSTGRES_TYPES[column.type])  # type: ignore[arg-type]
        name = Identifier(column.name)
        yield SQL("alter table {} add column if not exists {} {}").format(table, name, kind)
        yield SQL("comment on column {}.{} is {}").format(table, name, Literal(column.description))
    yield SQL("comment on table {} is {}").format(table, Literal(contract.grain))
    yield _as_of(contract)
    yield SQL("create or replace view {} as select * from {}('infinity')").format(
        raw_table(contract, "_current"), raw_table(contract, "_as_of")
    )
    if contract.relation.type == "fullEdition":
        yield from _difference(contract)
    yield from _grants(contract, schema, table)


def _grants(contract: Contract, schema: Identifier, table: Identifier) -> Iterator[Composable]:
    yield SQL("grant usage on schema {} to faro_loader, faro_transformer, faro_analyst").format(schema)
    yield SQL("grant select, insert on {} to faro_loader").format(table)
    current = raw_table(contract, "_current")
    yield SQL("grant select on {}, {} to faro_loader, faro_transformer, faro_analyst").format(table, current)


def _as_of(contract: Contract) -> Composable:
    """The rows in force at a moment, by how the contract says that deliveries relate."""
    return SQL(
        "create or replace function {function}(moment timestamptz) returns setof {table} language sql stable"
        " begin atomic; {rows}; end"
    ).format(
        function=raw_table(contract, "_as_of"), table=raw_table(contract), rows=_ROWS_IN_FORCE[contract.relation.type](contract)
    )


def _loads(contract: Contract) -> Composable:
    return SQL(
        "select load_id, period_from, period_to from ops.load where institution = {} and dataset = {}"
        " and state = 'loaded' and finished_at <= moment"
    ).format(Literal(contract.institution), Literal(contract.dataset))


def _all_rows(contract: Contract) -> Composable:
    return SQL("select data.* from {table} as data where data._load_id in (select load_id from ({loads}) as loads)").format(
        table=raw_table(contract), loads=_loads(contract)
    )


def _newest_per_key(contract: Contract) -> Composable:
    key = SQL(", ").join(SQL("data.{}").format(Identifier(name)) for name in contract.key)
    return SQL(
        "select distinct on ({key}) data.* from {table} as data"
        " where data._load_id in (select load_id from ({loads}) as loads)"
        " order by {key}, data._load_id desc, data._row_number desc"
    ).format(key=key, table=raw_table(contract), loads=_loads(contract))


def _newest_per_period(contract: Contract) -> Composable:
    relation = contract.relation
    return SQL(
        "select data.* from {table} as data join ({loads}) as own on own.load_id = data._load_id"
        " where not exists (select 1 from ({loads}) as later where later.load_id > data._load_id"
        " and date_trunc({granularity}, data.{column}::timestamp)::date between later.period_from and later.period_to)"
    ).format(
        table=raw_table(contract),
        loads=_loads(contract),
        granularity=Literal(relation.granularity),
        column=Identifier(relation.column or ""),
    )


def _newest_edition(contract: Contract) -> Composable:
    return SQL(
        "select data.* from {table} as data where data._load_id = (select max(load_id) from ({loads}) as loads)"
    ).format(table=raw_table(contract), loads=_loads(contract))


_ROWS_IN_FORCE = {
    "newRows": _all_rows,
    "keyedChanges": _newest_per_key,
    "periodReplacement": _newest_per_period,
    "fullEdition": _newest_edition,
}


def _difference(contract: Contract) -> Iterator[Composable]:
    """Which cells two editions do not share: changed, dropped or new, with both values.

    Natural keys may repeat, so equal rows cancel out as a multiset first; what is left is paired by key and order.
    """
    key = [Identifier(name) for name in contract.key]
    value = [Identifier(each.name) for each in contract.columns if each.name not in contract.key]
    function = raw_table(contract, "_difference")
    arguments = SQL("before_load bigint, after_load bigint")
    yield SQL("drop function if exists {}(bigint, bigint)").format(function)
    key_types = [
        SQL("{} {}").format(Identifier(each), SQL(POSTGRES_TYPES[contract.column(each).type]))  # type: ignore[arg-type]
        for each in contract.key
    ]
    yield SQL(
        "create function {function}({arguments})"
        " returns table (change text, {key_types}, before_values jsonb, after_values jsonb)"
        " language sql stable begin atomic;"
        " with before_only as ({before}), after_only as ({after}),"
        " before_numbered as (select *, row_number() over (partition by {key} order by {value}) as occurrence from before_only),"
        " after_numbered as (select *, row_number() over (partition by {key} order by {value}) as occurrence from after_only)"
        " select case when a.occurrence is null then 'dropped' when b.occurrence is null then 'new' else 'changed' end,"
        " {either_key}, case when b.occurrence is not null then {b_values} end, case when a.occurrence is not null then {a_values} end"
        " from before_numbered as b full join after_numbered as a"
        " on row({b_key}, b.occurrence)::text = row({a_key}, a.occurrence)::text; end"
    ).format(
        function=function,
        arguments=arguments,
        key_types=SQL(", ").join(key_types),
        before=_only_in(contract, "before_load", "after_load"),
        after=_only_in(contract, "after_load", "before_load"),
        key=SQL(", ").join(key),
        value=SQL(", ").join(value),
        either_key=SQL(", ").join(SQL("coalesce(a.{0}, b.{0})").format(each) for each in key),
        a_values=_as_json("a", value),
        b_values=_as_json("b", value),
        a_key=SQL(", ").join(SQL("a.{}").format(each) for each in key),
        b_key=SQL(", ").join(SQL("b.{}").format(each) for each in key),
    )
    yield SQL("grant execute on function {}(bigint, bigint) to faro_analyst").format(function)


def _only_in(contract: Contract, these: str, those: str) -> Composable:
    columns = SQL(", ").join(Identifier(each.name) for each in contract.columns)
    rows = SQL("select {columns} from {table} where _load_id = {load}")
    table = raw_table(contract)
    return SQL("{} except all {}").format(
        rows.format(columns=columns, table=table, load=SQL(these)),  # type: ignore[arg-type]
        rows.format(columns=columns, table=table, load=SQL(those)),  # type: ignore[arg-type]
    )


def _as_json(alias: str, columns: list[Identifier]) -> Composable:
    pairs = SQL(", ").join(
        SQL("{}, {}.{}").format(Literal(each.as_string().strip('"')), SQL(alias), each)  # type: ignore[arg-type]
        for each in columns
    )
    return SQL("jsonb_build_object({})").format(pairs)
