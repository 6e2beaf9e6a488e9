"""What the raw schema, table and functions of a contract are called."""

from psycopg.sql import Identifier

from faro.contracts import Contract


def raw_schema(contract: Contract) -> Identifier:
    return Identifier(f"raw_{contract.institution}")


def raw_table(contract: Contract, suffix: str = "") -> Identifier:
    return Identifier(f"raw_{contract.institution}", contract.dataset + suffix)
