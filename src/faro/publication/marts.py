"""What the marts hold at one moment, with what they were made from."""

from dataclasses import dataclass

import psycopg

from faro.publication.errors import MartsUnderWay
from faro.publication.inputs import Labels
from faro.releases.figures import IndicatorFigure
from faro.releases.marts import indicator_figures


@dataclass(frozen=True)
class Arrival:
    """What came of a dataset between two releases: deliveries, and rows of theirs that were accepted."""

    institution: str
    dataset: str
    deliveries: int
    rows: int


@dataclass(frozen=True)
class Snapshot:
    """`stale`: marts that hold older figures because a test failed; `last_load`, `last_change`: of those counted."""

    rows: list[IndicatorFigure]
    labels: Labels
    transformation: int
    last_load: int
    last_change: int
    stale: tuple[str, ...]


#: Each model is written as soon as it is built, and the transformation once all are.
_UNDER_WAY = """
    select exists (
        select 1 from ops.model_run
        where transformation_id > coalesce((select max(transformation_id) from ops.transformation), 0)
    )
"""
_NEWEST = """
    select transformation_id, last_load_id, last_change_id from ops.transformation
    order by transformation_id desc limit 1
"""
_LABELS = "select distinct breakdown, category, category_es, category_en from marts.indicator_value"
_STALE = "select model from ops.model_state where state = 'stale' and schema_name = 'marts' order by model"
_ARRIVALS = """
    select institution, dataset, count(*), sum(accepted)::bigint from ops.load
    where state = 'loaded' and load_id > %s and load_id <= %s
    group by institution, dataset order by institution, dataset
"""
_CHANGES = """
    select kind, count(*) from ops.change where change_id > %s and change_id <= %s group by kind order by kind
"""


def snapshot(connection: psycopg.Connection) -> Snapshot:
    """Of a connection whose transaction sees one moment. Raises MartsUnderWay and NothingCounted."""
    rows = indicator_figures(connection)
    (is_under_way,) = connection.execute(_UNDER_WAY).fetchone() or (True,)
    newest = connection.execute(_NEWEST).fetchone()
    if is_under_way or newest is None:
        raise MartsUnderWay
    labels = {(of, code): (es, en) for of, code, es, en in connection.execute(_LABELS)}
    stale = tuple(model for (model,) in connection.execute(_STALE))
    transformation, last_load, last_change = newest
    return Snapshot(rows, labels, transformation, last_load, last_change, stale)


def arrivals(connection: psycopg.Connection, after: int, until: int) -> list[Arrival]:
    """The loads of those numbers, by dataset."""
    return [Arrival(*row) for row in connection.execute(_ARRIVALS, [after, until])]


def changes(connection: psycopg.Connection, after: int, until: int) -> dict[str, int]:
    """Kind → how many withdrawals, erasures, decisions and changes of keys have those numbers."""
    return dict(connection.execute(_CHANGES, [after, until]).fetchall())
