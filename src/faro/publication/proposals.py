"""A proposal as the warehouse has it, for whoever is asked about it."""

from dataclasses import dataclass

import psycopg

from faro.publication.preparing import REPORT


@dataclass(frozen=True)
class Shown:
    """`sha256`: what is approved; `report`: Markdown."""

    sha256: str
    report: str


_SHOWN = """
    select proposal.sha256, convert_from(content, 'UTF8')
    from publication.proposal join publication.file using (proposal_id)
    where proposal_id = %s and name = %s
"""


def shown(uri: str, proposal_id: int) -> Shown:
    """Raises LookupError where there is none of that number."""
    with psycopg.connect(uri) as connection:
        row = connection.execute(_SHOWN, [proposal_id, REPORT]).fetchone()
    if row is None:
        raise LookupError(f"no proposal {proposal_id}")
    return Shown(*row)
