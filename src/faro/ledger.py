"""The ledger: what arrived, what was made of it, what somebody has to know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import psycopg
from psycopg.types.json import Jsonb

from faro.contracts import Contract
from faro.errors import Reportable
from faro.landing import Sealed
from faro.masking import Mask
from faro.validation import Validation


@dataclass(frozen=True)
class Delivery:
    """One arrival, as the ledger knows it."""

    delivery_id: int
    institution: str
    dataset: str
    source_name: str
    source_version: str
    sha256: str


@dataclass(frozen=True)
class Load:
    """What became of one content. `delivered = accepted + quarantined`, always."""

    state: str
    edition: str | None
    delivered: int
    accepted: int
    quarantined: int
    period_from: date | None = None
    period_to: date | None = None


def latest_versions(connection: psycopg.Connection, contract: Contract) -> dict[str, str]:
    """Name at the source → the version that was last received."""
    rows = connection.execute(
        "select distinct on (source_name) source_name, source_version from correspondence.delivery"
        " where institution = %s and dataset = %s order by source_name, delivery_id desc",
        [contract.institution, contract.dataset],
    )
    return dict(rows.fetchall())


def last_loaded_version(connection: psycopg.Connection, contract: Contract) -> str | None:
    """The source version of the newest delivery that was loaded."""
    row = connection.execute(
        "select source_version from ops.delivery join ops.load on load_id = delivery_id"
        " where delivery.institution = %s and delivery.dataset = %s and state = 'loaded'"
        " order by delivery_id desc limit 1",
        [contract.institution, contract.dataset],
    ).fetchone()
    return str(row[0]) if row else None


def record_delivery(
    connection: psycopg.Connection, contract: Contract, name: str, version: str, sealed: Sealed
) -> None:
    """Write an arrival down; bytes that are loaded already, or wait to be, are not loaded again."""
    connection.execute(
        """
        with arrived as (
            insert into ops.delivery (institution, dataset, source_name, source_version, sha256, bytes, route, outcome)
            select %(institution)s, %(dataset)s, %(shown)s, %(version)s, %(sha256)s, %(bytes)s, %(route)s,
                case when exists (
                    select 1 from ops.delivery as earlier left join ops.load on load_id = earlier.delivery_id
                    where earlier.institution = %(institution)s and earlier.dataset = %(dataset)s
                        and earlier.sha256 = %(sha256)s and earlier.outcome = 'new'
                        and state is distinct from 'rejected'
                ) then 'already loaded' else 'new' end
            returning delivery_id
        )
        insert into correspondence.name select delivery_id, %(name)s from arrived where %(name)s <> %(shown)s
        """,
        {
            "institution": contract.institution,
            "dataset": contract.dataset,
            "name": name,
            "shown": Mask(contract).words(name),
            "version": version,
            "sha256": sealed.sha256,
            "bytes": sealed.bytes,
            "route": contract.transport,
        },
    )


def pending_deliveries(connection: psycopg.Connection, contract: Contract) -> list[int]:
    """Ids of arrivals that still have to be loaded, oldest first; also those whose load was cut off.

    The same bytes wait for the first arrival of them; when that was rejected, each is told under its own name.
    """
    rows = connection.execute(
        """
        select delivery_id from ops.delivery left join ops.load on load_id = delivery_id
        where delivery.institution = %s and delivery.dataset = %s and load_id is null
            and not exists (
                select 1 from ops.delivery as same left join ops.load as its on its.load_id = same.delivery_id
                where same.institution = delivery.institution and same.dataset = delivery.dataset
                    and same.sha256 = delivery.sha256
                    and (its.state = 'loaded' or (its.load_id is null and same.delivery_id < delivery.delivery_id))
            )
        order by delivery_id
        """,
        [contract.institution, contract.dataset],
    )
    return [delivery_id for (delivery_id,) in rows]


def find_delivery(connection: psycopg.Connection, delivery_id: int) -> Delivery:
    row = connection.execute(
        "select delivery_id, institution, dataset, source_name, source_version, sha256"
        " from correspondence.delivery where delivery_id = %s",
        [delivery_id],
    ).fetchone()
    if row is None:
        raise KeyError(delivery_id)
    return Delivery(*row)


def record_load(connection: psycopg.Connection, delivery: Delivery, contract: Contract, load: Load) -> None:
    """The last write of the transaction that loads a delivery."""
    connection.execute(
        "insert into ops.load (load_id, institution, dataset, sha256, state, edition, contract_version, delivered,"
        " accepted, quarantined, period_from, period_to, finished_at)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, clock_timestamp())",
        [delivery.delivery_id, delivery.institution, delivery.dataset, delivery.sha256, load.state, load.edition,
         contract.version, load.delivered, load.accepted, load.quarantined, load.period_from, load.period_to],
    )  # fmt: skip


def record_findings(
    connection: psycopg.Connection, contract: Contract, delivery: Delivery, findings: Iterable[Reportable]
) -> None:
    """Masked for those who analyse; in the words of the delivery, where these are others, for who answers it."""
    mask = Mask(contract)
    for finding in findings:
        shown = mask.finding(finding)
        recorded = connection.execute(
            "insert into ops.finding (institution, dataset, delivery_id, code, severity, facts, message_es, message_en)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s) returning finding_id",
            [delivery.institution, delivery.dataset, delivery.delivery_id, finding.code, finding.severity,
             *_told(shown)],
        ).fetchone()  # fmt: skip
        if recorded and shown.facts != finding.facts:
            connection.execute(
                "insert into correspondence.remark (finding_id, facts, message_es, message_en) values (%s, %s, %s, %s)",
                [*recorded, *_told(finding)],
            )


def _told(finding: Reportable) -> tuple[Jsonb, str, str]:
    return Jsonb(dict(finding.facts)), finding.message("es"), finding.message("en")


def record_source_state(connection: psycopg.Connection, contract: Contract, trouble: Reportable | None) -> None:
    """Whether the source answered; written only when that, or the reason, changes."""
    connection.execute(
        """
        insert into ops.source_state as known (institution, dataset, state, message_es, message_en)
        values (%(institution)s, %(dataset)s, %(state)s, %(es)s, %(en)s)
        on conflict (institution, dataset) do update
        set state = excluded.state, message_es = excluded.message_es, message_en = excluded.message_en, since = now()
        where (known.state, known.message_es) is distinct from (excluded.state, excluded.message_es)
        """,
        {
            "institution": contract.institution,
            "dataset": contract.dataset,
            "state": "unreachable" if trouble else "reachable",
            "es": trouble.message("es") if trouble else None,
            "en": trouble.message("en") if trouble else None,
        },
    )


def find_load(connection: psycopg.Connection, delivery_id: int) -> Load | None:
    row = connection.execute(
        "select state, edition, delivered, accepted, quarantined, period_from, period_to"
        " from ops.load where load_id = %s",
        [delivery_id],
    ).fetchone()
    return Load(*row) if row else None


def record_validation(connection: psycopg.Connection, delivery: Delivery, validation: Validation) -> None:
    for check in validation.checks:
        connection.execute(
            "insert into ops.validation (load_id, institution, dataset, suite, expectation, column_name, severity,"
            " success, evaluated, unexpected) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [delivery.delivery_id, delivery.institution, delivery.dataset, validation.suite, check.expectation,
             check.column, check.severity, check.success, check.evaluated, check.unexpected],
        )  # fmt: skip
