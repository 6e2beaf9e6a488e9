"""Publishing what was approved: in one transaction, or not at all."""

from dataclasses import astuple, fields
from typing import Final

import psycopg

from faro.language import text
from faro.publication.asking import APPROVING
from faro.publication.bundle import MANIFEST, digest, figures_in, manifest
from faro.publication.errors import AlreadyWithdrawn, NotApproved, ProposalChanged, ProposalOvertaken
from faro.publication.figures import PublishedFigure
from faro.publication.ledger import Decision, decisions, files_of, release, release_of, transaction
from faro.publication.reasons import reason as reason_of

#: Of the two that publish at once one waits, and then sees what the other one published.
_LOCK: Final = 4_711_017
_COLUMNS = ", ".join(("release_id", *(one.name for one in fields(PublishedFigure))))


def publish(uri: str, proposal_id: int) -> int:
    """The number of the release; the same where it is published already.

    Raises NotApproved, ProposalChanged, ProposalOvertaken and WarehouseFull: then the release before stays in force.
    """
    with transaction(uri) as connection:
        connection.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        if (number := release_of(connection, proposal_id)) is not None:
            return number
        check_answers(connection, proposal_id)
        figures = _checked(connection, proposal_id)
        return _publish(connection, proposal_id, figures)


def withdraw(uri: str, release_id: int, reason: str, by: str) -> None:
    """It no longer stands, and the one before does; it stays known.

    Raises ReleaseUnknown, AlreadyWithdrawn, ReasonMissing and WarehouseFull.
    """
    given = reason_of(reason)
    with transaction(uri) as connection:
        connection.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        if release(connection, release_id).withdrawn_at is not None:
            raise AlreadyWithdrawn(count=release_id)
        connection.execute(
            "insert into publication.withdrawal (release_id, reason, withdrawn_by) values (%s, %s, %s)",
            [release_id, given, by],
        )


def check_answers(connection: psycopg.Connection, proposal_id: int) -> None:
    """Raises NotApproved where two people of the two duties, neither of whom started it, did not approve it."""
    given = {one.duty: one for one in decisions(connection, proposal_id) if one.counts}
    for duty in APPROVING:
        if (problem := _problem(given.get(duty))) is not None:
            raise NotApproved(rule=problem, field=duty)
    query = "select prepared_by from publication.proposal where proposal_id = %s"
    (started,) = connection.execute(query, [proposal_id]).fetchone() or (None,)
    approving = [given[duty].answered_by for duty in APPROVING]
    if started in approving:
        raise NotApproved(rule=text(es="aprobó quien la inició", en="whoever started it approved"), field=started)
    if len(set(approving)) < len(APPROVING):
        rule = text(es="una persona respondió por ambas", en="one person answered for both")
        raise NotApproved(rule=rule, field=approving[0] or "")


def _problem(decision: Decision | None) -> str | None:
    if decision is None or decision.is_approved is None:
        return text(es="falta una respuesta", en="an answer is missing")
    if decision.is_approved:
        return None
    told = f"{decision.answered_by}: {decision.reason}"
    return text(es=f"se rechazó por {told}", en=f"it was rejected by {told}")


def _checked(connection: psycopg.Connection, proposal_id: int) -> list[PublishedFigure]:
    """The figures of a proposal whose files are those that were approved."""
    files = files_of(connection, proposal_id)
    query = "select sha256, summary -> 'earlier' from publication.proposal where proposal_id = %s"
    approved, known = connection.execute(query, [proposal_id]).fetchone() or (None, None)
    if MANIFEST not in files or digest(files[MANIFEST]) != approved or manifest(files) != files[MANIFEST]:
        raise ProposalChanged(count=proposal_id)
    query = "select release_id from publication.release order by release_id"
    if known != [number for (number,) in connection.execute(query)]:
        raise ProposalOvertaken(count=proposal_id)
    return figures_in(files)


def _publish(connection: psycopg.Connection, proposal_id: int, figures: list[PublishedFigure]) -> int:
    row = connection.execute(
        "insert into publication.release (release_id, proposal_id)"
        " select coalesce(max(release_id), 0) + 1, %s from publication.release returning release_id",
        [proposal_id],
    ).fetchone()
    number = int(row[0]) if row else 0
    with connection.cursor().copy(f"copy publication.figure ({_COLUMNS}) from stdin".encode()) as copy:
        for figure in figures:
            copy.write_row((number, *astuple(figure)))
    return number
