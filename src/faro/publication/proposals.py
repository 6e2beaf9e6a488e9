"""A proposal as the warehouse has it, for whoever is asked about it."""

from dataclasses import dataclass

from faro.publication.ledger import Decision, decisions, transaction
from faro.publication.preparing import REPORT


@dataclass(frozen=True)
class Shown:
    """`sha256`: what is approved; `report`: Markdown; `answers`: those that were given about it so far, a line each."""

    sha256: str
    report: str
    answers: tuple[str, ...]


_SHOWN = """
    select proposal.sha256, convert_from(content, 'UTF8')
    from publication.proposal join publication.file using (proposal_id)
    where proposal_id = %s and name = %s
"""


def shown(uri: str, proposal_id: int) -> Shown:
    """Raises LookupError where there is none of that number, and WarehouseFull."""
    with transaction(uri) as connection:
        row = connection.execute(_SHOWN, [proposal_id, REPORT]).fetchone()
        given = decisions(connection, proposal_id)
    if row is None:
        raise LookupError(f"no proposal {proposal_id}")
    sha256, report = row
    return Shown(sha256, report, tuple(_told(one) for one in given if one.is_approved is not None))


def _told(one: Decision) -> str:
    return f"«{one.answered_by}», por «{one.duty}», {'aprobó' if one.is_approved else 'rechazó'}: {one.reason}"
