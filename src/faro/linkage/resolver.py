"""One run of the resolver: what came, went or was decided since the last one, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import ClassVar

import psycopg
from psycopg.types.json import Jsonb

from faro.errors import DeliveryError, Sentences
from faro.linkage.candidates import LARGEST_BLOCK, find_focus, oversize_blocks, rows_in_oversize_blocks
from faro.linkage.force import change_force, has_work
from faro.linkage.pairs import Compared, compare_focus
from faro.linkage.persons import PersonToken, settle_persons
from faro.linkage.weights import Weights, declared_weights
from faro.timing import step
from faro.warehouse.trouble import without_values

_LOCK = 7_265_311  # any number, the same for every resolver


class BlocksOversize(DeliveryError):
    severity = "warning"
    template: ClassVar[Sentences] = {
        "es": "{institution}/{dataset}: {count} fila(s) comparten una seña con más de {size} observaciones y no se "
        "compararon por ella.\n  Si sigue creciendo, busque el valor que muchos comparten en el origen.",
        "en": "{institution}/{dataset}: {count} row(s) share a token with more than {size} observations and were not "
        "compared by it.\n  If it keeps growing, look for the value that many share at the source.",
    }


@dataclass(frozen=True)
class Resolution:
    """What one run did; `persons` are those of the components that it touched."""

    last_load_id: int
    loads: int
    entered: int
    departed: int
    compared: int
    links: int
    reviews: int
    persons: int
    oversize_blocks: int


@step("link")
def resolve(resolver_uri: str, person_token: PersonToken, weights: Weights | None = None) -> Resolution | None:
    """Bring persons up to the loads; None, and nothing written, where nothing happened since the last run."""
    with _alone(resolver_uri) as connection:
        if not has_work(connection):
            return None
        change_force(connection)
        find_focus(connection)
        compared = compare_focus(connection, weights or declared_weights())
        persons = settle_persons(connection, person_token, weights or declared_weights())
        _tell_what_was_not_compared(connection)
        return _record(connection, compared, persons)


def lock_out_resolvers(connection: psycopg.Connection) -> None:
    """Until the transaction ends no resolver runs."""
    connection.execute("select pg_advisory_xact_lock(%s)", [_LOCK])


@contextmanager
def _alone(resolver_uri: str) -> Iterator[psycopg.Connection]:
    """A transaction that sees one state of the warehouse, while no other resolver runs."""
    with without_values(), psycopg.connect(resolver_uri, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", [_LOCK])
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with connection.transaction():
            yield connection


def _tell_what_was_not_compared(connection: psycopg.Connection) -> None:
    for institution, dataset, count in rows_in_oversize_blocks(connection):
        finding = BlocksOversize(institution=institution, dataset=dataset, count=count, size=LARGEST_BLOCK)
        connection.execute(
            "insert into ops.finding (institution, dataset, code, severity, facts, message_es, message_en)"
            " values (%s, %s, %s, %s, %s, %s, %s)",
            [institution, dataset, finding.code, finding.severity, Jsonb(finding.facts), finding.message("es"),
             finding.message("en")],
        )  # fmt: skip


def _record(connection: psycopg.Connection, compared: Compared, persons: int) -> Resolution:
    """The run's last write."""
    counted = connection.execute(
        "select coalesce((select max(load_id) from identity.resolved_load), 0), (select count(*) from new_load),"
        " (select count(*) from entered), (select count(*) from departed)"
    ).fetchone()
    last, loads, entered, departed = counted or (0,) * 4
    found = Resolution(
        last, loads, entered, departed, compared.pairs, compared.links, compared.reviews, persons,
        oversize_blocks(connection),
    )  # fmt: skip
    columns = asdict(found)
    connection.execute(
        f"insert into identity.resolution ({', '.join(columns)}) values ({', '.join(['%s'] * len(columns))})".encode(),
        list(columns.values()),
    )
    return found
