"""The ledger of releases, read: what is published, of which files, who approved it, what no longer stands."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import class_row

from faro.publication.errors import ReleaseUnknown, WarehouseFull
from faro.publication.figures import PublishedFigure

#: Of files that are not public; the others have no folder.
PRIVATE = "private/"


@dataclass(frozen=True)
class Release:
    """`prepared_by`: None where the calendar started it; `withdrawn_at`: None where it stands."""

    release_id: int
    proposal_id: int
    edition: str
    sha256: str
    published_at: datetime
    prepared_by: str | None
    out_of_turn: str | None
    is_demonstration: bool
    summary: dict[str, Any]
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawal: str | None


@dataclass(frozen=True)
class Decision:
    """A time that a duty was asked about a proposal; `is_approved`: None where nobody answered. `counts`: whether it is
    the newest one before the proposal was published."""

    duty: str
    asked_at: datetime
    is_approved: bool | None
    answered_by: str | None
    answered_at: datetime | None
    reason: str | None
    counts: bool


_RELEASES = """
    select release_id, proposal_id, edition, sha256, published_at, prepared_by, out_of_turn, is_demonstration, summary,
        withdrawn_at, withdrawn_by, withdrawal.reason as withdrawal
    from publication.release
    join publication.proposal using (proposal_id)
    left join publication.withdrawal using (release_id)
    order by release_id
"""
_DECISIONS = """
    select duty, asked_at, is_approved, answered_by, answered_at, reason,
        question_id = max(question_id) filter (where asked_at < coalesce(published_at, 'infinity'))
            over (partition by duty) as counts
    from publication.question
    left join publication.answer using (question_id)
    left join publication.release using (proposal_id)
    where proposal_id = %s
    order by question_id
"""
#: As PostgreSQL says it, whose messages `faro.stack.cluster` has it write in English.
_NO_ROOM = "No space left on device"
_FILES = "select name, content from publication.file where proposal_id = %s order by name"
_FIGURES = """
    select indicator_id, indicator_es, indicator_en, unit_es, unit_en, period, breakdown, breakdown_es, breakdown_en,
        category, category_es, category_en, value, status, sources
    from publication.figure where release_id = %s order by indicator_id, breakdown, category, period
"""


@contextmanager
def transaction(uri: str) -> Iterator[psycopg.Connection]:
    """All that is done in it, or nothing of it. Raises WarehouseFull."""
    try:
        with psycopg.connect(uri) as connection:
            yield connection
    except psycopg.OperationalError as failure:
        if _is_for_want_of_room(failure):
            raise WarehouseFull from None
        raise


def _is_for_want_of_room(failure: psycopg.OperationalError) -> bool:
    """Also of a connection that is refused, which bears no code: PostgreSQL writes a little at the start of each."""
    return isinstance(failure, psycopg.errors.DiskFull) or _NO_ROOM in str(failure)


def releases(connection: psycopg.Connection) -> list[Release]:
    """All of them, oldest first, withdrawn ones too."""
    return connection.cursor(row_factory=class_row(Release)).execute(_RELEASES).fetchall()


def release(connection: psycopg.Connection, release_id: int) -> Release:
    """Raises ReleaseUnknown."""
    for one in releases(connection):
        if one.release_id == release_id:
            return one
    raise ReleaseUnknown(count=release_id)


def release_of(connection: psycopg.Connection, proposal_id: int) -> int | None:
    """The number by which a proposal is published; None where it is not."""
    query = "select release_id from publication.release where proposal_id = %s"
    row = connection.execute(query, [proposal_id]).fetchone()
    return int(row[0]) if row else None


def current(of: Sequence[Release]) -> Release | None:
    """The newest one that stands."""
    return next((one for one in reversed(of) if one.withdrawn_at is None), None)


def files_of(connection: psycopg.Connection, proposal_id: int) -> dict[str, bytes]:
    """Name → content, of all files of a proposal."""
    return {name: bytes(content) for name, content in connection.execute(_FILES, [proposal_id])}


def figures_of(connection: psycopg.Connection, release_id: int) -> list[PublishedFigure]:
    """What a release publishes, in one order always."""
    return connection.cursor(row_factory=class_row(PublishedFigure)).execute(_FIGURES, [release_id]).fetchall()


def decisions(connection: psycopg.Connection, proposal_id: int) -> list[Decision]:
    """Every time that somebody was asked, oldest first."""
    return connection.cursor(row_factory=class_row(Decision)).execute(_DECISIONS, [proposal_id]).fetchall()
