"""Deleting originals whose retention is over, so that the log and the disk agree whenever it is cut off.

The decision is committed first, then the file is deleted, then the log says when. Cut off in between, the decision is
still open and the next run carries it out: no file is gone without a row, and no row tells a deletion before it is on
the disk.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import ClassVar

import psycopg

from faro.contracts import valid_contracts
from faro.errors import DeliveryError, Sentences
from faro.landing import SealBroken, is_kept, open_sealed, remove
from faro.settings import Settings

#: What was sealed this recently may be on its way into the ledger.
_ON_ITS_WAY = timedelta(days=1)


class OriginalPurged(DeliveryError):
    template: ClassVar[Sentences] = {
        "es": "{file}: el original se eliminó al cumplirse el plazo de retención de su contrato.\n"
        "  Si todavía hace falta, pida a la institución que lo entregue de nuevo.",
        "en": "{file}: the original was deleted when its contract's retention was over.\n"
        "  If it is still needed, ask the institution to deliver it again.",
    }


@dataclass(frozen=True)
class Purged:
    """How many originals a run deleted, and how many were due and gone without a decision (nobody purged them)."""

    deleted: int
    missing: int


@dataclass(frozen=True)
class _Held:
    """A dataset that holds an original past its retention, and what the log knows of an earlier deletion."""

    sha256: str
    institution: str
    dataset: str
    days: int
    is_under_way: bool
    was_purged: bool


def purge(settings: Settings, uri: str, now: datetime) -> Purged:
    """Delete every original that is past the retention of all datasets holding it. A second run changes nothing.

    A dataset whose contract is gone or not valid keeps its originals: its retention is unknown.
    """
    deleted = missing = 0
    with psycopg.connect(uri, autocommit=True) as connection:
        for sha256, held in groupby(_due(connection, now), key=lambda each: each.sha256):
            holders = list(held)
            if not is_kept(settings, sha256) and not any(each.is_under_way for each in holders):
                missing += not any(each.was_purged for each in holders)
                continue
            _decide(connection, holders)
            if remove(settings, sha256, unless_arrived_since=now - _ON_ITS_WAY):
                _conclude(connection, sha256)
                deleted += 1
    return Purged(deleted, missing)


def forget_readings(uri: str) -> int:
    """Delete the records of who read what that are older than `audit.sql` says; how many."""
    with psycopg.connect(uri) as connection:
        row = connection.execute("select audit.forget()").fetchone()
        return int(row[0]) if row else 0


def open_original(settings: Settings, uri: str, sha256: str, file: str) -> bytes:
    """The original in the clear. Raises OriginalPurged for one that was deleted on purpose, else as `open_sealed`."""
    try:
        return open_sealed(settings, sha256)
    except SealBroken:
        if not is_kept(settings, sha256) and _was_purged(uri, sha256):
            raise OriginalPurged(file=file) from None
        raise


def _due(connection: psycopg.Connection, now: datetime) -> list[_Held]:
    """Whatever the ledger names that is past it, there or not; counted from the last arrival of the bytes."""
    contracts = valid_contracts()
    rows = connection.execute(
        """
        with retention (institution, dataset, days) as (select * from unnest(%s::text[], %s::text[], %s::int[])),
        held as (
            select sha256, institution, dataset, days, max(received_at) + make_interval(days => days) as kept_until
            from ops.delivery left join retention using (institution, dataset)
            group by sha256, institution, dataset, days
        ),
        due as (select sha256 from held group by sha256 having bool_and(coalesce(kept_until < %s, false)))
        select sha256, institution, dataset, days,
            coalesce(bool_or(purge_id is not null and purged_at is null), false),
            coalesce(bool_or(purged_at is not null), false)
        from held join due using (sha256) left join ops.purge using (sha256, institution, dataset)
        group by sha256, institution, dataset, days
        order by sha256, institution, dataset
        """,
        [
            [contract.institution for contract in contracts],
            [contract.dataset for contract in contracts],
            [contract.retention_days for contract in contracts],
            now,
        ],
    )
    return [_Held(*row) for row in rows]


def _decide(connection: psycopg.Connection, holders: Iterable[_Held]) -> None:
    with connection.transaction():
        for each in holders:
            connection.execute(
                "insert into ops.purge (sha256, institution, dataset, reason) values (%s, %s, %s, %s)"
                " on conflict (sha256, institution, dataset) where purged_at is null do nothing",
                [each.sha256, each.institution, each.dataset, f"retention: {each.days} days"],
            )


def _conclude(connection: psycopg.Connection, sha256: str) -> None:
    connection.execute(
        "update ops.purge set purged_at = clock_timestamp() where sha256 = %s and purged_at is null", [sha256]
    )


def _was_purged(uri: str, sha256: str) -> bool:
    """Since it last arrived."""
    query = (
        "select from ops.purge where sha256 = %(sha256)s and decided_at >="
        " (select max(received_at) from ops.delivery where sha256 = %(sha256)s)"
    )
    with psycopg.connect(uri) as connection:
        return bool(connection.execute(query, {"sha256": sha256}).fetchall())
