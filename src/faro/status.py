"""How everything stands: the ledger per dataset, the services, what is published."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.rows import dict_row

from faro.language import reader_language
from faro.settings import Settings
from faro.stack import postgres
from faro.stack.postgres import uri
from faro.stack.services import Service, all_services
from faro.stack.supervision import Supervision, is_ready

if TYPE_CHECKING:
    from faro.contracts import Contract

#: What is open, in the words of the institution that has to mend it.
_FINDINGS = """
    select said.* from ops.open_finding join correspondence.finding as said using (finding_id) order by finding_id desc
"""

_Connection = psycopg.Connection[dict[str, Any]]


def status(settings: Settings, only: "Contract | None" = None) -> dict[str, Any]:
    """The ledger, the services, the release, the transformation and what in it is not new, as data.

    `only` one dataset, or all of them. Datasets are missing while the warehouse is down.
    """
    services = service_states(settings)
    if services.get("postgres") != "ready":
        return {"datasets": [], "services": services, "transformed": None, "release": None, "stale": []}
    with psycopg.connect(uri(settings, "faro_loader"), row_factory=dict_row) as connection:
        return {
            "datasets": dataset_states(connection, only),
            "services": services,
            "transformed": newest_transformation(connection),
            "release": current_release(connection),
            "stale": stale_models(connection),
        }


def service_states(settings: Settings) -> dict[str, str]:
    """Service → ready, starting, stopped or supervisord's word for what is wrong."""
    if settings.has_workers:  # the others are in containers of their own, which their engine watches
        return {"postgres": "ready" if postgres.warehouse_cluster(settings).is_accepting() else "unreachable"}
    supervision = Supervision(settings)
    if not supervision.is_alive():
        return {service.name: "stopped" for service in all_services(settings)}
    states, services = supervision.states(), all_services(settings)

    def state(service: Service) -> str:
        if states[service.name] != "RUNNING":
            return states[service.name].lower()
        return "ready" if is_ready(service) else "starting"

    with ThreadPoolExecutor(len(services)) as pool:  # each takes its time to answer, above all on a busy machine
        return dict(zip((each.name for each in services), pool.map(state, services), strict=True))


def dataset_states(connection: _Connection, only: "Contract | None" = None) -> list[dict[str, Any]]:
    datasets = connection.execute("select * from ops.dataset_status order by institution, dataset").fetchall()
    findings = connection.execute(_FINDINGS).fetchall()
    sources = connection.execute("select * from ops.source_state where state = 'unreachable'").fetchall()
    wanted = datasets if only is None else _about({"institution": only.institution, "dataset": only.dataset}, datasets)
    return [_dataset(row, findings, sources) for row in wanted]


def current_release(connection: _Connection) -> dict[str, Any] | None:
    """The release whose figures are shown."""
    return connection.execute(
        "select release_id as number, edition, published_at, is_demonstration from publication.current_release"
    ).fetchone()


def newest_transformation(connection: _Connection) -> dict[str, Any] | None:
    """The newest one that ended."""
    return connection.execute(
        "select transformation_id as number, finished_at, last_load_id"
        " from ops.transformation order by transformation_id desc limit 1"
    ).fetchone()


def stale_models(connection: _Connection) -> list[dict[str, Any]]:
    """Models that are as they were before: what failed itself first, then what depends on it."""
    return connection.execute(
        "select schema_name || '.' || model as model, reason, failed, behind, institution, since"
        " from ops.model_state where state = 'stale' order by reason = 'upstream', schema_name, model"
    ).fetchall()


def _dataset(row: dict[str, Any], findings: list[dict[str, Any]], sources: list[dict[str, Any]]) -> dict[str, Any]:
    message = f"message_{reader_language()}"
    told = [
        {"severity": "critical", "code": "SourceUnreachable", "message": each[message]} for each in _about(row, sources)
    ]
    told += [
        {
            "severity": each["severity"],
            "code": each["code"],
            "file": each["source_name"],
            **each["facts"],
            "message": each[message],
        }
        for each in _about(row, findings)
    ]
    counts = {name: row[name] for name in ("deliveries", "delivered", "accepted", "quarantined")}
    return {
        "institution": row["institution"],
        "dataset": row["dataset"],
        **counts,
        "last_load": row["last_load_at"],
        "state": row["state"],
        "findings": told,
    }


def _about(dataset: dict[str, Any], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = ("institution", "dataset")
    return [each for each in rows if all(each[name] == dataset[name] for name in names)]
