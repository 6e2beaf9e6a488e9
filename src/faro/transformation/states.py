"""The ledger's side of a transformation: what is held, what failed, how each model stands and what came of it."""

from collections.abc import Collection, Iterable, Mapping
from typing import ClassVar

import psycopg
from psycopg.types.json import Jsonb

from faro.errors import DeliveryError, Reportable, Sentences
from faro.transformation.layers import ORDER
from faro.transformation.manifest import Manifest
from faro.transformation.results import Outcome
from faro.transformation.work import Work


class DatasetHeldBack(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{institution}/{dataset}: lo último que llegó no cumple una prueba de dbt ({rule}; {count} fila(s)) y no "
        "entra en las cifras, que siguen con su último estado bueno.\n"
        "  Corríjalo en el origen y entréguelo de nuevo, o corrija el modelo {field}; se prueba otra vez entonces.",
        "en": "{institution}/{dataset}: the newest data break a test of dbt ({rule}; {count} row(s)) and are in no "
        "figure; figures go on with its last good state.\n"
        "  Correct them at the source and deliver again, or correct the model {field}; it is tried again then.",
    }


class ModelStale(DeliveryError):
    severity = "error"
    template: ClassVar[Sentences] = {
        "es": "{institution}/{dataset}: el modelo {field} falló ({rule}; {count} fila(s)); lo que depende de él quedó "
        "como estaba.\n  Corrija el modelo, o los datos en el origen; se construye otra vez entonces.",
        "en": "{institution}/{dataset}: the model {field} failed ({rule}; {count} row(s)); what depends on it stayed "
        "as it was.\n  Correct the model, or the data at the source; it is built again then.",
    }


def held_datasets(connection: psycopg.Connection) -> dict[str, str]:
    """Dataset → the moment whose state is in force for the models, as PostgreSQL writes it."""
    query = "select institution || '/' || dataset, good_until::text from ops.coverage where held_by is not null"
    return dict(connection.execute(query).fetchall())


def failed_models(connection: psycopg.Connection) -> set[str]:
    """Models whose own failure nobody mended yet."""
    query = "select model from ops.model_state where reason in ('test', 'error')"
    return {model for (model,) in connection.execute(query)}


def unbuilt_models(connection: psycopg.Connection) -> set[str]:
    """Models that are not as this project makes them: they failed to be built, or waited for one that failed."""
    query = "select model from ops.model_state where reason in ('error', 'upstream')"
    return {model for (model,) in connection.execute(query)}


def hold(connection: psycopg.Connection, dataset: str, outcome: Outcome) -> None:
    """From now on the dataset is read as it was when it was good last; empty where it never was."""
    institution, name = dataset.split("/")
    rule, model = ", ".join(outcome.failed), f"{outcome.node.schema}.{outcome.node.name}"
    finding = DatasetHeldBack(institution=institution, dataset=name, rule=rule, count=outcome.failing_rows, field=model)
    connection.execute(
        "insert into ops.coverage as known (institution, dataset, held_by) values (%s, %s, %s)"
        " on conflict (institution, dataset) do update set held_by = excluded.held_by",
        [institution, name, _tell(connection, institution, name, finding)],
    )


def release(connection: psycopg.Connection, datasets: Iterable[str]) -> None:
    """Their newest data are good again."""
    connection.execute(
        "update ops.coverage set held_by = null where held_by is not null and institution || '/' || dataset = any(%s)",
        [list(datasets)],
    )


def write_runs(connection: psycopg.Connection, work: Work, layer: str, found: Iterable[Outcome]) -> None:
    """A row per node that this transformation wanted of the layer."""
    connection.cursor().executemany(
        _RUN,
        [
            [work.transformation_id, layer, each.node.schema, each.node.name, each.status, each.seconds, each.rows,
             each.tests, list(each.failed)]
            for each in found
        ],
    )  # fmt: skip


def write_states(
    connection: psycopg.Connection, manifest: Manifest, work: Work, layer: str, found: Mapping[str, Outcome]
) -> None:
    """How the nodes of a layer stand that this transformation touched, after what failed up to here."""
    held = held_datasets(connection)
    failed = {each.node.id for each in found.values() if each.is_failure} | {
        node.id
        for name in failed_models(connection)
        if (node := manifest.by_name.get(name)) and ORDER[node.layer] <= ORDER[layer] and node.id not in found
    }
    waiting = manifest.descendants(failed)
    for outcome in found.values():
        node = outcome.node
        datasets = manifest.datasets_of(node.id)
        behind = sorted(datasets & held.keys())
        reason = _reason(
            outcome, is_waiting=node.id in waiting, is_all_held=bool(behind) and len(behind) == len(datasets)
        )
        institutions = {dataset.split("/")[0] for dataset in datasets}
        connection.execute(
            _STATE,
            {
                "model": node.name,
                "schema": node.schema,
                "state": "stale" if reason else "current",
                "reason": reason,
                "failed": list(outcome.failed) if outcome.is_failure or outcome.status == "held" else [],
                "behind": behind,
                "institution": institutions.pop() if len(institutions) == 1 else None,
                "fingerprint": work.fingerprint,
                "finding": _told(connection, outcome, datasets) if outcome.is_failure and not behind else None,
            },
        )


def failures(transformer_uri: str, transformation_id: int) -> list[str]:
    """`schema.model: what failed` for each failure of this transformation, what is held first."""
    with psycopg.connect(transformer_uri) as connection:
        rows = connection.execute(_FAILURES, [transformation_id])
        return [f"{model}: {', '.join(failed)}" for model, failed in rows]


def _reason(outcome: Outcome, *, is_waiting: bool, is_all_held: bool) -> str | None:
    """Why a model is stale; None where it is current."""
    if outcome.is_failure:
        return "error" if outcome.status == "error" else "test"
    if is_waiting or outcome.status == "skipped":
        return "upstream"
    return "held" if is_all_held else None


def _told(connection: psycopg.Connection, outcome: Outcome, datasets: Collection[str]) -> int | None:
    """The finding on the failure, where it is about one dataset; the one that is there when it is the same."""
    if len(datasets) != 1:
        return None
    node = outcome.node
    known = connection.execute(
        "select finding_id from ops.model_state where model = %s and failed = %s and finding_id is not null",
        [node.name, list(outcome.failed)],
    ).fetchone()
    if known:
        return int(known[0])
    institution, dataset = next(iter(datasets)).split("/")
    rule, model = ", ".join(outcome.failed), f"{node.schema}.{node.name}"
    finding = ModelStale(institution=institution, dataset=dataset, rule=rule, count=outcome.failing_rows, field=model)
    return _tell(connection, institution, dataset, finding)


def _tell(connection: psycopg.Connection, institution: str, dataset: str, finding: Reportable) -> int:
    row = connection.execute(
        "insert into ops.finding (institution, dataset, code, severity, facts, message_es, message_en)"
        " values (%s, %s, %s, %s, %s, %s, %s) returning finding_id",
        [institution, dataset, finding.code, finding.severity, Jsonb(dict(finding.facts)), finding.message("es"),
         finding.message("en")],
    ).fetchone()  # fmt: skip
    return int(row[0]) if row else 0


_RUN = """
    insert into ops.model_run
        (transformation_id, layer, schema_name, model, status, seconds, row_count, tests, failed)
    values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
    on conflict (transformation_id, model) do update set status = excluded.status, seconds = excluded.seconds,
        row_count = excluded.row_count, tests = excluded.tests, failed = excluded.failed,
        finished_at = excluded.finished_at
"""
_STATE = """
    insert into ops.model_state as known
        (model, schema_name, state, reason, failed, behind, institution, fingerprint, finding_id)
    values (%(model)s, %(schema)s, %(state)s, %(reason)s, %(failed)s, %(behind)s, %(institution)s, %(fingerprint)s,
        %(finding)s)
    on conflict (model) do update set schema_name = excluded.schema_name, state = excluded.state,
        reason = excluded.reason, failed = excluded.failed, behind = excluded.behind,
        institution = excluded.institution, fingerprint = excluded.fingerprint, finding_id = excluded.finding_id,
        since = case when (known.state, known.reason) is distinct from (excluded.state, excluded.reason)
            then excluded.since else known.since end
"""
_FAILURES = """
    select schema_name || '.' || model, failed from ops.model_run
    where transformation_id = %s and status in ('held', 'test failed', 'error')
    order by status = 'held' desc, schema_name, model
"""
