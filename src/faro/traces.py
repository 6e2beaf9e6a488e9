"""What of a person is stored, as tokens, and the proof that nothing of it is left anywhere in the warehouse."""

import re
from collections.abc import Collection, Iterator, Sequence

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal
from psycopg.types.json import Jsonb

from faro.contracts import Contract, all_contracts
from faro.identity.erased import RULE
from faro.identity.token_columns import TokenColumn, TokenTable, token_tables

_OBSERVED, _PERSONS = Identifier("identity", "observation"), Identifier("identity", "person")
_HELD = Identifier("quarantine", "record")
#: What follows from the observations, and is brought up to them by whoever keeps it; and what was held back of them.
_BESIDE = [*(Identifier("identity", name) for name in ("block", "departure", "erased")), _HELD]
#: A record of an erased person that came again is held back, and called by its token so that the next one closes it.
_OF_OTHERS = SQL(
    "where not exists (select from quarantine.row as held"
    " where (held.load_id, held.row_number) = (record.load_id, record.row_number) and reasons @> {})"
).format(Literal(Jsonb([{"rule": RULE}])))
_TOKEN = re.compile(r"k\d+:[a-z2-7]{32}")


def tokens_of(connection: psycopg.Connection, contracts: Sequence[Contract]) -> frozenset[str]:
    """Every token that the rows of the temporary table `leaving` hold, in whatever table."""
    persons = TokenTable(_PERSONS, (TokenColumn("person_key", "person"),))
    found: set[str] = set()
    for table in (*_raw_and_observed(contracts), persons):
        place = SQL("(load_id, row_number)" if table.table in (_OBSERVED, _PERSONS) else "(_load_id, _row_number)")
        query = SQL("{} where {} in (select load_id, row_number from leaving)")
        found |= _tokens(connection, (query.format(each, place) for each in _selects(table)))
    return frozenset(found)


def held_elsewhere(connection: psycopg.Connection, tokens: Collection[str]) -> frozenset[str]:
    """Those of the tokens that rows of other persons hold as well: a family's phone, a year of birth."""
    asked: set[str] = set()
    for table in _raw_and_observed(all_contracts()):
        query = SQL("select token from ({}) as each (token) where token = any(%s)")
        asked |= _tokens(connection, (query.format(each) for each in _selects(table)), [list(tokens)])
    return frozenset(asked)


def proof(connection: psycopg.Connection, tokens: Collection[str]) -> int:
    """In how many rows of the whole warehouse, whatever the table and the column, one of these texts is still there."""
    wanted = frozenset(tokens)
    texts = sorted(re.escape(each) for each in wanted if not _TOKEN.fullmatch(each))
    other = re.compile(rf"(?<![\w/-])(?:{'|'.join(texts)})(?![\w/-])") if texts else None

    def is_hit(row: str) -> bool:
        return not wanted.isdisjoint(_TOKEN.findall(row)) or bool(other and other.search(row))

    return sum(is_hit(row) for table in _all_tables(connection) for row in _rows(connection, table))


def _raw_and_observed(contracts: Sequence[Contract]) -> list[TokenTable]:
    return [each for each in token_tables(contracts) if each.table not in _BESIDE]


def _selects(table: TokenTable) -> Iterator[Composed]:
    """Of all columns but the one by which an erased record is known again, which stays for that."""
    for column in table.columns:
        if column.domain != "erasure":
            yield SQL("select {} from {}").format(_values(column), table.table)


def _values(column: TokenColumn) -> Composed:
    return SQL("unnest({})" if column.is_list else "{}").format(Identifier(column.name))


def _tokens(connection: psycopg.Connection, queries: Iterator[Composed], parameters: Sequence[object] = ()) -> set[str]:
    return {token for query in queries for (token,) in connection.execute(query, parameters) if token is not None}


def _all_tables(connection: psycopg.Connection) -> list[Identifier]:
    rows = connection.execute(
        "select nspname, relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace"
        " where relkind in ('r', 'm') and nspname !~ '^pg_' and nspname <> 'information_schema'"
    ).fetchall()
    return [Identifier(*row) for row in rows]


def _rows(connection: psycopg.Connection, table: Identifier) -> Iterator[str]:
    """Every row as text, lists and JSON too."""
    query = SQL("copy (select * from {} {}) to stdout").format(table, _OF_OTHERS if table == _HELD else SQL(""))
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for row in copy:
            yield bytes(row).decode()
