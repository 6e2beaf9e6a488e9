"""The rows in force at a moment, by how the contract says that deliveries relate.

A corrected row stands in the place of the row that was held back: it is as old as the delivery it corrects.
"""

from psycopg.sql import SQL, Composed, Identifier, Literal

from faro.contracts import Contract
from faro.feedback.layout import CORRECTIONS
from faro.warehouse.names import raw_table

#: The load as part of which a row counts.
_PLACE = SQL("coalesce(origin.load_id, data._load_id)")


def rows_in_force(contract: Contract) -> Composed:
    """A query over the raw table and the ledger, with `moment` as its only parameter."""
    return _ROWS_IN_FORCE[contract.relation.type](contract)


def _loads(contract: Contract) -> Composed:
    return SQL(
        "select load_id, period_from, period_to, edition is not distinct from {} as is_correction"
        " from ops.load where institution = {} and dataset = {}"
        " and state = 'loaded' and finished_at <= moment and not exists"
        " (select 1 from ops.change where change.load_id = load.load_id and changed_at <= moment)"
    ).format(Literal(CORRECTIONS), Literal(contract.institution), Literal(contract.dataset))


def _standing(contract: Contract) -> Composed:
    """`from` and `where`: every row of a load that counts, and of several corrections of one row the newest."""
    return SQL(
        "from {table} as data left join ops.correction as origin"
        " on origin.corrected_by_load = data._load_id and origin.corrected_by_row = data._row_number"
        " where data._load_id in (select load_id from ({loads}) as loads) and (origin.load_id is null or ("
        "origin.load_id in (select load_id from ({loads}) as loads) and not exists ("
        "select 1 from ops.correction as later where later.load_id = origin.load_id"
        " and later.row_number = origin.row_number and later.corrected_by_load > data._load_id"
        " and later.corrected_by_load in (select load_id from ({loads}) as loads) and not exists ("
        "select 1 from quarantine.row as still where still.load_id = later.corrected_by_load"
        " and still.row_number = later.corrected_by_row))))"
    ).format(table=raw_table(contract), loads=_loads(contract))


def _all_rows(contract: Contract) -> Composed:
    return SQL("select data.* {}").format(_standing(contract))


def _newest_per_key(contract: Contract) -> Composed:
    """A record's newest row, by its own version where it has one: then the order of arrival does not matter."""
    version, withdrawn = contract.relation.version, contract.relation.withdrawn
    newest = SQL(
        "select distinct on ({key}) data.* {standing}"
        " order by {key}, {version} {place} desc, data._load_id desc, data._row_number desc"
    ).format(
        key=SQL(", ").join(Identifier("data", name) for name in contract.key),
        standing=_standing(contract),
        version=SQL("{} desc nulls last,").format(Identifier("data", version)) if version else SQL(""),
        place=_PLACE,
    )
    if withdrawn is None:
        return newest
    return SQL("select newest.* from ({}) as newest where lower(newest.{}) is distinct from lower({})").format(
        newest, Identifier(withdrawn.column), Literal(withdrawn.value)
    )


def _newest_per_period(contract: Contract) -> Composed:
    """No later delivery covers the row's period. Asked once per period: the newest delivery that covers it."""
    granularity = contract.relation.granularity
    return SQL(
        "select data.* {standing}"
        " and not exists (select 1 from (select period::date as period, max(load_id) as load_id from ({loads}) as loads"
        " cross join generate_series(period_from::timestamp, period_to, {step}) as period"
        " where not is_correction group by period) as newest where newest.load_id > {place}"
        " and newest.period = date_trunc({granularity}, data.{column}::timestamp)::date)"
    ).format(
        standing=_standing(contract),
        loads=_loads(contract),
        step=Literal(f"1 {granularity}"),
        place=_PLACE,
        granularity=Literal(granularity),
        column=Identifier(contract.relation.column or ""),
    )


def _newest_edition(contract: Contract) -> Composed:
    return SQL("select data.* {} and {} = (select max(load_id) from ({}) as loads where not is_correction)").format(
        _standing(contract), _PLACE, _loads(contract)
    )


_ROWS_IN_FORCE = {
    "newRows": _all_rows,
    "keyedChanges": _newest_per_key,
    "periodReplacement": _newest_per_period,
    "fullEdition": _newest_edition,
}
