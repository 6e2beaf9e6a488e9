"""Which cells two editions do not share: changed, dropped or new, with both values.

Natural keys may repeat, so equal rows cancel out as a multiset first; what is left is paired by key and order.
"""

from psycopg.sql import SQL, Composed, Identifier, Literal

from faro.contracts import Contract
from faro.warehouse.names import raw_table


def difference(contract: Contract) -> Composed:
    """A query over the raw table with the parameters `before_load` and `after_load`."""
    return SQL(
        "with before_cells as ({before}), after_cells as ({after})"
        " select case when a.occurrence is null then 'dropped' when b.occurrence is null then 'new' else 'changed' end,"
        " {key}, b.cell, a.cell from before_cells as b full join after_cells as a on {same}"
    ).format(
        before=_cells(contract, "before_load", "after_load"),
        after=_cells(contract, "after_load", "before_load"),
        key=SQL(", ").join(SQL("coalesce(a.{0}, b.{0})").format(Identifier(name)) for name in contract.key),
        same=SQL("{} = {}").format(_place(contract, "a"), _place(contract, "b")),
    )


def _cells(contract: Contract, these: str, those: str) -> Composed:
    """The key, the other values and the number among equal keys of each row that only one of two loads has."""
    names = [column.name for column in contract.raw_columns]
    pairs = [SQL("{}, {}").format(Literal(name), Identifier(name)) for name in names if name not in contract.key]
    return SQL(
        "select {key}, jsonb_build_object({pairs}) as cell,"
        " row_number() over (partition by {key} order by {columns}) as occurrence"
        " from (select {columns} from {table} where _load_id = {these}"
        " except all select {columns} from {table} where _load_id = {those}) as only_here"
    ).format(
        key=SQL(", ").join(map(Identifier, contract.key)),
        pairs=SQL(", ").join(pairs),
        columns=SQL(", ").join(map(Identifier, names)),
        table=raw_table(contract),
        these=SQL(these),
        those=SQL(those),
    )


def _place(contract: Contract, side: str) -> Composed:
    """A text, because a full join cannot compare nulls as equal."""
    names = [*contract.key, "occurrence"]
    return SQL("row({})::text").format(SQL(", ").join(Identifier(side, name) for name in names))
