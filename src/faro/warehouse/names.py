"""What the raw schema, table and functions of a contract are called, and whether something is there."""

import psycopg
from psycopg.sql import Identifier

from faro.contracts import Contract


def raw_schema(contract: Contract) -> Identifier:
    return Identifier(f"raw_{contract.institution}")


def raw_table(contract: Contract, suffix: str = "") -> Identifier:
    return Identifier(f"raw_{contract.institution}", contract.dataset + suffix)


def exists(connection: psycopg.Connection, relation: Identifier) -> bool:
    """Whether the warehouse has that table or view."""
    row = connection.execute("select to_regclass(%s)", [relation.as_string(connection)]).fetchone()
    return row is not None and row[0] is not None
