"""What a transformation has to cover: the ledger is the queue, not asset events."""

import time
from dataclasses import dataclass, replace
from typing import LiteralString

import psycopg

from faro.settings import Settings
from faro.transformation.project import is_understood, project_fingerprint

#: Dataset → how many loads and withdrawals there are of it, and the moment of the newest (as PostgreSQL writes it).
Positions = dict[str, tuple[int, str]]


@dataclass(frozen=True)
class Work:
    """The dbt project as it is, and what the ledger has beyond the newest transformation.

    `is_new_project` when no transformation ran this project yet, or none under the present keys: columns or the tokens
    in them may be others, so all is rebuilt.
    `datasets` are those with something new, `links_changed` when persons were linked anew, `again` the models that
    could not be built last time (a failed test is no reason: the same data would fail again).
    """

    fingerprint: str
    last_load_id: int
    last_change_id: int
    last_resolution_id: int
    is_new_project: bool
    datasets: Positions
    links_changed: bool
    again: list[str]
    transformation_id: int = 0


def pending_work(transformer_uri: str) -> Work | None:
    """The work to do, or None when the newest transformation covered all there is."""
    fingerprint = project_fingerprint()
    with psycopg.connect(transformer_uri) as connection:
        last_load_id = _number(connection, "select max(load_id) from ops.load where state = 'loaded'")
        last_change_id = _number(connection, "select max(change_id) from ops.change")
        last_resolution_id = _number(connection, "select resolution_id from identity.linked")
        covered = connection.execute(
            "select fingerprint, last_change_id, last_resolution_id from ops.transformation"
            " order by transformation_id desc limit 1"
        ).fetchone()
        kinds = {kind for (kind,) in connection.execute(_CHANGES, [covered[1] if covered else 0])}
        is_other = covered is None or covered[0] != fingerprint or "rotation" in kinds
        is_new = is_other or _is_half_built(connection, fingerprint)
        work = Work(
            fingerprint=fingerprint,
            last_load_id=last_load_id,
            last_change_id=last_change_id,
            last_resolution_id=last_resolution_id,
            is_new_project=is_new,
            datasets=_positions(connection, of_all=is_new or "erasure" in kinds),
            links_changed=covered is None or covered[2] != last_resolution_id or "decision" in kinds,
            again=[model for (model,) in connection.execute(_AGAIN)],
        )
    is_work = work.is_new_project or work.datasets or work.links_changed or work.again
    return work if last_load_id and is_work else None


def next_work(settings: Settings, transformer_uri: str) -> Work | None:
    """The work to do, under the number that its transformation will have."""
    work = pending_work(transformer_uri)
    if work is None:
        return None
    with psycopg.connect(transformer_uri) as connection:
        number = _number(
            connection, "select nextval(pg_get_serial_sequence('ops.transformation', 'transformation_id'))"
        )
        if not work.is_new_project and not is_understood(settings, work.fingerprint):
            work = replace(work, is_new_project=True, datasets=_positions(connection, of_all=True))
    return replace(work, transformation_id=number)


def newest_failures(transformer_uri: str) -> int:
    """How many parts of the newest transformation failed."""
    with psycopg.connect(transformer_uri) as connection:
        return _number(connection, "select failed from ops.transformation order by transformation_id desc limit 1")


def record(transformer_uri: str, work: Work) -> None:
    """The newest transformation covers that work; what is held stays good until when it was."""
    with psycopg.connect(transformer_uri) as connection:
        connection.cursor().executemany(
            _COVER, [[*name.split("/"), events, moment] for name, (events, moment) in work.datasets.items()]
        )
        connection.execute("delete from ops.model_state where fingerprint <> %s", [work.fingerprint])
        connection.execute(
            _RECORD,
            {
                "number": work.transformation_id,
                "fingerprint": work.fingerprint,
                "load": work.last_load_id,
                "change": work.last_change_id,
                "resolution": work.last_resolution_id,
            },
        )


def wait_for_loads(transformer_uri: str, seconds: float = 120) -> None:
    """Until no sealed delivery waits to be loaded, so that one run covers what arrived together."""
    deadline = time.monotonic() + seconds
    with psycopg.connect(transformer_uri, autocommit=True) as connection:
        while time.monotonic() < deadline and connection.execute(_WAITING).fetchone():
            time.sleep(0.2)


def _positions(connection: psycopg.Connection, *, of_all: bool) -> Positions:
    """The datasets of which the ledger has more than was transformed, or all of which it has anything."""
    return {name: (events, moment) for name, events, moment in connection.execute(_POSITIONS, [of_all])}


def _is_half_built(connection: psycopg.Connection, fingerprint: str) -> bool:
    """Whether a transformation of another project began and did not end."""
    query = "select exists (select 1 from ops.model_state where fingerprint <> %s)"
    row = connection.execute(query, [fingerprint]).fetchone()
    return bool(row and row[0])


def _number(connection: psycopg.Connection, query: LiteralString) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0] or 0) if row else 0


_WAITING = """
    select 1 from ops.delivery left join ops.load on load_id = delivery_id
    where outcome = 'new' and load_id is null limit 1
"""
_CHANGES = "select distinct kind from ops.change where change_id > %s"
_AGAIN = "select model from ops.model_state where reason = 'error' order by model"
_POSITIONS = """
    select institution || '/' || dataset, position.events, moment::text
    from ops.dataset_position as position left join ops.coverage using (institution, dataset)
    where position.events > 0 and (%s or position.events is distinct from coverage.events)
    order by 1
"""
_COVER = """
    insert into ops.coverage as known (institution, dataset, events, good_until) values (%s, %s, %s, %s)
    on conflict (institution, dataset) do update set events = excluded.events,
        good_until = case when known.held_by is null then excluded.good_until else known.good_until end
"""
_RECORD = """
    insert into ops.transformation
        (transformation_id, fingerprint, last_load_id, last_change_id, last_resolution_id, failed)
    overriding system value
    select %(number)s, %(fingerprint)s, %(load)s, %(change)s, %(resolution)s, count(*) from ops.model_run
    where transformation_id = %(number)s and status in ('held', 'test failed', 'error')
    on conflict (transformation_id) do nothing
"""
