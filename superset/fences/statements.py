"""What reaches PostgreSQL from Superset is one statement that reads: nobody leaves a transaction or its limits.

It is asked of the text that is sent, where it is sent: Superset writes people's SQL anew, builds it from stored
expressions, and puts statements of its own before it, and in each of these something can hide from an earlier look.
"""

import re
from typing import Any

import psycopg2
import psycopg2.extensions

_COMMENT = r"(?:--[^\n]*(?:\n|$)|/\*(?:(?!/\*|\*/).)*\*/)"
_READS = re.compile(rf"(?:\s|\(|{_COMMENT})*(?:select|with|values|table|show)\b", re.IGNORECASE | re.DOTALL)
#: With one of these in a text, quotes are no sure sign of where a piece of text begins and ends.
_AMBIGUOUS = re.compile(r"--|/\*|\$|\\")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
#: How Superset chooses a schema.
_SCHEMA = re.compile(r'set search_path = "\w+"', re.IGNORECASE)


def is_one_reading_statement(sql: str) -> bool:
    """Whether a text is one statement for PostgreSQL, which a semicolon would end, and begins as one that reads.

    In a text with comments, dollars or backslashes no semicolon may stand but the last, not even in quotes. What a
    `with` could still write, the account may not.
    """
    statement = sql.strip().removesuffix(";")
    if not _AMBIGUOUS.search(statement):
        statement = _QUOTED.sub("''", statement)
    return ";" not in statement and bool(_READS.match(statement))


class ReadingCursor(psycopg2.extensions.cursor):
    """Sends nothing else. Raises ProgrammingError."""

    def execute(self, query: Any, vars: Any = None) -> None:
        sql = self.mogrify(query, vars).decode()
        if is_one_reading_statement(sql):
            self.read(sql)
        elif _SCHEMA.fullmatch(sql.strip()):
            super().execute(sql)
        else:
            raise psycopg2.ProgrammingError("Una sola consulta que lea («select»), sin «;» dentro.")

    def read(self, sql: str) -> None:
        """Sends the text that was looked at."""
        super().execute(sql)

    def executemany(self, query: Any, vars_list: Any) -> None:
        raise psycopg2.ProgrammingError("Una sola consulta.")

    callproc = copy_expert = copy_from = copy_to = executemany
