"""What people write in SQL is one statement that reads: it cannot leave its transaction and its account's limits."""

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

_WRITES = (exp.DML, exp.DDL, exp.Into, exp.Lock, exp.Command)


def is_one_reading_statement(sql: str) -> bool:
    """Whether PostgreSQL would be given one `select` (or a union of them) and nothing that writes or locks.

    Superset sends what it has parsed, written anew, so that nothing which is hidden from the parser is sent.
    """
    try:
        statements = [statement for statement in sqlglot.parse(sql, dialect="postgres") if statement is not None]
    except SqlglotError:
        return False
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        return False
    parts = list(statements[0].walk())
    return not any(isinstance(part, _WRITES) and not isinstance(part, exp.Query) for part in parts)
