"""Asking whether a proposal may be published, and keeping the answer where nobody can change it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from faro.publication.errors import AlreadyPublished
from faro.publication.ledger import release_of, transaction

#: Who has to approve: those who care for the data, and those who answer for the coalition.
APPROVING: Final = ("custodia", "aprobación")


@dataclass(frozen=True)
class Answer:
    """`answered_by`: the name of the account."""

    is_approved: bool
    answered_by: str
    answered_at: datetime
    reason: str


def ask(uri: str, proposal_id: int, duty: str) -> int:
    """The number of the question. What that duty answered about the proposal before no longer counts.

    Raises WarehouseFull, and AlreadyPublished: what was answered before stands.
    """
    with transaction(uri) as connection:
        if (number := release_of(connection, proposal_id)) is not None:
            raise AlreadyPublished(count=number)
        row = connection.execute(
            "insert into publication.question (proposal_id, duty) values (%s, %s) returning question_id",
            [proposal_id, duty],
        ).fetchone()
    return int(row[0]) if row else 0


def answer(uri: str, question_id: int, given: Answer) -> None:
    """Keeps it; a question is answered once. Raises WarehouseFull and psycopg.errors.UniqueViolation."""
    with transaction(uri) as connection:
        connection.execute(
            "insert into publication.answer (question_id, is_approved, answered_by, answered_at, reason)"
            " values (%s, %s, %s, %s, %s)",
            [question_id, given.is_approved, given.answered_by, given.answered_at, given.reason],
        )
