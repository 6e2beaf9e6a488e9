"""The rows in force at a moment, by how the contract says that deliveries relate."""

from psycopg.sql import SQL, Composed, Identifier, Literal

from faro.contracts import Contract
from faro.warehouse.names import raw_table


def rows_in_force(contract: Contract) -> Composed:
    """A query over the raw table and the ledger, with `moment` as its only parameter."""
    return _ROWS_IN_FORCE[contract.relation.type](contract)


def _loads(contract: Contract) -> Composed:
    return SQL(
        "select load_id, period_from, period_to from ops.load where institution = {} and dataset = {}"
        " and state = 'loaded' and finished_at <= moment"
    ).format(Literal(contract.institution), Literal(contract.dataset))


def _all_rows(contract: Contract) -> Composed:
    return SQL("select data.* from {} as data where data._load_id in (select load_id from ({}) as loads)").format(
        raw_table(contract), _loads(contract)
    )


def _newest_per_key(contract: Contract) -> Composed:
    return SQL(
        "select distinct on ({key}) data.* from {table} as data"
        " where data._load_id in (select load_id from ({loads}) as loads)"
        " order by {key}, data._load_id desc, data._row_number desc"
    ).format(
        key=SQL(", ").join(Identifier("data", name) for name in contract.key),
        table=raw_table(contract),
        loads=_loads(contract),
    )


def _newest_per_period(contract: Contract) -> Composed:
    return SQL(
        "select data.* from {table} as data join ({loads}) as own on own.load_id = data._load_id"
        " where not exists (select 1 from ({loads}) as later where later.load_id > data._load_id"
        " and date_trunc({granularity}, data.{column}::timestamp)::date between later.period_from and later.period_to)"
    ).format(
        table=raw_table(contract),
        loads=_loads(contract),
        granularity=Literal(contract.relation.granularity),
        column=Identifier(contract.relation.column or ""),
    )


def _newest_edition(contract: Contract) -> Composed:
    return SQL("select data.* from {} as data where data._load_id = (select max(load_id) from ({}) as loads)").format(
        raw_table(contract), _loads(contract)
    )


_ROWS_IN_FORCE = {
    "newRows": _all_rows,
    "keyedChanges": _newest_per_key,
    "periodReplacement": _newest_per_period,
    "fullEdition": _newest_edition,
}
